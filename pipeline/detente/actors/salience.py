"""How present an actor is to the reader of a sentence that does not name it."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import permutations

DECAY = 0.6  # of a mention's weight, for each sentence further back
MEMORY = 6  # sentences
SHARE_WEIGHT = 6.0
SPEAKER_WEIGHT = 1.0
LONGEST_LIST = 6  # actors of a sentence that count as each other's company


def salience(named: Sequence[Collection[str]], speaker: str | None) -> list[dict[str, float]]:
    """Weigh, for each sentence, the actors that it does not name.

    Parameters
    ----------
    named
        Codes that each sentence of a document names, in order.
    speaker
        Code of the actor for whom the text says "we": it is present throughout.

    Returns
    -------
    list[dict[str, float]]
        For each sentence the weight of each absent actor, the most salient first: how lately it
        was named, what share of the document it has, and how often it stands in one sentence
        with those that are here.
    """
    share = Counter(actor for actors in named for actor in actors)
    company = Counter(
        pair for actors in named if len(actors) <= LONGEST_LIST for pair in permutations(actors, 2)
    )
    result = []
    for index, here in enumerate(named):
        weights = {
            actor: SHARE_WEIGHT * count / share.total()
            + sum(company[other, actor] / share[other] for other in here) / max(1, len(here))
            for actor, count in share.items()
            if actor not in here
        }
        for distance, actors in enumerate(reversed(named[max(0, index - MEMORY) : index]), start=1):
            for actor in actors:
                if actor in weights:
                    weights[actor] += DECAY**distance
        if speaker is not None and speaker not in here:
            weights[speaker] = weights.get(speaker, 0.0) + SPEAKER_WEIGHT
        result.append(dict(sorted(weights.items(), key=lambda item: -item[1])))
    return result
