"""Several requests in one API call, all done or none: the unit in which a case and its log are written.

Composite resource: REST API Developer Guide, "Composite"; later parts use results of earlier ones as `@{ref.field}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from tools.salesforce import soql
from tools.salesforce.client import Client
from tools.salesforce.errors import HALTED, Refusal, failure, of_entries, of_rows
from workflow.result import Failure

MOST_PARTS = 25
MOST_LISTS = 5
"""Parts that are queries or collections."""

MOST_ROWS = 200
"""Records of one collection."""

UNASSIGNED = ("Case", "Lead")
"""Objects whose assignment rules must not replace the owner that was decided."""


@dataclass(frozen=True)
class Part:
    """One request of a composite. `path` is below the API's base; `lists` marks queries and collections."""

    ref: str
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    lists: bool = False

    def request(self, base: str) -> dict[str, Any]:
        """As the composite resource wants it."""
        made: dict[str, Any] = {"referenceId": self.ref, "method": self.method, "url": f"{base}/{self.path}"}
        if self.body is not None:
            made["body"] = dict(self.body)
        if self.headers:
            made["httpHeaders"] = dict(self.headers)
        return made


@dataclass(frozen=True)
class Answer:
    """What one part gave."""

    status: int
    body: Any = None

    @property
    def id(self) -> str:
        """The id of the record that was written."""
        return str(self.body["id"]) if isinstance(self.body, Mapping) and self.body.get("id") else ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The records of a query, or the rows of a collection's answer."""
        found = self.body.get("records") if isinstance(self.body, Mapping) else self.body
        return list(found or ())


def create(ref: str, sobject: str, values: Mapping[str, Any]) -> Part:
    """Makes a record."""
    return Part(ref, "POST", f"sobjects/{soql.name(sobject)}", values, _headers(sobject))


def update(ref: str, sobject: str, record: str, values: Mapping[str, Any]) -> Part:
    """Changes a record, by its id or by a reference to an earlier part."""
    return Part(ref, "PATCH", f"sobjects/{soql.name(sobject)}/{_target(record)}", values, _headers(sobject))


def upsert(ref: str, sobject: str, by: str, key: str, values: Mapping[str, Any]) -> Part:
    """Makes the record with that external id, or changes it."""
    path = f"sobjects/{soql.name(sobject)}/{soql.name(by)}/{soql.segment(key)}"
    return Part(ref, "PATCH", path, values, _headers(sobject))


def read(ref: str, sobject: str, record: str, fields: Sequence[str], by: str = "") -> Part:
    """Reads fields of one record, by its id, a reference or the external id field `by`. Fails where there is none."""
    place = f"{soql.name(by)}/{soql.segment(record)}" if by else _target(record)
    return Part(ref, "GET", f"sobjects/{soql.name(sobject)}/{place}?fields={','.join(map(soql.name, fields))}")


def find(ref: str, text: str) -> Part:
    """A query."""
    return Part(ref, "GET", "query?" + urlencode({"q": text}, quote_via=quote), lists=True)


def create_all(ref: str, sobject: str, rows: Sequence[Mapping[str, Any]]) -> Part:
    """Makes up to 200 records of one object."""
    body = {"allOrNone": True, "records": [{"attributes": {"type": sobject}, **row} for row in rows]}
    return Part(ref, "POST", "composite/sobjects", body, _headers(sobject), lists=True)


def upsert_all(ref: str, sobject: str, by: str, rows: Sequence[Mapping[str, Any]]) -> Part:
    """Makes or changes up to 200 records of one object by an external id that each row holds."""
    body = {"allOrNone": True, "records": [{"attributes": {"type": sobject}, **row} for row in rows]}
    path = f"composite/sobjects/{soql.name(sobject)}/{soql.name(by)}"
    return Part(ref, "PATCH", path, body, _headers(sobject), lists=True)


def fits(parts: Sequence[Part]) -> bool:
    """Whether the parts are few enough for one request."""
    return len(parts) <= MOST_PARTS and sum(part.lists for part in parts) <= MOST_LISTS


def send(client: Client, parts: Sequence[Part], all_or_none: bool = True) -> dict[str, Answer]:
    """The answers by reference. Raises Refusal, with the part at fault, where something failed and nothing was done.

    With `all_or_none` off, nothing is raised for a part: its status tells.
    """
    if not fits(parts):
        raise ValueError(f"{len(parts)} parts are more than one request may have")
    body = {"allOrNone": all_or_none, "compositeRequest": [part.request(client.base) for part in parts]}
    told = _post(client, body, reads=all(part.method == "GET" for part in parts))
    answers = {row["referenceId"]: Answer(row["httpStatusCode"], row.get("body")) for row in told["compositeResponse"]}
    if all_or_none:
        _check(answers)
    return answers


def _post(client: Client, body: dict[str, Any], reads: bool) -> Any:
    """The answer; a request that only reads is sent once more where its answer was lost."""
    try:
        return client.request("POST", "composite", body)
    except Refusal as told:
        if not reads or told.failure.retry not in ("unknown", "now"):
            raise
    try:
        return client.request("POST", "composite", body)
    except Refusal as told:
        again = told.failure.model_copy(update={"retry": "later"}) if told.failure.retry == "unknown" else told.failure
        raise Refusal(again) from None


def _check(answers: Mapping[str, Answer]) -> None:
    """Raises for the part that failed by itself, rather than for those that were undone because of it."""
    failed = {ref: told for ref, answer in answers.items() if (told := _failure(answer)) is not None}
    own = [ref for ref, told in failed.items() if told.code not in HALTED]
    unresolved = [ref for ref, told in failed.items() if "eference" in told.message]
    for ref in (own or unresolved or list(failed))[:1]:
        told = failed[ref]
        # The request was answered and rolled back: nothing is uncertain about it.
        raise Refusal(told.model_copy(update={"retry": "later"}) if told.retry == "unknown" else told, ref)


def _failure(answer: Answer) -> Failure | None:
    if answer.status >= 300:
        return of_entries(answer.body, answer.status)
    if isinstance(answer.body, list):
        failed = of_rows(answer.body)
        if failed is not None:
            return failed[1]
        if any(isinstance(row, Mapping) and row.get("success") is False for row in answer.body):
            return failure("UNKNOWN_EXCEPTION", "a row of the collection was not written, with no reason given")
    return None


def _target(record: str) -> str:
    return record if record.startswith("@{") else soql.record(record)


def _headers(sobject: str) -> dict[str, str]:
    return {"Sforce-Auto-Assign": "FALSE"} if sobject in UNASSIGNED else {}
