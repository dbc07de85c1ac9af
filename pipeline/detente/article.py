"""The article: raw text with what is known about it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import NamedTuple


class Offsets(NamedTuple):
    """A stretch of text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article beside its text.

    Attributes
    ----------
    title, source, url, genre
        As the file or its folder's ``metadata.csv`` gives them.
    date
        Publication date, ISO 8601, whole or partial: ``2009``, ``2009-04``, ``2009-04-17``.
    speaker
        Code of the actor for whom a statement or speech says "we".
    """

    title: str | None
    date: str | None
    source: str | None
    url: str | None
    genre: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its reader returned it.

    Attributes
    ----------
    id
        Path relative to the input folder, with suffix, or the id given in JSONL, CSV or Parquet.
    text
        The raw text; all offsets that leave the program count its code points.
    metadata
    format
        ``text``, ``markdown``, ``html``, ``pdf``, ``docx``, ``jsonl``, ``csv`` or ``parquet``.
    markup
        Stretches of ``text`` that are no prose (front matter, markup signs), in order,
        not overlapping.
    warnings
        What the reader had to repair, one line each, without the article's id.
    """

    id: str
    text: str
    metadata: Metadata
    format: str
    markup: tuple[Offsets, ...]
    warnings: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Hash of text and metadata: it changes when the annotations could."""
        content = json.dumps([self.text, asdict(self.metadata), self.markup], ensure_ascii=True)
        return hashlib.sha256(content.encode("ascii")).hexdigest()
