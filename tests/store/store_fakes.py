"""A run of the store without spaCy: articles are numbers, annotations follow from them."""

import json
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from detente.records.ids import stance_id
from detente.records.schemas import (
    SCHEMA_VERSION,
    DocumentRecord,
    RejectionRecord,
    SpanRecord,
    StanceRecord,
)
from detente.store import Version, open_store


class Run(NamedTuple):
    """The ids of the articles that were work, and how many were dropped."""

    work: list[str]
    dropped: int


MODEL = "fake-1"
UNREADABLE = "unreadable"


def stance(article: str, start: int, text: str) -> StanceRecord:
    place = SpanRecord(start=start, end=start + len(text), text=text)
    return StanceRecord(
        schema=SCHEMA_VERSION,
        id=stance_id(article, place.start, place.end, "NOR", "CHL", "a->b", "cooperation"),
        article=article,
        date=None,
        source=None,
        url=None,
        start=place.start,
        end=place.end,
        sentence=text,
        a="NOR",
        b="CHL",
        direction="a->b",
        stance="cooperation",
        modality="asserted",
        issue="other",
        speaker="author",
        cue=place,
        a_mentions=[],
        b_mentions=[],
        probability=1e-07,
        reviewed=None,
        reviewer=None,
        reviewed_at=None,
        model=MODEL,
    )


def annotated(article: str, sha256: str, model: str) -> tuple[DocumentRecord, list[StanceRecord]]:
    stances = [
        stance(article, start, f"Norway thanked Chile – “{sha256}”.")
        for start in range(0, 10 * (len(article) % 3), 10)
    ]
    document = DocumentRecord(
        schema=SCHEMA_VERSION,
        article=article,
        sha256=sha256,
        model=model,
        format="text",
        title=None,
        date=None,
        source=None,
        url=None,
        genre=None,
        speaker=None,
        characters=100,
        sentences=[],
        mentions=[],
        stances=len(stances),
        no_stance=[],
        implied=[],
        warnings=[],
    )
    return document, stances


def rejection(article: str) -> RejectionRecord:
    return RejectionRecord(
        schema=SCHEMA_VERSION, article=article, code="D101", reason="the file is empty"
    )


def run(articles: dict[str, str], out: Path, model: str, pause: float) -> Run:
    """Annotate articles, given by id and hash."""
    work: list[str] = []
    with open_store(out) as store:
        print("open", flush=True)  # noqa: T201
        for article, sha256 in articles.items():
            if sha256 == UNREADABLE:
                store.reject(rejection(article))
            elif not store.keep(article, Version(sha256, model)):
                time.sleep(pause)
                store.add(*annotated(article, sha256, model))
                work.append(article)
            if sha256 == os.environ.get("DIE_AT"):
                os._exit(9)
        dropped = store.dropped
    return Run(work, dropped)


if __name__ == "__main__":
    run(json.loads(sys.argv[1]), Path(sys.argv[2]), MODEL, float(sys.argv[3]))
