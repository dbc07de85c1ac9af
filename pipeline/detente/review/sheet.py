"""One sentence as a reviewer sees it: its context, the sentence, speakers, and actors.

The last line holds the codes of the actors in play, those with a stance first. All arrows are
drawn there: so an actor without words in the sentence can carry one too, and few arrows are broken
at the end of a line. The line before it holds ``author`` and the other speakers.
"""

import base64
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pydantic import ValidationError

from detente.records.schemas import DocumentRecord, MentionRecord, PairRecord, Record, StanceRecord
from detente.review.labels import (
    AUTHOR,
    CODE,
    SPEAKER,
    RelationType,
    cue_name,
    relation_name,
)

LAYOUT: Literal[1] = 1
CONTEXT_SENTENCES = 2
GAP = "   ·   "
# As wide as half a label of an arrow, which would be cut off at the left otherwise.
SPEAKERS, ACTORS = "speakers:    ", "actors:      "
JOINED = " and "


class Place(NamedTuple):
    """A sentence of an article, in code points of the raw text."""

    article: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.article} {self.start}-{self.end}"


class Item(Record):
    """A sentence to review, and what the machine says of it; doccano keeps it as metadata.

    Attributes
    ----------
    layout
        Version of `lay_out`: what it makes of an item has to stay the same.
    context
        The sentences before it, on one line.
    mentions
        In the sentence.
    actors
        Codes of the actors in play, by mention or from the context.
    """

    layout: Literal[1]
    article: str
    sha256: str
    model: str
    date: str | None
    source: str | None
    url: str | None
    context: str
    start: int
    end: int
    sentence: str
    mentions: list[MentionRecord]
    actors: list[str]
    stances: list[StanceRecord]

    @property
    def place(self) -> Place:
        """Where the sentence is."""
        return Place(self.article, self.start, self.end)


class Label(NamedTuple):
    """A labelled stretch of a sheet's text, in code points."""

    start: int
    end: int
    name: str


class Arrow(NamedTuple):
    """A relation between two labels."""

    source: Label
    target: Label
    name: str


class Sheet(NamedTuple):
    """An item laid out.

    Attributes
    ----------
    offset
        Where the sentence starts in the text.
    words
        Where each speaker and actor of the last two lines stands.
    """

    item: Item
    text: str
    offset: int
    words: dict[str, tuple[int, int]]
    labels: frozenset[Label]
    arrows: frozenset[Arrow]


def make_items(
    documents: Iterable[DocumentRecord], stances: Iterable[StanceRecord]
) -> Iterator[tuple[Item, list[PairRecord]]]:
    """Give the sentences in which there is something to review, in text order.

    Those are the sentences with a stance, or with a pair of actors that got none.

    Yields
    ------
    Item
    list of PairRecord
        The pairs without a stance.
    """
    held: dict[Place, list[StanceRecord]] = defaultdict(list)
    for stance in stances:
        held[Place(stance.article, stance.start, stance.end)].append(stance)
    for document in documents:
        pairs: dict[tuple[int, int], list[PairRecord]] = defaultdict(list)
        for pair in document.no_stance:
            pairs[pair.start, pair.end].append(pair)
        before: list[str] = []
        for sentence in document.sentences:
            place = Place(document.article, sentence.start, sentence.end)
            without = pairs[sentence.start, sentence.end]
            if held[place] or without:
                mentions = [
                    mention
                    for mention in document.mentions
                    if sentence.start <= mention.start and mention.end <= sentence.end
                ]
                actors = {code for mention in mentions for code in mention.actors}
                actors |= {code for stance in held[place] for code in (stance.a, stance.b)}
                actors |= {code for pair in without for code in (pair.a, pair.b)}
                item = Item(
                    layout=LAYOUT,
                    article=document.article,
                    sha256=document.sha256,
                    model=document.model,
                    date=document.date,
                    source=document.source,
                    url=document.url,
                    context=" ".join(before[-CONTEXT_SENTENCES:]),
                    start=sentence.start,
                    end=sentence.end,
                    sentence=sentence.text,
                    mentions=mentions,
                    actors=sorted(actors),
                    stances=held[place],
                )
                yield item, without
            before.append(" ".join(sentence.text.split()))


def lay_out(item: Item) -> Sheet:
    """Write the text of an item, and place its labels and arrows."""
    head = f"{item.context}\n" if item.context else ""
    offset = len(head)
    text = f"{head}{item.sentence}"
    speakers = {name for stance in item.stances for name in speakers_of(stance.speaker)}
    drawn = {code for stance in item.stances for code in (stance.a, stance.b)}
    names = [AUTHOR, *sorted(speakers - {AUTHOR, *item.actors})]
    codes = sorted(item.actors, key=lambda code: (code not in drawn, code))
    words: dict[str, tuple[int, int]] = {}
    for title, line in ((SPEAKERS, names), (ACTORS, codes)):
        text += f"\n{title}"
        at = len(text)
        for name in line:
            words[name] = (at, at + len(name))
            at += len(name) + len(GAP)
        text += GAP.join(line)
    shift = offset - item.start
    labels = {
        Label(mention.start + shift, mention.end + shift, code)
        for mention in item.mentions
        for code in mention.actors
    }
    labels |= {
        Label(stance.cue.start + shift, stance.cue.end + shift, cue_name(stance.issue))
        for stance in item.stances
    }
    labels |= {Label(*words[name], SPEAKER) for name in speakers}
    labels |= {Label(*words[code], code) for code in item.actors}
    arrows = {
        Arrow(
            Label(*words[stance.a], stance.a),
            Label(*words[stance.b], stance.b),
            relation_name(RelationType(stance.stance, stance.direction, stance.modality)),
        )
        for stance in item.stances
    }
    return Sheet(item, text, offset, words, frozenset(labels), frozenset(arrows))


def speakers_of(speaker: str) -> list[str]:
    """Split actors that speak together (``KAZ and RUS``); other words stay whole."""
    parts = speaker.split(JOINED)
    return parts if all(map(CODE.fullmatch, parts)) else [" ".join(speaker.split())]


def pack(item: Item) -> str:
    """Write an item as one word, which doccano shows on one line."""
    content = item.model_dump_json(by_alias=True).encode("utf-8")
    return base64.urlsafe_b64encode(zlib.compress(content)).decode("ascii")


def unpack(packed: object) -> Item | None:
    """Read what `pack` wrote; None for anything else."""
    if not isinstance(packed, str):
        return None
    try:
        content = zlib.decompress(base64.urlsafe_b64decode(packed.encode("ascii")))
        return Item.model_validate_json(content)
    except (ValueError, zlib.error, ValidationError):
        return None
