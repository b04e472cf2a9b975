"""Changing a record without overwriting what somebody else changed meanwhile: look, compare, write behind a fence.

The write finds the record only as it was looked at. Where it is found changed, it is looked at again: other fields may
change, those to be written may not. The log's stamp tells whether a write whose reply was lost was done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tools.salesforce import log as logs
from tools.salesforce import soql
from tools.salesforce.arguments import RunLog
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, patiently, stamp_of, write_log
from tools.salesforce.composite import Part, find, read, send, update
from tools.salesforce.description import Description
from tools.salesforce.errors import HALTED, Refusal, of_entries, refusal
from tools.salesforce.http import tell

TRIES = 4
MODIFIED = "SystemModstamp"
NUMBERS = frozenset({"currency", "double", "int", "percent"})
FENCED = NUMBERS | {
    "string", "picklist", "reference", "boolean", "email", "phone", "url", "combobox", "date", "datetime",
}  # fmt: skip
"""Types that stand in the fence themselves: SystemModstamp counts whole seconds. Long texts cannot."""


@dataclass(frozen=True)
class Change:
    """What is to be written. `expected`: written only where these fields stand so."""

    sobject: str
    record: str
    values: Mapping[str, Any]
    expected: Mapping[str, Any]
    log: RunLog | None = None
    key: str = ""


def write(client: Client, change: Change) -> tuple[str, ...]:
    """Notes. Raises Refusal CHANGED_MEANWHILE naming the fields, or what the org says."""
    description = client.describe(change.sobject)
    first: Mapping[str, Any] | None = None
    for _ in range(TRIES):
        now, done = _look(client, change)
        if done:
            return ("it was done already, and is left as it is",)
        if all(same(now.get(name), value) for name, value in change.values.items()):
            if change.log is not None:
                write_log(client, change.log)
            return () if first is not None else ("it stood so already",)
        _check(change, now, change.expected if first is None else {**first, **change.expected})
        first = first or {name: now.get(name) for name in change.values}
        try:
            _send(client, change, _parts(change, now, description))
        except Refusal as told:
            if told.failure.retry == "unknown" or (told.part == "record" and told.failure.code in HALTED):
                tell(f"{told.failure.code}: looked at again")
                continue
            raise
        return ()
    raise refusal("CHANGED_MEANWHILE", f"{change.sobject} {change.record} is being changed all the time", retry="later")


def same(found: Any, wanted: Any) -> bool:
    """Whether the org holds a value already."""
    if found in (None, "") or wanted in (None, ""):
        return (found in (None, "")) == (wanted in (None, ""))
    if isinstance(found, str) and isinstance(wanted, str) and found != wanted:
        try:
            return datetime.fromisoformat(found) == datetime.fromisoformat(wanted)
        except (ValueError, TypeError):
            return found[:15] == wanted[:15] and {len(found), len(wanted)} == {15, 18}
    return bool(found == wanted)


def _look(client: Client, change: Change) -> tuple[dict[str, Any], bool]:
    """The record as it stands, and whether this very write is the last that the run's record tells of."""
    fields = tuple(dict.fromkeys(("Id", MODIFIED, *change.values, *change.expected)))
    parts = [read("now", change.sobject, change.record, fields)]
    if change.log is not None and change.key:
        parts.append(read("run", logs.RUN, change.log.key, (logs.STAMP,), by=logs.RUN_KEY))
    answers = send(client, parts, all_or_none=False)
    if answers["now"].status >= 300:
        raise Refusal(of_entries(answers["now"].body, answers["now"].status), "record")
    run = answers["run"].body if "run" in answers and answers["run"].status == 200 else {}
    return answers["now"].body, bool(run) and run.get(logs.STAMP) == stamp_of(change.key)


def _check(change: Change, now: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    other = [name for name, value in seen.items() if not same(now.get(name), value)]
    if other:
        problem = f"{change.sobject} {change.record}: {', '.join(other)} changed meanwhile, and is left as it is"
        raise refusal("CHANGED_MEANWHILE", problem, other)


def _parts(change: Change, now: Mapping[str, Any], description: Description) -> list[Part]:
    conditions = [f"Id = {soql.literal(change.record)}"]
    conditions.append(f"{MODIFIED} = {soql.moment(datetime.fromisoformat(str(now[MODIFIED])))}")
    for name in change.values:
        field = description.field(name)
        if field is not None and field.type in FENCED:
            conditions.append(f"{field.name} = {_literal(now.get(name), field.type)}")
    fence = f"SELECT Id FROM {soql.name(change.sobject)} WHERE {' AND '.join(conditions)}"
    return [find("fence", fence), update("record", change.sobject, "@{fence.records[0].Id}", change.values)]


def _literal(value: Any, kind: str) -> str:
    if value is None:
        return "null"
    if kind in NUMBERS:
        return f"{Decimal(str(value)):f}"
    if kind == "date":
        return date.fromisoformat(str(value)).isoformat()
    if kind == "datetime":
        return soql.moment(datetime.fromisoformat(str(value)))
    return str(value).lower() if isinstance(value, bool) else soql.literal(str(value))


def _send(client: Client, change: Change, parts: Sequence[Part]) -> None:
    if change.log is None:
        patiently(client, lambda: send(client, parts))
    else:
        commit(client, parts, change.log, change.key)
