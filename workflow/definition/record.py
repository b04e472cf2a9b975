"""The Salesforce records that a case is written on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.fields import Strict


class RecordRule(Strict):
    """The Salesforce record of a case: its object, and its fields as expressions over what is known."""

    object: str = "Case"
    owner: str = "queue"  #: the value that names the queue to own it
    opening: dict[str, str] = Field(default_factory=dict)  #: fields when it is opened: expressions over the message
    values: dict[str, str] = Field(default_factory=dict)


class ParentRule(Strict):
    """The parent record of a message that is split."""

    owner: str = ""  #: queue of the parent; empty: where it was opened
    closes: Literal["when all children are closed"] = "when all children are closed"
