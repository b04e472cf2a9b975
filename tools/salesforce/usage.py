"""The org's API calls of the last 24 hours: watched on every answer, and left to others from a configured share on."""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from workflow.errors import InputError

LOG = logging.getLogger(__name__)

STOP_VARIABLE = "SWITCHYARD_SALESFORCE_API_STOP_AT"
STOP_AT = 0.95
WARN_AT, SLOW_FROM = 0.85, 0.95
"""Shares of the share at which calls stop."""

SLOWEST_SECONDS = 2.0
LOOK_AGAIN_SECONDS = 60.0
"""While calls are stopped one goes through this often: its answer tells whether there is room again."""


class ShareSpent(requests.RequestException):
    """The share of the org's calls that may be used is used up; nothing was sent."""


class PaceSpent(ShareSpent):
    """There is no room for a call by the bundle's own limit; nothing was sent. There is again in `wait` seconds."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        super().__init__(f"the limit of API calls (limits.yaml) is reached: there is room again in {wait:.0f} s")


@dataclass
class Usage:
    """`used` of `allowed` calls in the last 24 hours, as the org last said; `calls`: those made here."""

    stop_at: float = STOP_AT
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    room: Callable[[], float] | None = None  #: takes a permit for a call: 0, or the seconds until there is one
    calls: int = 0
    used: int = 0
    allowed: int = 0
    _warned: bool = field(default=False, init=False)
    _looked: float | None = field(default=None, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @property
    def share(self) -> float:
        """Used share of the allowed calls, 0 where the org has not said."""
        return self.used / self.allowed if self.allowed else 0.0

    def read(self, header: str) -> None:
        """Takes over `api-usage=18/5000` from a Sforce-Limit-Info header; anything else is ignored."""
        for entry in header.split(","):
            name, _, figures = entry.strip().partition("=")
            used, _, allowed = figures.partition("/")
            if name == "api-usage" and used.isdigit() and allowed.isdigit():
                self.used, self.allowed = int(used), int(allowed)
                self._watch()

    def make_room(self) -> None:
        """Before a call: waits where the share is nearly spent. Raises ShareSpent where it is, PaceSpent where there
        is no room by the bundle's limit."""
        wait = self.room() if self.room is not None else 0.0
        if wait:
            raise PaceSpent(wait)
        if self.share < self.stop_at * SLOW_FROM:
            return
        if self.share < self.stop_at:
            far = (self.share / self.stop_at - SLOW_FROM) / (1 - SLOW_FROM)
            self.sleep(round(SLOWEST_SECONDS * far, 2))
            return
        with self._lock:
            now = self.clock()
            if self._looked is not None and now - self._looked < LOOK_AGAIN_SECONDS:
                raise ShareSpent(
                    f"{self.used:,} of {self.allowed:,} API calls of 24 hours are used, and at {self.stop_at:.0%} "
                    f"calls stop here ({STOP_VARIABLE})"
                )
            self._looked = now

    def _watch(self) -> None:
        near = self.share >= self.stop_at * WARN_AT
        if near and not self._warned:
            LOG.warning(
                "Salesforce: %s of %s API calls of 24 hours are used; calls stop here at %s",
                f"{self.used:,}", f"{self.allowed:,}", f"{self.stop_at:.0%}",
            )  # fmt: skip
        self._warned = near
        if self.share < self.stop_at:
            self._looked = None
        elif self._looked is None:
            self._looked = self.clock()


def stop_at() -> float:
    """The configured share, 0 to 1. Raises InputError."""
    told = os.environ.get(STOP_VARIABLE, "").strip()
    if not told:
        return STOP_AT
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", told)
    share = float(found[1]) / (100 if found[2] else 1) if found else 0.0
    if not 0 < share <= 1:
        raise InputError(f"{STOP_VARIABLE} is {told!r}; it takes a share of the org's API calls, such as '80 %'")
    return share
