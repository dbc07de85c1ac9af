"""A candidate as words for the encoder: the pair, its sentence, and the words before."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from detente.actors.mention import Mention, Rule
from detente.layout.component import prose_sentences
from detente.stances.stance import Candidate

FIRST_SIGN, SECOND_SIGN, BOTH_SIGN = "[unused1]", "[unused2]", "[unused3]"
SEPARATOR = "[SEP]"
NO_TOKEN = -1
SENTENCES_BEFORE = 2
WORDS_BEFORE = 40
NAMING = (
    (Rule.NAME, Rule.ACRONYM, Rule.OFFICIAL, Rule.ALIAS),
    (Rule.DEMONYM,),
)


class PairText(NamedTuple):
    """What the encoder reads of a candidate.

    Attributes
    ----------
    words
        ``[unused1] Norway [unused2] Chile [SEP] sentence [SEP] words before``, with a sign
        before each mention of the two.
    tokens
        For each word of the sentence its token, counted from the sentence's first; `NO_TOKEN`
        for all else.
    length
        Tokens of the sentence.
    """

    words: list[str]
    tokens: list[int]
    length: int


def read_pairs(doc: Doc, candidates: Sequence[Candidate]) -> Iterator[PairText]:
    """Write each candidate for the encoder."""
    sentences = prose_sentences(doc)
    starts = [sentence.start for sentence in sentences]
    names = _names(doc)
    mentions = {mention.start: mention for mention in doc._.mentions}
    for candidate in candidates:
        index = bisect_left(starts, candidate.start)
        before = [
            word
            for sentence in sentences[max(0, index - SENTENCES_BEFORE) : index]
            for word, _ in _signed(doc, sentence.start, sentence.end, candidate, mentions)
        ]
        yield write_pair(
            names.get(candidate.first, candidate.first),
            names.get(candidate.second, candidate.second),
            list(_signed(doc, candidate.start, candidate.end, candidate, mentions)),
            candidate.end - candidate.start,
            before[-WORDS_BEFORE:],
        )


def write_pair(
    first: str,
    second: str,
    sentence: Sequence[tuple[str, int]],
    length: int,
    before: Sequence[str],
) -> PairText:
    """Put the parts of a text together.

    Parameters
    ----------
    sentence
        Words and signs, each with its token or `NO_TOKEN`.
    """
    head = [FIRST_SIGN, *first.split(), SECOND_SIGN, *second.split(), SEPARATOR]
    tail = [SEPARATOR, *before]
    return PairText(
        [*head, *(word for word, _ in sentence), *tail],
        [NO_TOKEN] * len(head) + [token for _, token in sentence] + [NO_TOKEN] * len(tail),
        length,
    )


def _names(doc: Doc) -> dict[str, str]:
    """Give the words by which the document first names each actor."""
    names: dict[str, str] = {}
    for rules in NAMING:
        for mention in doc._.mentions:
            if mention.rule in rules and len(mention.actors) == 1:
                names.setdefault(mention.actors[0], doc[mention.start : mention.end].text)
    return names


def _signed(
    doc: Doc, start: int, end: int, candidate: Candidate, mentions: Mapping[int, Mention]
) -> Iterator[tuple[str, int]]:
    for index in range(start, end):
        mention = mentions.get(index)
        if mention is not None:
            first = candidate.first in mention.actors
            second = candidate.second in mention.actors
            if first and second:
                yield BOTH_SIGN, NO_TOKEN
            elif first or second:
                yield FIRST_SIGN if first else SECOND_SIGN, NO_TOKEN
        if not doc[index].is_space:
            yield doc[index].text, index - start
