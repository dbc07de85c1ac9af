"""An evaluation: the scores of a model and of its baselines as one record."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal

from pydantic import Field

from detente.errors import Code, DetenteError
from detente.evaluation import metrics
from detente.evaluation.changes import Change, Kind
from detente.evaluation.gold import GoldRecord
from detente.evaluation.matching import (
    Level,
    Outcome,
    Place,
    Statement,
    Unit,
    compare,
    gold_statements,
)
from detente.records.schemas import Modality, Polarity, Record

UNKNOWN_GENRE = "unknown"


class Levels(Record):
    """Scores at both levels, over `articles` articles."""

    articles: int
    pair: metrics.Score
    directed: metrics.Score


class SystemScores(Record):
    """What one system reaches.

    Attributes
    ----------
    mentioned
        Over the sentences that mention, or refer to, both actors.
    by_modality
        Share of the gold found, as only gold has the true modality.
    intervals
        95 %, by bootstrap.
    """

    pair: metrics.Score
    directed: metrics.Score
    macro_f1: float
    intervals: metrics.Bootstrap
    ignored: int
    mentioned: Levels
    confusion: dict[metrics.Called, dict[metrics.Called, int]]
    by_stance: dict[Polarity, metrics.Score]
    by_genre: dict[str, Levels]
    by_modality: dict[Modality, metrics.Share]
    attributes: dict[str, metrics.Attribute]
    cue: metrics.CueOverlap
    calibration: metrics.Calibration


class Fitted(Record):
    """What a model reaches by what it was fitted on.

    Attributes
    ----------
    articles, stances
        It was fitted on, on average over the folds.
    """

    articles: int
    stances: int
    pair: metrics.Score
    directed: metrics.Score
    intervals: metrics.Bootstrap


class Ablation(Fitted):
    """What a model reaches that lacks a part or a training set.

    Attributes
    ----------
    change
        From the whole model to this one.
    """

    change: metrics.Paired


class Comparison(metrics.Paired):
    """How much better a model is than the previous one.

    Attributes
    ----------
    won, lost
        Gold pairs with a stance that only the model finds, and that only the previous one does.
    """

    won: int
    lost: int


class Evaluation(Record):
    """The evaluation of a model and its baselines on one gold set.

    Attributes
    ----------
    records, hypothetical
        Gold records in all, and those of them that no score counts.
    systems
        By name; the model first.
    learning_curve
        Of models fitted on ever more of the articles, the last on all; cross-validation alone
        has it, and the next one.
    ablation
        By what was left out.
    comparison
        With the previous model, where there is one.
    """

    schema_version: Literal[1] = Field(alias="schema")
    articles: int
    records: int
    hypothetical: int
    systems: dict[str, SystemScores]
    actors: metrics.ActorShare
    learning_curve: list[Fitted] = Field(default_factory=list)
    ablation: dict[str, Ablation] = Field(default_factory=dict)
    comparison: Comparison | None = None


def evaluate(
    gold: Sequence[GoldRecord],
    systems: Mapping[str, Sequence[Statement]],
    genres: Mapping[str, str | None],
    found: Mapping[Place, metrics.Found],
    threshold: float,
) -> Evaluation:
    """Score systems against gold.

    Parameters
    ----------
    gold
        As `check_gold` returns it.
    systems
        Predictions by name of the system, the model first.
    genres
        Genre, or None, by id of every article to evaluate. Gold and predictions of other
        articles are left out; an article without gold counts, and all stances in it are wrong.
    found
        The actors found in every sentence of these articles.
    threshold
        Probability from which the model says that a pair has a stance.

    Raises
    ------
    DetenteError
        There is no article (D628).
    """
    if not genres:
        raise DetenteError(Code.D628, "evaluation")
    counted = [
        statement for statement in gold_statements(gold) if statement.place.article in genres
    ]
    return Evaluation(
        schema=1,
        articles=len(genres),
        records=len(counted),
        hypothetical=sum(statement.modality is Modality.HYPOTHETICAL for statement in counted),
        systems={
            name: _score(
                counted,
                [statement for statement in predictions if statement.place.article in genres],
                genres,
                found,
                threshold,
            )
            for name, predictions in systems.items()
        },
        actors=metrics.actor_share(counted, found),
    )


def fitted(
    outcomes: Mapping[Level, Outcome], articles: Collection[str], training: tuple[int, int]
) -> Fitted:
    """Score a model by what it was fitted on.

    Parameters
    ----------
    articles
        All that were scored.
    training
        How many articles and stances it was fitted on.
    """
    return Fitted(
        articles=training[0],
        stances=training[1],
        pair=metrics.score(outcomes[Level.PAIR]),
        directed=metrics.score(outcomes[Level.DIRECTED]),
        intervals=metrics.bootstrap(outcomes, articles),
    )


def comparison(
    outcomes: Mapping[Level, Outcome],
    previous: Mapping[Level, Outcome],
    articles: Collection[str],
    changes: Iterable[Change],
) -> Comparison:
    """Compare a model with the previous one on the same gold.

    Parameters
    ----------
    changes
        What became of the gold: see `detente.evaluation.changes.changes`.
    """
    kinds = [change.kind for change in changes]
    return Comparison(
        **dict(metrics.paired_bootstrap(outcomes, previous, articles)),
        won=kinds.count(Kind.WON),
        lost=kinds.count(Kind.LOST),
    )


def _score(
    gold: Sequence[Statement],
    predicted: Sequence[Statement],
    genres: Mapping[str, str | None],
    found: Mapping[Place, metrics.Found],
    threshold: float,
) -> SystemScores:
    outcomes = compare(gold, predicted)
    pair, directed = outcomes[Level.PAIR], outcomes[Level.DIRECTED]
    by_stance = metrics.by_stance(pair)
    aligned = metrics.aligned(pair)
    return SystemScores(
        pair=metrics.score(pair),
        directed=metrics.score(directed),
        macro_f1=metrics.macro_f1(by_stance),
        intervals=metrics.bootstrap(outcomes, genres),
        ignored=len(pair.ignored),
        mentioned=_mentioned(outcomes, found, genres),
        confusion=metrics.confusion(pair),
        by_stance=by_stance,
        by_genre=_by_genre(outcomes, genres),
        by_modality=metrics.recall_by_modality(pair, gold, predicted),
        attributes=metrics.attributes(aligned),
        cue=metrics.cue_overlap(aligned),
        calibration=metrics.calibration(pair, threshold),
    )


def _by_genre(
    outcomes: Mapping[Level, Outcome], genres: Mapping[str, str | None]
) -> dict[str, Levels]:
    articles = defaultdict(set)
    for article, genre in genres.items():
        articles[genre or UNKNOWN_GENRE].add(article)
    return {
        genre: _levels(outcomes, partial(_in_articles, articles[genre]), len(articles[genre]))
        for genre in sorted(articles)
    }


def _in_articles(articles: Collection[str], unit: Unit) -> bool:
    return unit.place.article in articles


def _mentioned(
    outcomes: Mapping[Level, Outcome],
    found: Mapping[Place, metrics.Found],
    articles: Collection[str],
) -> Levels:
    locate = metrics.locator(found)

    def both_mentioned(unit: Unit) -> bool:
        place = locate(unit.place)
        return place is not None and found[place].mentioned.issuperset(unit.actors)

    return _levels(outcomes, both_mentioned, len(articles))


def _levels(
    outcomes: Mapping[Level, Outcome], keep: Callable[[Unit], bool], articles: int
) -> Levels:
    pair, directed = (
        metrics.score(metrics.restrict(outcomes[level], keep))
        for level in (Level.PAIR, Level.DIRECTED)
    )
    return Levels(articles=articles, pair=pair, directed=directed)
