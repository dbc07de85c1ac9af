"""Annotations as marks on the text of an article, for the formats that hold text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from detente.exporting.selection import Selection
from detente.records.schemas import DocumentRecord, MentionRecord, SpanRecord, StanceRecord


class Label(StrEnum):
    """What a mark stands for: an actor, or the words that carry a stance."""

    ACTOR = "actor"
    CUE = "cue"


class Mark(NamedTuple):
    """Words of the raw text, in code points.

    Attributes
    ----------
    actors
        Codes; empty for a cue.
    """

    start: int
    end: int
    label: Label
    actors: tuple[str, ...]


class Arrow(NamedTuple):
    """A stance between two marks.

    Attributes
    ----------
    source, target, cue
        Numbers of marks: the words for a, those for b, and those that carry the stance.
    """

    source: int
    target: int
    cue: int
    stance: StanceRecord


class MarkedArticle(NamedTuple):
    """An article with its marks in text order, and one arrow for each stance."""

    document: DocumentRecord
    text: str
    marks: tuple[Mark, ...]
    arrows: tuple[Arrow, ...]


def marked_articles(selection: Selection) -> Iterator[MarkedArticle]:
    """Give the articles of a selection that has texts, one at a time."""
    stances = defaultdict(list)
    for stance in selection.stances:
        stances[stance.article].append(stance)
    for article, document in selection.documents.items():
        yield mark(document, selection.texts[article], stances[article])


def mark(document: DocumentRecord, text: str, stances: Sequence[StanceRecord]) -> MarkedArticle:
    """Mark the mentions and cues of an article.

    A stance points from the mention of a that is nearest to the cue to that of b. An actor
    without words in the sentence is the one mentioned last before it, else first after it. Where
    there is none, the cue takes its place.
    """
    actors: dict[tuple[int, int], set[str]] = defaultdict(set)
    for mention in document.mentions:
        actors[_place(mention)] |= set(mention.actors)
    for stance in stances:
        for code, in_sentence in _sides(stance):
            for mention in in_sentence:
                actors[_place(mention)].add(code)
    found = [Mark(*span, Label.ACTOR, tuple(sorted(codes))) for span, codes in actors.items()]
    found += [Mark(*cue, Label.CUE, ()) for cue in {_place(stance.cue) for stance in stances}]
    marks = tuple(sorted(found))
    numbers = {(each.start, each.end, each.label): n for n, each in enumerate(marks)}
    arrows = []
    for stance in stances:
        cue = numbers[*_place(stance.cue), Label.CUE]
        ends = [
            words_for(stance, code, in_sentence, document.mentions)
            for code, in_sentence in _sides(stance)
        ]
        source, target = (
            cue if end is None else numbers[*_place(end), Label.ACTOR] for end in ends
        )
        arrows.append(Arrow(source, target, cue, stance))
    return MarkedArticle(document, text, marks, tuple(arrows))


def words_for(
    stance: StanceRecord,
    code: str,
    in_sentence: Sequence[MentionRecord],
    mentions: Iterable[MentionRecord],
) -> MentionRecord | None:
    """Find the words that stand for an actor of a stance; None where the article has none.

    Parameters
    ----------
    in_sentence
        Its mentions in the sentence: the one nearest to the cue stands for it.
    mentions
        All of the article. Where the sentence has none, it is the last one before, else the first
        one after.
    """

    def distance(mention: MentionRecord) -> tuple[bool, int]:
        after = mention.start >= stance.end
        return after, abs(mention.start - stance.cue.start)

    candidates = in_sentence or [mention for mention in mentions if code in mention.actors]
    return min(candidates, key=distance, default=None)


def _sides(stance: StanceRecord) -> tuple[tuple[str, Sequence[MentionRecord]], ...]:
    return (stance.a, stance.a_mentions), (stance.b, stance.b_mentions)


def _place(span: SpanRecord) -> tuple[int, int]:
    return span.start, span.end
