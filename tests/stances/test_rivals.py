import numpy as np
import pytest

from detente.actors.mention import Mention, Rule
from detente.records.schemas import Polarity
from detente.stances.rivals import compare
from detente.stances.stance import Candidate

WORDS = (Mention(0, 1, ("NOR",), Rule.NAME, None),)


def candidate(start, first, second, *, both=True):
    return Candidate(start, start + 5, first, second, WORDS, WORDS if both else ())


@pytest.fixture
def rows():
    found = [
        candidate(0, "NOR", "CHL"),
        candidate(0, "NOR", "PER", both=False),
        candidate(9, "CHL", "NOR"),
    ]
    scores = {
        Polarity.COOPERATION: np.array([0.5, 0.2, 0.1]),
        Polarity.DIVERGENCE: np.array([0.1, 0.8, 0.3]),
    }
    return compare(found, scores)


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (0, 0, 0.0),  # log odds of one half
        (1, 1, np.log(4)),
        (0, 2, 1),  # both mentioned
        (1, 2, 0),
        (1, 3, 1),  # one mentioned
        (0, 4, np.log(2)),  # candidates in the sentence
        (2, 4, 0.0),
        (0, 5, 0.8),  # likeliest rival
        (2, 5, 0.0),
        (0, 6, np.log(2)),  # likelier rivals
        (1, 6, 0.0),
        (1, 10, (0.6 + 20 * 0.12) / 22),  # the other candidates, and the usual
        (2, 11, (0.9 + 20 * 0.12) / 22),
        (0, 7, (0.1 + 5 * (0.3 + 20 * 0.12) / 22) / 6),  # the pair, whichever comes first
        (2, 8, (0.1 + 5 * (0.9 + 20 * 0.12) / 22) / 6),
        (1, 7, (0.6 + 20 * 0.12) / 22),  # nowhere else: all other candidates
        (0, 9, 1 / 8),
        (1, 9, 0.0),
    ],
)
def test_compare(rows, row, column, expected):
    assert rows[row, column] == pytest.approx(expected)


def test_certain_probabilities_stay_finite():
    sure = {polarity: np.array([0.0, 1.0]) for polarity in Polarity}
    found = [candidate(0, "NOR", "CHL"), candidate(9, "NOR", "PER")]
    assert np.isfinite(compare(found, sure)).all()


def test_a_candidate_alone_says_nothing_of_its_document():
    alone = [candidate(0, "NOR", "CHL")]
    likely, unlikely = (
        compare(alone, {p: np.array([probability]) for p in Polarity}) for probability in (0.9, 0.1)
    )
    assert likely[0, 7:].tolist() == unlikely[0, 7:].tolist()
