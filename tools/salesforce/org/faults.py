"""Faults on demand: what a real org or the way to it can do to a call, declared before it happens."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from tools.salesforce.org.failure import STATUS, ApiError

Drop = Literal["", "request", "reply"]
"""`request`: the connection ends before the work is done; `reply`: after it is done and committed."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault for calls that match. A call is a whole request or a sub-request of a composite.

    `path` is a pattern with `*` over the path below `/services/data/vXX.X/`. The fault strikes from the `nth` match
    on, `times` times (0: from then on always). With a `code` the call fails with it; `latency` is in seconds.
    """

    method: str = "*"
    path: str = "*"
    sobject: str = ""  #: API name: calls on `sobjects/NAME...`
    nth: int = 1
    times: int = 1
    code: str = ""
    message: str = ""
    status: int = 0  #: of the error; by default what Salesforce gives for the code
    latency: float = 0.0
    drop: Drop = ""

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault is meant for such a call."""
        if self.method not in ("*", method):
            return False
        if self.sobject and not (path.lower() + "/").startswith(f"sobjects/{self.sobject.lower()}/"):
            return False
        return fnmatchcase(path, self.path)

    def error(self) -> ApiError:
        """The failure that the call answers."""
        status = self.status or (500 if self.code not in STATUS and self.code.startswith("UNKNOWN") else 0)
        return ApiError(self.code, self.message or DEFAULT_MESSAGES.get(self.code, self.code), status=status)


DEFAULT_MESSAGES = {
    "UNABLE_TO_LOCK_ROW": "unable to obtain exclusive access to this record",
    "REQUEST_LIMIT_EXCEEDED": "TotalRequests Limit exceeded.",
    "SERVER_UNAVAILABLE": "The server is temporarily unavailable",
    "INVALID_SESSION_ID": "Session expired or invalid",
    "STORAGE_LIMIT_EXCEEDED": "storage limit exceeded",
}


class Faults:
    """The declared faults of an org, and how often each has matched."""

    def __init__(self) -> None:
        self._declared: list[Fault] = []
        self._matched: list[int] = []
        self._lock = threading.Lock()

    def declare(self, *faults: Fault) -> None:
        """Adds faults."""
        with self._lock:
            self._declared += faults
            self._matched += [0] * len(faults)

    def clear(self) -> None:
        """Takes all faults away."""
        with self._lock:
            self._declared.clear()
            self._matched.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this call, if one does; every match is counted."""
        if not self._declared:
            return None
        struck: Fault | None = None
        with self._lock:
            for index, fault in enumerate(self._declared):
                if not fault.matches(method, path):
                    continue
                self._matched[index] += 1
                count = self._matched[index] - fault.nth
                if struck is None and count >= 0 and (fault.times == 0 or count < fault.times):
                    struck = fault
        return struck
