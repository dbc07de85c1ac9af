"""From records to what the page needs: columns of numbers, with every word once.

Offsets are UTF-16 units here. Actors, articles, speakers and reasons are numbers of their lists.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from detente.actors.knowledge import KnowledgeBase
from detente.evaluation.metrics import CalibrationBin
from detente.evaluation.mistakes import Mistake
from detente.evaluation.report import Ablation, Evaluation, Fitted
from detente.exporting.marks import words_for
from detente.records.schemas import (
    Direction,
    DocumentRecord,
    Issue,
    MentionRecord,
    Modality,
    Polarity,
    StanceRecord,
)
from detente.report.actors import Actor, describe_actors
from detente.report.layout import Place, place_actors
from detente.report.texts import browser_offsets, shown_text

LINKED = {"http", "https"}
_ISSUES, _MODALITIES, _POLARITIES = list(Issue), list(Modality), list(Polarity)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What is known of an article; `url` is one that a browser may open, `original` as in texts."""

    id: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    genre: str | None
    original: bool
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class StanceColumns:
    """Stances, one list a field, in the order of the records.

    Where the sentence has no words for an actor, `a_source` and `b_source` are the words elsewhere
    in the article that say who it is.
    """

    id: list[str]
    article: list[int]
    start: list[int]
    end: list[int]
    a: list[int]
    b: list[int]
    mutual: list[int]
    stance: list[int]
    modality: list[int]
    issue: list[int]
    speaker: list[int]
    cue: list[Span]
    a_mentions: list[list[Span]]
    b_mentions: list[list[Span]]
    a_source: list[Span | None]
    b_source: list[Span | None]
    probability: list[float]
    reviewed: list[str | None]


@dataclass(frozen=True, slots=True)
class CoreData:
    """What the page needs at once; actors without a stance have no place in the network."""

    actors: list[Actor]
    places: list[Place | None]
    articles: list[ArticleData]
    issues: list[Issue]
    modalities: list[Modality]
    stance_names: list[Polarity]
    speakers: list[str]
    stances: StanceColumns


@dataclass(frozen=True, slots=True)
class TextData:
    """An article's text and its mentions: start, end, actors, how it was resolved, to what.

    `implied` are the words that leave actors unsaid: start, end, actors.
    """

    text: str
    mentions: list[tuple[int, int, list[int], str, Span | None]]
    implied: list[tuple[int, int, list[int]]]


@dataclass(frozen=True, slots=True)
class PairColumns:
    """Pairs without a stance, one list a field."""

    article: list[int]
    start: list[int]
    end: list[int]
    a: list[int]
    b: list[int]
    cooperation: list[float]
    divergence: list[float]
    reason: list[int]
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class MistakeData:
    """A mistake; `place` is article, start and end where the article is in the run."""

    kind: str
    article: str
    place: tuple[int, int, int] | None
    sentence: str
    actors: tuple[str, str]
    stance: Polarity
    gold: list[str]
    predicted: list[str]
    probability: float | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class QualityData:
    """What the charts and tables of an evaluation show."""

    calibration: list[CalibrationBin]
    learning_curve: list[Fitted]
    ablation: dict[str, Ablation]
    mistakes: list[MistakeData]


@dataclass(frozen=True, slots=True)
class ReportData:
    """All data of a page, in the blocks that it reads one by one."""

    core: CoreData
    texts: list[TextData]
    pairs: PairColumns
    quality: QualityData


def collect(
    documents: Sequence[DocumentRecord],
    stances: Sequence[StanceRecord],
    evaluation: Evaluation | None,
    mistakes: Iterable[Mistake],
    texts: Mapping[str, str],
    knowledge: KnowledgeBase,
) -> ReportData:
    """Collect the data of a page.

    Parameters
    ----------
    documents, stances
        The records of a run. Stances of articles without a document are left out.
    evaluation, mistakes
        What was measured; None and nothing where nothing was.
    texts
        What the articles' files hold now, by id.
    knowledge
        Where the names of actors come from.
    """
    numbers = {document.article: number for number, document in enumerate(documents)}
    held = [stance for stance in stances if stance.article in numbers]
    codes = _actor_codes(documents, held)
    actors = {code: number for number, code in enumerate(codes)}
    shown = [shown_text(document, texts.get(document.article)) for document in documents]
    offsets = [browser_offsets(text.text) for text in shown]
    speakers = _numbered(stance.speaker for stance in held)

    def span(article: int, start: int, end: int) -> Span:
        return offsets[article](start), offsets[article](end)

    def spans(article: int, mentions: Iterable[MentionRecord]) -> list[Span]:
        return [span(article, mention.start, mention.end) for mention in mentions]

    def source(
        article: int, stance: StanceRecord, code: str, in_sentence: Sequence[MentionRecord]
    ) -> Span | None:
        if in_sentence:
            return None
        words = words_for(stance, code, (), documents[article].mentions)
        return span(article, words.start, words.end) if words else None

    places = place_actors(held)
    placed = [(numbers[stance.article], stance) for stance in held]
    core = CoreData(
        actors=describe_actors(codes, knowledge),
        places=[places.get(code) for code in codes],
        articles=[
            ArticleData(
                id=document.article,
                title=document.title,
                date=document.date,
                source=document.source,
                url=document.url if _is_linked(document.url) else None,
                genre=document.genre,
                original=text.original,
                warnings=document.warnings,
            )
            for document, text in zip(documents, shown, strict=True)
        ],
        issues=_ISSUES,
        modalities=_MODALITIES,
        stance_names=_POLARITIES,
        speakers=list(speakers),
        stances=StanceColumns(
            id=[stance.id for stance in held],
            article=[article for article, _ in placed],
            start=[offsets[article](stance.start) for article, stance in placed],
            end=[offsets[article](stance.end) for article, stance in placed],
            a=[actors[stance.a] for stance in held],
            b=[actors[stance.b] for stance in held],
            mutual=[int(stance.direction is Direction.MUTUAL) for stance in held],
            stance=[_POLARITIES.index(stance.stance) for stance in held],
            modality=[_MODALITIES.index(stance.modality) for stance in held],
            issue=[_ISSUES.index(stance.issue) for stance in held],
            speaker=[speakers[stance.speaker] for stance in held],
            cue=[span(article, stance.cue.start, stance.cue.end) for article, stance in placed],
            a_mentions=[spans(article, stance.a_mentions) for article, stance in placed],
            b_mentions=[spans(article, stance.b_mentions) for article, stance in placed],
            a_source=[
                source(article, stance, stance.a, stance.a_mentions) for article, stance in placed
            ],
            b_source=[
                source(article, stance, stance.b, stance.b_mentions) for article, stance in placed
            ],
            probability=[stance.probability for stance in held],
            reviewed=[stance.reviewed for stance in held],
        ),
    )
    pairs = [
        (number, pair) for number, document in enumerate(documents) for pair in document.no_stance
    ]
    reasons = _numbered(pair.reason for _, pair in pairs)
    calibration = next(iter(evaluation.systems.values())).calibration.bins if evaluation else []
    return ReportData(
        core=core,
        texts=[
            TextData(
                text.text,
                [
                    (
                        *span(number, mention.start, mention.end),
                        [actors[code] for code in mention.actors],
                        mention.resolved,
                        span(number, mention.antecedent.start, mention.antecedent.end)
                        if mention.antecedent
                        else None,
                    )
                    for mention in document.mentions
                ],
                [
                    (
                        *span(number, word.start, word.end),
                        [actors[code] for code in word.actors],
                    )
                    for word in document.implied
                ],
            )
            for number, (document, text) in enumerate(zip(documents, shown, strict=True))
        ],
        pairs=PairColumns(
            article=[article for article, _ in pairs],
            start=[offsets[article](pair.start) for article, pair in pairs],
            end=[offsets[article](pair.end) for article, pair in pairs],
            a=[actors[pair.a] for _, pair in pairs],
            b=[actors[pair.b] for _, pair in pairs],
            cooperation=[pair.cooperation for _, pair in pairs],
            divergence=[pair.divergence for _, pair in pairs],
            reason=[reasons[pair.reason] for _, pair in pairs],
            reasons=list(reasons),
        ),
        quality=QualityData(
            calibration=calibration,
            learning_curve=evaluation.learning_curve if evaluation else [],
            ablation=evaluation.ablation if evaluation else {},
            mistakes=[
                MistakeData(
                    kind=mistake.kind,
                    article=mistake.article,
                    place=(number, *span(number, mistake.start, mistake.end))
                    if (number := numbers.get(mistake.article)) is not None
                    else None,
                    sentence=mistake.sentence,
                    actors=mistake.actors,
                    stance=mistake.stance,
                    gold=mistake.gold,
                    predicted=mistake.predicted,
                    probability=mistake.probability,
                    reason=mistake.reason,
                )
                for mistake in mistakes
            ],
        ),
    )


def _actor_codes(documents: Iterable[DocumentRecord], stances: Iterable[StanceRecord]) -> list[str]:
    """List all actors, those with the most stances first."""
    counts: Counter[str] = Counter()
    for stance in stances:
        counts.update((stance.a, stance.b))
    for document in documents:
        for mention in (*document.mentions, *document.implied):
            counts.update(dict.fromkeys(mention.actors, 0))
        for pair in document.no_stance:
            counts.update({pair.a: 0, pair.b: 0})
    return sorted(counts, key=lambda code: (-counts[code], code))


def _numbered(values: Iterable[str]) -> dict[str, int]:
    """Give each different value a number, in the order in which they come."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _is_linked(url: str | None) -> bool:
    try:
        return url is not None and urlsplit(url).scheme in LINKED
    except ValueError:
        return False
