"""Fitting: from examples to a stance model, and the choice of its threshold."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline

from detente.records.schemas import Polarity
from detente.stances.classifier import StanceModel, as_matrix, with_polarity
from detente.stances.rivals import compare
from detente.training import pipelines
from detente.training.examples import Detail, Example

FOLDS = 5
OUTSIDE_WEIGHT = 0.3  # beside an example from gold; chosen on dev
THRESHOLDS = np.arange(0.10, 0.91, 0.01)

Rows = NDArray[np.int_] | slice


def fit(own: Sequence[Example], outside: Sequence[Example], gold_units: int) -> StanceModel:
    """Fit a stance model; its threshold is the one of the best F1 in cross-validation.

    The second look learns from first looks by models that had not seen the article.

    Parameters
    ----------
    own
        From gold.
    outside
        From outside sets; they count less, and what they don't label is learnt from gold alone.
    gold_units
        How many pairs with a stance the gold has, candidates or not.
    """
    examples = [*own, *outside]
    matrix = as_matrix([example.description for example in examples])
    weights = np.repeat([1.0, OUTSIDE_WEIGHT], [len(own), len(outside)])
    labels = {p: holds(examples, p) for p in Polarity}

    def first_look(polarity: Polarity, rows: Rows) -> Pipeline:
        pipeline = pipelines.first_look_pipeline()
        return _fit(pipeline, matrix[rows], labels[polarity][rows], weights[rows])

    groups = [example.group for example in examples]
    first = _out_of_fold(first_look, matrix, groups)
    beside = _beside(own, {p: first[p][: len(own)] for p in Polarity})
    truth = {p: labels[p][: len(own)] for p in Polarity}

    def second_look(polarity: Polarity, rows: Rows) -> Pipeline:
        pipeline = pipelines.second_look_pipeline()
        return pipeline.fit(beside[rows], truth[polarity][rows])

    second = _out_of_fold(second_look, beside, groups[: len(own)])
    threshold = best_threshold(
        np.concatenate([second[polarity] for polarity in Polarity]),
        np.concatenate([truth[polarity] for polarity in Polarity]),
        gold_units,
    )
    pairs = [(row, detail) for row, e in enumerate(examples) for detail in e.details]
    labelled = [(row, detail) for row, detail in pairs if detail.modality is not None]
    own_details = _details(matrix, labelled)
    return StanceModel(
        first_look={polarity: first_look(polarity, slice(None)) for polarity in Polarity},
        second_look={polarity: second_look(polarity, slice(None)) for polarity in Polarity},
        direction=_fit(
            pipelines.direction_pipeline(),
            _details(matrix, pairs),
            np.array([detail.direction for _, detail in pairs]),
            weights[[row for row, _ in pairs]],
        ),
        modality=pipelines.modality_pipeline().fit(
            own_details, [detail.modality for _, detail in labelled]
        ),
        issue=pipelines.issue_pipeline().fit(own_details, [detail.issue for _, detail in labelled]),
        cue=pipelines.cue_pipeline().fit(
            list(chain.from_iterable(detail.tokens for _, detail in labelled)),
            list(chain.from_iterable(detail.in_cue for _, detail in labelled)),
        ),
        threshold=threshold,
    )


def holds(examples: Sequence[Example], polarity: Polarity) -> NDArray[np.bool_]:
    """Say of each example whether it has a stance of this polarity."""
    return np.array([any(d.polarity == polarity for d in e.details) for e in examples])


def best_threshold(scores: NDArray[np.float64], truth: NDArray[np.bool_], gold_units: int) -> float:
    """Give the threshold with the best F1, gold that is no candidate counted as missed."""
    f1 = [
        2 * np.sum(truth & (scores >= t)) / (np.sum(scores >= t) + gold_units) for t in THRESHOLDS
    ]
    return round(float(THRESHOLDS[int(np.argmax(f1))]), 2)


def _out_of_fold(
    look: Callable[[Polarity, Rows], Pipeline], matrix: NDArray[Any], groups: Sequence[str]
) -> dict[Polarity, NDArray[np.float64]]:
    """Give each example the probabilities of models that have not seen its article."""
    scores = {polarity: np.zeros(len(groups)) for polarity in Polarity}
    for training, held_out in GroupKFold(FOLDS).split(groups, groups=groups):
        for polarity in Polarity:
            model = look(polarity, training)
            scores[polarity][held_out] = model.predict_proba(matrix[held_out])[:, 1]
    return scores


def _beside(
    examples: Sequence[Example], scores: Mapping[Polarity, NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Compare the candidates of each article; its examples stand together."""
    parts, start = [], 0
    for _, article in groupby(examples, key=attrgetter("group")):
        found = [example.candidate for example in article]
        end = start + len(found)
        parts.append(compare(found, {p: scores[p][start:end] for p in Polarity}))
        start = end
    return np.concatenate(parts)


def _fit(
    pipeline: Pipeline,
    matrix: NDArray[np.object_],
    labels: NDArray[Any],
    weights: NDArray[np.float64],
) -> Pipeline:
    return pipeline.fit(matrix, labels, decision__sample_weight=weights)


def _details(
    matrix: NDArray[np.object_], rows: Sequence[tuple[int, Detail]]
) -> NDArray[np.object_]:
    return with_polarity(matrix[[row for row, _ in rows]], [d.polarity for _, d in rows])
