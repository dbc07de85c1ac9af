"""Fitting: from examples to a stance model, and the choice of its threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline

from detente.records.schemas import Polarity
from detente.stances.classifier import StanceModel, as_matrix, with_polarity
from detente.training import pipelines
from detente.training.examples import Detail, Example

FOLDS = 5
THRESHOLDS = np.arange(0.10, 0.91, 0.01)

Rows = NDArray[np.int_] | slice


@dataclass(frozen=True, slots=True)
class Strengths:
    """Inverse regularisation of each logistic regression, chosen on the dev gold."""

    polarity: float
    direction: float
    modality: float
    issue: float
    cue: float


def default_strengths() -> Strengths:
    """Give the strengths that were best on the dev gold."""
    return Strengths(polarity=1.0, direction=3.0, modality=3.0, issue=10.0, cue=0.3)


def fit(examples: Sequence[Example], gold_units: int) -> StanceModel:
    """Fit a stance model; its threshold is the one of the best F1 in cross-validation.

    Parameters
    ----------
    examples
        From gold and from outside sets; what these don't label is learnt from gold alone.
    gold_units
        How many pairs with a stance the gold has, candidates or not.
    """
    strengths = default_strengths()
    matrix = as_matrix([example.description for example in examples])
    weights = np.array([example.weight for example in examples])
    labels = {p: holds(examples, p) for p in Polarity}
    own = weights == 1.0

    def fit_polarity(rows: Rows, polarity: Polarity) -> Pipeline:
        pipeline = pipelines.polarity_pipeline(strengths.polarity)
        return _fit(pipeline, matrix[rows], labels[polarity][rows], weights[rows])

    out_of_fold = {polarity: np.zeros(len(examples)) for polarity in Polarity}
    for (training, held_out), polarity in product(_folds(examples), Polarity):
        scores = fit_polarity(training, polarity).predict_proba(matrix[held_out])[:, 1]
        out_of_fold[polarity][held_out] = scores
    threshold = best_threshold(
        np.concatenate([out_of_fold[polarity][own] for polarity in Polarity]),
        np.concatenate([labels[polarity][own] for polarity in Polarity]),
        gold_units,
    )
    pairs = [(row, detail) for row, e in enumerate(examples) for detail in e.details]
    labelled = [(row, detail) for row, detail in pairs if detail.modality is not None]
    own_details = _details(matrix, labelled)
    return StanceModel(
        polarity={polarity: fit_polarity(slice(None), polarity) for polarity in Polarity},
        direction=_fit(
            pipelines.direction_pipeline(strengths.direction),
            _details(matrix, pairs),
            np.array([detail.direction for _, detail in pairs]),
            weights[[row for row, _ in pairs]],
        ),
        modality=pipelines.modality_pipeline(strengths.modality).fit(
            own_details, [detail.modality for _, detail in labelled]
        ),
        issue=pipelines.issue_pipeline(strengths.issue).fit(
            own_details, [detail.issue for _, detail in labelled]
        ),
        cue=pipelines.cue_pipeline(strengths.cue).fit(
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


def _folds(examples: Sequence[Example]) -> list[tuple[NDArray[np.int_], NDArray[np.int_]]]:
    """Split the examples; those of one article stay together."""
    groups = [example.group for example in examples]
    return list(GroupKFold(FOLDS).split(groups, groups=groups))


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
