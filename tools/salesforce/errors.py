"""What the org or the network says when it does not do what was asked, as a Failure with its retry class.

Error codes: REST API Developer Guide, "Status Codes and Error Responses", and the SOAP API's `StatusCode`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.errors import SwitchyardError
from workflow.result import Failure, RetryClass

NOW = frozenset({"UNABLE_TO_LOCK_ROW", "QUERY_TIMEOUT"})
LATER = frozenset({
    "REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "API_CURRENTLY_DISABLED", "ORG_LOCKED", "EXCEEDED_QUOTA",
    "LIMIT_EXCEEDED", "STORAGE_LIMIT_EXCEEDED", "INVALID_SESSION_ID", "TOO_MANY_APEX_REQUESTS", "NO_CONNECTION",
    "API_SHARE_SPENT", "RATE_LIMITED",
})  # fmt: skip
UNCERTAIN = frozenset({"UNKNOWN_EXCEPTION", "GATEWAY_TIMEOUT"})

HALTED = frozenset({"PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"})
"""Not failures of their own: undone, or not begun, because of another part of the same request."""

GONE = frozenset({"NOT_FOUND", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"})
"""A record that is not there: deleted, merged into another, or never seen."""

LONGEST = 1000
"""Characters of a message that are kept; the org repeats values in its messages."""

_DUPLICATE = re.compile(r"duplicate value found: (\w+) duplicates value on record with id: (\w+)")
_SECRET = re.compile(r"(?i)(bearer\s+|sid=|access_token=|00D[0-9A-Za-z]{12,15}!)[^\s\"',&]+")


class Refusal(SwitchyardError):
    """The org did not do what was asked. Raised inside this room only; the tools give it back as data."""

    def __init__(self, failure: Failure, part: str = "") -> None:
        self.failure, self.part = failure, part
        super().__init__(f"{failure.code}: {failure.message}")


def refusal(code: str, message: str, fields: Iterable[str] = (), retry: RetryClass | None = None) -> Refusal:
    """A Refusal with the retry class that belongs to the code, where none is given."""
    return Refusal(failure(code, message, fields, retry))


def failure(code: str, message: str, fields: Iterable[str] = (), retry: RetryClass | None = None) -> Failure:
    """A Failure with the retry class that belongs to the code, where none is given."""
    text = _SECRET.sub(r"\1…", message)
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return Failure(code=code, message=text, fields=tuple(fields), retry=retry or retry_class(code))


def retry_class(code: str) -> RetryClass:
    """What may be done after an error of this code."""
    if code in NOW:
        return "now"
    if code in LATER:
        return "later"
    return "unknown" if code in UNCERTAIN else "never"


def of_entries(content: Any, status: int) -> Failure:
    """The Failure of an error body: a list of `{errorCode, message, fields}`, or anything else a gateway sends.

    Of several entries the first that is no mere consequence of another counts; the others' messages follow it.
    """
    told = [entry for entry in _listed(content) if isinstance(entry, Mapping)]
    # Results of actions hold their errors inside.
    entries = [inner for entry in told for inner in (entry.get("errors") or [entry]) if isinstance(inner, Mapping)]
    own = [entry for entry in entries if _code(entry) not in HALTED] or entries
    if not own:
        code = {401: "INVALID_SESSION_ID", 503: "SERVER_UNAVAILABLE", 504: "GATEWAY_TIMEOUT"}.get(status)
        code = code or ("UNKNOWN_EXCEPTION" if status >= 500 else f"HTTP_{status}")
        return failure(code, f"the org answered with status {status} and no error that can be read")
    message = "; ".join(dict.fromkeys(str(entry.get("message") or "") for entry in own))
    fields = [str(name) for entry in own for name in entry.get("fields") or ()]
    return failure(_code(own[0]), message, dict.fromkeys(fields))


def of_rows(rows: Any) -> tuple[int, Failure] | None:
    """The first row of a collection's answer that failed by itself: its position and why; None where none did."""
    failed = [(place, row) for place, row in enumerate(_listed(rows)) if isinstance(row, Mapping) and row.get("errors")]
    for place, row in failed:
        if any(_code(entry) not in HALTED for entry in row["errors"]):
            return place, of_entries(row["errors"], 400)
    return (failed[0][0], of_entries(failed[0][1]["errors"], 400)) if failed else None


def duplicate(told: Failure) -> tuple[str, str] | None:
    """The unique field and the id (15 characters) of the record that has the value already; None for other failures."""
    found = _DUPLICATE.search(told.message) if told.code == "DUPLICATE_VALUE" else None
    return (found[1], found[2]) if found else None


def lost(writes: bool, where: str, why: str, sent: bool = True) -> Failure:
    """There was no answer. A write that was sent may have been done all the same."""
    if writes and sent:
        return failure("NO_REPLY", f"{where} did not answer ({why}): the write may have been done", retry="unknown")
    return failure("NO_CONNECTION", f"{where} did not answer ({why})", retry="later")


def _code(entry: Mapping[str, Any]) -> str:
    return str(entry.get("errorCode") or entry.get("statusCode") or entry.get("error") or "UNKNOWN_EXCEPTION")


def _listed(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    return [content] if isinstance(content, Mapping) else []
