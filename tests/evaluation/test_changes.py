from evaluation_builders import statement

from detente.evaluation.changes import changes
from detente.evaluation.matching import compare

GOLD = [
    statement("A->B", place=(0, 100)),
    statement("A->B", place=(100, 200)),
    statement("A->B", "divergence", place=(200, 300)),
    statement("A->C", place=(300, 400)),
]


def found(*rows: int, **changed: object) -> object:
    return compare(GOLD, [GOLD[row]._replace(probability=0.5, **changed) for row in rows])


def test_won_and_lost() -> None:
    rows = changes(found(0, 2, 3), found(1, 3))
    assert [(row.kind, row.start, row.actors, row.stance) for row in rows] == [
        ("won", 0, ("A", "B"), "cooperation"),
        ("lost", 100, ("A", "B"), "cooperation"),
        ("won", 200, ("A", "B"), "divergence"),
    ]


def test_a_turned_arrow_is_no_change() -> None:
    assert changes(found(0, a="B", b="A"), found(0)) == []
