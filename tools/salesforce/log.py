"""The log as records of the org: one Orchestration_Run__c with the timeline, Orchestration_Hop__c rows below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.salesforce.arguments import HopRow, RunLog
from tools.salesforce.client import Client
from tools.salesforce.composite import Part, upsert, upsert_all
from tools.salesforce.values import clean, fit
from workflow.identifiers import digest

RUN = "Orchestration_Run__c"
RUN_KEY = "Run_Key__c"
HOP = "Orchestration_Hop__c"
HOP_KEY = "Hop_Key__c"
STAMP = "Last_Write__c"
"""Field of the run's record that names the last write of cases, so that it can be told whether it was done."""

STATUS = {"Open": "Running", "Waiting": "Waiting", "Finished": "Completed", "Failed": "Failed"}
"""Status of a run → value of the picklist in the org."""

CASE = "Case"

LONGEST_HOP_KEY = 120


def record_field(sobject: str) -> str:
    """The field of the run's record that says which record it is about: a lookup to a Case, else an id as text."""
    return "Case__c" if sobject == CASE else "Record_Id__c"


def run_part(client: Client, log: RunLog, case: str = "", stamp: str = "", reason: str = "") -> Part:
    """The run's record, made or brought up to date; `case` is a record id or a reference to an earlier part."""
    return upsert("run", RUN, RUN_KEY, log.key, run_values(client, log, case, stamp, reason))


def run_values(client: Client, log: RunLog, case: str = "", stamp: str = "", reason: str = "") -> dict[str, Any]:
    """Fields of the run's record without its key; what is not known is left as it stands.

    `reason` says in words what a person should know of this state of the run; none clears it.
    """
    values: dict[str, Any] = {
        "Workflow__c": log.workflow,
        "Bundle__c": log.bundle,
        "Source__c": log.source,
        "Message_Id__c": log.message_id,
        "Status__c": STATUS.get(log.status, log.status),
        "Outcome__c": log.outcome,
        "Timeline__c": log.timeline,
        "Timeline_Json__c": log.timeline_json,
    }
    fitted = fit({name: value for name, value in values.items() if value}, client.describe(RUN), "update").values
    fitted |= fit({"Reason__c": reason}, client.describe(RUN), "update").values
    if case:
        fitted[record_field(log.object)] = case
    if log.object != CASE:
        fitted["Record_Object__c"] = log.object
    if log.parent:
        fitted["Parent_Run__r"] = {RUN_KEY: log.parent}
    if stamp:
        fitted[STAMP] = stamp
    return fitted


def hop_rows(client: Client, hops: Sequence[HopRow], run: str, known: frozenset[str]) -> list[dict[str, Any]]:
    """The rows of hops. One that is there already (`known` keys) stays where it is: its master can not be changed."""
    rows = {}
    for hop in hops:
        key = hop_key(hop.key)
        values = {
            "Step__c": hop.step,
            "Kind__c": hop.kind,
            "Status__c": hop.status,
            "Reason__c": hop.reason,
            "At__c": hop.at,
        }
        row = {HOP_KEY: key, **fit(values, client.describe(HOP), "update").values}
        rows[key] = row if key in known else {**row, "Run__c": run}
    return list(rows.values())


def hop_part(ref: str, rows: Sequence[dict[str, Any]]) -> Part:
    """Rows of hops, made or brought up to date."""
    return upsert_all(ref, HOP, HOP_KEY, rows)


def hop_key(key: str) -> str:
    """The key of a hop's row; one that is too long keeps its beginning and gets a digest."""
    key = clean(key)
    return key if len(key) <= LONGEST_HOP_KEY else f"{key[: LONGEST_HOP_KEY - 33]}-{digest(key)}"
