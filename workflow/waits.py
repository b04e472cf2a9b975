"""Waits: where a case stands still until an answer, an event or a time comes, and what has come.

A wait is a row with the moment at which it is due next. What comes for it (a reply, an event, a review's answer) is
an arrival: a row of its own, remembered before anybody acts on it.
"""

from __future__ import annotations

from typing import Literal

from workflow.document import Frozen
from workflow.identifiers import canonical, digest

WaitState = Literal["open", "review", "closed"]
WaitOutcome = Literal["", "answered", "came", "time", "late", "closed", "reviewed"]
"""How a wait ended: the answer was complete, the event came, the time came, the deadline passed, the record was closed
meanwhile, a person decided. Expressions read it as `waited.STEP`."""


class Wait(Frozen):
    """One wait of one case at one step."""

    id: str
    run: str
    case: str
    step: str
    kind: Literal["answer", "event", "time"]
    state: WaitState = "open"
    event: str = ""  #: name of the event that ends it
    record: str = ""  #: record id of the case
    parent: str = ""  #: record id of the case's parent, where the message was split
    number: str = ""  #: the case number that people use
    token: str = ""  #: what a reply's subject carries
    asked: str = ""  #: address that was asked
    references: tuple[str, ...] = ()  #: Message-IDs that a reply may name: of the sender's message, of what was sent
    subject: str = ""
    question: str = ""
    sent: bool = False  #: whether the question was sent; else it stands on the record as a draft
    turn: int = 0  #: how often the sender was asked; reminders do not count
    reminders: tuple[str, ...] = ()  #: when reminders are due still, ISO 8601 in UTC, ascending
    deadline: str = ""  #: ISO 8601 in UTC; empty: none
    opened: str
    changed: str = ""
    outcome: WaitOutcome = ""

    @property
    def due(self) -> str:
        """When something is to be done next without anybody's doing; empty: never."""
        if self.state != "open":
            return ""
        return min((moment for moment in (*self.reminders[:1], self.deadline) if moment), default="")


class Arrival(Frozen):
    """What came for a wait. `ref` makes it one: the run of the reply, the review, the event's own id."""

    wait: str
    kind: Literal["reply", "bounce", "event", "review"]
    ref: str
    document: str = ""  #: digest of the reply's Document
    candidates: str = ""  #: digest of the accounts recognised in it
    note: str = ""  #: why it may not be taken as it is
    at: str
    taken: bool = False


class Told(Frozen):
    """One message of a conversation, as the case remembers it."""

    by: Literal["us", "sender"]
    at: str
    text: str = ""
    kind: Literal["question", "reminder", "answer"] = "question"
    ref: str = ""  #: run of the answer, record id of the question
    sent: bool = False


class Conversation(Frozen):
    """What a case knows of its talk with the sender: part of its work, so that a repeated step says the same."""

    wait: str = ""  #: id of the wait at which the case stands now; empty: at none
    told: tuple[Told, ...] = ()
    turn: int = 0  #: how often the sender was asked; reminders do not count
    saved: str = ""  #: digest of the CaseWork as the record has it, while a person looks at what an answer changed


def wait_id(case: str, step: str) -> str:
    """The one wait of a case at a step."""
    return "W" + digest(canonical([case, step]))[:16]
