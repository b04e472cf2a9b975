"""Work that begins in the org: new or changed records that a workflow's filter selects, each as a message.

One port, `Arrivals`: records may be polled for, by SystemModstamp over an overlapping window, or be announced by an
event stream (a platform event or a change event, by its replay id). Who takes them keeps the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol

from tools.salesforce import mail_record
from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal
from tools.salesforce.soql import among, moment, name, record
from workflow.definition import IntakeRule
from workflow.errors import InputError

OVERLAP = timedelta(minutes=10)
"""So far back before the newest record known records are asked for again: a transaction is stamped before it ends, and
may take ten minutes at most."""

PAGE = 100
MAIL = "EmailMessage"
OWN_KEY = "Orchestration_Key__c"
_CASE = ("CaseNumber", "Subject", "Description", "SuppliedEmail", "SuppliedName", "CreatedDate")


@dataclass(frozen=True)
class Arrival:
    """A record of the org as a message. `cursor` is what is kept once it has been taken in.

    `source` names it: the same record (with `again: changed` in the same state) has the same source.
    """

    source: str
    name: str
    raw: bytes | None  #: None where it says nothing
    cursor: str


class Arrivals(Protocol):
    """Where records come from."""

    def since(self, cursor: str) -> Iterator[Arrival]:
        """What has come since a cursor, oldest first; some of it may have been given before. Raises InputError."""
        ...


@dataclass(frozen=True)
class Polled:
    """Records found by SystemModstamp; a cursor is the stamp of the newest one taken in."""

    client: Client
    rule: IntakeRule

    def since(self, cursor: str) -> Iterator[Arrival]:
        start = datetime.fromisoformat(cursor) - OVERLAP
        where = [f"SystemModstamp >= {moment(start)}", *selected(self.client, self.rule)]
        query = f"SELECT {columns(self.rule)} FROM {name(self.rule.object)} WHERE {' AND '.join(where)}"
        try:
            rows = iter(self.client.rows(f"{query} ORDER BY SystemModstamp ASC, Id ASC"))
            while page := list(islice(rows, PAGE)):
                yield from messages(self.client, self.rule, page, lambda row: str(row["SystemModstamp"]))
        except Refusal as told:
            raise InputError(f"{self.rule.object} cannot be read: {told}") from told


@dataclass(frozen=True)
class Announcement:
    """An event that names a record; `replay` is its place in the stream."""

    replay: str
    record: str


@dataclass(frozen=True)
class Announced:
    """Records that events announce. `feed` gives the events after a replay id (empty: from now on)."""

    client: Client
    rule: IntakeRule
    feed: Callable[[str], Iterable[Announcement]]

    def since(self, cursor: str) -> Iterator[Arrival]:
        events = iter(self.feed(cursor))
        while some := list(islice(events, PAGE)):
            # The cursor moves by the event that named a record last: none before it is passed over.
            replay = {event.record[:15]: event.replay for event in some}
            ids = among(record(event.record) for event in some)
            where = " AND ".join([f"Id IN {ids}", *selected(self.client, self.rule)])
            try:
                rows = self.client.query(f"SELECT {columns(self.rule)} FROM {name(self.rule.object)} WHERE {where}")
                place = {key: number for number, key in enumerate(replay)}
                rows.sort(key=lambda row: place[row["Id"][:15]])
                yield from messages(self.client, self.rule, rows, _placed(replay))
            except Refusal as told:
                raise InputError(f"{self.rule.object} cannot be read: {told}") from told


def _placed(replay: Mapping[str, str]) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: replay[str(row["Id"])[:15]]


def selected(client: Client, rule: IntakeRule) -> list[str]:
    """The conditions of the filter; mail that we put on a record ourselves never comes in again."""
    conditions = [f"({rule.where})"] if rule.where else []
    if rule.object == MAIL:
        conditions += ["Incoming = true", "ParentId != null"]
        if client.describe(MAIL).has(OWN_KEY):
            conditions.append(f"{OWN_KEY} = null")
    return conditions


def columns(rule: IntakeRule) -> str:
    """The fields that are read."""
    if rule.object == MAIL:
        named: tuple[str, ...] = (*mail_record.FIELDS, *(f"Parent.{field}" for field in _CASE))
    else:
        named = ("Id", *rule.fields.values())
    return ", ".join(name(field) for field in dict.fromkeys((*named, "SystemModstamp")))


def messages(
    client: Client, rule: IntakeRule, rows: Sequence[Mapping[str, Any]], cursor: Callable[[Mapping[str, Any]], str]
) -> Iterator[Arrival]:
    """The records as messages, with the files on them."""
    files = mail_record.files_of(client, [str(row["Id"]) for row in rows]) if rule.files else {}
    for row in rows:
        ident, on_it = str(row["Id"]), files.get(str(row["Id"]), [])
        if rule.object == MAIL:
            case = row.get("Parent") or {}
            raw = mail_record.message_of(row, case, on_it)
            source, title = f"salesforce:{MAIL}:{ident}:{row['ParentId']}", str(case.get("CaseNumber") or ident)
        else:
            raw = mail_record.message_of(_mail(rule, row), {}, on_it)
            source, title = f"salesforce:{rule.object}:{ident}:{ident}", ident
        if rule.again == "changed":
            source += f":{row['SystemModstamp']}"
        yield Arrival(source, title, raw, cursor(row))


def _mail(rule: IntakeRule, row: Mapping[str, Any]) -> dict[str, Any]:
    """A record as the mail that it stands for."""
    to = {"subject": "Subject", "text": "TextBody", "html": "HtmlBody", "sender": "FromAddress", "name": "FromName",
          "date": "MessageDate"}  # fmt: skip
    said = {to[what]: _inner(row, field) for what, field in rule.fields.items()}
    return {**said, "Id": row["Id"], "MessageIdentifier": f"<{row['Id']}@record.invalid>"}


def _inner(row: Mapping[str, Any], dotted: str) -> Any:
    value: Any = row
    for part in dotted.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
