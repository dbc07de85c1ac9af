"""Candidate pairs: two actors of a sentence, or one of them and an actor of its context."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from spacy.tokens import Doc, Span

from detente.actors.mention import Mention, mentions_in
from detente.actors.salience import salience
from detente.layout.component import prose_sentences
from detente.stances.stance import Candidate

CONTEXT_SENTENCES = 2
MAIN_ACTORS = 2
CONTEXT_ACTORS = (4, 4, 3, 2)  # where the sentence has none, one, two, more
CONTEXT_PAIRS = 3  # of a sentence that names nobody
MAX_ACTORS = 10  # of one sentence; longer lists single nobody out

Mentioned = dict[str, tuple[Mention, ...]]


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Give the candidate pairs of every sentence that is prose, in text order."""
    sentences = prose_sentences(doc)
    mentioned = [_mentioned(sentence, doc._.mentions) for sentence in sentences]
    main = _main_actors(doc)
    weights = salience(mentioned, doc._.speaker)
    for index, sentence in enumerate(sentences):
        inside = mentioned[index]
        before = mentioned[max(0, index - CONTEXT_SENTENCES) : index]
        outside = _context_actors(inside, before, main, weights[index])
        pairs = list(combinations(inside, 2)) + list(product(inside, outside))
        if not inside:
            pairs = _likeliest(outside, weights[index])
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


def _main_actors(doc: Doc) -> list[str]:
    """Give the actors that a document names most, and the one for whom it speaks."""
    counts = Counter(actor for mention in doc._.mentions for actor in mention.actors)
    main = [actor for actor, _ in counts.most_common(MAIN_ACTORS)]
    return main if doc._.speaker is None else [*main, doc._.speaker]


def _context_actors(
    inside: Mentioned,
    before: Sequence[Mentioned],
    main: Sequence[str],
    weights: Mapping[str, float],
) -> list[str]:
    """Give actors of the sentences before and the document's main ones, most salient first."""
    pool = {*main, *(actor for sentence in before for actor in sentence)} - inside.keys()
    size = CONTEXT_ACTORS[min(len(inside), len(CONTEXT_ACTORS) - 1)]
    return sorted(pool, key=lambda actor: (-weights.get(actor, 0.0), actor))[:size]


def _likeliest(actors: Sequence[str], weights: Mapping[str, float]) -> list[tuple[str, str]]:
    """Give the pairs of actors that are most salient together."""
    pairs = combinations(actors, 2)
    weighed = sorted(pairs, key=lambda pair: -sum(weights.get(actor, 0.0) for actor in pair))
    return weighed[:CONTEXT_PAIRS]
