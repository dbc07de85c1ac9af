"""Ids of stances."""

import pytest

from detente.records.ids import stance_id

KEY = ("Ä/a.txt", 0, 30, "NOR", "CHL", "a->b", "cooperation")


def test_id_is_stable() -> None:
    assert stance_id(*KEY) == "46556a48b7b9b3ee"


@pytest.mark.parametrize(
    ("position", "value"),
    [
        (0, "b.txt"),
        (1, 1),
        (2, 31),
        (3, "SWE"),
        (4, "PER"),
        (5, "mutual"),
        (6, "divergence"),
    ],
)
def test_id_depends_on_each_part(position: int, value: object) -> None:
    changed = [*KEY]
    changed[position] = value
    assert stance_id(*changed) != stance_id(*KEY)
