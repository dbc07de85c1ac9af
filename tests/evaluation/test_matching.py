import pytest
from evaluation_builders import gold_record, stance_record, statement

from detente.evaluation.matching import (
    Level,
    Place,
    compare,
    gold_statements,
    predicted_statements,
    same_sentence,
    units,
)


def counts(gold: list, predicted: list, level: Level) -> tuple[int, int, int, int]:
    outcome = compare(gold, predicted)[level]
    return tuple(map(len, outcome[1:]))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0, 100), (0, 100), True),
        ((0, 100), (0, 51), True),
        ((0, 100), (0, 50), False),
        ((0, 100), (40, 100), True),
        ((0, 60), (20, 100), False),  # 40 shared of 80
        ((0, 100), (100, 200), False),
    ],
)
def test_same_sentence_is_more_than_half_of_the_longer(
    one: tuple[int, int], other: tuple[int, int], same: bool
) -> None:
    assert same_sentence(Place("x", *one), Place("x", *other)) is same
    assert same_sentence(Place("x", *other), Place("x", *one)) is same


@pytest.mark.parametrize(
    ("gold", "predicted", "pair", "directed"),
    [
        # (agreed, missed, spurious, ignored)
        (["A->B"], ["A->B"], (1, 0, 0, 0), (1, 0, 0, 0)),
        (["A->B"], ["B->A"], (1, 0, 0, 0), (0, 1, 1, 0)),
        (["A->B"], ["A=B"], (1, 0, 0, 0), (0, 1, 1, 0)),
        (["A=B"], ["B=A"], (1, 0, 0, 0), (1, 0, 0, 0)),
        (["A->B", "B->A"], ["A=B"], (1, 0, 0, 0), (0, 2, 1, 0)),
        (["A->B", "B->A"], ["B->A"], (1, 0, 0, 0), (1, 1, 0, 0)),
        (["A->B"], ["A->B", "A->B"], (1, 0, 0, 0), (1, 0, 0, 0)),
        (["A->B"], ["A->C"], (0, 1, 1, 0), (0, 1, 1, 0)),
        ([], ["A->B", "A=C"], (0, 0, 2, 0), (0, 0, 2, 0)),
        (["A->B"], [], (0, 1, 0, 0), (0, 1, 0, 0)),
    ],
)
def test_pair_and_directed(
    gold: list[str], predicted: list[str], pair: tuple[int, ...], directed: tuple[int, ...]
) -> None:
    sides = [statement(arrow) for arrow in gold], [statement(arrow) for arrow in predicted]
    assert counts(*sides, Level.PAIR) == pair
    assert counts(*sides, Level.DIRECTED) == directed


@pytest.mark.parametrize(
    "changes", [{"stance": "divergence"}, {"article": "two.txt"}, {"place": (60, 160)}]
)
def test_another_stance_article_or_sentence_is_no_match(changes: dict) -> None:
    assert counts([statement("A->B")], [statement("A->B", **changes)], Level.PAIR) == (0, 1, 1, 0)


def test_two_predictions_of_one_gold_sentence_match_once() -> None:
    predicted = [statement("A->B", place=(0, 90)), statement("A->B", place=(0, 80))]
    outcome = compare([statement("A->B")], predicted)[Level.PAIR]
    assert [(g.place.end, p.place.end) for g, p in outcome.agreed] == [(100, 90)]
    assert [unit.place.end for unit in outcome.spurious] == [80]


@pytest.mark.parametrize(
    ("real", "hypothetical", "predicted", "pair", "directed"),
    [
        ([], ["A->B"], ["A->B"], (0, 0, 0, 1), (0, 0, 0, 0)),
        ([], ["A->B"], ["B->A"], (0, 0, 0, 1), (0, 0, 0, 0)),
        ([], ["A->B"], [], (0, 0, 0, 0), (0, 0, 0, 0)),
        ([], ["A->B"], ["A->C"], (0, 0, 1, 0), (0, 0, 1, 0)),
        (["B->A"], ["A->B"], ["A->B"], (1, 0, 0, 0), (0, 1, 0, 1)),
        (["B->A"], ["A->B"], ["A=B"], (1, 0, 0, 0), (0, 1, 1, 0)),
        (["A->C"], ["A->B"], ["A->B", "A->C"], (1, 0, 0, 1), (1, 0, 0, 0)),
    ],
)
def test_hypothetical_gold_is_neither_right_nor_wrong(
    real: list[str],
    hypothetical: list[str],
    predicted: list[str],
    pair: tuple[int, ...],
    directed: tuple[int, ...],
) -> None:
    gold = [statement(arrow) for arrow in real]
    gold += [statement(arrow, modality="hypothetical") for arrow in hypothetical]
    predictions = [statement(arrow) for arrow in predicted]
    assert counts(gold, predictions, Level.PAIR) == pair
    assert counts(gold, predictions, Level.DIRECTED) == directed


def test_a_prediction_called_hypothetical_counts() -> None:
    predicted = [statement("A->B", modality="hypothetical")]
    assert counts([], predicted, Level.PAIR) == (0, 0, 1, 0)
    assert counts([statement("A->B")], predicted, Level.PAIR) == (1, 0, 0, 0)


def test_units_keep_the_statements_that_a_level_does_not_tell_apart() -> None:
    statements = [statement("B->A"), statement("A->B"), statement("A=B", "divergence")]
    assert [(u.actors, len(u.statements)) for u in units(statements, Level.PAIR)] == [
        (("A", "B"), 2),
        (("A", "B"), 1),
    ]
    assert [(u.actors, u.direction) for u in units(statements, Level.DIRECTED)] == [
        (("A", "B"), "a->b"),
        (("A", "B"), "mutual"),
        (("B", "A"), "a->b"),
    ]


def test_gold_and_records_become_the_same_statement() -> None:
    (gold,), (predicted,) = (
        gold_statements([gold_record()]),
        predicted_statements([stance_record()]),
    )
    assert gold.probability is None
    assert predicted._replace(probability=None) == gold
    assert predicted.probability == 0.9
