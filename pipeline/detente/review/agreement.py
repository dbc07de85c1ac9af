"""How far two reviewers agree: Cohen's kappa for each decision, and where they differ."""

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.records.schemas import Direction, Polarity, ReviewRecord, StanceRecord
from detente.review.merge import by_sentence, held, judgement
from detente.review.sheet import Place

RESAMPLES = 1000
SEED = 0
INTERVAL = (2.5, 97.5)  # percentiles of the bootstrap
NOTHING = "none"
JOINED = " and "


class Kappa(NamedTuple):
    """Agreement on one decision.

    Attributes
    ----------
    decision
        ``pair`` (is there a stance between two actors in play?), ``stance``, ``direction``,
        ``modality`` or ``issue``.
    n
        How many decisions both made.
    agreed
        Share of them that are the same.
    kappa, low, high
        Cohen's kappa and its 95 % bootstrap interval over sentences; None where it is undefined,
        because both always decided the same.
    """

    decision: str
    n: int
    agreed: float
    kappa: float | None
    low: float | None
    high: float | None


class Difference(NamedTuple):
    """A sentence on which two reviewers disagree, and what each says of it."""

    place: Place
    sentence: str
    first: str
    second: str


class Agreement(NamedTuple):
    """Two reviewers side by side, over the sentences that both reviewed."""

    first: str
    second: str
    sentences: int
    kappas: tuple[Kappa, ...]
    differences: tuple[Difference, ...]


Decisions = list[tuple[str, str]]
Both = tuple[ReviewRecord, ReviewRecord]


def compare_reviewers(reviews: Iterable[ReviewRecord]) -> list[Agreement]:
    """Compare every two reviewers who have sentences in common."""
    versions = by_sentence(review for review in reviews if not review.adjudicated)
    names = sorted({review.reviewer for found in versions.values() for review in found})
    compared = []
    for first, second in combinations(names, 2):
        both = []
        for _, found in sorted(versions.items()):
            mine = {review.reviewer: review for review in found}
            if first in mine and second in mine:
                both.append((mine[first], mine[second]))
        if both:
            compared.append(_compare(first, second, both))
    return compared


def _compare(first: str, second: str, both: Sequence[Both]) -> Agreement:
    kappas = [
        measure("pair", [_pairs(*reviews) for reviews in both]),
        measure("stance", [_stances(*reviews) for reviews in both]),
        *(
            measure(name, [_attributes(*reviews, value) for reviews in both])
            for name, value in ATTRIBUTES.items()
        ),
    ]
    differences = [
        Difference(
            Place(mine.article, mine.start, mine.end),
            mine.sentence,
            _say(mine, theirs),
            _say(theirs, mine),
        )
        for mine, theirs in both
        if judgement(mine) != judgement(theirs)
    ]
    return Agreement(first, second, len(both), tuple(kappas), tuple(differences))


def _pair_of(stance: StanceRecord) -> tuple[str, str]:
    return min(stance.a, stance.b), max(stance.a, stance.b)


def _polarities(review: ReviewRecord) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], set[Polarity]] = {}
    for stance in held(review):
        found.setdefault(_pair_of(stance), set()).add(stance.stance)
    return {pair: JOINED.join(sorted(stances)) for pair, stances in found.items()}


def _pairs(mine: ReviewRecord, theirs: ReviewRecord) -> Decisions:
    """Say whether each pair of actors in play has a stance."""
    actors = sorted({*mine.actors, *theirs.actors})
    first, second = _polarities(mine), _polarities(theirs)
    return [(str(pair in first), str(pair in second)) for pair in combinations(actors, 2)]


def _stances(mine: ReviewRecord, theirs: ReviewRecord) -> Decisions:
    """Give the stance of each pair that both gave one."""
    first, second = _polarities(mine), _polarities(theirs)
    return [(first[pair], second[pair]) for pair in sorted(first.keys() & second.keys())]


def _attributes(
    mine: ReviewRecord, theirs: ReviewRecord, value: Callable[[StanceRecord], str]
) -> Decisions:
    """Give what each says of the stances that both gave."""
    first, second = (_values(review, value) for review in (mine, theirs))
    return [(first[key], second[key]) for key in sorted(first.keys() & second.keys())]


def _values(
    review: ReviewRecord, value: Callable[[StanceRecord], str]
) -> dict[tuple[tuple[str, str], Polarity], str]:
    found: dict[tuple[tuple[str, str], Polarity], set[str]] = {}
    for stance in held(review):
        found.setdefault((_pair_of(stance), stance.stance), set()).add(value(stance))
    return {key: JOINED.join(sorted(values)) for key, values in found.items()}


def _holder(stance: StanceRecord) -> str:
    """Say who holds it: the alphabetically first of the two, the second, or both."""
    if stance.direction is Direction.MUTUAL:
        return str(stance.direction)
    return "first" if stance.a < stance.b else "second"


ATTRIBUTES: dict[str, Callable[[StanceRecord], str]] = {
    "direction": _holder,
    "modality": lambda stance: str(stance.modality),
    "issue": lambda stance: str(stance.issue),
}


def measure(decision: str, by_sentence: Sequence[Decisions]) -> Kappa:
    """Measure agreement on a decision, of which each sentence has any number."""
    values = sorted({value for decisions in by_sentence for pair in decisions for value in pair})
    numbers = {value: number for number, value in enumerate(values)}
    tables = np.zeros((len(by_sentence), len(values), len(values)))
    for table, decisions in zip(tables, by_sentence, strict=True):
        for first, second in decisions:
            table[numbers[first], numbers[second]] += 1
    total = tables.sum(axis=0)
    n = int(total.sum())
    agreed = float(np.trace(total)) / n if n else 0.0
    kappa = float(cohen(total))
    if np.isnan(kappa):
        return Kappa(decision, n, agreed, None, None, None)
    shares = np.full(len(tables), 1 / len(tables))
    draws = np.random.default_rng(SEED).multinomial(len(tables), shares, RESAMPLES)
    low, high = np.nanpercentile(cohen(np.tensordot(draws, tables, 1)), INTERVAL)
    return Kappa(decision, n, agreed, kappa, float(low), float(high))


def cohen(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cohen's kappa of contingency tables, whose last two axes are the reviewers.

    Returns
    -------
    ndarray
        NaN for a table in which there is nothing, or only one value.
    """
    n = tables.sum(axis=(-2, -1))
    with np.errstate(invalid="ignore"):
        agreed = np.trace(tables, axis1=-2, axis2=-1) / n
        by_chance = (tables.sum(axis=-2) * tables.sum(axis=-1)).sum(axis=-1) / n**2
        return np.asarray((agreed - by_chance) / (1 - by_chance))


def _say(review: ReviewRecord, other: ReviewRecord) -> str:
    """Name what a reviewer says and the other doesn't."""
    own = sorted(judgement(review) - judgement(other))
    return "; ".join(" ".join(parts) for parts in own) or NOTHING
