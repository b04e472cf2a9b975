"""Which open case a message belongs to: by the messages that it answers, or by the token in its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from tools.salesforce.arguments import Message
from tools.salesforce.client import Client
from tools.salesforce.soql import among

MOST_REFERENCES = 20
MOST_CHARACTERS = 3000
"""Nearest references that are looked for, and their characters together: each is asked for in two forms, and the query
travels in an address, which may have 16,384 bytes."""

TOKEN = re.compile(r"\[ref:([A-Za-z0-9_-]{8,80})(?::\d{1,3})?\]")
"""What questions to a sender carry in their subject, each with its number. The key in it is a digest, so it can not be
guessed; Salesforce's own `ref:_00D….:ref`, which can be, is not trusted."""


@dataclass(frozen=True)
class OpenCase:
    """An open case, and the message on it that was answered (empty where the token told)."""

    id: str
    number: str
    message: str = ""


def token(key: str) -> str:
    """The thread token of the case with that key, as it stands in a subject."""
    return f"[ref:{key}]"


def identifier(text: str) -> str:
    """A Message-ID as the org keeps it: in angle brackets, without white space; empty for none."""
    bare = "".join(text.split()).strip("<>")
    return f"<{bare}>" if bare else ""


def open_case(client: Client, message: Message) -> OpenCase | None:
    """The open case that a message belongs to; None for a new matter. Asks the org only where the message refers.

    Raises Refusal.
    """
    wanted = _nearest(message.references)
    if wanted:
        forms = [form for text in wanted for form in (text, text[1:-1])]
        rows = client.query(
            "SELECT Id, MessageIdentifier, ParentId, Parent.CaseNumber FROM EmailMessage"
            f" WHERE MessageIdentifier IN {among(forms)} AND Parent.IsClosed = false"
            " ORDER BY CreatedDate DESC, Id DESC LIMIT 200"
        )
        near = {text.casefold(): place for place, text in enumerate(wanted)}
        rows.sort(key=lambda row: near.get(identifier(row["MessageIdentifier"] or "").casefold(), len(near)))
        for row in rows:
            return OpenCase(row["ParentId"], row["Parent"]["CaseNumber"], row["Id"])
    tokens = list(dict.fromkeys(TOKEN.findall(message.subject[:1000])))[:3]
    if tokens:
        rows = client.query(
            f"SELECT Id, CaseNumber FROM Case WHERE Thread_Token__c IN {among(tokens)} AND IsClosed = false"
            " ORDER BY CreatedDate DESC LIMIT 1"
        )
        for row in rows:
            return OpenCase(row["Id"], row["CaseNumber"])
    return None


def _nearest(references: Sequence[str]) -> list[str]:
    """As many identifiers as one query takes, nearest first."""
    taken: list[str] = []
    room = MOST_CHARACTERS
    for one in dict.fromkeys(identifier(text) for text in references):
        size = len(quote(one))
        if len(one) > 2 and size <= room and len(taken) < MOST_REFERENCES:
            taken.append(one)
            room -= size
    return taken
