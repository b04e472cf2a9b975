"""Who gets a record: a queue, a person, whom the org's assignment rules say, or whom Omni-Channel may push it to."""

from __future__ import annotations

from typing import Any

from tools.salesforce import soql
from tools.salesforce.arguments import Assign
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, write_failure
from tools.salesforce.composite import Part, find
from tools.salesforce.errors import Refusal, refusal
from tools.salesforce.http import counting
from tools.salesforce.offer import offer
from tools.salesforce.unchanged import Change, write
from workflow.result import Result


def assign(client: Client, arguments: Assign, key: str) -> Result:
    """One row: status (assigned, waiting), to (a name), reason, considered, notes. The log goes with the write."""
    with counting() as count:
        try:
            row = _ways[arguments.by](client, arguments, key)
        except Refusal as told:
            write_failure(client, arguments.log, told.failure)
            return Result(failure=told.failure, calls=count.calls)
        row = {"considered": [], **row, "notes": [*row.get("notes", ()), *count.events]}
        return Result(records=(row,), calls=count.calls)


def _to_queue(client: Client, given: Assign, key: str) -> dict[str, Any]:
    return _owned(client, given, key, client.queue(given.to), given.to, f"the queue {given.to} owns it")


def _to_user(client: Client, given: Assign, key: str) -> dict[str, Any]:
    rows = client.query(f"SELECT Id, Name, IsActive FROM User WHERE Username = {soql.literal(given.to)}")
    if not rows:
        raise refusal("UNKNOWN_USER", f"the org has no user '{given.to}'", ["OwnerId"])
    if not rows[0]["IsActive"]:
        raise refusal("INACTIVE_OWNER_OR_USER", f"the user '{given.to}' is not active", ["OwnerId"])
    name = str(rows[0]["Name"])
    return _owned(client, given, key, rows[0]["Id"], name, f"{name} owns it")


def _owned(client: Client, given: Assign, key: str, owner: str, name: str, reason: str) -> dict[str, Any]:
    notes = write(client, Change(given.object, given.id, {"OwnerId": owner}, {}, given.log, key))
    return {"status": "assigned", "to": name, "reason": reason, "notes": notes}


def _by_rule(client: Client, given: Assign, key: str) -> dict[str, Any]:
    """The org's active assignment rule, run as the header asks for it. Once it has run, it gives the same again."""
    place = f"sobjects/{soql.name(given.object)}/{soql.record(given.id)}"
    query = f"SELECT Owner.Name FROM {soql.name(given.object)} WHERE Id = {soql.literal(given.id)}"
    parts = [Part("record", "PATCH", place, {}, {"Sforce-Auto-Assign": "TRUE"}), find("owner", query)]
    written = commit(client, parts, given.log, key)
    rows = client.query(query) if written.found else written.answers["owner"].rows
    name = str((rows[0].get("Owner") or {}).get("Name") or "") if rows else ""
    return {"status": "assigned", "to": name, "reason": f"by the org's assignment rule {name} owns it"}


_ways = {"queue": _to_queue, "user": _to_user, "rule": _by_rule, "omni": offer}
