"""Saving the cases of a message: the opened case, in one request with its log, or the children that it is split into.

Each save has a key of its own, kept as a stamp on the run's record. A save that was done is not done again, so that
what a person changed after it stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.salesforce import children
from tools.salesforce import log as logs
from tools.salesforce.arguments import PlannedCase, RunLog, SaveCase
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, is_done, stamp_of, write_failure
from tools.salesforce.composite import Part, find, read, update
from tools.salesforce.errors import GONE, HALTED, Refusal, refusal
from tools.salesforce.http import counting
from tools.salesforce.kind import check_kind
from tools.salesforce.saved import account_gone, row_of
from tools.salesforce.soql import literal
from tools.salesforce.values import check, fit
from workflow.identifiers import canonical, digest
from workflow.result import Result


def save_case(client: Client, arguments: SaveCase) -> Result:
    """One row a case, in their order: key, id, number, owner, created, failure, notes."""
    cases = tuple(each.model_copy(update={"log": _of(each.log, each.object)}) for each in arguments.cases)
    parent = arguments.parent
    if parent is not None:
        parent = parent.model_copy(update={"log": _of(parent.log, cases[0].object)})
    arguments = SaveCase(parent=parent, cases=cases)
    with counting() as count:
        try:
            _check(client, arguments)
            made = [case for case in arguments.cases if not case.id]
            rows = {case.key: _opened(client, case) for case in arguments.cases if case.id}
            if made:
                rows |= children.write(client, arguments.parent, made)
        except Refusal as told:
            log = arguments.parent.log if arguments.parent else arguments.cases[0].log
            write_failure(client, log, told.failure)
            return Result(failure=told.failure, calls=count.calls)
        noted = (_with_notes(rows[case.key], count.events) for case in arguments.cases)
        return Result(records=tuple(noted), calls=count.calls)


def _with_notes(row: dict[str, Any], notes: Sequence[str]) -> dict[str, Any]:
    return {**row, "notes": [*row["notes"], *notes]}


def _of(log: RunLog, sobject: str) -> RunLog:
    """The log of a record of that object."""
    return log.model_copy(update={"object": sobject})


def _check(client: Client, arguments: SaveCase) -> None:
    """Raises for what is wrong with the definition rather than with one case."""
    named: dict[str, Any] = {}
    for case in arguments.cases:
        if case.object != arguments.cases[0].object:
            raise refusal("SEVERAL_OBJECTS", f"the cases of one message are all {arguments.cases[0].object}")
        named |= case.values
    keys = [case.key for case in arguments.cases]
    if len(set(keys)) < len(keys):
        raise refusal("DUPLICATE_KEY", "two cases of one message have the same key")
    description = client.describe(arguments.cases[0].object)
    check_kind(description)
    check(named, description, "update")


def _opened(client: Client, case: PlannedCase) -> dict[str, Any]:
    """The case that was opened for the message gets its account, owner and values."""
    try:
        fitted = fit(_wanted(client, case), client.describe(case.object), "update")
        number, fresh = _save(client, case, fitted.values)
    except Refusal as told:
        write_failure(client, case.log, told.failure, case.id)
        return row_of(case, case.id, told=told.failure)
    notes = list(fitted.notes) if fresh else ["it was saved already, and is left as it is"]
    return row_of(case, case.id, number, notes=notes)


def _wanted(client: Client, case: PlannedCase) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    if case.account and client.describe(case.object).has("AccountId"):
        wanted["AccountId"] = case.account
    if case.queue:
        wanted["OwnerId"] = client.queue(case.queue)
    return wanted | case.values


def _save(client: Client, case: PlannedCase, values: Mapping[str, Any]) -> tuple[str, bool]:
    """The number of the case, and whether it was written now. Raises Refusal."""
    key = f"{case.key}:save:{digest(canonical([case.id, values]))}"
    account = [read("account", "Account", case.account, ("Id",))] if case.account else []
    name = client.describe(case.object).name_field
    number = read("number", case.object, case.id, (name,))
    link = logs.record_field(case.object)
    # The case is addressed by way of a query that finds nothing once this very save is done.
    fence = (
        f"SELECT {link} FROM {logs.RUN} WHERE {logs.RUN_KEY} = {literal(case.log.key)}"
        f" AND {link} = {literal(case.id)}"
        f" AND ({logs.STAMP} = null OR {logs.STAMP} != {literal(stamp_of(key))})"
    )
    fenced: list[Part] = [
        *account,
        find("fence", fence),
        update("case", case.object, f"@{{fence.records[0].{link}}}", values),
        number,
    ]
    try:
        written = commit(client, fenced, case.log, key, case.id)
    except Refusal as told:
        if told.part != "case" or told.failure.code not in HALTED:
            raise _account_gone(told, case) from None
        if is_done(client, case.log.key, key):
            return _number(client, case), False
        # The run's record is not there, or tells of another case: nothing to look at before writing.
        bare: list[Part] = [*account, update("case", case.object, case.id, values), number]
        try:
            written = commit(client, bare, case.log, key, case.id)
        except Refusal as second:
            raise _account_gone(second, case) from None
    if written.found:
        return _number(client, case), True
    return str(written.answers["number"].body.get(name) or ""), True


def _number(client: Client, case: PlannedCase) -> str:
    name = client.describe(case.object).name_field
    row = client.read(case.object, case.id, (name,))
    if row is None:
        raise refusal("CASE_GONE", "the case is no longer there", retry="never")
    return str(row[name] or "")


def _account_gone(told: Refusal, case: PlannedCase) -> Refusal:
    """A word of our own for an account that was deleted or merged since it was chosen."""
    if told.failure.code in GONE and (told.part == "account" or "AccountId" in told.failure.fields):
        return account_gone(case)
    if told.failure.code in GONE and told.part in ("case", "number"):
        return refusal("CASE_GONE", f"the case {case.id} is no longer there ({told.failure.message})")
    return told
