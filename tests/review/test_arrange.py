"""The order of review."""

from collections.abc import Sequence

import pytest
from review_builders import document, stance

from detente.records.schemas import Polarity
from detente.review.arrange import Candidate, arrange, lexicon_opinion
from detente.review.order import Order
from detente.review.sheet import make_items

SENTENCES = ["Oman thanked Qatar.", "Mali sued Chad.", "Peru met Cuba.", "Fiji left Nauru."]
TEXT = " ".join(SENTENCES)


@pytest.fixture(scope="module")
def candidates() -> list[Candidate]:
    stances = [
        stance(TEXT, SENTENCES[0], "OMN -> QAT cooperation", "thanked", probability=0.9),
        stance(TEXT, SENTENCES[1], "MLI -> TCD cooperation", "sued", probability=0.7),
        stance(
            TEXT, SENTENCES[2], "CUB <-> PER cooperation", "met", probability=0.95, issue="nuclear"
        ),
    ]
    record = document(
        TEXT, SENTENCES, [], stances, [(SENTENCES[3], "FJI", "NRU", 0.45)]
    )  # fmt: skip
    return [Candidate(*item) for item in make_items([record], stances)]


def opinion(sentences: Sequence[str]) -> list[Polarity | None]:
    return [
        Polarity.DIVERGENCE if "sued" in sentence or "left" in sentence else None
        for sentence in sentences
    ]


@pytest.mark.parametrize(
    ("order", "disputed", "expected"),
    [
        (Order.UNCERTAINTY, [], ["Fiji", "Mali", "Oman", "Peru"]),
        (Order.DISAGREEMENT, [], ["Mali", "Fiji", "Oman", "Peru"]),
        (Order.DISAGREEMENT, [2], ["Peru", "Mali", "Fiji", "Oman"]),
        (Order.ISSUE, [], ["Mali", "Peru", "Oman", "Fiji"]),
    ],
)
def test_order(
    candidates: list[Candidate], order: Order, disputed: list[int], expected: list[str]
) -> None:
    places = {candidates[number].item.place for number in disputed}
    found = arrange(candidates, order, places, opinion)
    assert [item.sentence.split()[0] for item in found] == expected


def test_random_order_stays_when_others_go(candidates: list[Candidate]) -> None:
    every = arrange(candidates, Order.RANDOM, (), opinion)
    some = arrange(candidates[1:], Order.RANDOM, (), opinion)
    assert sorted(item.start for item in every) == [c.item.start for c in candidates]
    assert [item for item in every if item in some] == some


def test_word_list() -> None:
    sentences = ["Oman praised Qatar.", "Mali did not praise Chad.", "Peru is west of Brazil."]
    assert lexicon_opinion(sentences) == ["cooperation", "divergence", None]
