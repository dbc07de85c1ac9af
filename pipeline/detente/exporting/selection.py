"""What is exported: the stances of a run that pass the filters, with their articles."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from detente.actors.knowledge import ALWAYS, Period, parse_period
from detente.duplicates import near_duplicates
from detente.errors import Code, DetenteError
from detente.records.schemas import DocumentRecord, Issue, Polarity, StanceRecord
from detente.review.merge import effective_run

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which stances are exported; `make_filters` makes them.

    Attributes
    ----------
    period
        Days, both included; a date must lie in it as a whole.
    actors
        One: stances that it takes part in. Several: stances between two of them.
    issues
        None is as good as all.
    stances
    min_probability
        What a person has reviewed passes in any case.
    reviewed
        Only what a person has reviewed.
    once
        Of near-duplicate articles only the first.
    """

    period: Period
    actors: frozenset[str]
    issues: frozenset[Issue]
    stances: frozenset[Polarity]
    min_probability: float
    reviewed: bool
    once: bool

    @property
    def dated(self) -> bool:
        """Whether stances without a date are left out."""
        return self.period != ALWAYS


@dataclass(frozen=True, slots=True)
class Selection:
    """What a format is written from.

    Attributes
    ----------
    stances
        In the order of the articles and of their text.
    documents
        Their articles by id; where every stance passes, also those without one.
    clusters
        Article id -> id of the first of its near-duplicates, itself included.
    texts
        Raw text by article id, where the format holds text.
    undated
        How many stances a filter by date left out for want of a date that is exact enough.
    """

    stances: tuple[StanceRecord, ...]
    documents: Mapping[str, DocumentRecord]
    clusters: Mapping[str, str]
    texts: Mapping[str, str]
    undated: int


class Run(NamedTuple):
    """What a run's folder holds."""

    documents: Mapping[str, DocumentRecord]
    stances: tuple[StanceRecord, ...]


def make_filters(
    since: str | None,
    until: str | None,
    actors: Collection[str],
    issues: Collection[str],
    stances: Collection[str],
    min_probability: float | None,
    reviewed: bool,
    once: bool,
) -> Filters:
    """Check filters as a user wrote them.

    Raises
    ------
    DetenteError
        D303, D306 for dates, D703 for a word that is no issue or stance.
    """
    return Filters(
        period=parse_period(since or "", until or "", "--since, --until"),
        actors=frozenset(actor.strip().upper() for actor in actors),
        issues=_choices(Issue, issues, "--issue"),
        stances=_choices(Polarity, stances, "--stance"),
        min_probability=min_probability or 0.0,
        reviewed=reviewed,
        once=once,
    )


def read_run(folder: Path) -> Run:
    """Read what a run wrote and a person reviewed.

    Raises
    ------
    DetenteError
        D702 when no run is there, D501 to D504 when it can't be read.
    """
    documents, stances = effective_run(folder)
    return Run(
        {d.article: d.model_copy(update={"no_stance": []}) for d in documents}, tuple(stances)
    )


def select(run: Run, filters: Filters) -> Selection:
    """Apply filters to a run.

    Raises
    ------
    DetenteError
        D704 for an actor that no stance has, D705 when filters leave nothing.
    """
    unknown = filters.actors - {code for stance in run.stances for code in (stance.a, stance.b)}
    if unknown:
        raise DetenteError(Code.D704, "--actors", actor=min(unknown))
    clusters = _clusters(run)
    passing = [stance for stance in run.stances if _passes(stance, filters)]
    if filters.once:
        passing = [stance for stance in passing if clusters[stance.article] == stance.article]
    kept, undated = passing, 0
    if filters.dated:
        kept = [stance for stance in passing if _within(stance, filters.period)]
        undated = sum(not _exact(stance, filters.period) for stance in passing)
    if run.stances and not kept:
        raise DetenteError(Code.D705, "export", count=len(run.stances))
    articles = {stance.article for stance in kept}
    if len(kept) == len(run.stances):
        articles |= {id_ for id_ in run.documents if not filters.once or clusters[id_] == id_}
    return Selection(
        stances=tuple(kept),
        documents={id_: doc for id_, doc in run.documents.items() if id_ in articles},
        clusters=clusters,
        texts={},
        undated=undated,
    )


def days(date: str | None) -> Period | None:
    """Give the days that a date, whole or partial, may mean; None where there is none."""
    try:
        period = parse_period(date, date, "date") if date else None
    except DetenteError:
        return None
    if period is None:
        return None
    year, month, day = map(int, period.end.split("-"))
    return Period(period.start, f"{period.end[:8]}{min(day, monthrange(year, month)[1]):02}")


def _choices(kind: type[Choice], words: Iterable[str], option: str) -> frozenset[Choice]:
    known = {str(choice): choice for choice in kind}
    for word in words:
        if word not in known:
            raise DetenteError(Code.D703, option, word=word, known=", ".join(known))
    return frozenset(known[word] for word in words)


def _passes(stance: StanceRecord, filters: Filters) -> bool:
    """Apply all filters but those that concern dates and articles."""
    involved = len(filters.actors & {stance.a, stance.b})
    return (
        involved >= min(len(filters.actors), 2)
        and (not filters.issues or stance.issue in filters.issues)
        and (not filters.stances or stance.stance in filters.stances)
        and (stance.reviewed is not None or stance.probability >= filters.min_probability)
        and (stance.reviewed is not None or not filters.reviewed)
    )


def _within(stance: StanceRecord, period: Period) -> bool:
    date = days(stance.date)
    return date is not None and period.start <= date.start and date.end <= period.end


def _exact(stance: StanceRecord, period: Period) -> bool:
    """Tell whether a date lies in the period as a whole, or not at all."""
    date = days(stance.date)
    return date is not None and (_within(stance, period) or not date.overlaps(period))


def _clusters(run: Run) -> dict[str, str]:
    """Name each group of near-duplicates by its first article, by date and id."""
    texts = {stance.article: "" for stance in run.stances}
    for article, document in run.documents.items():
        texts[article] = " ".join(sentence.text for sentence in document.sentences)
    groups = near_duplicates(texts)

    def order(article: str) -> tuple[str, str]:
        document = run.documents.get(article)
        date = None if document is None else days(document.date)
        return (ALWAYS.end if date is None else date.start, article)

    first: dict[int, str] = {}
    for article in sorted(texts, key=order):
        first.setdefault(groups[article], article)
    return {article: first[group] for article, group in groups.items()}
