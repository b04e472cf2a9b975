"""Failures in the words of the Salesforce REST API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: HTTP status of an error code where it is not 400 (REST API Developer Guide, "Status Codes and Error Responses").
STATUS = {
    "INVALID_SESSION_ID": 401,
    "REQUEST_LIMIT_EXCEEDED": 403,
    "INSUFFICIENT_ACCESS": 403,
    "API_DISABLED_FOR_ORG": 403,
    "NOT_FOUND": 404,
    "ENTITY_IS_DELETED": 404,
    "METHOD_NOT_ALLOWED": 405,
    "PRECONDITION_FAILED": 412,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "REQUEST_TOO_LARGE": 413,
    "UNKNOWN_EXCEPTION": 500,
    "SERVER_UNAVAILABLE": 503,
}


class ApiError(Exception):
    """The service refuses: `code` and `fields` as a client of Salesforce would read them."""

    def __init__(self, code: str, message: str, fields: Sequence[str] = (), status: int = 0) -> None:
        self.code, self.message, self.fields = code, message, tuple(fields)
        self.status = status or STATUS.get(code, 400)
        self.more: tuple[ApiError, ...] = ()  #: further failures of the same record
        super().__init__(f"{code}: {message}")

    def body(self) -> list[dict[str, Any]]:
        """The error as the body of a REST answer."""
        return [error.entry() for error in (self, *self.more)]

    def entry(self) -> dict[str, Any]:
        """One entry of a REST error list; `fields` only where the error is about fields."""
        entry: dict[str, Any] = {"message": self.message, "errorCode": self.code}
        if self.fields:
            entry["fields"] = list(self.fields)
        return entry

    def results(self) -> list[dict[str, Any]]:
        """The `errors` of a save result (collections and trees)."""
        return [{"statusCode": e.code, "message": e.message, "fields": list(e.fields)} for e in (self, *self.more)]


class ReplyLost(Exception):
    """A declared fault: the connection ends without a reply. `committed` says whether the work was done before."""

    def __init__(self, committed: bool) -> None:
        self.committed = committed
        super().__init__("the connection was closed without a reply")


def not_found(message: str = "The requested resource does not exist") -> ApiError:
    """The failure for something that is not there."""
    return ApiError("NOT_FOUND", message)
