"""Records of a small run, for tests of the review."""

from collections.abc import Iterable, Mapping
from typing import Any

from detente.records.ids import stance_id
from detente.records.schemas import (
    SCHEMA_VERSION,
    DocumentRecord,
    MentionRecord,
    PairRecord,
    ReviewRecord,
    SpanRecord,
    StanceRecord,
)

TIME = "2026-03-01T10:00:00Z"
SHA = "0" * 64


def span(text: str, words: str, start: int = 0) -> SpanRecord:
    at = text.index(words, start)
    return SpanRecord(start=at, end=at + len(words), text=words)


def mention(text: str, words: str, *actors: str) -> MentionRecord:
    place = span(text, words)
    return MentionRecord(
        **place.model_dump(), actors=list(actors), resolved="name", antecedent=None
    )


def stance(
    text: str, sentence: str, claim: str, cue: str, article: str = "a.txt", **fields: Any
) -> StanceRecord:
    """Make a record of ``"KAZ -> RUS divergence"`` or ``"KAZ <-> RUS cooperation"``."""
    place = span(text, sentence)
    a, arrow, b, polarity = claim.split()
    direction = "mutual" if arrow == "<->" else "a->b"
    values: dict[str, Any] = {
        "modality": "asserted",
        "issue": "energy",
        "speaker": "author",
        "a_mentions": [],
        "b_mentions": [],
        "probability": 0.8,
        "reviewed": None,
        "reviewer": None,
        "reviewed_at": None,
        **fields,
    }
    return StanceRecord(
        schema=SCHEMA_VERSION,
        id=stance_id(article, place.start, place.end, a, b, direction, polarity),
        article=article,
        date="2009-04-17",
        source=None,
        url=None,
        start=place.start,
        end=place.end,
        sentence=sentence,
        a=a,
        b=b,
        direction=direction,
        stance=polarity,
        cue=span(text, cue, place.start),
        model="m",
        **values,
    )


def document(
    text: str,
    sentences: Iterable[str],
    mentions: Iterable[MentionRecord],
    stances: Iterable[StanceRecord],
    pairs: Iterable[tuple[str, str, str, float]],
    article: str = "a.txt",
) -> DocumentRecord:
    """Make the record of an article; a pair is ``(sentence, a, b, probability)``."""
    return DocumentRecord(
        schema=SCHEMA_VERSION,
        article=article,
        sha256=SHA,
        model="m",
        format="text",
        title=None,
        date="2009-04-17",
        source=None,
        url=None,
        genre=None,
        speaker=None,
        characters=len(text),
        sentences=[span(text, sentence) for sentence in sentences],
        mentions=list(mentions),
        stances=len(list(stances)),
        no_stance=[
            PairRecord(
                **span(text, sentence).model_dump(exclude={"text"}),
                a=a,
                b=b,
                cooperation=probability,
                divergence=0.0,
                reason="below the threshold",
            )
            for sentence, a, b, probability in pairs
        ],
        implied=[],
        warnings=[],
    )


def review(
    text: str,
    sentence: str,
    stances: Iterable[StanceRecord],
    actors: Iterable[str],
    reviewer: str,
    **fields: Any,
) -> ReviewRecord:
    place = span(text, sentence)
    values: Mapping[str, Any] = {"reviewed_at": TIME, "adjudicated": False, **fields}
    return ReviewRecord(
        schema=SCHEMA_VERSION,
        article="a.txt",
        sha256=SHA,
        start=place.start,
        end=place.end,
        sentence=sentence,
        stances=list(stances),
        actors=list(actors),
        reviewer=reviewer,
        model="m",
        **values,
    )
