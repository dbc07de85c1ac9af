"""The command line with an annotator that needs no model: each article gets one stance.

All else is real: workers read and annotate, and the store keeps what they give.
"""

import os
import signal
import time

import detente.extract
import detente.nlp
from detente.article import Article
from detente.cli import main
from detente.records.ids import stance_id
from detente.records.schemas import (
    SCHEMA_VERSION,
    DocumentRecord,
    SpanRecord,
    StanceRecord,
)

MODEL = "fake"
SLOW = "Slowly, "
FATAL = "Fatally, "


def annotate_article(
    nlp: object, model: str, article: Article
) -> tuple[DocumentRecord, list[StanceRecord]]:
    if article.text.startswith(SLOW):
        time.sleep(30)
    if article.text.startswith(FATAL):
        os.kill(os.getpid(), signal.SIGKILL)
    return records(article)


def records(article: Article) -> tuple[DocumentRecord, list[StanceRecord]]:
    text = article.text.strip()
    place = SpanRecord(start=0, end=len(text), text=text)
    polarity = "divergence" if "condemn" in text else "cooperation"
    stance = StanceRecord(
        schema=SCHEMA_VERSION,
        id=stance_id(article.id, 0, len(text), "NOR", "CHL", "a->b", polarity),
        article=article.id,
        date=article.metadata.date,
        source=article.metadata.source,
        url=article.metadata.url,
        start=0,
        end=len(text),
        sentence=text,
        a="NOR",
        b="CHL",
        direction="a->b",
        stance=polarity,
        modality="asserted",
        issue="other",
        speaker="author",
        cue=place,
        a_mentions=[],
        b_mentions=[],
        probability=0.9,
        reviewed=None,
        reviewer=None,
        reviewed_at=None,
        model=MODEL,
    )
    document = DocumentRecord(
        schema=SCHEMA_VERSION,
        article=article.id,
        sha256=article.sha256,
        model=MODEL,
        format=article.format,
        title=article.metadata.title,
        date=article.metadata.date,
        source=article.metadata.source,
        url=article.metadata.url,
        genre=article.metadata.genre,
        speaker=article.metadata.speaker,
        characters=len(article.text),
        sentences=[place],
        mentions=[],
        stances=1,
        no_stance=[],
        implied=[],
        warnings=[],
    )
    return document, [stance]


REPLACED = (
    (detente.extract, "load", lambda model, min_probability, actors, *, fast: None),
    (detente.extract, "model_id", lambda nlp: MODEL),
    (detente.nlp, "model_id", lambda nlp: MODEL),
    (detente.nlp, "annotate_article", annotate_article),
)

if __name__ == "__main__":
    for module, name, replacement in REPLACED:
        setattr(module, name, replacement)
    main()
