"""What people made of closed cases: for which accounts, and in which queues they were worked on. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tools.salesforce.client import Client
from tools.salesforce.closed import ClosedCase
from tools.salesforce.errors import Refusal
from tools.salesforce.soql import among

AT_ONCE = 150
"""Ids in one query, which travels in an address of at most 16,384 bytes."""

QUEUE = "00G"
"""What ids of queues (and of public groups) begin with."""

By = Literal["owner", "history", "member", ""]


@dataclass(frozen=True)
class Decided:
    """One case as people left it. `queues` are ids; `by` says how they are known: the queue owns the case, owned it
    last before a person did, or is one that its owner is a member of; empty: it cannot be told."""

    case: str
    number: str
    account: str | None
    queues: tuple[str, ...] = ()
    by: By = ""


def decided(client: Client, cases: Sequence[ClosedCase]) -> dict[str, tuple[Decided, ...]]:
    """Case id → the case itself, or its children where it has some. Raises Refusal."""
    ids = [case.id for case in cases]
    fields = "SELECT Id, ParentId, CaseNumber, AccountId, OwnerId FROM Case"
    children = list(_rows(client, f"{fields} WHERE ParentId IN", ids))
    whole: list[dict[str, Any]] = [
        {"Id": case.id, "ParentId": "", "CaseNumber": case.number, "AccountId": case.account, "OwnerId": case.owner}
        for case in cases
    ]
    past = _last_queues(client, [row["Id"] for row in (*whole, *children) if not _is_queue(row["OwnerId"])])
    users = {row["OwnerId"] for row in (*whole, *children) if not _is_queue(row["OwnerId"]) and row["Id"] not in past}
    member = _memberships(client, sorted(filter(None, users)))
    found: dict[str, list[Decided]] = {}
    for row in children:
        found.setdefault(row["ParentId"], []).append(_decided(row, past, member))
    return {row["Id"]: tuple(found.get(row["Id"]) or (_decided(row, past, member),)) for row in whole}


def queue_names(client: Client) -> dict[str, str]:
    """Id of a queue → its name. Raises Refusal."""
    rows = client.query("SELECT Id, Name, DeveloperName FROM Group WHERE Type = 'Queue'")
    return {str(row["Id"]): str(row["DeveloperName"] or row["Name"]) for row in rows}


def account_names(client: Client, ids: Iterable[str]) -> dict[str, str]:
    """Id of an account → its name. Raises Refusal."""
    rows = _rows(client, "SELECT Id, Name FROM Account WHERE Id IN", sorted(set(ids)))
    return {str(row["Id"]): str(row["Name"]) for row in rows}


def _decided(row: dict[str, Any], past: dict[str, str], member: dict[str, list[str]]) -> Decided:
    owner = row["OwnerId"] or ""
    queues, by = _queues(row["Id"], owner, past, member)
    return Decided(row["Id"], row["CaseNumber"] or "", row["AccountId"], queues, by)


def _queues(case: str, owner: str, past: dict[str, str], member: dict[str, list[str]]) -> tuple[tuple[str, ...], By]:
    if _is_queue(owner):
        return (owner,), "owner"
    if case in past:
        return (past[case],), "history"
    return (tuple(member[owner]), "member") if owner in member else ((), "")


def _last_queues(client: Client, cases: Sequence[str]) -> dict[str, str]:
    """Case → the queue that owned it last, where the org keeps the history of owners."""
    last: dict[str, str] = {}
    query = "SELECT CaseId, OldValue, NewValue, CreatedDate FROM CaseHistory WHERE Field = 'Owner' AND CaseId IN"
    try:
        rows = sorted(_rows(client, query, cases), key=lambda row: str(row["CreatedDate"]))
    except Refusal as told:
        if told.failure.code not in ("INVALID_TYPE", "INVALID_FIELD"):
            raise
        return {}
    for row in rows:
        for value in (row["OldValue"], row["NewValue"]):
            if _is_queue(value):
                last[row["CaseId"]] = value
    return last


def _memberships(client: Client, users: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = "SELECT GroupId, UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue' AND UserOrGroupId IN"
    for row in _rows(client, query, users):
        found.setdefault(row["UserOrGroupId"], []).append(row["GroupId"])
    return found


def _rows(client: Client, query: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ids), AT_ONCE):
        yield from client.rows(f"{query} {among(ids[start : start + AT_ONCE])}")


def _is_queue(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(QUEUE) and len(value) in (15, 18)
