"""Actors that a sentence leaves unsaid: "Kigali denied it" denies it to somebody.

A sentence that tells of a relation (by a word such as "refuse", "talks", "closed") and names one
actor, or none, has an open place, which the most salient actors of the discourse fill.
"""

from collections.abc import Callable, Sequence
from itertools import islice

from spacy.tokens import Span, Token

from detente.actors.mention import Mention, Rule, mentions_in
from detente.actors.salience import salience

LEAST_SALIENCE = 1.0
_PAIR = 2

IsRelational = Callable[[Token], bool]


def find_implied(
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    speaker: str | None,
    is_relational: IsRelational,
) -> list[Mention]:
    """Find the actors that sentences leave unsaid.

    Parameters
    ----------
    mentions
        All that have words, in order.
    speaker
        Code of the actor for whom the text says "we".
    is_relational
        Tells whether a word tells of a relation.

    Returns
    -------
    list[Mention]
        At most one a sentence, on the word that opens the place, in order.
    """
    taken = {index for mention in mentions for index in range(mention.start, mention.end)}
    named = [
        frozenset(a for m in mentions_in(mentions, s.start, s.end) for a in m.actors)
        for s in sentences
    ]
    found = []
    for sentence, here, weights in zip(sentences, named, salience(named, speaker), strict=True):
        missing = max(0, _PAIR - len(here))
        salient = (actor for actor, weight in weights.items() if weight >= LEAST_SALIENCE)
        actors = set(islice(salient, missing))
        if len(actors) < missing:
            continue
        if speaker is not None and speaker not in here:
            actors.add(speaker)
        word = _opening(sentence, taken, is_relational)
        if word is not None and actors:
            found.append(Mention(word.i, word.i + 1, tuple(sorted(actors)), Rule.IMPLIED, None))
    return found


def _opening(sentence: Span, taken: set[int], is_relational: IsRelational) -> Token | None:
    """Relational word of a sentence that stands highest in its tree."""
    words = [token for token in sentence if token.i not in taken and is_relational(token)]
    return min(words, key=lambda token: sum(1 for _ in token.ancestors), default=None)
