"""Fitting: from examples to a stance model, and the choice of its threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
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
    return Strengths(polarity=3.0, direction=3.0, modality=3.0, issue=10.0, cue=1.0)


def fit(examples: Sequence[Example], gold_units: int) -> StanceModel:
    """Fit a stance model; its threshold is the one of the best F1 in cross-validation.

    Parameters
    ----------
    examples
        From the gold and from outside sets.
    gold_units
        How many pairs with a stance the gold has, candidates or not.
    """
    strengths = default_strengths()
    matrix = as_matrix([example.description for example in examples])
    weights = np.array([example.weight for example in examples])
    labels = {p: holds(examples, p) for p in Polarity}
    threshold = choose_threshold(examples, matrix, weights, labels, strengths, gold_units)
    polarity = {
        p: _fit_weighted(
            pipelines.polarity_pipeline(strengths.polarity), matrix, labels[p], weights
        )
        for p in Polarity
    }
    rows = [(row, detail) for row, e in enumerate(examples) for detail in e.details]
    labelled = [(row, detail) for row, detail in rows if detail.modality is not None]
    tokens = list(chain.from_iterable(d.tokens for _, d in labelled))
    in_cue = list(chain.from_iterable(d.in_cue for _, d in labelled))
    details, own = _details(matrix, rows), _details(matrix, labelled)
    return StanceModel(
        polarity=polarity,
        direction=_fit_weighted(
            pipelines.direction_pipeline(strengths.direction),
            details,
            np.array([d.direction for _, d in rows]),
            weights[[row for row, _ in rows]],
        ),
        modality=pipelines.modality_pipeline(strengths.modality).fit(
            own, [d.modality for _, d in labelled]
        ),
        issue=pipelines.issue_pipeline(strengths.issue).fit(own, [d.issue for _, d in labelled]),
        cue=pipelines.cue_pipeline(strengths.cue).fit(tokens, in_cue),
        threshold=threshold,
    )


def holds(examples: Sequence[Example], polarity: Polarity) -> NDArray[np.bool_]:
    """Say of each example whether it has a stance of this polarity."""
    return np.array([any(d.polarity == polarity for d in e.details) for e in examples])


def choose_threshold(
    examples: Sequence[Example],
    matrix: NDArray[np.object_],
    weights: NDArray[np.float64],
    labels: dict[Polarity, NDArray[np.bool_]],
    strengths: Strengths,
    gold_units: int,
) -> float:
    """Choose the threshold with the best pair F1 on articles that the model hasn't seen."""
    groups = np.array([example.group for example in examples])
    own = np.array([example.weight == 1.0 for example in examples])
    scores, truth = [], []
    for polarity in Polarity:
        out_of_fold = np.zeros(len(examples))
        for train, test in GroupKFold(FOLDS).split(matrix, groups=groups):
            model = _fit_weighted(
                pipelines.polarity_pipeline(strengths.polarity),
                matrix[train],
                labels[polarity][train],
                weights[train],
            )
            out_of_fold[test] = model.predict_proba(matrix[test])[:, 1]
        scores.append(out_of_fold[own])
        truth.append(labels[polarity][own])
    return best_threshold(np.concatenate(scores), np.concatenate(truth), gold_units)


def best_threshold(scores: NDArray[np.float64], truth: NDArray[np.bool_], gold_units: int) -> float:
    """Give the threshold with the best F1, gold that is no candidate counted as missed."""
    f1 = [
        2 * np.sum(truth & (scores >= t)) / (np.sum(scores >= t) + gold_units) for t in THRESHOLDS
    ]
    return round(float(THRESHOLDS[int(np.argmax(f1))]), 2)


def _fit_weighted(
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
