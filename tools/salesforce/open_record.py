"""The first effect of a run: its record, and the case in the intake queue with the message on it.

A case and its message are made under unique keys. Where they are there already (the run began before and was cut
off), the org refuses the whole request, and what stands is taken as it is: people may have changed it meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tools.salesforce import log as logs
from tools.salesforce.arguments import Message, NewCase, OpenRecord
from tools.salesforce.client import Client
from tools.salesforce.commit import Written, commit, write_failure, write_log
from tools.salesforce.composite import Part, create, read, send
from tools.salesforce.errors import Refusal, duplicate, refusal
from tools.salesforce.files import Contents, upload
from tools.salesforce.http import counting
from tools.salesforce.kind import check_kind, mail_link, those_of
from tools.salesforce.standing import take_up
from tools.salesforce.thread import OpenCase, identifier, open_case
from tools.salesforce.values import fit, is_storable
from workflow.result import Result

KEY = "Orchestration_Key__c"
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
"""An address that a field of type email takes for sure; any other goes where text is taken."""

UNFIT = frozenset({"INVALID_EMAIL_ADDRESS", "STRING_TOO_LONG", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"})
"""Refusals of single values of a message. The record matters more: it is written without them."""


@dataclass(frozen=True)
class Opened:
    """The case as it stands."""

    id: str
    number: str
    appended: bool = False
    writes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def open_record(client: Client, arguments: OpenRecord, contents: Contents) -> Result:
    """One row: run, case, number, appended, writes, files, notes. `calls` leaves the files' own out."""
    with counting() as count:
        try:
            row = _open(client, arguments)
        except Refusal as told:
            return Result(failure=told.failure, calls=count.calls)
        calls = count.calls
    with counting() as apart:
        place = row["case"] or row["run"]
        row["files"] = upload(client, place, arguments.files, contents) if arguments.files else []
    row["file_calls"] = apart.calls
    row["notes"] += [*count.events, *apart.events]
    return Result(records=(row,), calls=calls)


def _open(client: Client, arguments: OpenRecord) -> dict[str, Any]:
    if arguments.standing is not None:
        return take_up(client, arguments.run, arguments.standing)
    if arguments.case is None:
        run = write_log(client, arguments.run)
        return _row(run, Opened("", "", writes=(logs.RUN,)))
    case = arguments.case
    log = arguments.run.model_copy(update={"object": case.object})
    try:
        return _case(client, arguments.model_copy(update={"run": log}), case)
    except Refusal as told:
        write_failure(client, arguments.run, told.failure)
        raise


def _case(client: Client, arguments: OpenRecord, case: NewCase) -> dict[str, Any]:
    message = arguments.message
    check_kind(client.describe(case.object))
    owner = client.queue(case.queue)
    found = open_case(client, message) if message and case.object == logs.CASE else None
    dropped: tuple[str, ...] = ()
    for again in (True, False):
        parts, notes = _parts(client, case, message, owner, found, dropped)
        place = found.id if found else "@{case.id}"
        try:
            written = commit(client, parts, arguments.run, f"{case.key}:open", case=place)
            break
        except Refusal as told:
            taken = duplicate(told.failure)
            if taken is not None and taken[0] == KEY and told.part in ("case", "message"):
                return _standing(client, arguments, case)
            if not again or told.failure.code not in UNFIT or not told.failure.fields:
                raise
            dropped = told.failure.fields
    if written.found:
        return _standing(client, arguments, case)
    opened = _opened(written, found, case.object, client.describe(case.object).name_field)
    left_out = tuple(f"{name}: left out, the org does not take its value" for name in dropped)
    return _row(written.answers["run"].id, opened, notes + left_out)


def _parts(
    client: Client,
    case: NewCase,
    message: Message | None,
    owner: str,
    found: OpenCase | None,
    dropped: tuple[str, ...],
) -> tuple[list[Part], tuple[str, ...]]:
    parts: list[Part] = []
    notes: tuple[str, ...] = ()
    if found is None:
        given = {name: value for name, value in case.values.items() if name not in dropped}
        supplied = str(given.get("SuppliedEmail") or "")
        if supplied and not ADDRESS.fullmatch(supplied):
            del given["SuppliedEmail"]
            notes = (f"SuppliedEmail: {supplied[:80]!r} is no address that the org takes",)
        description = client.describe(case.object)
        fitted = fit(given, description, "create")
        notes += fitted.notes
        fixed = {KEY: case.key, "OwnerId": owner, "Thread_Token__c": case.key}
        parts.append(create("case", case.object, {**fitted.values, **those_of(description, fixed)}))
        parts.append(read("number", case.object, "@{case.id}", (description.name_field,)))
    if message is not None:
        mail = client.describe("EmailMessage")
        link = mail_link(mail, case.object)
        if not link:
            return parts, (*notes, f"the message is not kept as one: a mail of the org cannot be on a {case.object}")
        values = _email(message, found)
        fitted = fit({k: v for k, v in values.items() if k not in dropped}, mail, "create")
        place = {KEY: message.key, link: found.id if found else "@{case.id}"}
        parts.append(create("message", "EmailMessage", {**fitted.values, **place}))
        notes += fitted.notes
    return parts, notes


def _email(message: Message, found: OpenCase | None) -> dict[str, Any]:
    plain = ADDRESS.fullmatch(message.from_address)
    values: dict[str, Any] = {
        "MessageIdentifier": identifier(message.message_id),
        "Subject": message.subject,
        "TextBody": message.text,
        "FromAddress": message.from_address if plain else "",
        "FromName": message.from_name if plain else f"{message.from_name} <{message.from_address}>".strip(" <>"),
        "ToAddress": message.to,
        "CcAddress": message.cc,
        "MessageDate": message.date if message.date and is_storable(message.date) else None,
        "Incoming": True,
        "Status": "0",
        "ReplyToEmailMessageId": found.message if found else "",
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


def _standing(client: Client, arguments: OpenRecord, case: NewCase) -> dict[str, Any]:
    """What an earlier beginning of the same run has made, as it is; only the log is brought up to date."""
    message = arguments.message if case.object == logs.CASE else None
    number = client.describe(case.object).name_field
    parts = [read("case", case.object, case.key, ("Id", number), by=KEY)]
    if message is not None:
        parts.append(read("message", "EmailMessage", message.key, ("Id", "ParentId"), by=KEY))
    answers = send(client, parts, all_or_none=False)
    found = answers["case"].body if answers["case"].status == 200 else None
    mail = answers["message"].body if message is not None and answers["message"].status == 200 else None
    if found is not None:
        opened = Opened(found["Id"], found[number])
    elif mail is not None:
        row = client.read("Case", mail["ParentId"], ("Id", "CaseNumber"))
        if row is None:
            raise refusal("CASE_GONE", "the case that the message was appended to is no longer there")
        opened = Opened(row["Id"], row["CaseNumber"], appended=True)
    else:
        raise refusal("NO_REPLY", "the org told that the record is there, and then did not show it", retry="unknown")
    run = write_log(client, arguments.run, opened.id)
    return _row(run, opened, ("it was there already, and is left as it is",))


def _opened(written: Written, found: OpenCase | None, sobject: str, number: str) -> Opened:
    mail = ("EmailMessage",) if "message" in written.answers else ()
    if found is not None:
        return Opened(found.id, found.number, True, (*mail, logs.RUN))
    told = str(written.answers["number"].body.get(number) or "")
    return Opened(written.answers["case"].id, told, False, (sobject, *mail, logs.RUN))


def _row(run: str, opened: Opened, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "run": run,
        "case": opened.id,
        "number": opened.number,
        "appended": opened.appended,
        "writes": list(opened.writes),
        "files": [],
        "notes": [*opened.notes, *notes],
    }
