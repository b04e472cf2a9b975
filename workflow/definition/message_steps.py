"""Steps that concern the message as a whole: they stand before the cases."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.cascade import Asks, SureFrom
from workflow.definition.step import Step
from workflow.fields import Strict


class FormKeys(Strict):
    """Keys of web forms and of rows of lists that tell who sent the item, what about and when; a group's key stands
    before its own (`customer.email`). They are looked for before the usual ones (`email`, `message`, ...)."""

    sender: tuple[str, ...] = ()  #: the sender's e-mail address
    name: tuple[str, ...] = ()  #: the sender's name
    subject: tuple[str, ...] = ()
    body: tuple[str, ...] = ()  #: what was written
    date: tuple[str, ...] = ()
    id: tuple[str, ...] = ()  #: what tells an item from all others, as a Message-ID does


class ReadStep(Step):
    """Bytes → Document, and the candidates that the directory finds in it."""

    kind: Literal["read"]
    form: FormKeys = FormKeys()


class TriageStep(Step, Asks):
    """Is it work at all?"""

    kind: Literal["triage"]
    sure_from: SureFrom = 0.75


class OpenStep(Step):
    """The record, first of all: the run's own record and the case, in the intake queue."""

    kind: Literal["open"]
    queue: str
    tool: str = "salesforce.open_record"


class SplittingStep(Step, Asks):
    """Message → requests, one an account that is asked about."""

    kind: Literal["splitting"]
    most: int = Field(default=200, ge=1, le=2000)  #: more requests than this in one message go to a person
