"""What goes wrong when a model is asked, each with what may be done: the retry class of `workflow/result.py`.

A question to a model changes nothing outside, so that asking again is safe; what it may cost twice is in the ledger.
"""

from __future__ import annotations

from typing import ClassVar

from workflow.errors import AnswerError
from workflow.models_calls import Attempt
from workflow.result import RetryClass


class ModelFailure(AnswerError):
    """A model gave no usable answer. `billed`: no (nothing ran), yes (its usage is known), or unknown.

    `attempts` are the calls that were made, and those that were not allowed.
    """

    kind: ClassVar[str] = "failed"
    retry: ClassVar[RetryClass] = "never"
    billed: ClassVar[str] = "no"
    slows: bool = False  #: there is no room now, and there will be: whoever can wait for that does

    def __init__(self, message: str, wait: float | None = None) -> None:
        self.wait = wait  #: seconds that the endpoint asks to wait for
        self.attempts: tuple[Attempt, ...] = ()
        super().__init__(message)


class RateLimited(ModelFailure):
    """Too many calls at this moment: may be asked again after a while."""

    kind, retry, slows = "rate_limited", "later", True


class Limited(ModelFailure):
    """Our own limit of calls does not allow one now: nothing was called."""

    kind, retry, slows = "limited", "later", True


class OutOfCredit(ModelFailure):
    """The account at the provider has nothing left."""

    kind = "out_of_credit"


class TimedOut(ModelFailure):
    """No whole answer in time; the provider may have worked, and bill it."""

    kind, retry, billed = "timed_out", "now", "unknown"


class Down(ModelFailure):
    """The endpoint cannot be reached, or says that it has a fault of its own."""

    kind, retry = "down", "now"


class CutOff(ModelFailure):
    """The connection ended in the middle of the answer."""

    kind, retry, billed = "cut_off", "now", "unknown"


class NoAnswer(ModelFailure):
    """What answered is no model: a page, an empty reply, or a reply of another form."""

    kind = "no_answer"


class WrongKey(ModelFailure):
    """The key is missing, wrong, or not allowed to do this."""

    kind = "wrong_key"


class NoSuchModel(ModelFailure):
    """The endpoint does not have the model."""

    kind = "no_such_model"


class TooLong(ModelFailure):
    """The question is longer than the model takes."""

    kind = "too_long"


class BadRequest(ModelFailure):
    """The endpoint does not take the question in this form."""

    kind = "bad_request"


class Refused(ModelFailure):
    """The model, or the filter of its provider, will not answer."""

    kind, billed = "refused", "yes"


class Truncated(ModelFailure):
    """The answer ran into the limit of its length, twice."""

    kind, billed = "truncated", "yes"


class Malformed(ModelFailure):
    """The answer is not of the form that was asked for, twice."""

    kind, billed = "malformed", "yes"


class BudgetSpent(ModelFailure):
    """A budget does not allow the call."""

    kind = "budget_spent"


class PriceUnknown(ModelFailure):
    """There is a budget, and nobody knows what the model costs."""

    kind = "price_unknown"


class Resting(ModelFailure):
    """The endpoint failed a moment ago, and is left alone for a while."""

    kind, retry = "resting", "later"

    def __init__(self, message: str, wait: float | None = None, slows: bool = False) -> None:
        super().__init__(message, wait)
        self.slows = slows
