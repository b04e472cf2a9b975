"""The children of a split: a manifest on the parent first, then the children in packs, then the parent's completion.

A pack is written all or nothing. One that fails is halved until what fails stands alone, so that one bad child keeps
none of the others back. Children are created under unique keys: those that are there already are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.salesforce import log as logs
from tools.salesforce.arguments import Parent, PlannedCase
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, patiently, stamp_of
from tools.salesforce.composite import (
    MOST_ROWS,
    Answer,
    Part,
    create_all,
    find,
    read,
    send,
    update,
    upsert_all,
)
from tools.salesforce.description import Description
from tools.salesforce.errors import GONE, Refusal, duplicate, failure, of_entries, refusal
from tools.salesforce.http import tell
from tools.salesforce.kind import KEY, inherited, those_of
from tools.salesforce.saved import account_gone, row_of
from tools.salesforce.soql import among
from tools.salesforce.values import fit, shorten
from workflow.result import Failure

MOST_CHILDREN = 100
"""Children of one pack; triggers and flows of a real org run within the limits of one transaction."""

LOOKED_AT_ONCE = 150
"""Keys in one query, which travels in an address of at most 16,384 bytes."""

MOST_HOPS = 2 * MOST_ROWS
MOST_CHARACTERS = 3_000_000
Rows = dict[str, dict[str, Any]]
"""Key of a case → the row that tells of it."""


@dataclass(frozen=True)
class Child:
    """A child as it goes to the org."""

    case: PlannedCase
    values: dict[str, Any]
    run: dict[str, Any]
    hops: list[dict[str, Any]]
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Roughly how many characters it takes in a request."""
        return sum(len(str(value)) for value in (*self.values.values(), *self.run.values()))


@dataclass(frozen=True)
class Standing:
    """What the org holds before the children are written."""

    parent: Mapping[str, Any]
    planned: bool  #: the manifest is written already
    accounts: frozenset[str]
    children: Mapping[str, Mapping[str, Any]]  #: key → id and number


def write(client: Client, parent: Parent | None, cases: Sequence[PlannedCase]) -> Rows:
    """A row for each case. Raises Refusal where nothing could be written at all: the parent is gone, no org."""
    description = client.describe(cases[0].object)
    standing = _look(client, parent, cases, description)
    if parent is not None:
        _plan(client, parent, cases, standing)
    rows: Rows = {}
    ready: list[Child] = []
    for case in cases:
        found = standing.children.get(case.key)
        if found is not None:
            rows[case.key] = _there(case, found, description)
            continue
        try:
            ready.append(_child(client, parent, case, standing, description))
        except Refusal as told:
            rows[case.key] = row_of(case, told=told.failure)
    for pack in _packs(ready):
        rows |= _write(client, pack, description)
    _log_failures(client, [case for case in cases if rows[case.key]["failure"]], rows)
    if parent is not None:
        _complete(client, parent, rows)
    return rows


def _look(client: Client, parent: Parent | None, cases: Sequence[PlannedCase], description: Description) -> Standing:
    """The parent and its log, the accounts, and the children that are there already: one request for 150 cases."""
    accounts: set[str] = set()
    children: dict[str, Mapping[str, Any]] = {}
    answers: dict[str, Answer] = {}
    for start in range(0, len(cases), LOOKED_AT_ONCE):
        some = cases[start : start + LOOKED_AT_ONCE]
        wanted = sorted({case.account for case in some if case.account})
        parts = [find("children", _by_key(description, [case.key for case in some]))]
        if wanted:
            parts.append(find("accounts", f"SELECT Id FROM Account WHERE Id IN {among(wanted)}"))
        if parent is not None and not start:
            parts.append(read("parent", description.name, parent.id, ("Id", "OwnerId", *inherited(description))))
            parts.append(read("run", logs.RUN, parent.log.key, (logs.STAMP,), by=logs.RUN_KEY))
        answers |= _answered(client, parts)
        children |= {row[KEY]: row for row in answers["children"].rows}
        accounts |= {row["Id"] for row in answers["accounts"].rows} if wanted else set()
    run = answers["run"].body if "run" in answers and answers["run"].status == 200 else {}
    return Standing(
        parent=answers["parent"].body if parent else {},
        planned=parent is not None and run.get(logs.STAMP) == stamp_of(_plan_key(parent)),
        accounts=frozenset(accounts),
        children=children,
    )


def _answered(client: Client, parts: Sequence[Part]) -> dict[str, Answer]:
    """Raises for every part but the parent's log, which need not be there."""
    answers = send(client, parts, all_or_none=False)
    for ref, answer in answers.items():
        if ref == "run" or answer.status < 300:
            continue
        told = of_entries(answer.body, answer.status)
        if ref == "parent" and told.code in GONE:
            raise refusal("CASE_GONE", "the case that was opened for the message is no longer there")
        raise Refusal(told, ref)
    return answers


def _plan(client: Client, parent: Parent, cases: Sequence[PlannedCase], standing: Standing) -> None:
    """The manifest: the parent's owner, and on its log the keys of all children, before the first is written."""
    keys = parent.children or tuple(case.key for case in cases)
    tails = ", ".join(key.removeprefix(f"{parent.log.key}-") for key in keys)
    log = parent.log.model_copy(update={"status": "Open", "outcome": f"{len(keys)} cases planned", "hops": ()})
    moves: list[Part] = []
    if parent.queue and not standing.planned:
        moves.append(update("case", cases[0].object, parent.id, {"OwnerId": client.queue(parent.queue)}))
    commit(client, moves, log, _plan_key(parent), parent.id, reason=f"planned: {parent.log.key}- {tails}")


def _plan_key(parent: Parent) -> str:
    return f"{parent.log.key}:manifest"


def _child(
    client: Client, parent: Parent | None, case: PlannedCase, standing: Standing, description: Description
) -> Child:
    """Raises Refusal for what is wrong with this child alone."""
    if case.account and case.account not in standing.accounts:
        raise account_gone(case)
    given = {name: standing.parent.get(name) for name in inherited(description)} | case.values
    if description.has("Subject") and "Subject" not in case.values and case.subject_note:
        note = f" – {case.subject_note}"[:80]
        field = description.field("Subject")
        room = (field.length if field else 255) - len(note)
        given["Subject"] = shorten(str(given.get("Subject") or ""), room)[0] + note
    # Without a queue of its own a child stays with its parent's, where people see it.
    queue = case.queue or (parent.queue if parent else "")
    owner = client.queue(queue) if queue else standing.parent.get("OwnerId")
    fixed = {
        KEY: case.key,
        "Thread_Token__c": case.key,
        "ParentId": parent.id if parent else None,
        "AccountId": case.account,
        "OwnerId": owner,
    }
    fitted = fit({**those_of(description, fixed), **given}, description, "create")
    run = {logs.RUN_KEY: case.log.key, **logs.run_values(client, case.log)}
    return Child(case, fitted.values, run, logs.hop_rows(client, case.log.hops, "", frozenset()), fitted.notes)


def _packs(ready: Sequence[Child]) -> Iterator[list[Child]]:
    """As many children together as one request takes."""
    pack: list[Child] = []
    for child in ready:
        together = [*pack, child]
        full = len(together) > MOST_CHILDREN or sum(len(one.hops) for one in together) > MOST_HOPS
        if pack and (full or sum(one.size for one in together) > MOST_CHARACTERS):
            yield pack
            pack = []
        pack.append(child)
    if pack:
        yield pack


def _write(client: Client, pack: Sequence[Child], description: Description, again: bool = True) -> Rows:
    """Writes a pack; what fails is narrowed down to the children that fail by themselves."""
    try:
        answers = patiently(client, lambda: send(client, _parts(pack, description)))
    except Refusal as told:
        lost, taken = told.failure.retry == "unknown", duplicate(told.failure)
        if lost or (taken is not None and taken[0] == KEY):
            return _write_rest(client, pack, description, told.failure, again)
        if told.failure.retry == "later":
            return {child.case.key: row_of(child.case, told=told.failure) for child in pack}
        if len(pack) == 1:
            return {pack[0].case.key: row_of(pack[0].case, told=told.failure)}
        middle = len(pack) // 2
        return _write(client, pack[:middle], description) | _write(client, pack[middle:], description)
    return _made(pack, answers, description)


def _write_rest(client: Client, pack: Sequence[Child], description: Description, told: Failure, again: bool) -> Rows:
    """After a lost reply, or where others were quicker: takes what is there, and writes the rest once more."""
    try:
        found = {row[KEY]: row for row in client.query(_by_key(description, [c.case.key for c in pack]))}
    except Refusal:
        return {child.case.key: row_of(child.case, told=told) for child in pack}
    lost = told.retry == "unknown"
    if lost:
        tell(f"{told.code}: the reply was lost; {len(found)} of {len(pack)} cases are found to be written")
    rows = {
        child.case.key: row_of(
            child.case, row["Id"], row[description.name_field] or "", created=True, notes=child.notes
        )
        if lost
        else _there(child.case, row, description)
        for child in pack
        if (row := found.get(child.case.key))
    }
    rest = [child for child in pack if child.case.key not in rows]
    if rest and (rows or again):
        return rows | _write(client, rest, description, again=False)
    return rows | {child.case.key: row_of(child.case, told=told) for child in rest}


def _parts(pack: Sequence[Child], description: Description) -> list[Part]:
    """At most five collections and queries: cases, their logs, rows of hops (two), the numbers."""
    link = logs.record_field(description.name)
    runs = [{**child.run, link: f"@{{cases[{place}].id}}"} for place, child in enumerate(pack)]
    hops = [{**row, "Run__c": f"@{{runs[{place}].id}}"} for place, child in enumerate(pack) for row in child.hops]
    parts = [
        create_all("cases", description.name, [child.values for child in pack]),
        upsert_all("runs", logs.RUN, logs.RUN_KEY, runs),
    ]
    for start in range(0, len(hops), MOST_ROWS):
        parts.append(logs.hop_part(f"hops{start // MOST_ROWS}", hops[start : start + MOST_ROWS]))
    parts.append(find("numbers", _by_key(description, [child.case.key for child in pack])))
    return parts


def _made(pack: Sequence[Child], answers: Mapping[str, Answer], description: Description) -> Rows:
    numbers = {row[KEY]: row[description.name_field] or "" for row in answers["numbers"].rows}
    rows: Rows = {}
    for child, answer in zip(pack, answers["cases"].rows, strict=True):
        key = child.case.key
        rows[key] = row_of(child.case, answer["id"], numbers.get(key, ""), created=True, notes=child.notes)
    return rows


def _there(case: PlannedCase, found: Mapping[str, Any], description: Description) -> dict[str, Any]:
    number = found[description.name_field] or ""
    return row_of(case, found["Id"], number, notes=["it was there already, and is left as it is"])


def _log_failures(client: Client, cases: Sequence[PlannedCase], rows: Mapping[str, Mapping[str, Any]]) -> None:
    """A record of the run for each child that was not written, with the reason. What can not be logged is let go."""
    told = [
        {
            logs.RUN_KEY: case.log.key,
            **logs.run_values(
                client,
                case.log.model_copy(update={"status": "Failed", "outcome": rows[case.key]["failure"]["code"]}),
                reason=f"not written: {rows[case.key]['failure']['message']}",
            ),
        }
        for case in cases
        if rows[case.key]["failure"]["retry"] != "unknown"
    ]
    for start in range(0, len(told), MOST_ROWS):
        try:
            send(client, [upsert_all("runs", logs.RUN, logs.RUN_KEY, told[start : start + MOST_ROWS])])
        except Refusal:
            return


def _complete(client: Client, parent: Parent, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """The parent's log as it is to be, once all children are there; else what is missing. A failure here is told of
    as that of the whole call: it is done again, and finds the children there."""
    missing = [key for key, row in rows.items() if row["failure"]]
    if not missing:
        commit(client, [], parent.log, case=parent.id)
        return
    told = failure("CHILDREN_MISSING", f"{len(missing)} of {len(rows)} cases were not written: {', '.join(missing)}")
    log = parent.log.model_copy(update={"status": "Failed", "outcome": told.code})
    commit(client, [], log, case=parent.id, reason=told.message)


def _by_key(description: Description, keys: Sequence[str]) -> str:
    return f"SELECT Id, {description.name_field}, {KEY} FROM {description.name} WHERE {KEY} IN {among(keys)}"
