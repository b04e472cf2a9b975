"""The meter: API calls used of those that the org allows."""

from __future__ import annotations

import threading

from tools.salesforce.org.failure import ApiError


class Meter:
    """Counts the calls since the org was opened; a real org counts those of the last 24 hours."""

    def __init__(self, allowed: int) -> None:
        self.allowed = allowed
        self.used = 0
        self._lock = threading.Lock()

    def add(self, calls: int = 1) -> None:
        """Counts calls; raises REQUEST_LIMIT_EXCEEDED when none are left."""
        with self._lock:
            self.used += calls
            exceeded = self.used > self.allowed
        if exceeded:
            raise ApiError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")

    def header(self) -> str:
        """The value of Sforce-Limit-Info."""
        return f"api-usage={self.used}/{self.allowed}"
