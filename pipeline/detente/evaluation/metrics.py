"""Scores of one system against gold, as typed records: every number with its counts."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import chain, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, recall_score

from detente.evaluation.matching import (
    Level,
    Outcome,
    Place,
    Statement,
    Unit,
    match,
    overlap,
    same_sentence,
    units,
)
from detente.records.schemas import (
    Direction,
    DocumentRecord,
    Modality,
    Polarity,
    Record,
    StanceRecord,
)

RESAMPLES = 2000
SEED = 0
INTERVAL = (2.5, 97.5)  # percentiles of the bootstrap
BINS = 10  # of equal width, for the expected calibration error
ATTRIBUTES = ("modality", "issue", "speaker")


class Score(Record):
    """Precision, recall and F1 with the counts behind them; 0 where a count is 0."""

    gold: int
    predicted: int
    correct: int
    precision: float
    recall: float
    f1: float


class Interval(Record):
    """A 95 % bootstrap interval."""

    low: float
    high: float


class Share(Record):
    """How many of how many; 0 of none."""

    count: int
    of: int
    share: float


class Attribute(Record):
    """How often an attribute of agreeing stances is right.

    Attributes
    ----------
    floor
        Accuracy of always giving the value that is commonest in the gold.
    balanced
        Mean recall over the values that occur in the gold.
    """

    n: int
    accuracy: float
    balanced: float
    floor: float


class CueOverlap(Record):
    """Mean character F1 of the cue spans of agreeing stances."""

    n: int
    f1: float


class CalibrationBin(Record):
    """Predictions whose probability lies in [low, high); the last bin includes 1."""

    low: float
    high: float
    n: int
    probability: float
    precision: float


class Calibration(Record):
    """How far probabilities agree with precision at the pair level.

    Attributes
    ----------
    expected_error
        Expected calibration error: mean gap of probability and precision over the bins that
        hold predictions, weighted by their number (Naeini et al. 2015).
    at_threshold
        Share of right ones among the predictions at or above `threshold`.
    """

    n: int
    expected_error: float
    threshold: float
    at_threshold: Share
    bins: list[CalibrationBin]


class Called(StrEnum):
    """What gold or a system says of a pair in a sentence."""

    COOPERATION = "cooperation"
    DIVERGENCE = "divergence"
    NONE = "none"


class ActorShare(Record):
    """Gold stances (hypothetical ones left out) whose two actors were both found.

    Attributes
    ----------
    sentence
        Gold whose sentence was found as such.
    mentioned
        Both actors by mention or reference in the sentence.
    with_context
        Both in the sentence or supplied by the discourse.
    """

    sentence: Share
    mentioned: Share
    with_context: Share


class Found(NamedTuple):
    """Actor codes found for a sentence: by words in it, and from the discourse around it."""

    mentioned: frozenset[str]
    context: frozenset[str]


class Resampled(StrEnum):
    """What the bootstrap draws: sentences only where there is a single article."""

    ARTICLES = "articles"
    SENTENCES = "sentences"


class Bootstrap(Record):
    """Intervals of F1 scores over resamples of `n` articles or sentences."""

    resampled: Resampled
    n: int
    pair: Interval
    directed: Interval
    macro_f1: Interval


class Difference(Record):
    """How much higher one F1 score is than another, with a 95 % bootstrap interval."""

    value: float
    low: float
    high: float


class Paired(Record):
    """How much better one system is than another, over the same `n` articles or sentences."""

    resampled: Resampled
    n: int
    pair: Difference
    directed: Difference


class Clusters(NamedTuple):
    """What the bootstrap draws from: the number of each cluster, and the cluster of a place."""

    resampled: Resampled
    numbers: Mapping[Hashable, int]
    of: Callable[[Place], Hashable]


def share(count: int, of: int) -> Share:
    """Make a share."""
    return Share(count=count, of=of, share=count / of if of else 0.0)


def score(outcome: Outcome) -> Score:
    """Score a comparison."""
    correct = len(outcome.agreed)
    gold, predicted = correct + len(outcome.missed), correct + len(outcome.spurious)
    return Score(
        gold=gold,
        predicted=predicted,
        correct=correct,
        precision=correct / predicted if predicted else 0.0,
        recall=correct / gold if gold else 0.0,
        f1=2 * correct / (gold + predicted) if gold + predicted else 0.0,
    )


def restrict(outcome: Outcome, keep: Callable[[Unit], bool]) -> Outcome:
    """Keep the units that pass a test; an agreeing pair is judged by its gold unit."""
    return Outcome(
        outcome.level,
        [pair for pair in outcome.agreed if keep(pair[0])],
        list(filter(keep, outcome.missed)),
        list(filter(keep, outcome.spurious)),
        list(filter(keep, outcome.ignored)),
    )


def by_stance(outcome: Outcome) -> dict[Polarity, Score]:
    """Score each stance."""
    return {stance: score(_of_stance(outcome, stance)) for stance in Polarity}


def _of_stance(outcome: Outcome, stance: Polarity) -> Outcome:
    return restrict(outcome, lambda unit: unit.stance is stance)


def macro_f1(scores: Mapping[Polarity, Score]) -> float:
    """Mean F1 over both stances, also where one of them has no gold."""
    return sum(scores[stance].f1 for stance in Polarity) / len(Polarity)


def recall_by_modality(
    outcome: Outcome, gold: Sequence[Statement], predicted: Sequence[Statement]
) -> dict[Modality, Share]:
    """Share of the gold records of each modality whose pair and stance were found.

    Hypothetical gold is outside every other score; here it shows how much of it is predicted.
    """
    hypothetical = [statement for statement in gold if statement.modality is Modality.HYPOTHETICAL]
    agreed = outcome.agreed + match(
        units(hypothetical, outcome.level), units(predicted, outcome.level)
    )
    found = Counter(statement.modality for unit, _ in agreed for statement in unit.statements)
    total = Counter(statement.modality for statement in set(gold))
    return {modality: share(found[modality], total[modality]) for modality in Modality}


def confusion(outcome: Outcome) -> dict[Called, dict[Called, int]]:
    """Count pairs in a sentence by what gold says of them, then by what was predicted.

    A missed stance is confused where the other one was predicted of the same pair in its place.
    Pairs of which neither side says anything are not counted.
    """
    table = {gold: dict.fromkeys(Called, 0) for gold in Called}
    for gold, _ in outcome.agreed:
        table[Called(gold.stance)][Called(gold.stance)] += 1
    spurious = defaultdict(list)
    for unit in outcome.spurious:
        spurious[unit.place.article, unit.actors].append(unit)
    for gold in outcome.missed:
        rivals = spurious[gold.place.article, gold.actors]
        rival = next((unit for unit in rivals if same_sentence(gold.place, unit.place)), None)
        if rival is not None:
            rivals.remove(rival)
        table[Called(gold.stance)][Called(rival.stance) if rival else Called.NONE] += 1
    for unit in chain.from_iterable(spurious.values()):
        table[Called.NONE][Called(unit.stance)] += 1
    return table


def aligned(outcome: Outcome) -> list[tuple[Statement, Statement]]:
    """For each agreeing pair of units its best pair of statements: by direction, then cue."""
    return [
        max(
            product(unit.statements, other.statements),
            key=lambda pair: (_holder(pair[0]) == _holder(pair[1]), cue_f1(*pair)),
        )
        for unit, other in outcome.agreed
    ]


def _holder(statement: Statement) -> str | None:
    return statement.a if statement.direction is Direction.FORWARD else None


def cue_f1(gold: Statement, predicted: Statement) -> float:
    """Character F1 of two cue spans."""
    lengths = sum(cue.end - cue.start for cue in (gold.cue, predicted.cue))
    return 2 * overlap(gold.cue, predicted.cue) / lengths if lengths else 0.0


def attributes(pairs: Sequence[tuple[Statement, Statement]]) -> dict[str, Attribute]:
    """Score modality, issue and speaker of aligned statements."""
    if not pairs:
        nothing = Attribute(n=0, accuracy=0.0, balanced=0.0, floor=0.0)
        return dict.fromkeys(ATTRIBUTES, nothing)
    result = {}
    for name in ATTRIBUTES:
        gold = [str(getattr(statement, name)) for statement, _ in pairs]
        predicted = [str(getattr(statement, name)) for _, statement in pairs]
        balanced = recall_score(
            gold, predicted, labels=sorted(set(gold)), average="macro", zero_division=0
        )
        result[name] = Attribute(
            n=len(pairs),
            accuracy=float(accuracy_score(gold, predicted)),
            balanced=float(balanced),
            floor=max(Counter(gold).values()) / len(pairs),
        )
    return result


def cue_overlap(pairs: Sequence[tuple[Statement, Statement]]) -> CueOverlap:
    """Mean cue overlap of aligned statements."""
    return CueOverlap(
        n=len(pairs), f1=float(np.mean([cue_f1(*pair) for pair in pairs])) if pairs else 0.0
    )


def calibration(outcome: Outcome, threshold: float) -> Calibration:
    """Compare probabilities with what was right, a unit having that of its likeliest statement.

    Ignored predictions and those without a probability are left out.
    """
    judged = [(unit, 1) for _, unit in outcome.agreed] + [(unit, 0) for unit in outcome.spurious]
    rows = [
        (max(probabilities), right)
        for unit, right in judged
        if (probabilities := [s.probability for s in unit.statements if s.probability is not None])
    ]
    bins: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for probability, right in rows:
        bins[min(int(probability * BINS), BINS - 1)].append((probability, right))
    table = [
        CalibrationBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            n=len(members),
            probability=sum(probability for probability, _ in members) / len(members),
            precision=sum(right for _, right in members) / len(members),
        )
        for number, members in sorted(bins.items())
    ]
    above = [right for probability, right in rows if probability >= threshold]
    gaps = sum(row.n * abs(row.probability - row.precision) for row in table)
    return Calibration(
        n=len(rows),
        expected_error=gaps / len(rows) if rows else 0.0,
        threshold=threshold,
        at_threshold=share(sum(above), len(above)),
        bins=table,
    )


def locator(places: Iterable[Place]) -> Callable[[Place], Place | None]:
    """Make a function that gives the one of `places` that is the same sentence, or None."""
    by_article = defaultdict(list)
    for place in sorted(places):
        by_article[place.article].append(place)

    @cache
    def locate(place: Place) -> Place | None:
        same = (other for other in by_article[place.article] if same_sentence(place, other))
        return max(same, key=lambda other: overlap(place, other), default=None)

    return locate


def found_actors(
    documents: Iterable[DocumentRecord], stances: Iterable[StanceRecord]
) -> dict[Place, Found]:
    """Collect the actors found for every sentence of a run: by its mentions and candidate pairs."""
    candidates: dict[tuple[str, int], set[str]] = defaultdict(set)
    for stance in stances:
        candidates[stance.article, stance.start] |= {stance.a, stance.b}
    found = {}
    for document in documents:
        for pair in document.no_stance:
            candidates[document.article, pair.start] |= {pair.a, pair.b}
        starts = [mention.start for mention in document.mentions]
        for sentence in document.sentences:
            first, last = (bisect_left(starts, edge) for edge in (sentence.start, sentence.end))
            mentioned = {
                actor for mention in document.mentions[first:last] for actor in mention.actors
            }
            found[Place(document.article, sentence.start, sentence.end)] = Found(
                frozenset(mentioned),
                frozenset(candidates[document.article, sentence.start] - mentioned),
            )
    return found


def actor_share(gold: Sequence[Statement], found: Mapping[Place, Found]) -> ActorShare:
    """Count the gold stances whose two actors were both found.

    Parameters
    ----------
    found
        The actors found, for every sentence of the articles.
    """
    locate = locator(found)
    counted = [
        statement for statement in set(gold) if statement.modality is not Modality.HYPOTHETICAL
    ]
    located = [
        ({statement.a, statement.b}, found[place])
        for statement in counted
        if (place := locate(statement.place)) is not None
    ]
    mentioned = sum(actors <= here.mentioned for actors, here in located)
    with_context = sum(actors <= here.mentioned | here.context for actors, here in located)
    return ActorShare(
        sentence=share(len(located), len(counted)),
        mentioned=share(mentioned, len(counted)),
        with_context=share(with_context, len(counted)),
    )


def bootstrap(outcomes: Mapping[Level, Outcome], articles: Iterable[str]) -> Bootstrap:
    """Percentile intervals of pair, directed and macro F1, by resampling articles.

    A single article has its sentences resampled instead. The seed is fixed, so that all systems
    see the same resamples of articles.

    Parameters
    ----------
    articles
        All that were scored, those without gold or predictions as well.
    """
    clusters = _clusters([outcomes], articles)
    f1 = _resampled_f1(outcomes, clusters)
    return Bootstrap(
        resampled=clusters.resampled,
        n=len(clusters.numbers),
        pair=_interval(f1[:, 0]),
        directed=_interval(f1[:, 1]),
        macro_f1=_interval(f1[:, 2:].mean(axis=1)),
    )


def paired_bootstrap(
    outcomes: Mapping[Level, Outcome], others: Mapping[Level, Outcome], articles: Iterable[str]
) -> Paired:
    """Compare a system with another on the same gold: see `bootstrap`.

    Parameters
    ----------
    outcomes, others
        Of the system, and of the other one.
    """
    clusters = _clusters([outcomes, others], articles)
    gains = _resampled_f1(outcomes, clusters) - _resampled_f1(others, clusters)

    def difference(level: Level, column: int) -> Difference:
        low, high = np.percentile(gains[:, column], INTERVAL)
        value = score(outcomes[level]).f1 - score(others[level]).f1
        return Difference(value=value, low=float(low), high=float(high))

    return Paired(
        resampled=clusters.resampled,
        n=len(clusters.numbers),
        pair=difference(Level.PAIR, 0),
        directed=difference(Level.DIRECTED, 1),
    )


def _clusters(systems: Iterable[Mapping[Level, Outcome]], articles: Iterable[str]) -> Clusters:
    """Give the articles, or the sentences of a single one: of the gold, and those called beside."""
    names = set(articles)
    if len(names) > 1:
        return Clusters(Resampled.ARTICLES, _numbered(names), lambda place: place.article)
    sentences: set[Place] = set()
    for outcomes in systems:
        pair = outcomes[Level.PAIR]
        sentences |= {gold.place for gold, _ in pair.agreed} | {unit.place for unit in pair.missed}
        locate = locator(sentences)
        sentences |= {unit.place for unit in pair.spurious if locate(unit.place) is None}
    return Clusters(Resampled.SENTENCES, _numbered(sentences), locator(sentences))


def _numbered(clusters: Iterable[Hashable]) -> dict[Hashable, int]:
    return {name: number for number, name in enumerate(sorted(clusters, key=str))}


def _resampled_f1(outcomes: Mapping[Level, Outcome], clusters: Clusters) -> NDArray[np.float64]:
    """Give pair F1, directed F1, and pair F1 of each stance over resamples.

    A resample is how often each cluster is drawn.
    """
    size = max(1, len(clusters.numbers))
    pair, directed = outcomes[Level.PAIR], outcomes[Level.DIRECTED]
    scored = [pair, directed, *(_of_stance(pair, stance) for stance in Polarity)]
    counts = np.zeros((size, len(scored), 2), dtype=np.int64)  # correct, gold plus predicted
    for column, outcome in enumerate(scored):
        for unit, _ in outcome.agreed:
            counts[clusters.numbers[clusters.of(unit.place)], column] += (1, 2)
        for unit in outcome.missed + outcome.spurious:
            counts[clusters.numbers[clusters.of(unit.place)], column] += (0, 1)
    draws = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), RESAMPLES)
    correct, total = np.moveaxis(np.tensordot(draws, counts, axes=1), -1, 0)
    f1: NDArray[np.float64] = np.divide(
        2 * correct, total, out=np.zeros(total.shape), where=total > 0
    )
    return f1


def _interval(samples: NDArray[np.float64]) -> Interval:
    low, high = np.percentile(samples, INTERVAL)
    return Interval(low=float(low), high=float(high))
