"""The solver finds the least value, and the regression what it is told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from agents.learning.descent import descend
from agents.learning.softmax import fit_softmax, log_softmax


def test_the_least_value_of_a_bowl_is_found() -> None:
    bowl = np.array([[3.0, 1.0], [1.0, 2.0]])
    wanted = np.array([1.5, -0.5])

    def function(at: np.ndarray) -> tuple[float, np.ndarray]:
        return 0.5 * float((at - wanted) @ bowl @ (at - wanted)), bowl @ (at - wanted)

    assert descend(function, np.zeros(2), steps=50, still=1e-12) == pytest.approx(wanted, abs=1e-5)


def test_it_comes_as_far_as_the_library_does() -> None:
    drawn = np.random.default_rng(4)
    rows, labels = drawn.normal(size=(80, 12)), drawn.integers(0, 3, 80)

    def function(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(12, 3)
        logs = log_softmax(rows @ weights)
        errors = np.exp(logs)
        errors[np.arange(80), labels] -= 1
        return -float(logs[np.arange(80), labels].sum()) + 0.5 * float(flat @ flat), (rows.T @ errors).ravel() + flat

    theirs = minimize(function, np.zeros(36), jac=True, method="L-BFGS-B")
    ours = descend(function, np.zeros(36), steps=200, still=1e-10)
    assert function(ours)[0] == pytest.approx(theirs.fun, rel=1e-5)


def test_what_is_given_need_not_be_learned() -> None:
    rows = csr_matrix(np.eye(4))
    labels = np.array([0, 1, 0, 1])
    nothing = np.zeros((4, 2))
    told = 20.0 * np.eye(2)[labels]
    plain, _ = fit_softmax(rows, labels, nothing, 10.0, np.ones(4))
    given, _ = fit_softmax(rows, labels, told, 10.0, np.ones(4))
    assert np.abs(plain).max() > 1.0
    assert np.abs(given).max() < 1e-3
