"""The order of review: which sentences come first, so that an hour of it teaches most."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest
from typing import NamedTuple

from detente.records.schemas import PairRecord, Polarity
from detente.review.order import Order
from detente.review.sheet import Item, Place


class Candidate(NamedTuple):
    """A sentence that could be reviewed, and its pairs without a stance."""

    item: Item
    without: Sequence[PairRecord]


SecondOpinion = Callable[[Sequence[str]], Sequence[Polarity | None]]


def arrange(
    candidates: Sequence[Candidate],
    order: Order,
    disputed: Collection[Place],
    second_opinion: SecondOpinion,
) -> list[Item]:
    """Put sentences into the order of review.

    Parameters
    ----------
    order
        ``uncertainty``: those with a probability next to one half first. ``disagreement``: those
        on which reviewers disagree, then those where the word list reads another stance than the
        model, the surest first. ``random``: by a hash, so that the order stays when articles come
        and go. ``issue``: from each issue in turn, uncertain ones first; those without a stance
        last.
    disputed
        Sentences on which reviewers disagree.
    second_opinion
        Gives the stance of each of several sentences by the word list.
    """
    if order is Order.RANDOM:
        return sorted((c.item for c in candidates), key=lambda item: _hash(item.place))
    by_uncertainty = sorted(candidates, key=lambda c: (-_uncertainty(c), c.item.place))
    if order is Order.ISSUE:
        return _by_issue(by_uncertainty)
    if order is Order.DISAGREEMENT:
        opinions = second_opinion([c.item.sentence for c in by_uncertainty])
        scored = [
            (c.item.place not in disputed, -_contradiction(c, opinion), number)
            for number, (c, opinion) in enumerate(zip(by_uncertainty, opinions, strict=True))
        ]
        return [by_uncertainty[number].item for *_, number in sorted(scored)]
    return [c.item for c in by_uncertainty]


def _hash(place: Place) -> str:
    return hashlib.sha256(repr(tuple(place)).encode("ascii", "backslashreplace")).hexdigest()


def _uncertainty(candidate: Candidate) -> float:
    probabilities = [stance.probability for stance in candidate.item.stances]
    probabilities += [max(pair.cooperation, pair.divergence) for pair in candidate.without]
    return max(1 - abs(2 * probability - 1) for probability in probabilities)


def _contradiction(candidate: Candidate, opinion: Polarity | None) -> float:
    """How sure the model is of what the word list contradicts; 0 where they agree."""
    if opinion is None:
        return 0.0
    others = [s.probability for s in candidate.item.stances if s.stance is not opinion]
    return max(others, default=0.0)


def _by_issue(candidates: Sequence[Candidate]) -> list[Item]:
    queues: dict[str, list[Item]] = defaultdict(list)
    rest: list[Item] = []
    for candidate in candidates:
        issues = {str(stance.issue) for stance in candidate.item.stances}
        if issues:
            rarest = min(issues, key=lambda issue: (len(queues[issue]), issue))
            queues[rarest].append(candidate.item)
        else:
            rest.append(candidate.item)
    rounds = zip_longest(*(queues[issue] for issue in sorted(queues)))
    return [item for turn in rounds for item in turn if item is not None] + rest


def lexicon_opinion(sentences: Sequence[str]) -> list[Polarity | None]:
    """Read the stance of sentences off the word list, negation and reversal heeded.

    Returns
    -------
    list of Polarity or None
        None where no word carries a stance, or as many carry one as the other.
    """
    import spacy

    from detente.nlp import DEFAULT_MODEL
    from detente.stances.lexicon import reading

    nlp = spacy.load(DEFAULT_MODEL, exclude=["ner"])
    opinions: list[Polarity | None] = []
    for doc in nlp.pipe(sentences):
        found = [stance for token in doc if (stance := reading(token)) is not None]
        balance = sum(1 if stance is Polarity.COOPERATION else -1 for stance in found)
        opinions.append(
            Polarity.COOPERATION if balance > 0 else Polarity.DIVERGENCE if balance < 0 else None
        )
    return opinions
