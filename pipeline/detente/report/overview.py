"""What stands first on the page: how much there is, and how far to trust it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.evaluation.report import Evaluation, SystemScores
from detente.records.schemas import (
    DocumentRecord,
    Modality,
    Polarity,
    RejectionRecord,
    StanceRecord,
)

LEAST_GOLD = 20  # stances, below which a score says too little to be named
WEAK_GENRES = 2


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of a run.

    Attributes
    ----------
    first, last
        Publication dates, ISO 8601, or None where no article has one.
    models
        Ids of the models that annotated the articles.
    """

    articles: int
    rejected: int
    undated: int
    first: str | None
    last: str | None
    actors: int
    stances: int
    cooperation: int
    divergence: int
    reviewed: int
    models: list[str]


def survey(
    documents: Sequence[DocumentRecord],
    stances: Sequence[StanceRecord],
    rejections: Sequence[RejectionRecord],
) -> Overview:
    """Count what a run holds."""
    dates = [document.date for document in documents if document.date is not None]
    cooperation = sum(stance.stance is Polarity.COOPERATION for stance in stances)
    return Overview(
        articles=len(documents),
        rejected=len(rejections),
        undated=len(documents) - len(dates),
        first=min(dates, default=None),
        last=max(dates, default=None),
        actors=len({actor for stance in stances for actor in (stance.a, stance.b)}),
        stances=len(stances),
        cooperation=cooperation,
        divergence=len(stances) - cooperation,
        reviewed=sum(stance.reviewed is not None for stance in stances),
        models=sorted({document.model for document in documents}),
    )


def weak_points(evaluation: Evaluation) -> list[str]:
    """Say in words where the first system of an evaluation is weak."""
    model = next(iter(evaluation.systems.values()))
    return [*_weak_scores(model), *_weak_genres(model)]


def _weak_scores(model: SystemScores) -> Iterator[str]:
    yield f"Who holds the stance towards whom is right as well in {_tenths(model.directed.f1)}."
    if model.mentioned.pair.gold:
        yield (
            f"Where words in the sentence stand for both actors, F1 is "
            f"{model.mentioned.pair.f1:.2f}; over all sentences {model.pair.f1:.2f}: what leans on "
            "the sentences before is missed more often."
        )
    issue = model.attributes["issue"]
    if issue.n:
        yield f"The issue is right for {_percent(issue.accuracy)} of the stances that agree."
    hypothetical = model.by_modality[Modality.HYPOTHETICAL]
    if hypothetical.of:
        yield (
            f"{hypothetical.count} of {hypothetical.of} hypothetical stances of the gold are "
            "called as well; they are in no score."
        )


def _weak_genres(model: SystemScores) -> Iterator[str]:
    scored = [
        (levels.pair.f1, genre)
        for genre, levels in model.by_genre.items()
        if levels.pair.gold >= LEAST_GOLD and levels.pair.f1 < model.pair.f1
    ]
    for f1, genre in sorted(scored)[:WEAK_GENRES]:
        articles = model.by_genre[genre].articles
        noun = "article" if articles == 1 else "articles"
        yield f"Genre “{genre}”: F1 {f1:.2f} ({articles} {noun})."


def _tenths(value: float) -> str:
    return f"about {round(10 * value)} of 10 (directed F1 {value:.2f})"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"
