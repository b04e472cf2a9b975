"""The cases of a run as its trace knows them, in the order of the message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.store import Run, Store
from workflow.errors import NotFound
from workflow.identifiers import RunId, case_key
from workflow.trace import Hop
from workflow.work import CaseWork

WORST = ("failed", "waiting", "unsure", "done", "skipped")
"""The status of a case is the first of these that one of its hops has."""


@dataclass(frozen=True)
class CaseTrace:
    """One case: its place (from 1), its hops, and what came of it. `request` is the splitting's own, as plain data."""

    key: str
    number: int
    hops: tuple[Hop, ...]
    request: dict[str, Any]
    account: str = ""  #: key of the account that was chosen
    account_name: str = ""
    category: str = ""
    owner: str = ""
    record: str = ""  #: record id, once written
    record_number: str = ""
    missing: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    dropped: bool = False

    @property
    def named(self) -> str:
        """The account as the message names it."""
        return str(self.request.get("named") or "")

    @property
    def title(self) -> str:
        """What the case is about: the account's name and key, else the name in the message."""
        if self.account_name and self.account:
            return f"{self.account_name} ({self.account})"
        return self.account_name or self.account or self.named or "no account"

    @property
    def status(self) -> str:
        """That of the case as it now stands: a hop that was tried again or answered counts as it ended."""
        if self.dropped:
            return "skipped"
        if self.record:
            return "done"
        last = {hop.step: hop.status for hop in self.hops}
        return next((status for status in WORST if status in last.values()), "done")


def cases_of(store: Store, run: Run, hops: Sequence[Hop]) -> list[CaseTrace]:
    """Every case that a hop or the run's row knows. Records that cannot be read any more leave their hops standing."""
    requests = _requests(run, hops)
    keys = dict.fromkeys([*requests, *run.cases, *(hop.case for hop in hops if hop.case)])
    seen = {hop.case for hop in hops} | set(run.cases)
    names = _names(hops)
    found: list[CaseTrace] = []
    for key in keys:
        if key not in seen:
            continue
        own = tuple(hop for hop in hops if hop.case == key)
        kept = run.cases.get(key, "")
        found.append(
            _case(key, len(found) + 1, own, requests.get(key, {}), _work(store, kept), names, key in run.cases)
        )
    return found


def _requests(run: Run, hops: Sequence[Hop]) -> dict[str, dict[str, Any]]:
    """Case key → request, in the order of the message."""
    told = [hop.detail for hop in hops if hop.kind == "splitting" and hop.detail.get("requests")]
    requests = told[-1]["requests"] if told else []
    return {
        case_key(RunId(run.id), str(request["key"])): request
        for request in requests
        if isinstance(request, dict) and "key" in request
    }


def _names(hops: Sequence[Hop]) -> dict[str, str]:
    """Key of an account → its name, of those recognised in the message."""
    rows = [row for hop in hops if hop.kind == "read" for row in hop.detail.get("recognised", ())]
    return {str(row.get("account")): str(row.get("name")) for row in rows if isinstance(row, dict)}


def _work(store: Store, kept: str) -> CaseWork | None:
    if not kept:
        return None
    try:
        return store.blobs.get_model(kept, CaseWork)
    except (NotFound, ValueError):
        return None


def _case(
    key: str,
    number: int,
    hops: tuple[Hop, ...],
    request: dict[str, Any],
    work: CaseWork | None,
    names: dict[str, str],
    known: bool,
) -> CaseTrace:
    matched, classified = _last(hops, "matching"), _last(hops, "classification")
    told = str(matched.get("key") or matched.get("account") or "")
    name = names.get(told, "")
    category = str(classified.get("category") or "")
    lacking = _last(hops, "completeness")
    missing = tuple(map(str, (*(lacking.get("missing") or ()), *(lacking.get("documents") or ()))))
    record = _record(hops)
    owner = str(record.get("owner") or _owner(hops))
    if work is not None:
        told = (work.account.key or work.account.id) if work.account else ""
        name = work.account.name if work.account else ""
        category, missing = work.category or "", (*work.missing, *work.missing_documents)
    return CaseTrace(
        key=key,
        number=number,
        hops=hops,
        request=request,
        account=told,
        account_name=name,
        category=category,
        owner=owner,
        record=str(record.get("case") or ""),
        record_number=str(record.get("number") or ""),
        missing=missing,
        edited=work.edited if work else (),
        dropped=known and work is None and not record,
    )


def _last(hops: Sequence[Hop], kind: str) -> dict[str, Any]:
    return next((hop.detail for hop in reversed(hops) if hop.kind == kind and hop.detail), {})


def _record(hops: Sequence[Hop]) -> dict[str, Any]:
    written = [hop.detail["record"] for hop in hops if isinstance(hop.detail.get("record"), dict)]
    return written[-1] if written else {}


def _owner(hops: Sequence[Hop]) -> str:
    planned = _last(hops, "act").get("planned")
    if isinstance(planned, dict) and planned.get("queue"):
        return str(planned["queue"])
    given = _last(hops, "decide").get("given")
    return ", ".join(str(value) for value in given.values() if value) if isinstance(given, dict) else ""
