"""Where the network draws each actor."""

import pytest
from report_builders import stance

from detente.report.layout import place_actors

TEXT = "Norway thanked Chile."
RING = [("NOR", "CHL"), ("CHL", "PER"), ("PER", "NOR"), ("GHA", "TGO"), ("TGO", "GHA")]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_actor_has_a_place_of_its_own(count: int) -> None:
    pairs = RING[:count]
    places = place_actors(stance("a", TEXT, a, b, "thanked") for a, b in pairs)
    assert set(places) == {actor for pair in pairs for actor in pair}
    assert len(set(places.values())) == len(places)
    assert all(-1 <= value <= 1 for place in places.values() for value in place)


def test_the_order_of_stances_does_not_matter() -> None:
    stances = [stance("a", TEXT, a, b, "thanked") for a, b in RING]
    assert place_actors(stances) == place_actors(stances[::-1])
