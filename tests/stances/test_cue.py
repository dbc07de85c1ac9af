import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records.schemas import Polarity
from detente.stances.candidates import candidates
from detente.stances.cue import best_segment, describe_tokens, trim

scores = st.lists(st.integers(-20, 20), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0], (0, 1)),
        ([-1.0, 2.0, 3.0, -5.0, 4.0], (1, 3)),
        ([-3.0, -1.0, -2.0], (1, 2)),
        ([2.0, -1.0, 2.0], (0, 3)),
    ],
)
def test_best_segment(values, expected):
    assert best_segment(np.array(values)) == expected


@given(scores)
def test_no_segment_is_better(values):
    start, end = best_segment(np.array(values, dtype=float))
    best = max(sum(values[i:j]) for i in range(len(values)) for j in range(i + 1, len(values) + 1))
    assert start < end
    assert sum(values[start:end]) == best


@pytest.mark.parametrize(
    ("text", "segment", "expected"),
    [
        ("Norway, thankful, smiled.", (1, 4), (2, 3)),
        ("Norway, thankful, smiled.", (1, 2), (1, 2)),
        ("Norway, thankful, smiled.", (0, 3), (0, 3)),
    ],
)
def test_trim(spacy_model, text, segment, expected):
    assert trim(list(spacy_model(text)), *segment) == expected


def test_every_token_is_described_without_white_space(marked_doc):
    doc = marked_doc("[Norway|NOR], it  said, thanked\n[Chile|CHL] for its  help.")
    candidate = next(candidates(doc))
    described = describe_tokens(doc, candidate, Polarity.COOPERATION)
    assert len(described) == candidate.end - candidate.start
    assert all("=" in feature for tokens in described for feature in tokens.split(" "))
