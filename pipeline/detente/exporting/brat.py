"""Format ``brat``: a collection of texts with standoff annotations."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from detente.exporting.marks import Label, MarkedArticle, marked_articles
from detente.exporting.selection import Selection
from detente.records.schemas import Direction, Issue, Modality, Polarity

ROLES = {Direction.FORWARD: ("Holder", "Target"), Direction.MUTUAL: ("Party", "Party2")}
CONFIGURATION = "annotation.conf"
NAMES = "articles.json"  # file name without suffix -> article id
LONGEST_NAME = 100
# The last are devices on Windows, whatever their suffix.
_UNSAFE = re.compile(
    r"[^a-z0-9._-]+|^\.+|^(?=(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))", re.IGNORECASE | re.ASCII
)
# An annotation is one line: a span that holds a line break or tab is written as fragments.
_FRAGMENT = re.compile(r"\S(?:[^\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*\S)?")


def write(selection: Selection, path: Path) -> None:
    """Write a folder: ``.txt`` and ``.ann`` for each article, and brat's configuration.

    A stance is an event: its cue is the trigger, the words for its actors are the arguments.
    Offsets count code points, as brat does.
    """
    path.mkdir()
    (path / CONFIGURATION).write_text(_configuration(), encoding="ascii")
    names: dict[str, str] = {}
    for article in marked_articles(selection):
        name = _name(article.document.article, names)
        names[name] = article.document.article
        (path / f"{name}.txt").write_text(article.text, encoding="utf-8", newline="")
        lines = "".join(f"{line}\n" for line in _annotations(article))
        (path / f"{name}.ann").write_text(lines, encoding="utf-8", newline="")
    (path / NAMES).write_text(json.dumps(names, indent=1) + "\n", encoding="ascii")


def _annotations(article: MarkedArticle) -> Iterator[str]:
    """Give the lines of an ``.ann`` file."""
    number = 0
    actors: dict[int, str] = {}
    for index, mark in enumerate(article.marks):
        if mark.label is Label.ACTOR:
            number += 1
            actors[index] = f"T{number}"
            yield _text_bound(number, Label.ACTOR, article, mark.start, mark.end)
            yield f"#{number}\tAnnotatorNotes T{number}\t{' '.join(mark.actors)}"
    for event, arrow in enumerate(article.arrows, start=1):
        stance, cue = arrow.stance, article.marks[arrow.cue]
        trigger = number + event
        yield _text_bound(trigger, stance.stance, article, cue.start, cue.end)
        arguments = [
            f"{role}:{actors[end]}"
            for role, end in zip(ROLES[stance.direction], (arrow.source, arrow.target), strict=True)
            if end in actors
        ]
        yield " ".join([f"E{event}\t{stance.stance}:T{trigger}", *arguments])
        yield f"A{2 * event - 1}\tModality E{event} {stance.modality}"
        yield f"A{2 * event}\tIssue E{event} {stance.issue}"
        said = " ".join(stance.speaker.split())
        note = f"{stance.id} {stance.a} {stance.direction} {stance.b}, said by {said}"
        yield f"#{trigger}\tAnnotatorNotes E{event}\t{note}, {stance.probability}"


def _text_bound(number: int, kind: str, article: MarkedArticle, start: int, end: int) -> str:
    fragments = list(_FRAGMENT.finditer(article.text, start, end))
    places = ";".join(f"{fragment.start()} {fragment.end()}" for fragment in fragments)
    return f"T{number}\t{kind} {places}\t{' '.join(fragment[0] for fragment in fragments)}"


def _name(article: str, taken: Iterable[str]) -> str:
    """Make a file name of an article's id that no other has, whatever the file system."""
    folded = {name.casefold() for name in taken}
    base = _UNSAFE.sub("_", article)[:LONGEST_NAME] or "_"
    name, number = base, 1
    while name.casefold() in folded:
        number += 1
        name = f"{base}-{number}"
    return name


def _configuration() -> str:
    events = [
        f"{polarity}\tHolder?:{Label.ACTOR}, Target?:{Label.ACTOR}, Party*:{Label.ACTOR}"
        for polarity in Polarity
    ]
    lines = [
        "[entities]",
        Label.ACTOR,
        "[relations]",
        "[events]",
        *events,
        "[attributes]",
        f"Modality\tArg:<EVENT>, Value:{'|'.join(Modality)}",
        f"Issue\tArg:<EVENT>, Value:{'|'.join(Issue)}",
    ]
    return "".join(f"{line}\n" for line in lines)
