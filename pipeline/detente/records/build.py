"""Records from an annotated Doc: every span goes back to the raw text here."""

from collections.abc import Iterator

from spacy.tokens import Doc

from detente.actors.mention import Mention
from detente.article import Article
from detente.layout.component import prose_sentences, raw_offsets
from detente.records.ids import stance_id
from detente.records.schemas import (
    SCHEMA_VERSION,
    DocumentRecord,
    MentionRecord,
    PairRecord,
    SpanRecord,
    StanceRecord,
)
from detente.stances.stance import NoStance, Stance


def build_records(doc: Doc, model: str) -> tuple[DocumentRecord, list[StanceRecord]]:
    """Turn an annotated Doc into the records of its article.

    Parameters
    ----------
    doc
        With ``doc._.article`` set, after all stages.
    model
        Id of the models and the knowledge base that annotated it.
    """
    article: Article = doc._.article
    metadata = article.metadata
    document = DocumentRecord(
        schema=SCHEMA_VERSION,
        article=article.id,
        sha256=article.sha256,
        model=model,
        format=article.format,
        title=metadata.title,
        date=metadata.date,
        source=metadata.source,
        url=metadata.url,
        genre=metadata.genre,
        speaker=metadata.speaker,
        characters=len(article.text),
        sentences=[_span(doc, s.start, s.end) for s in prose_sentences(doc)],
        mentions=[_mention(doc, mention) for mention in doc._.mentions],
        implied=[_mention(doc, mention) for mention in doc._.implied],
        stances=len(doc._.stances),
        no_stance=[_pair(doc, pair) for pair in doc._.no_stance],
        warnings=[*article.warnings, *_speaker_warning(doc)],
    )
    return document, [_stance(doc, article, stance, model) for stance in doc._.stances]


def _speaker_warning(doc: Doc) -> Iterator[str]:
    given = doc._.article.metadata.speaker
    if given is not None and doc._.speaker is None:
        yield f"speaker {given!r} is no actor that is known: give its code, such as NOR or EU"


def _stance(doc: Doc, article: Article, stance: Stance, model: str) -> StanceRecord:
    candidate = stance.candidate
    sentence = _span(doc, candidate.start, candidate.end)
    mentions = {
        candidate.first: [_mention(doc, m) for m in candidate.first_mentions],
        candidate.second: [_mention(doc, m) for m in candidate.second_mentions],
    }
    return StanceRecord(
        schema=SCHEMA_VERSION,
        id=stance_id(
            article.id,
            sentence.start,
            sentence.end,
            stance.a,
            stance.b,
            stance.direction,
            stance.polarity,
        ),
        article=article.id,
        date=article.metadata.date,
        source=article.metadata.source,
        url=article.metadata.url,
        start=sentence.start,
        end=sentence.end,
        sentence=sentence.text,
        a=stance.a,
        b=stance.b,
        direction=stance.direction,
        stance=stance.polarity,
        modality=stance.modality,
        issue=stance.issue,
        speaker=stance.speaker,
        cue=_span(doc, *stance.cue),
        a_mentions=mentions[stance.a],
        b_mentions=mentions[stance.b],
        probability=round(stance.probability, 4),
        reviewed=None,
        reviewer=None,
        reviewed_at=None,
        model=model,
    )


def _span(doc: Doc, start: int, end: int) -> SpanRecord:
    """Bring tokens back to the raw text."""
    words = doc[start:end]
    offsets = raw_offsets(doc, words.start_char, words.end_char)
    raw = doc.text if doc._.layout is None else doc._.layout.raw
    return SpanRecord(start=offsets.start, end=offsets.end, text=raw[offsets.start : offsets.end])


def _mention(doc: Doc, mention: Mention) -> MentionRecord:
    span = _span(doc, mention.start, mention.end)
    return MentionRecord(
        start=span.start,
        end=span.end,
        text=span.text,
        actors=list(mention.actors),
        resolved=mention.rule,
        antecedent=None if mention.antecedent is None else _span(doc, *mention.antecedent),
    )


def _pair(doc: Doc, pair: NoStance) -> PairRecord:
    sentence = _span(doc, pair.candidate.start, pair.candidate.end)
    return PairRecord(
        start=sentence.start,
        end=sentence.end,
        a=pair.candidate.first,
        b=pair.candidate.second,
        cooperation=round(pair.cooperation, 4),
        divergence=round(pair.divergence, 4),
        reason=pair.reason,
    )
