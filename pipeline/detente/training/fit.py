"""Fitting: from examples to stance models, and the choice of their thresholds."""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from detente.records.schemas import Polarity
from detente.stances.classifier import (
    StanceModel,
    TwoLooks,
    as_matrix,
    beside,
    cue_rows,
    detail_signals,
    hopeful,
    log_probabilities,
    with_polarity,
)
from detente.stances.encoder import Encoder, Reading
from detente.stances.rivals import compare
from detente.training import pipelines
from detente.training.examples import Detail, Example

FOLDS = 5
THRESHOLDS = np.arange(0.10, 0.91, 0.01)
DECISIONS = ("direction", "modality", "issue")


class Models(NamedTuple):
    """The two models of one training: with the encoder, and without."""

    full: StanceModel
    fast: StanceModel


class FirstLook(NamedTuple):
    """A fitted first look, and what others like it say of articles they have not seen.

    Attributes
    ----------
    fitted
    held_out
        Shape (examples, ...).
    """

    fitted: Pipeline
    held_out: NDArray[np.float64]


class FirstLooks(NamedTuple):
    """The first looks at all examples, at their details, and at the tokens of those."""

    stance: Mapping[Polarity, FirstLook]
    details: Mapping[str, FirstLook]
    cue: FirstLook


class Labelled(NamedTuple):
    """A detail with the row of its example and what the encoder makes of that."""

    row: int
    group: str
    detail: Detail
    reading: Reading | None


def fit(examples: Sequence[Example], gold_units: Mapping[str, int], encoder: Encoder) -> Models:
    """Fit the stance models.

    A second look learns from first looks by models that had not seen the article; with the
    encoder, it learns from the articles that the encoder has not seen.

    Parameters
    ----------
    gold_units
        How many pairs with a stance each article's gold has, candidates or not.
    """
    labelled = [
        Labelled(row, example.group, detail, example.reading)
        for row, example in enumerate(examples)
        for detail in example.details
    ]
    # On several threads the many small sums of L-BFGS take seven times the processor time.
    with threadpool_limits(1):
        first = _look_first(examples, labelled)
        return Models(
            _look_again(examples, labelled, first, gold_units, encoder),
            _look_again(examples, labelled, first, gold_units, None),
        )


def _look_first(examples: Sequence[Example], labelled: Sequence[Labelled]) -> FirstLooks:
    matrix = as_matrix([example.description for example in examples])
    groups = [example.group for example in examples]
    details = with_polarity(
        matrix[[entry.row for entry in labelled]], [entry.detail.polarity for entry in labelled]
    )
    owners = [entry.group for entry in labelled]
    tokens = [token for entry in labelled for token in entry.detail.tokens]
    return FirstLooks(
        stance={
            polarity: _first_look(
                pipelines.stance_pipeline(),
                matrix,
                holds(examples, polarity),
                groups,
                "predict_proba",
            )
            for polarity in Polarity
        },
        details={
            decision: _first_look(
                pipelines.DETAIL_PIPELINES[decision](),
                details,
                _labels(labelled, decision),
                owners,
                "predict_proba",
            )
            for decision in DECISIONS
        },
        cue=_first_look(
            pipelines.cue_pipeline(),
            tokens,
            _in_cue(labelled),
            [entry.group for entry in labelled for _ in entry.detail.tokens],
            "decision_function",
        ),
    )


def _first_look(
    pipeline: Pipeline, rows: Any, labels: NDArray[Any], groups: Sequence[str], method: str
) -> FirstLook:
    with warnings.catch_warnings():
        # A class that a fold lacks gets no probability there, which is as it should be.
        warnings.filterwarnings("ignore", "Number of classes in training fold", RuntimeWarning)
        held_out = cross_val_predict(
            pipeline, rows, labels, groups=groups, cv=GroupKFold(FOLDS), method=method
        )
    return FirstLook(pipeline.fit(rows, labels), held_out)


def _look_again(
    examples: Sequence[Example],
    labelled: Sequence[Labelled],
    first: FirstLooks,
    gold_units: Mapping[str, int],
    encoder: Encoder | None,
) -> StanceModel:
    def usable(item: Example | Labelled) -> bool:
        return encoder is None or item.reading is not None

    def readings(items: Sequence[Example | Labelled]) -> list[Reading]:
        return [i.reading for i in items if encoder is not None and i.reading is not None]

    held_out = {p: first.stance[p].held_out[:, 1] for p in Polarity}
    compared, again = _compared(examples, held_out), hopeful(held_out)
    rows = [i for i, example in enumerate(examples) if again[i] and usable(example)]
    kept = [examples[row] for row in rows]
    stance_rows = beside(compared[rows], [(r.polarity,) for r in readings(kept)])
    stance = {
        p: TwoLooks(
            first.stance[p].fitted,
            pipelines.second_look_pipeline().fit(stance_rows, holds(kept, p)),
        )
        for p in Polarity
    }
    groups = [example.group for example in kept]
    scores = [_held_out_scores(stance_rows, holds(kept, p), groups) for p in Polarity]
    threshold = best_threshold(
        np.concatenate(scores),
        np.concatenate([holds(kept, p) for p in Polarity]),
        sum(gold_units[group] for group in {e.group for e in examples if usable(e)}),
    )
    known = [index for index, entry in enumerate(labelled) if usable(entry)]
    entries = [labelled[index] for index in known]
    polar = list(zip(readings(entries), [entry.detail.polarity for entry in entries], strict=False))
    details = {
        decision: TwoLooks(
            look.fitted,
            pipelines.second_look_pipeline().fit(
                beside(log_probabilities(look.held_out[known]), detail_signals(decision, polar)),
                _labels(entries, decision),
            ),
        )
        for decision, look in first.details.items()
    }
    return StanceModel(
        stance=stance,
        direction=details["direction"],
        modality=details["modality"],
        issue=details["issue"],
        cue=TwoLooks(
            first.cue.fitted,
            pipelines.second_look_pipeline().fit(
                np.concatenate(list(_cue_rows(labelled, first.cue.held_out, usable, encoder))),
                _in_cue(entries),
            ),
        ),
        threshold=threshold,
        encoder=encoder,
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


def _held_out_scores(
    rows: NDArray[np.float64], labels: NDArray[np.bool_], groups: Sequence[str]
) -> NDArray[np.float64]:
    look = _first_look(pipelines.second_look_pipeline(), rows, labels, groups, "predict_proba")
    return look.held_out[:, 1]


def _compared(
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


def _cue_rows(
    labelled: Sequence[Labelled],
    held_out: NDArray[np.float64],
    usable: Callable[[Labelled], bool],
    encoder: Encoder | None,
) -> Iterator[NDArray[np.float64]]:
    start = 0
    for entry in labelled:
        end = start + len(entry.detail.tokens)
        if usable(entry):
            reading = None if encoder is None else entry.reading
            yield cue_rows(held_out[start:end], reading, entry.detail.polarity)
        start = end


def _labels(labelled: Sequence[Labelled], decision: str) -> NDArray[Any]:
    return np.array([getattr(entry.detail, decision) for entry in labelled])


def _in_cue(labelled: Sequence[Labelled]) -> NDArray[np.bool_]:
    return np.array(list(chain.from_iterable(entry.detail.in_cue for entry in labelled)))
