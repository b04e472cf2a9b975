"""Single records of any object, for the act steps that a definition names: read by id, change, make under a key."""

from __future__ import annotations

from typing import Any

from tools.salesforce import soql
from tools.salesforce.arguments import CreateRecord, Log, QueryRecords, RunLog, UpdateRecord
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, patiently, write_failure, write_log
from tools.salesforce.composite import Part, create, send
from tools.salesforce.errors import Refusal, duplicate, refusal
from tools.salesforce.http import counting
from tools.salesforce.unchanged import Change, write
from tools.salesforce.values import fit
from workflow.identifiers import digest
from workflow.result import Result

PAGE = 200
"""Ids in one query."""

LONGEST_KEY = 80


def log(client: Client, arguments: Log) -> Result:
    """Brings the record of a run up to date: one row with its id."""
    with counting() as count:
        try:
            row = {"run": write_log(client, arguments.run)}
        except Refusal as told:
            return Result(failure=told.failure, calls=count.calls)
        return Result(records=({**row, "notes": list(count.events)},), calls=count.calls)


def query_records(client: Client, arguments: QueryRecords) -> Result:
    """The records that are there, in the order of their ids as asked for, with the fields asked for and Id."""
    with counting() as count:
        try:
            found = _query(client, arguments)
        except Refusal as told:
            return Result(failure=told.failure, calls=count.calls)
        return Result(records=tuple(found), calls=count.calls)


def update_record(client: Client, arguments: UpdateRecord, key: str = "") -> Result:
    """Changes the fields given, in one write with the log: one row with id and notes.

    What somebody else changed since it was looked at is left: the failure CHANGED_MEANWHILE names the fields.
    """
    with counting() as count:
        try:
            fitted = fit(arguments.values, client.describe(arguments.object), "update")
            expected = fit(arguments.expected, client.describe(arguments.object), "update").values
            told = write(
                client,
                Change(arguments.object, soql.record(arguments.id), fitted.values, expected, arguments.log, key),
            )
        except Refusal as refused:
            if arguments.log is not None:
                write_failure(client, arguments.log, refused.failure)
            return Result(failure=refused.failure, calls=count.calls)
        row = {"id": arguments.id, "created": False, "notes": [*fitted.notes, *told, *count.events]}
        return Result(records=(row,), calls=count.calls)


def create_record(client: Client, arguments: CreateRecord, key: str) -> Result:
    """Makes the record, once: one row with id, created and notes. Where the key is taken, that record is given."""
    with counting() as count:
        try:
            row = _create(client, arguments, key)
        except Refusal as told:
            if arguments.log is not None:
                write_failure(client, arguments.log, told.failure)
            return Result(failure=told.failure, calls=count.calls)
        return Result(records=({**row, "notes": [*row["notes"], *count.events]},), calls=count.calls)


def _query(client: Client, arguments: QueryRecords) -> list[dict[str, Any]]:
    fields = list(dict.fromkeys(["Id", *(soql.name(field) for field in arguments.fields)]))
    ids = [soql.record(one) for one in dict.fromkeys(arguments.ids)]
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), PAGE):
        some = soql.among(ids[start : start + PAGE])
        text = f"SELECT {', '.join(fields)} FROM {soql.name(arguments.object)} WHERE Id IN {some}"
        found |= {row["Id"][:15]: _plain(row) for row in client.query(text)}
    return [found[one[:15]] for one in ids if one[:15] in found]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _plain(value) if isinstance(value, dict) else value for name, value in row.items() if name != "attributes"
    }


def _made(client: Client, part: Part, log: RunLog | None, key: str) -> str:
    """The id of the record that was made; empty where the reply was lost and the write is known to be done."""
    if log is None:
        return patiently(client, lambda: send(client, [part]))["record"].id
    written = commit(client, [part], log, key)
    return "" if written.found else written.answers["record"].id


def _create(client: Client, arguments: CreateRecord, key: str) -> dict[str, Any]:
    if not key:
        raise refusal("KEY_MISSING", "a record is made only under a key, so that it is not made twice")
    description = client.describe(arguments.object)
    field = description.field(arguments.key_field)
    if field is None or not field.unique:
        problem = f"{arguments.object} has no unique field {arguments.key_field}: name one with `key_field`"
        raise refusal("KEY_FIELD_MISSING", problem, [arguments.key_field])
    kept = key if len(key) <= min(field.length or LONGEST_KEY, LONGEST_KEY) else digest(key)
    fitted = fit({**arguments.values, field.name: kept}, description, "create")
    part = create("record", arguments.object, fitted.values)
    for last in (False, True):
        try:
            made = _made(client, part, arguments.log, key)
            if made:
                return {"id": made, "created": True, "notes": list(fitted.notes)}
            row = client.read(arguments.object, kept, ("Id",), by=field.name)
            if row is not None:
                return {"id": row["Id"], "created": True, "notes": list(fitted.notes)}
        except Refusal as told:
            taken = duplicate(told.failure)
            if (taken is None or taken[0] != field.name) and told.failure.retry != "unknown":
                raise
            row = client.read(arguments.object, kept, ("Id",), by=field.name)
            if row is not None:
                created = told.failure.retry == "unknown"
                return {"id": row["Id"], "created": created, "notes": list(fitted.notes)}
            if last:
                raise
    raise RuntimeError("the second try gives or raises")
