"""A wait as a step."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from workflow.calendar import length
from workflow.definition.step import Step
from workflow.errors import InputError


class WaitStep(Step):
    """Stops until the sender answers (`ask`), an event comes (`event`), or a time (`until`, `lasts`)."""

    kind: Literal["wait"]
    ask: Literal["", "sender"] = ""  #: asks for what 'completeness' found missing; nothing missing: no wait
    event: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")  #: name of the event that ends the wait
    until: str = ""  #: an expression that gives a date or a moment
    lasts: str = ""  #: a length of time, such as 3 days
    within: str = ""  #: when the answer or the event has to be there, such as 2 business days; empty: whenever
    remind: tuple[str, ...] = ()  #: how long after a question its reminders follow, such as [1 business day]
    send: bool = False  #: questions and reminders are sent; else they stand on the record as drafts
    send_from: str = ""  #: an organization-wide address of the org to send from; empty: that of the org's user
    answer_from: Literal["sender", "domain", "thread"] = "sender"  #: whose answer is taken without a person
    times: int = Field(default=2, ge=1, le=9)  #: how often the sender is asked before a person is
    otherwise: Literal["review", "go_on"] = "review"  #: at the deadline

    @field_validator("within", "lasts")
    @classmethod
    def _length(cls, text: str) -> str:
        return lengths((text,))[0] if text else text

    @field_validator("remind")
    @classmethod
    def _reminders(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return lengths(texts)

    @model_validator(mode="after")
    def _one_end(self) -> WaitStep:
        ends = [name for name in ("ask", "event", "until", "lasts") if getattr(self, name)]
        if len(ends) != 1:
            raise ValueError("a wait has one of 'ask', 'event', 'until', 'lasts'")
        if self.within and ends[0] in ("until", "lasts"):
            raise ValueError("'within' is for an answer or an event; a time comes by itself")
        if self.remind and not self.ask:
            raise ValueError("'remind' is for questions: say 'ask: sender'")
        return self


def lengths(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The same texts. Raises ValueError for one that is no length of time."""
    for text in texts:
        try:
            length(text)
        except InputError as error:
            raise ValueError(str(error)) from None
    return texts
