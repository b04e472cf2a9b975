"""Work that begins on a record of the org: the run's record is put beside it, and nothing is opened or sent twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.salesforce import log as logs
from tools.salesforce.arguments import RunLog, StandingRecord
from tools.salesforce.client import Client
from tools.salesforce.commit import commit, write_failure
from tools.salesforce.composite import Part, find, read
from tools.salesforce.errors import GONE, Refusal, refusal
from tools.salesforce.soql import literal, record


def take_up(client: Client, log: RunLog, standing: StandingRecord) -> dict[str, Any]:
    """The row of an opened record, in one request. A mail that came after others on its case is appended to it.

    Raises Refusal CASE_GONE where the record is no longer there.
    """
    log = log.model_copy(update={"object": standing.object})
    name = client.describe(standing.object).name_field
    parts: list[Part] = [read("number", standing.object, record(standing.id), (name,))]
    if standing.mail:
        parts.append(find("first", _first(standing)))
    try:
        written = commit(client, parts, log, f"{log.key}:open", standing.id)
    except Refusal as told:
        if told.part == "number" and told.failure.code in GONE:
            gone = refusal("CASE_GONE", f"the {standing.object} {standing.id} is no longer there")
            raise gone from None
        write_failure(client, log, told.failure)
        raise
    if written.found:
        number = client.read(standing.object, standing.id, (name,)) or {}
        run = client.read(logs.RUN, log.key, ("Id",), by=logs.RUN_KEY) or {}
        first = client.query(_first(standing)) if standing.mail else []
        return _row(str(run.get("Id") or ""), standing.id, str(number.get(name) or ""), _is_later(standing, first))
    appended = _is_later(standing, written.answers["first"].rows if standing.mail else [])
    number = written.answers["number"].body
    return _row(written.answers["run"].id, standing.id, str(number.get(name) or ""), appended)


def _first(standing: StandingRecord) -> str:
    """The mail that came in first on the case."""
    place = literal(record(standing.id))
    return f"SELECT Id FROM EmailMessage WHERE ParentId = {place} AND Incoming = true ORDER BY CreatedDate, Id LIMIT 1"


def _is_later(standing: StandingRecord, first: Sequence[Mapping[str, Any]]) -> bool:
    """Whether another mail began the case."""
    return bool(first) and str(first[0]["Id"])[:15] != standing.mail[:15]


def _row(run: str, case: str, number: str, appended: bool) -> dict[str, Any]:
    told = {"run": run, "case": case, "number": number, "appended": appended}
    return {**told, "writes": [logs.RUN], "files": [], "notes": []}
