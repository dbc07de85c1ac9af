import numpy as np
import pytest

from detente.training.fit import best_threshold


@pytest.mark.parametrize(
    ("scores", "truth", "gold_units", "expected"),
    [
        ([0.9, 0.8, 0.2], [True, True, False], 2, 0.21),
        ([0.9, 0.5, 0.4], [True, False, True], 2, 0.1),
        ([0.9, 0.6, 0.55, 0.5], [True, False, False, False], 1, 0.61),
    ],
)
def test_best_threshold(scores, truth, gold_units, expected):
    assert best_threshold(np.array(scores), np.array(truth), gold_units) == expected
