"""Expressions: a small, typed, total language over what is known of a case. `docs/reference/expressions.md` tells it.

An expression has no loops, reaches no attribute of any object and calls nothing but the functions of `FUNCTIONS`.
"""

from workflow.expressions.evaluation import look_up
from workflow.expressions.expression import Expression, parse
from workflow.expressions.functions import FUNCTIONS, Function
from workflow.expressions.kinds import ANY, Kind

__all__ = ["ANY", "FUNCTIONS", "Expression", "Function", "Kind", "look_up", "parse"]
