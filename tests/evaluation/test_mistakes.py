from evaluation_builders import document_record, statement

from detente.evaluation.matching import compare
from detente.evaluation.mistakes import mistakes

DOCUMENT = document_record(
    no_stance=[
        {
            "start": 200,
            "end": 300,
            "a": "C",
            "b": "A",
            "cooperation": 0.4,
            "divergence": 0.1,
            "reason": "below the threshold",
        }
    ]
)
GOLD = [
    statement("A->B"),
    statement("A->C", place=(200, 300)),
    statement("A->D", place=(200, 300)),
    statement("A=B", place=(400, 500)),
    statement("A->B", place=(600, 700), modality="hypothetical"),
]
PREDICTED = [
    statement("B->A", probability=0.7),
    statement("B->A", "divergence", probability=0.6),
    statement("A=B", place=(400, 500), probability=0.9),
    statement("A=B", place=(600, 700), probability=0.8),
]


def test_mistakes_in_the_order_of_the_text() -> None:
    rows = mistakes(compare(GOLD, PREDICTED), [DOCUMENT])
    assert [
        (r.kind, r.start, r.actors, r.stance, r.gold, r.predicted, r.probability, r.reason)
        for r in rows
    ] == [
        ("wrong_direction", 0, ("A", "B"), "cooperation", ["A->B"], ["B->A"], 0.7, None),
        ("false_positive", 0, ("A", "B"), "divergence", [], ["B->A"], 0.6, None),
        (
            "false_negative",
            200,
            ("A", "C"),
            "cooperation",
            ["A->C"],
            [],
            0.4,
            "below the threshold",
        ),
        ("false_negative", 200, ("A", "D"), "cooperation", ["A->D"], [], None, None),
    ]
    assert rows[0].sentence == "sentence at (0, 100)"


def test_no_mistakes_in_right_predictions() -> None:
    assert mistakes(compare(GOLD, GOLD[:4]), [DOCUMENT]) == []
