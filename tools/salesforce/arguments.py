"""What the Salesforce tools take, as typed records; their JSON Schemas are those of the tools over MCP."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from workflow.distribution import Policy
from workflow.document import Frozen

KEY = r"^[A-Za-z0-9][A-Za-z0-9_:.-]{0,79}$"
"""Keys that we give: they go into addresses and references as they are."""


class HopRow(Frozen):
    """One step of a run that gets a row of its own."""

    key: str = Field(min_length=1)
    step: str
    kind: str
    status: str
    reason: str = ""
    at: str  #: ISO 8601


class ReviewRecord(Frozen):
    """A review as a record of the org: as it is asked, or (with a decision) as it was answered."""

    key: str = Field(pattern=KEY)
    record: str = ""  #: id of the record that it is about
    group: str = ""
    queue: str = ""  #: who owns the review's record; empty: the user of the connection
    due: str = ""  #: ISO 8601
    reason: str = ""
    proposal: str = ""  #: in words
    question: str = ""  #: to the sender, as drafted
    account: str = ""  #: what is proposed for the one case, for a person to change
    category: str = ""
    case_queue: str = ""
    decision: str = ""  #: empty: it is asked
    answered_by: str = ""
    answered_at: str = ""


class RunLog(Frozen):
    """The log of a run, or of one case of it, as it stands when something is written."""

    key: str = Field(pattern=KEY)
    parent: str = ""  #: key of the run that this one is a child of
    workflow: str
    bundle: str = ""
    source: str = ""
    message_id: str = ""
    subject: str = ""
    object: str = "Case"  #: of the record that the run is about
    status: str
    outcome: str = ""
    timeline: str = ""
    timeline_json: str = ""
    hops: tuple[HopRow, ...] = ()
    reviews: tuple[ReviewRecord, ...] = ()


class NewCase(Frozen):
    """The case to open, in a queue."""

    object: str = "Case"
    key: str = Field(pattern=KEY)
    queue: str
    values: dict[str, Any] = {}


class Message(Frozen):
    """The message as it goes on the case."""

    key: str = Field(pattern=KEY)
    message_id: str = ""
    references: tuple[str, ...] = ()  #: nearest first
    subject: str = ""
    text: str = ""
    from_address: str = ""
    from_name: str = ""
    to: str = ""
    cc: str = ""
    date: str | None = None


class File(Frozen):
    """An attachment; `content` is the digest under which its bytes are kept."""

    key: str = Field(min_length=1)
    name: str = ""
    media_type: str = ""
    content: str = Field(min_length=1)


class StandingRecord(Frozen):
    """The record that the org had before the run: a case with the mail that began it, or a record of its own."""

    object: str = "Case"
    id: str
    mail: str = ""  #: record id of the mail


class OpenRecord(Frozen):
    """Opens the record of a run. Without a case the run's own record alone is written."""

    run: RunLog
    standing: StandingRecord | None = None  #: worked on instead of a case of our own
    case: NewCase | None = None
    message: Message | None = None
    files: tuple[File, ...] = ()


class Parent(Frozen):
    """The case that was opened for a message that is split."""

    id: str
    queue: str = ""
    log: RunLog
    children: tuple[str, ...] = ()  #: keys of all planned children


class PlannedCase(Frozen):
    """One case as it is to be: an opened one (`id`), or a child to be made under its key."""

    key: str = Field(pattern=KEY)
    id: str = ""
    object: str = "Case"
    account: str | None = None
    queue: str | None = None
    subject_note: str = ""  #: what tells a child apart, added to the subject taken from the parent
    values: dict[str, Any] = {}
    log: RunLog


class SaveCase(Frozen):
    """Saves the cases of one message; two or more are children of `parent`."""

    parent: Parent | None = None
    cases: tuple[PlannedCase, ...] = Field(min_length=1)


class Log(Frozen):
    """Brings the record of a run up to date."""

    run: RunLog


class SendMessage(Frozen):
    """A message to one address about a case: sent, or left on the case as a draft for a person to send."""

    run: RunLog
    case: str
    to: str = Field(max_length=320)
    subject: str = Field(max_length=1000)
    text: str = Field(max_length=30_000)
    marker: str = Field(pattern=r"^\[ref:[A-Za-z0-9:-]{8,90}\]$")  #: in the subject, and in no other's
    send: bool = False
    sender: str = ""  #: an organization-wide address; empty: that of the org's user
    tried_seconds_ago: float | None = None  #: how long ago it was tried before; None: never


class QueryRecords(Frozen):
    """Reads fields of records by their ids."""

    object: str
    fields: tuple[str, ...] = Field(min_length=1)
    ids: tuple[str, ...] = Field(min_length=1, max_length=2000)


class BusinessHours(Frozen):
    """Reads when the org works: opening times and holidays."""

    name: str = Field(default="", max_length=80)  #: of the record; empty: the org's default
    since: date  #: from this day on are holidays told that recur


class UpdateRecord(Frozen):
    """Changes fields of one record, unless somebody else changed them meanwhile."""

    object: str
    id: str
    values: dict[str, Any] = Field(min_length=1)
    expected: dict[str, Any] = {}  #: written only where these fields stand so
    log: RunLog | None = None


class Assign(Frozen):
    """Gives a record to whom `by` says; `omni` offers it to one person by Omni-Channel's external routing."""

    object: str = "Case"
    id: str
    by: Literal["queue", "user", "rule", "omni"]
    to: str = ""  #: the queue's name, or the user's username; of `omni`: the queue where it waits
    channel: str = ""
    policy: Policy = "least_active"
    skills: tuple[str, ...] = Field(default=(), max_length=8)
    level: float = 0
    weight: float = Field(default=1, gt=0)
    priority: int | None = None
    log: RunLog


class RunFlow(Frozen):
    """Starts an autolaunched flow."""

    flow: str
    inputs: dict[str, Any] = {}


class CreateRecord(Frozen):
    """Makes one record, once: under a key in a unique external id field of the object."""

    object: str
    values: dict[str, Any]
    key_field: str = "Orchestration_Key__c"
    log: RunLog | None = None
