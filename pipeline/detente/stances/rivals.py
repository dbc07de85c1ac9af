"""A second look at a candidate: beside its rivals in the sentence and its pair in the document."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.records.schemas import Polarity
from detente.stances.stance import Candidate

LEAST = 1e-6  # keeps log odds finite
# A mean over few candidates says little: it counts as if so many others had said what is usual.
USUAL = 0.12
PAIR_PRIOR, DOCUMENT_PRIOR = 5, 20

Scores = Mapping[Polarity, NDArray[np.float64]]


def compare(candidates: Sequence[Candidate], scores: Scores) -> NDArray[np.float64]:
    """Describe the candidates of one document by what a first look gave them all.

    Parameters
    ----------
    scores
        For each polarity, the probability of each candidate.

    Returns
    -------
    NDArray
        Shape (candidates, 12): log odds of both polarities; whether the sentence mentions both
        actors, or one; the logarithm of how many candidates the sentence has, the likeliest other
        one, and the logarithm of how many are likelier, and one; the mean of each polarity for the
        pair elsewhere in the document, its share of the candidates, and the mean of each polarity
        over the other candidates of the document.
    """
    polarities = np.column_stack([scores[polarity] for polarity in Polarity])
    likelier = polarities.max(axis=1)
    sentences = _group([c.start for c in candidates])
    pairs = _group([frozenset((c.first, c.second)) for c in candidates])
    everywhere = polarities.sum(axis=0)
    rows = np.zeros((len(candidates), 12))
    for index, candidate in enumerate(candidates):
        rivals = likelier[[i for i in sentences[candidate.start] if i != index]]
        elsewhere = [i for i in pairs[frozenset((candidate.first, candidate.second))] if i != index]
        mentioned = bool(candidate.first_mentions), bool(candidate.second_mentions)
        document = _mean(everywhere - polarities[index], len(candidates) - 1, USUAL, DOCUMENT_PRIOR)
        rows[index] = (
            *_log_odds(polarities[index]),
            all(mentioned),
            any(mentioned),
            np.log(len(rivals) + 1),
            rivals.max(initial=0.0),
            np.log((rivals > likelier[index]).sum() + 1),
            *_mean(polarities[elsewhere].sum(axis=0), len(elsewhere), document, PAIR_PRIOR),
            len(elsewhere) / (len(candidates) + PAIR_PRIOR),
            *document,
        )
    return rows


def _group(keys: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    """Give the indices that share a key."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        groups[key].append(index)
    return groups


def _mean(
    total: NDArray[np.float64], count: int, prior: float | NDArray[np.float64], weight: int
) -> NDArray[np.float64]:
    """Give a mean that leans on a prior, which counts like `weight` values."""
    mean: NDArray[np.float64] = (total + weight * np.asarray(prior)) / (count + weight)
    return mean


def _log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    bounded = np.clip(probabilities, LEAST, 1 - LEAST)
    odds: NDArray[np.float64] = np.log(bounded / (1 - bounded))
    return odds
