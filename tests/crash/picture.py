"""What is left when all is through: org, trace and ledger, without the ids and the times that differ from run to run."""

from __future__ import annotations

import re
from typing import Any

from app.wiring import House

KEY = "Orchestration_Key__c"
SUFFIX = "..try"
"""Begins what the control hangs on to a key, so that each try has another one."""

ROWS = {
    "Case": ("Subject", "Status", "OwnerId", "AccountId", "ParentId", KEY),
    "EmailMessage": ("Subject", "ParentId", "MessageIdentifier", KEY),
    "ContentVersion": ("Title", KEY),
    "Orchestration_Run__c": ("Run_Key__c", "Status__c", "Outcome__c", "Case__c", "Parent_Run__c"),
    "Orchestration_Hop__c": ("Hop_Key__c", "Step__c", "Kind__c", "Status__c", "Run__c"),
}
KEYS = {name: next(field for field in fields if "Key__c" in field) for name, fields in ROWS.items()}


def picture(house: House) -> dict[str, list[str]]:
    """Room → its rows as sorted lines; two pictures are equal where the same work was done once."""
    return {**_org(house), **_store(house)}


def differences(left: dict[str, list[str]], right: dict[str, list[str]]) -> list[str]:
    """Lines that stand in one picture alone, or more often in one."""
    told = []
    for room in sorted({*left, *right}):
        one, other = list(left.get(room, [])), list(right.get(room, []))
        for line in list(one):
            if line in other:
                one.remove(line)
                other.remove(line)
        told += [f"{room}: missing: {line}" for line in one] + [f"{room}: too many: {line}" for line in other]
    return told


def _org(house: House) -> dict[str, list[str]]:
    found: dict[str, list[dict[str, Any]]] = {}
    names: dict[str, str] = {}
    for name, fields in ROWS.items():
        found[name] = house.client.query(f"SELECT Id, {', '.join(fields)} FROM {name}")
        names |= {row["Id"]: f"{name}:{_key(row[KEYS[name]])}" for row in found[name]}
    return {
        name: sorted(
            " | ".join(_key(names.get(str(row[field]), str(row[field]))) for field in ROWS[name])
            for row in rows
            if not (name == "Orchestration_Hop__c" and row["Status__c"] == "failed")
        )
        for name, rows in found.items()
    }


def _store(house: House) -> dict[str, list[str]]:
    """Failures that were tried again are no difference: where they strike is chance. The chain of each run holds."""
    runs, hops, chains = [], [], []
    for run in house.store.runs.latest(10_000):
        report = house.runner.report(run.id)
        cases = sorted(str(sorted(case.items())) for case in report.prediction()["cases"])
        runs.append(f"{run.name} | {run.status} | {run.outcome} | {cases}")
        hops += [
            f"{run.name} | {hop.id} | {hop.status}" for hop in house.store.hops.of(run.id) if hop.status != "failed"
        ]
        if not hops:
            chains.append(f"{run.name} has no hop")
    with house.store.reading() as cursor:
        attempts = [f"{key} | {told}" for key, told in cursor.execute("SELECT key, told FROM attempt").fetchall()]
        left = cursor.execute("SELECT count(*) FROM checkpoints").fetchone()[0]
    reviews = [f"{review.id} | {review.status}" for run in house.store.runs.latest(10_000)
               for review in house.store.reviews.of(run.id)]  # fmt: skip
    return {
        "runs": sorted(runs), "hops": sorted(hops), "ledger": sorted(attempts), "reviews": sorted(reviews),
        "without hops": chains, "checkpoints left": [str(left)],
    }  # fmt: skip


def _key(text: str) -> str:
    return re.sub(re.escape(SUFFIX) + r"\w+", "", text)
