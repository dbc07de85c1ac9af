"""The network of actors, for the graph formats."""

from collections import defaultdict

import networkx as nx

from detente.exporting.dyad_month import directed_dyads, mean_probability
from detente.exporting.selection import Selection, days
from detente.records.schemas import Direction, Polarity, StanceRecord

SIGNS = {Polarity.COOPERATION: 1, Polarity.DIVERGENCE: -1}


def build_graph(selection: Selection) -> "nx.MultiDiGraph[str]":
    """Make the network: one node for each actor, one edge for each directed dyad and stance.

    A mutual stance counts in both directions. An edge has its ``stance``, its ``sign`` (1 or -1),
    its ``weight`` (how many stances), how many of them are ``mutual``, of how many ``articles``,
    their ``mean_probability``, and ``start`` and ``end``, the first and the last day of their
    dates, as far as they have any.
    """
    edges: dict[tuple[str, str, Polarity], list[StanceRecord]] = defaultdict(list)
    for stance in selection.stances:
        for a, b in directed_dyads(stance):
            edges[a, b, stance.stance].append(stance)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for code in sorted({code for a, b, _ in edges for code in (a, b)}):
        graph.add_node(code, label=code)
    for number, ((a, b, polarity), stances) in enumerate(sorted(edges.items())):
        periods = [period for each in stances if (period := days(each.date)) is not None]
        dates = {
            "start": min((period.start for period in periods), default=None),
            "end": max((period.end for period in periods), default=None),
        }
        graph.add_edge(
            a,
            b,
            key=number,
            stance=str(polarity),
            sign=SIGNS[polarity],
            weight=float(len(stances)),
            mutual=sum(each.direction is Direction.MUTUAL for each in stances),
            articles=len({each.article for each in stances}),
            mean_probability=mean_probability(stances),
            **{name: day for name, day in dates.items() if day is not None},
        )
    return graph
