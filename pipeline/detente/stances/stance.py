"""Candidates and stances as the pipeline holds them, in tokens of the Doc."""

from typing import NamedTuple

from detente.actors.mention import Mention
from detente.records.schemas import Direction, Issue, Modality, Polarity


class Candidate(NamedTuple):
    """A sentence and two actors, one of whom may hold a stance towards the other.

    Attributes
    ----------
    start, end
        Tokens of the sentence, end exclusive.
    first, second
        Codes, in the order in which the sentence mentions them; an actor that only the
        context supplies comes last.
    first_mentions, second_mentions
        Mentions in the sentence; empty for an actor that only the context supplies.
    """

    start: int
    end: int
    first: str
    second: str
    first_mentions: tuple[Mention, ...]
    second_mentions: tuple[Mention, ...]


class Stance(NamedTuple):
    """A stance of one candidate.

    Attributes
    ----------
    a, b
        Codes: a holds the stance towards b, or both hold it and stand in alphabetical order.
    cue
        Tokens (start, end) of the words that carry it.
    probability
        Calibrated, 0 to 1.
    """

    candidate: Candidate
    a: str
    b: str
    direction: Direction
    polarity: Polarity
    modality: Modality
    issue: Issue
    speaker: str
    cue: tuple[int, int]
    probability: float


class NoStance(NamedTuple):
    """A candidate that got no stance, with the probability of each and the reason."""

    candidate: Candidate
    cooperation: float
    divergence: float
    reason: str
