"""Replays recorded traffic of a real org by its shape: status, keys, types and codes, not values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.salesforce.org import EmbeddedOrg
from tools.salesforce.org.message import Request
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.schema import Field, Sobject

VERSION = "v62.0"
OUT_OF_SCOPE = {
    "tooling/": "the Tooling API serves developers of an org",
    "connect/": "Connect serves communities and feeds",
}
"""What of the recordings the embedded org does not model, by the path below the version, and why."""

VALUES: dict[str, Any] = {
    "string": "x", "textarea": "x", "combobox": "x", "email": "a@example.com", "phone": "1", "url": "x.example",
    "boolean": False, "double": 1, "int": 1, "currency": 1, "percent": 1, "date": "2026-01-01",
    "datetime": "2026-01-01T00:00:00Z", "time": "08:00:00Z",
}  # fmt: skip


def reason(interaction: Mapping[str, Any]) -> str:
    """Why an interaction is out of scope; empty for one that is replayed."""
    below = re.sub(r"^/services/data/v[^/]+/", "", interaction["uri"])
    return next((why for start, why in OUT_OF_SCOPE.items() if below.startswith(start)), "")


def read(text: str | None) -> Any:
    """The body of a recorded request. One recording, edited by hand, closes its list of sub-requests too early."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return json.loads(text.replace(']}, {"method"', ', {"method"'))


@dataclass
class Replay:
    """A fresh org that is given what the recorded org had, asked the same, and compared."""

    org: EmbeddedOrg
    ids: dict[str, str] = field(default_factory=dict)  #: recorded ids and ours

    def differences(self, interaction: Mapping[str, Any]) -> list[str]:
        """Where our answer has another shape than the recorded one."""
        asked = read(interaction["request"])
        recorded = interaction["body"]
        self._prepare(interaction, asked, recorded)
        status, answer = self.send(interaction["method"], interaction["uri"], self._translated(asked))
        found = [] if status == interaction["status"] else [f"status {status}, recorded {interaction['status']}"]
        return found + list(differences(recorded, answer, "describe" in json.dumps([interaction["uri"], asked])))

    def send(self, method: str, uri: str, body: Any) -> tuple[int, Any]:
        """Status and body of our answer."""
        headers = {"authorization": f"Bearer {self.org.session_id}", "content-type": "application/json"}
        data = json.dumps(body).encode() if body is not None else b""
        answer = self.org.handle(Request.of(method, _versioned(uri), headers, data))
        return answer.status, answer.json()

    def _prepare(self, interaction: Mapping[str, Any], asked: Any, recorded: Any) -> None:
        if isinstance(recorded, dict):
            for record in recorded.get("records", []):
                self._make(record["attributes"].get("type", ""), record)
        if interaction["method"] != "PATCH" or not isinstance(asked, dict):
            return
        upsert = re.search(r"composite/sobjects/\w+/(\w+)", interaction["uri"])
        for row, result in zip(asked.get("records", []), recorded, strict=True):
            if upsert is None or result.get("created") is False:
                self._make(row["attributes"]["type"], row)

    def _make(self, name: str, given: Mapping[str, Any]) -> None:
        """A record like a recorded one, unless there is one for its id."""
        one = self.org.schema.sobject(name)
        identifier = next((value for key, value in given.items() if key.lower() == "id"), None)
        if one is None or (identifier and identifier in self.ids):
            return
        values = dict(self._required(one))
        for key, value in given.items():
            known = one.field(key)
            if known is not None and known.createable and known.type != "reference" and value is not None:
                values[known.name] = value
        status, answer = self.send("POST", f"/services/data/{VERSION}/sobjects/{one.name}", values)
        assert status == 201, answer
        if identifier:
            self.ids[identifier] = answer["id"]

    def _required(self, one: Sobject) -> Iterator[tuple[str, Any]]:
        for name in one.required:
            known: Field = one.known(name)
            if known.default is None and known.createable and known.type != "reference":
                yield name, known.picklist[0] if known.picklist else VALUES[known.type]

    def _translated(self, value: Any) -> Any:
        """A request with our ids for the recorded ones; a record is made for each that is not known yet."""
        if isinstance(value, dict):
            return {key: self._translated(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._translated(one) for one in value]
        if not isinstance(value, str):
            return value
        one = self.org.schema.of(value) if normalise(value) else None
        if one is not None:
            if value not in self.ids:
                self._make(one.name, {"Id": value})
            return self.ids[value]
        return _versioned(value)


def differences(recorded: Any, answer: Any, grown: bool = False, place: str = "body") -> Iterator[str]:
    """Keys and types that differ. `grown`: later versions have more keys, as those of describes do."""
    if recorded is None or answer is None:
        return
    if isinstance(recorded, dict) and isinstance(answer, dict):
        missing, more = recorded.keys() - answer.keys(), answer.keys() - recorded.keys()
        if missing or (more and not grown):
            yield f"{place}: without {sorted(missing)}, with {sorted(more)}"
        for key in recorded.keys() & answer.keys():
            if key not in ("urls", "httpHeaders"):
                yield from differences(recorded[key], answer[key], grown, f"{place}.{key}")
            if key in ("errorCode", "statusCode") and recorded[key] != answer[key]:
                yield f"{place}.{key}: {answer[key]}, recorded {recorded[key]}"
    elif isinstance(recorded, list) and isinstance(answer, list):
        if recorded and answer:
            yield from differences(recorded[0], answer[0], grown, f"{place}[0]")
    elif _kind(recorded) != _kind(answer):
        yield f"{place}: {_kind(answer)}, recorded {_kind(recorded)}"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def _versioned(text: str) -> str:
    return re.sub(r"/services/data/v(?:xx\.0|4\d\.0)", f"/services/data/{VERSION}", text)
