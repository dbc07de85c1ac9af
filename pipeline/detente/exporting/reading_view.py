"""Format ``html``: the articles with their stances marked, for reading."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, PackageLoader

from detente.exporting.marks import Arrow, Label, Mark, MarkedArticle, marked_articles
from detente.exporting.selection import Selection
from detente.records.schemas import Direction, DocumentRecord, StanceRecord

TEMPLATE = "articles.html"
JOINS = {Direction.FORWARD: "→", Direction.MUTUAL: "↔"}


class Piece(NamedTuple):
    """A stretch of text that the same marks cover.

    Attributes
    ----------
    classes
        Of style sheets; empty where no mark covers it.
    title
        What it says when pointed at.
    anchor
        Number of the cue that starts here, or None.
    """

    text: str
    classes: str
    title: str
    anchor: int | None


class View(NamedTuple):
    """An article as the template shows it."""

    document: DocumentRecord
    pieces: Sequence[Piece]
    arrows: Sequence[Arrow]


def write(selection: Selection, path: Path) -> None:
    """Write one HTML page that needs nothing beside it."""
    environment = Environment(
        loader=PackageLoader("detente.exporting", "data"),
        autoescape=True,
        keep_trailing_newline=True,
    )
    environment.filters["parties"] = parties
    views = [
        View(article.document, list(pieces(article)), article.arrows)
        for article in marked_articles(selection)
    ]
    page = environment.get_template(TEMPLATE).render(articles=views)
    path.write_text(page, encoding="utf-8", newline="")


def parties(stance: StanceRecord) -> str:
    """Write who holds a stance towards whom: ``KAZ → RUS``, ``KAZ ↔ RUS``."""
    return f"{stance.a} {JOINS[stance.direction]} {stance.b}"


def pieces(article: MarkedArticle) -> Iterator[Piece]:
    """Cut the text of an article where a mark starts or ends."""
    told: dict[int, list[StanceRecord]] = defaultdict(list)
    for arrow in article.arrows:
        told[arrow.cue].append(arrow.stance)
    starting: dict[int, list[int]] = defaultdict(list)
    for number, mark in enumerate(article.marks):
        starting[mark.start].append(number)
    edges = {0, len(article.text), *(edge for mark in article.marks for edge in mark[:2])}
    ordered = sorted(edges)
    covering: list[int] = []
    for start, end in pairwise(ordered):
        covering = [n for n in covering if article.marks[n].end > start] + starting[start]
        marks = [(article.marks[number], told[number]) for number in covering]
        yield Piece(
            article.text[start:end],
            " ".join(dict.fromkeys(name for each in marks for name in _classes(*each))),
            "; ".join(line for each in marks for line in _lines(*each)),
            next((n for n in starting[start] if article.marks[n].label is Label.CUE), None),
        )


def _classes(mark: Mark, stances: Sequence[StanceRecord]) -> list[str]:
    return [str(mark.label), *(str(stance.stance) for stance in stances)]


def _lines(mark: Mark, stances: Sequence[StanceRecord]) -> list[str]:
    if mark.label is Label.ACTOR:
        return [" ".join(mark.actors)]
    return [f"{parties(stance)} {stance.stance}, {stance.modality}" for stance in stances]
