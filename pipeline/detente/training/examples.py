"""Training examples: candidates of a Doc with the stances that gold gives them."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from detente.article import Article
from detente.evaluation.gold import GoldRecord
from detente.evaluation.matching import Place, same_sentence
from detente.layout.component import raw_offsets
from detente.records.schemas import Direction, Polarity
from detente.stances.candidates import candidates
from detente.stances.classifier import BACKWARD, FORWARD
from detente.stances.cue import describe_tokens
from detente.stances.encoder import Reading
from detente.stances.features import Description, descriptions
from detente.stances.pair_text import PairText, read_pairs
from detente.stances.stance import Candidate

Read = Callable[[Sequence[PairText]], Sequence[Reading | None]]


class Detail(NamedTuple):
    """A gold stance of a candidate.

    Attributes
    ----------
    direction
        ``first->second``, ``second->first`` or ``mutual``, in the candidate's order.
    tokens
        Descriptions of the sentence's tokens for the cue classifier.
    in_cue
        Whether each of them belongs to the cue.
    """

    polarity: Polarity
    direction: str
    modality: str
    issue: str
    tokens: tuple[str, ...]
    in_cue: tuple[bool, ...]


class Example(NamedTuple):
    """A candidate with its gold stances, none or several.

    Attributes
    ----------
    group
        The article; examples of one article never stand on both sides of a split.
    reading
        What an encoder that has not seen the article makes of it, if there is one.
    """

    group: str
    candidate: Candidate
    description: Description
    details: tuple[Detail, ...]
    reading: Reading | None


def examples(doc: Doc, article: Article, gold: Sequence[GoldRecord], read: Read) -> list[Example]:
    """Give the examples of one document.

    Parameters
    ----------
    doc
        With mentions and layout.
    gold
        The gold of this document; what matches no candidate is left aside.
    read
        How candidates are read.
    """
    found = list(candidates(doc))
    return [
        Example(article.id, *parts)
        for parts in zip(
            found,
            descriptions(doc, found),
            match_gold(doc, article.id, found, gold),
            read(list(read_pairs(doc, found))),
            strict=True,
        )
    ]


def match_gold(
    doc: Doc, article: str, found: Sequence[Candidate], gold: Sequence[GoldRecord]
) -> Iterator[tuple[Detail, ...]]:
    """Give the gold stances of each candidate."""
    by_sentence = {
        start: [g for g in gold if same_sentence(place, Place(article, g.start, g.end))]
        for start, place in {c.start: sentence_place(doc, article, c) for c in found}.items()
    }
    for candidate in found:
        yield tuple(
            _detail(doc, candidate, record)
            for record in by_sentence[candidate.start]
            if {record.a, record.b} == {candidate.first, candidate.second}
        )


def sentence_place(doc: Doc, article: str, candidate: Candidate) -> Place:
    """Say where a candidate's sentence stands in the raw text."""
    sentence = doc[candidate.start : candidate.end]
    return Place(article, *raw_offsets(doc, sentence.start_char, sentence.end_char))


def _detail(doc: Doc, candidate: Candidate, record: GoldRecord) -> Detail:
    if record.direction == Direction.MUTUAL:
        direction = str(Direction.MUTUAL)
    else:
        direction = FORWARD if record.a == candidate.first else BACKWARD
    in_cue = []
    for token in doc[candidate.start : candidate.end]:
        start, end = raw_offsets(doc, token.idx, token.idx + len(token))
        in_cue.append(start < record.cue_end and record.cue_start < end)
    return Detail(
        record.stance,
        direction,
        str(record.modality),
        str(record.issue),
        tuple(describe_tokens(doc, candidate, record.stance)),
        tuple(in_cue),
    )
