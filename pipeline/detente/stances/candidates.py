"""Candidate pairs: two actors of a sentence, or one of them and an actor of its context."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from spacy.tokens import Doc, Span

from detente.actors.mention import Mention, mentions_in
from detente.layout.component import prose_sentences
from detente.stances.stance import Candidate

CONTEXT_SENTENCES = 2
MAIN_ACTORS = 2
MAX_CONTEXT_ACTORS = 3
MAX_ACTORS = 10  # of one sentence; longer lists single nobody out

Mentioned = dict[str, tuple[Mention, ...]]


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Give the candidate pairs of every sentence that is prose, in text order."""
    sentences = prose_sentences(doc)
    mentioned = [_mentioned(sentence, doc._.mentions) for sentence in sentences]
    main = _main_actors(doc._.mentions)
    for index, sentence in enumerate(sentences):
        inside = mentioned[index]
        before = mentioned[max(0, index - CONTEXT_SENTENCES) : index]
        outside = _context_actors(inside, before, main)
        pairs = list(combinations(inside, 2)) + list(product(inside, outside))
        if not inside:
            pairs = list(islice(combinations(outside, 2), 1))
        for first, second in pairs:
            yield Candidate(
                sentence.start,
                sentence.end,
                first,
                second,
                inside.get(first, ()),
                inside.get(second, ()),
            )


def _mentioned(sentence: Span, mentions: Sequence[Mention]) -> Mentioned:
    """Give the actors of a sentence, in the order of their first mention."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions_in(mentions, sentence.start, sentence.end):
        if mention.end <= sentence.end:
            for actor in mention.actors:
                found.setdefault(actor, []).append(mention)
    return {actor: tuple(found[actor]) for actor in islice(found, MAX_ACTORS)}


def _main_actors(mentions: Sequence[Mention]) -> list[str]:
    counts = Counter(actor for mention in mentions for actor in mention.actors)
    return [actor for actor, _ in counts.most_common(MAIN_ACTORS)]


def _context_actors(
    inside: Mentioned, before: Sequence[Mentioned], main: Sequence[str]
) -> list[str]:
    """Give the actors of the sentences before, nearest first, then the document's main ones."""
    nearest = [actor for sentence in reversed(before) for actor in sentence]
    order = dict.fromkeys([*main, *nearest]) if not inside else dict.fromkeys([*nearest, *main])
    return [actor for actor in order if actor not in inside][:MAX_CONTEXT_ACTORS]
