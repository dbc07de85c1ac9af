"""The choice of a threshold on gold that the model has not seen."""

from collections.abc import Sequence
from dataclasses import replace

from detente.evaluation import metrics
from detente.evaluation.matching import Level, compare, gold_statements, predicted_statements
from detente.evaluation.run import predict
from detente.stances.classifier import StanceModel
from detente.training.fit import THRESHOLDS
from detente.training.run import LabelledDoc


def with_best_threshold(model: StanceModel, docs: Sequence[LabelledDoc]) -> StanceModel:
    """Give the model the threshold with the best pair F1 on labelled documents."""
    lowest = replace(model, threshold=float(THRESHOLDS[0]))
    gold = gold_statements(record for labelled in docs for record in labelled.gold)
    predicted = predicted_statements(
        stance for labelled in docs for stance in predict(labelled, lowest)[1]
    )

    def pair_f1(threshold: float) -> float:
        called = [p for p in predicted if p.probability is not None and p.probability >= threshold]
        return metrics.score(compare(gold, called)[Level.PAIR]).f1

    best = max((round(float(threshold), 2) for threshold in THRESHOLDS), key=pair_f1)
    return replace(model, threshold=best)
