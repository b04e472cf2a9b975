"""Evaluation: labelled suites, the figures that count, and benchmarks. Handed a `run` callable, it wires nothing.

What a team needs in its own tests stands here: docs/evaluation.md shows how.
"""

from evals.baseline import assert_baseline, save_baseline
from evals.comparison import Comparison, compare
from evals.evaluate import Evaluation, evaluate
from evals.minimum import assert_figures
from evals.report import report
from evals.scoring import score_suite
from evals.suite import Suite, load

__all__ = [
    "Comparison",
    "Evaluation",
    "Suite",
    "assert_baseline",
    "assert_figures",
    "compare",
    "evaluate",
    "load",
    "report",
    "save_baseline",
    "score_suite",
]
