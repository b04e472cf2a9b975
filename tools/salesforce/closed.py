"""Closed cases with the category that people left them in: the labelled work that an org already has. Read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from itertools import islice
from typing import Any

from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal
from tools.salesforce.soql import among, name
from workflow.errors import InputError

PAGE = 100
"""Cases whose mails are asked for at once."""

_CASE = ("Id", "CaseNumber", "Subject", "Description", "AccountId", "SuppliedEmail", "SuppliedName", "CreatedDate")
_MAIL = ("ParentId", "Subject", "TextBody", "HtmlBody", "FromAddress", "FromName", "MessageDate", "MessageIdentifier")


@dataclass(frozen=True)
class ClosedCase:
    """A closed case, its first incoming mail as a message, and what stands in the fields that were asked for."""

    id: str
    number: str
    account: str | None  #: record id
    raw: bytes
    values: dict[str, Any]


def closed_cases(client: Client, category: str, fields: tuple[str, ...] = (), most: int = 5000) -> Iterator[ClosedCase]:
    """The newest closed cases that have a value in the field `category`, newest first, `most` of them at most.

    The text is that of the first mail that came in; of a case without one, its own subject and description. A child
    case is told by its own description. Raises InputError where the org refuses the query.
    """
    wanted = tuple(dict.fromkeys((*_CASE, "ParentId", category, *fields)))
    try:
        query = (
            f"SELECT {', '.join(map(name, wanted))} FROM Case WHERE IsClosed = true AND {name(category)} != null "
            f"ORDER BY ClosedDate DESC LIMIT {int(most)}"
        )
        rows = iter(client.rows(query))
        while page := list(islice(rows, PAGE)):
            mails = _mails(client, [row["Id"] for row in page if not row.get("ParentId")])
            for row in page:
                raw = _message(row, mails.get(row["Id"]))
                if raw is not None:
                    values = {field: row.get(field) for field in (category, *fields)}
                    yield ClosedCase(row["Id"], row.get("CaseNumber") or "", row.get("AccountId"), raw, values)
    except Refusal as told:
        raise InputError(f"closed cases cannot be read: {told}") from told


def _mails(client: Client, cases: list[str]) -> dict[str, dict[str, Any]]:
    """The first incoming mail of each case."""
    if not cases:
        return {}
    query = (
        f"SELECT {', '.join(_MAIL)} FROM EmailMessage WHERE ParentId IN {among(cases)} AND Incoming = true "
        "ORDER BY MessageDate ASC"
    )
    first: dict[str, dict[str, Any]] = {}
    for row in client.rows(query):
        first.setdefault(row["ParentId"], row)
    return first


def _message(case: dict[str, Any], mail: dict[str, Any] | None) -> bytes | None:
    """A mail, or the case itself, as a message; None where neither says anything."""
    told = mail or {}
    plain = told.get("TextBody") or ("" if told.get("HtmlBody") else case.get("Description") or "")
    if not plain.strip() and not told.get("HtmlBody"):
        return None
    message = EmailMessage()
    _set(message, "Subject", told.get("Subject") or case.get("Subject"))
    address = told.get("FromAddress") or case.get("SuppliedEmail")
    if address:
        _set(message, "From", formataddr((_line(told.get("FromName") or case.get("SuppliedName")), _line(address))))
    _set(message, "Message-ID", told.get("MessageIdentifier"))
    date = _date(told.get("MessageDate") or case.get("CreatedDate"))
    if date is not None:
        message["Date"] = format_datetime(date)
    if plain.strip():
        message.set_content(plain)
    if told.get("HtmlBody"):
        html = told["HtmlBody"]
        if plain.strip():
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    return message.as_bytes()


def _set(message: EmailMessage, field: str, value: Any) -> None:
    if value and _line(value):
        message[field] = _line(value)


def _line(value: Any) -> str:
    """One line of text: a header ends with its line."""
    return " ".join(str(value or "").split())[:900]


def _date(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
