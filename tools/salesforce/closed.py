"""Closed cases with their first mail and what people made of them: the work that an org already has. Read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from tools.salesforce import mail_record
from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal
from tools.salesforce.soql import among, moment, name
from workflow.errors import InputError

PAGE = 100
"""Cases whose mails are asked for at once."""

_CASE = (
    "Id", "CaseNumber", "Subject", "Description", "AccountId", "OwnerId", "SuppliedEmail", "SuppliedName",
    "CreatedDate",
)  # fmt: skip


@dataclass(frozen=True)
class ClosedCase:
    """A closed case, its first incoming mail as a message, and what stands in the fields that were asked for."""

    id: str
    number: str
    account: str | None  #: record id
    raw: bytes
    values: dict[str, Any]
    mail: str = ""  #: record id of the mail; empty where the case itself is the text
    subject: str = ""
    owner: str = ""  #: record id of a user or a queue


def closed_cases(client: Client, category: str, fields: tuple[str, ...] = (), most: int = 5000) -> Iterator[ClosedCase]:
    """The newest closed cases that have a value in the field `category`, newest first, `most` of them at most.

    The text is that of the first mail that came in; of a case without one, its own subject and description. A child
    case is told by its own description. Raises InputError where the org refuses the query.
    """
    try:
        where = f"IsClosed = true AND {name(category)} != null"
        for row, mail in _rows(client, where, (category, *fields), most):
            raw = mail_record.message_of(mail, row)
            if raw is not None:
                yield _case(row, mail, raw, (category, *fields))
    except Refusal as told:
        raise InputError(f"closed cases cannot be read: {told}") from told


def closed_mail(client: Client, since: datetime, most: int = 500, files: bool = True) -> Iterator[ClosedCase]:
    """The closed cases that a mail began, closed since a moment, newest first: each with that mail and its `files`.

    Children are left out: they belong to their parent's mail. Raises InputError where the org refuses the query.
    """
    try:
        where = f"IsClosed = true AND ClosedDate >= {moment(since)} AND ParentId = null"
        where += " AND Id IN (SELECT ParentId FROM EmailMessage WHERE Incoming = true)"
        for row, mail in _rows(client, where, (), most):
            if mail:
                on_it = mail_record.files_of(client, [mail["Id"]]).get(mail["Id"], []) if files else []
                raw = mail_record.message_of(mail, row, on_it)
                if raw is not None:
                    yield _case(row, mail, raw, ())
    except Refusal as told:
        raise InputError(f"closed cases cannot be read: {told}") from told


def _rows(
    client: Client, where: str, fields: tuple[str, ...], most: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Cases, each with its first incoming mail (empty for none)."""
    wanted = tuple(dict.fromkeys((*_CASE, "ParentId", *fields)))
    query = f"SELECT {', '.join(map(name, wanted))} FROM Case WHERE {where} ORDER BY ClosedDate DESC LIMIT {int(most)}"
    rows = iter(client.rows(query))
    while page := list(islice(rows, PAGE)):
        mails = _mails(client, [row["Id"] for row in page if not row.get("ParentId")])
        for row in page:
            yield row, mails.get(row["Id"], {})


def _mails(client: Client, cases: list[str]) -> dict[str, dict[str, Any]]:
    """The first incoming mail of each case."""
    if not cases:
        return {}
    query = (
        f"SELECT {', '.join(mail_record.FIELDS)} FROM EmailMessage WHERE ParentId IN {among(cases)} "
        "AND Incoming = true ORDER BY MessageDate ASC"
    )
    first: dict[str, dict[str, Any]] = {}
    for row in client.rows(query):
        first.setdefault(row["ParentId"], row)
    return first


def _case(row: dict[str, Any], mail: dict[str, Any], raw: bytes, fields: tuple[str, ...]) -> ClosedCase:
    return ClosedCase(
        id=row["Id"],
        number=row.get("CaseNumber") or "",
        account=row.get("AccountId"),
        raw=raw,
        values={field: row.get(field) for field in fields},
        mail=mail.get("Id") or "",
        subject=str(mail.get("Subject") or row.get("Subject") or ""),
        owner=row.get("OwnerId") or "",
    )
