"""Agreement of reviewers, on cases worked out by hand."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from review_builders import review, stance
from sklearn.metrics import cohen_kappa_score

from detente.records.schemas import ReviewRecord, StanceRecord
from detente.review.agreement import compare_reviewers, measure

SENTENCES = ["Oman thanked Qatar.", "Mali sued Chad.", "Peru met Cuba.", "Fiji left Nauru."]
TEXT = " ".join(SENTENCES)
ACTORS = [["OMN", "QAT"], ["MLI", "TCD"], ["CUB", "PER"], ["FJI", "NRU"]]


def say(number: int, claim: str, **fields: object) -> StanceRecord:
    sentence = SENTENCES[number]
    return stance(TEXT, sentence, claim, sentence.split()[1], reviewed="accepted", **fields)


def version(number: int, reviewer: str, *stances: StanceRecord) -> ReviewRecord:
    return review(TEXT, SENTENCES[number], stances, ACTORS[number], reviewer)


@pytest.mark.parametrize(
    ("decisions", "kappa"),
    [
        ([], None),
        ([("x", "x"), ("x", "x")], None),
        ([("x", "x"), ("y", "y")], 1.0),
        ([("x", "y"), ("y", "x")], -1.0),
        ([("x", "x"), ("x", "y"), ("y", "y"), ("y", "x")], 0.0),
        ([("x", "x"), ("x", "x"), ("x", "y"), ("y", "y")], 0.5),
    ],
)
def test_kappa(decisions: list[tuple[str, str]], kappa: float | None) -> None:
    assert measure("stance", [decisions]).kappa == (None if kappa is None else pytest.approx(kappa))


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=2))
@settings(max_examples=30, deadline=None)
def test_kappa_is_that_of_scikit_learn(decisions: list[tuple[str, str]]) -> None:
    assume(len({value for pair in decisions for value in pair}) > 1)
    found = measure("stance", [[pair] for pair in decisions])
    assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*decisions, strict=True)))


def test_two_reviewers() -> None:
    anna = [
        version(0, "anna", say(0, "OMN -> QAT cooperation")),
        version(1, "anna", say(1, "MLI -> TCD divergence")),
        version(2, "anna", say(2, "CUB <-> PER cooperation", issue="nuclear")),
        version(3, "anna"),
    ]
    ben = [
        version(0, "ben", say(0, "OMN -> QAT cooperation", modality="prospective")),
        version(1, "ben", say(1, "TCD -> MLI divergence")),
        version(2, "ben"),
        version(3, "ben"),
    ]
    (found,) = compare_reviewers([*anna, *ben, version(0, "carla")])[:1]
    assert (found.first, found.second, found.sentences) == ("anna", "ben", 4)
    assert {k.decision: (k.n, round(k.agreed, 2)) for k in found.kappas} == {
        "pair": (4, 0.75),
        "stance": (2, 1.0),
        "direction": (2, 0.5),
        "modality": (2, 0.5),
        "issue": (2, 1.0),
    }
    pair = found.kappas[0]
    assert pair.kappa == pytest.approx(0.5)
    assert pair.low is not None
    assert pair.high is not None
    assert pair.low <= 0.5 <= pair.high
    assert [(d.place.start, d.first, d.second) for d in found.differences] == [
        (
            0,
            "OMN QAT a->b cooperation asserted energy",
            "OMN QAT a->b cooperation prospective energy",
        ),
        (20, "MLI TCD a->b divergence asserted energy", "TCD MLI a->b divergence asserted energy"),
        (36, "CUB PER mutual cooperation asserted nuclear", "none"),
    ]


def test_adjudicated_versions_are_no_second_reading() -> None:
    ruling = version(0, "ben").model_copy(update={"adjudicated": True})
    assert compare_reviewers([version(0, "anna"), ruling]) == []
