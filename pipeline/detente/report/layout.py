"""Where the network draws each actor."""

from collections.abc import Iterable

import networkx as nx

from detente.records.schemas import StanceRecord

Place = tuple[float, float]

SEED = 0
STEPS = 100
DECIMALS = 3


def place_actors(stances: Iterable[StanceRecord]) -> dict[str, Place]:
    """Place actors so that those of a pair are near each other, and all others apart.

    The forces are those of Fruchterman and Reingold (1991), with a pull to the middle for pairs
    without a link to the rest. The same stances give the same places.

    Returns
    -------
    dict[str, (float, float)]
        By code, within -1 and 1.
    """
    graph = nx.Graph(sorted({(min(s.a, s.b), max(s.a, s.b)) for s in stances}))
    places = nx.spring_layout(graph, method="energy", iterations=STEPS, seed=SEED)
    return {
        actor: (round(float(x), DECIMALS), round(float(y), DECIMALS))
        for actor, (x, y) in places.items()
    }
