"""A message to a sender about a case: a draft on the case, made under a key, or sent by the org and logged there.

A draft has a key of its own. What is sent takes none (`emailSimple` knows no key), but it can be found: the org logs
it on the case, with a marker in its subject that no other message has. So it is looked for before it is sent a second
time, and not sent while an earlier request may still be at work.
"""

from __future__ import annotations

from typing import Any

from tools.salesforce.arguments import SendMessage
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, write_log
from tools.salesforce.composite import create
from tools.salesforce.errors import Refusal, duplicate, of_entries, refusal
from tools.salesforce.http import counting
from tools.salesforce.open_record import ADDRESS, KEY
from tools.salesforce.soql import literal, record
from tools.salesforce.values import fit
from workflow.result import Result

AT_WORK_SECONDS = 120.0
"""So long a request whose answer never came may still be at work in the org."""

DRAFT, SENT = "5", "3"
"""Values of EmailMessage.Status."""

ACTION = "actions/standard/emailSimple"
"""Actions Developer Guide, "Simple Email Actions"."""


def send_message(client: Client, arguments: SendMessage, key: str) -> Result:
    """One row: id and message_id of the EmailMessage, sent, found (it was there already)."""
    with counting() as count:
        try:
            if not ADDRESS.fullmatch(arguments.to):
                raise refusal("INVALID_EMAIL_ADDRESS", f"{arguments.to[:80]!r} is no address to write to", ["to"])
            row = _send(client, arguments) if arguments.send else _draft(client, arguments, key)
        except Refusal as told:
            return Result(failure=told.failure, calls=count.calls)
        return Result(records=(row,), calls=count.calls)


def _draft(client: Client, arguments: SendMessage, key: str) -> dict[str, Any]:
    if not key:
        raise refusal("KEY_MISSING", "a draft is made only under a key, so that it is not made twice")
    values = {"Subject": arguments.subject, "TextBody": arguments.text, "ToAddress": arguments.to}
    fitted = fit(values, client.describe("EmailMessage"), "create").values
    fixed = {KEY: key, "ParentId": record(arguments.case), "Incoming": False, "Status": DRAFT}
    part = create("message", "EmailMessage", {**fitted, **fixed})
    try:
        written = commit(client, [part], arguments.run, f"{key}:draft", case=arguments.case)
    except Refusal as told:
        taken = duplicate(told.failure)
        if taken is None or taken[0] != KEY:
            raise
    else:
        if not written.found:
            return _row(written.answers["message"].id)
    standing = client.read("EmailMessage", key, ("Id", "Status", "MessageIdentifier"), by=KEY)
    if standing is None:
        raise refusal("NO_REPLY", "the org told that the draft is there, and then did not show it", retry="unknown")
    # A person may have sent it meanwhile.
    sent = standing["Status"] != DRAFT
    return _row(standing["Id"], standing.get("MessageIdentifier") or "", sent=sent, found=True)


def _send(client: Client, arguments: SendMessage) -> dict[str, Any]:
    if arguments.tried_seconds_ago is not None:
        found = _look(client, arguments)
        if found is None and arguments.tried_seconds_ago < AT_WORK_SECONDS:
            told = f"it was tried {arguments.tried_seconds_ago:.0f} s ago, and whether it was sent is not known yet"
            raise refusal("IN_DOUBT", f"{told}: it is looked for again after {AT_WORK_SECONDS:.0f} s", retry="later")
        if found is not None:
            write_log(client, arguments.run, arguments.case)
            return {**found, "found": True}
    try:
        _call(client, arguments)
    except Refusal as told:
        found = _look(client, arguments) if told.failure.retry == "unknown" else None
        if found is None:
            raise
        row = {**found, "found": True}
    else:
        row = _look(client, arguments) or _row("", sent=True)
    write_log(client, arguments.run, arguments.case)
    return row


def _call(client: Client, arguments: SendMessage) -> None:
    given: dict[str, Any] = {
        "emailAddresses": arguments.to,
        "emailSubject": arguments.subject,
        "emailBody": arguments.text,
        "relatedRecordId": record(arguments.case),
        "logEmailOnSend": True,
    }
    if arguments.sender:
        given |= {"senderType": "OrgWideEmailAddress", "senderAddress": arguments.sender}
    answer = client.request("POST", ACTION, {"inputs": [given]})
    rows = answer if isinstance(answer, list) else [answer]
    failed = next((row for row in rows if not row.get("isSuccess")), None)
    if failed is not None:
        raise Refusal(of_entries(failed.get("errors") or [], 400))


def _look(client: Client, arguments: SendMessage) -> dict[str, Any] | None:
    """The message with the marker on the case, as the org logged it."""
    case = literal(record(arguments.case))
    rows = client.query(
        f"SELECT Id, MessageIdentifier FROM EmailMessage WHERE ParentId = {case} AND Incoming = false"
        f" AND Subject LIKE {literal('%' + arguments.marker + '%')} ORDER BY CreatedDate LIMIT 1"
    )
    return _row(rows[0]["Id"], rows[0]["MessageIdentifier"] or "", sent=True) if rows else None


def _row(message: str, message_id: str = "", sent: bool = False, found: bool = False) -> dict[str, Any]:
    return {"id": message, "message_id": message_id, "sent": sent, "found": found}
