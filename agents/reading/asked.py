"""Who asks a reader at this moment: the step whose bill it is, what its message's candidates are, and its calls.

The boundary of a step opens it; readers that call models read it and write down what they called. Where nobody opened
one, as in a test of one reader, the calls are for nobody in particular.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from workflow.accounts import Candidates
from workflow.models_calls import ModelCall, Purpose


@dataclass
class Asked:
    """One step at work. `candidates` gives those of the message, where a question does not bring them."""

    purpose: Purpose = field(default_factory=Purpose)
    candidates: Callable[[], Candidates | None] = lambda: None
    calls: list[ModelCall] = field(default_factory=list)
    queued: bool = False  #: whether the work can go back to its queue to wait for room


_CURRENT: ContextVar[Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asking(asked: Asked) -> Iterator[Asked]:
    """What is asked inside is asked by that step."""
    token = _CURRENT.set(asked)
    try:
        yield asked
    finally:
        _CURRENT.reset(token)


def current() -> Asked:
    """The step that asks now."""
    return _CURRENT.get() or Asked()
