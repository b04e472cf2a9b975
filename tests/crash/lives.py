"""A worker's life in a process of its own, which may be ended at any instant, and the next one that goes on."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import yard
from picture import KEY, SUFFIX

from app.settings import Settings
from app.wiring import House
from app.worker import Intake, Worker
from tools.salesforce.org import Fault
from workflow.errors import InputError
from workflow.review import ReviewAnswer

FAULTS = (
    Fault(method="POST", path="composite", nth=3, drop="reply"),
    Fault(method="POST", path="composite", nth=5, code="UNABLE_TO_LOCK_ROW"),
    Fault(method="POST", path="composite", nth=9, drop="request"),
)
"""Of every life: a lost reply, a locked row, a lost request."""

MANY = 10_000
"""Tries: here it is not the work that ends the process."""


class Life:
    """What a life does, over one state. `keys` off: the control. `dies_after`: writes, of which the last one's reply
    the process does not live to see."""

    def __init__(self, org: Path, state: Path, rounds: int, keys: bool = True) -> None:
        self.settings = Settings(org=org, state=state)
        self.rounds, self.keys = rounds, keys
        self.at_work = self._tells = -1

    def spawn(self, dies_after: int = 0) -> int:
        """Begins a life, and gives its process id. `at_work` can be read from when it begins with its first run."""
        self.at_work, self._tells = os.pipe()
        child = os.fork()
        if child:
            os.close(self._tells)
            return child
        status = 1
        try:
            self._live(dies_after)
            status = 0
        except BaseException:  # noqa: BLE001 (a process that was forked ends here)
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _live(self, dies_after: int) -> None:
        house = self._house(dies_after)
        intake = Intake(house)
        for batch in (yard.inbox(self.rounds), yard.replies(self.rounds)):
            for name, raw in batch:
                intake.put(yard.WORKFLOW, raw, name=name)
            Worker(partial(self._house, dies_after), takeover=3, most_tries=MANY).run(until_empty=True)
            for review in house.store.reviews.open():
                self._answer(house, review.id)
        house.close()

    def _told(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def attempt(run: str, most: int) -> Any:
            os.write(self._tells, b".")
            return real(run, most)

        return attempt

    def _answer(self, house: House, review: str) -> None:
        try:
            house.runner.answer(review, ReviewAnswer(decision="accept", by="Una"))
        except InputError:
            house.runner.answer(review, ReviewAnswer(decision="reject", by="Una"))

    def _house(self, dies_after: int) -> House:
        house = House(self.settings)
        house.open()
        assert house.org is not None
        house.org.faults.declare(*FAULTS)
        house.runner.attempt = self._told(house.runner.attempt)  # type: ignore[method-assign]
        house.client.request = _changed(house.client.request, self.keys, dies_after)  # type: ignore[method-assign]
        return house


def wait(child: int) -> int:
    """Waits for the end of a process: its exit status, or minus the signal that ended it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def kill(life: Life, after: float, working: bool) -> int:
    """Begins a life and ends it after so many seconds, if it lives as long, counted from when it is at work where
    `working`; how it ended, as `wait` tells."""
    child = life.spawn()
    if working:
        os.read(life.at_work, 1)  # nothing, where it ended before
    os.close(life.at_work)
    until = time.monotonic() + after
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return wait(child)


def _changed(real: Callable[..., Any], keys: bool, dies_after: int) -> Callable[..., Any]:
    written = 0

    def request(method: str, path: str, body: Any = None, **more: Any) -> Any:
        nonlocal written
        if not keys and isinstance(body, dict):
            for part in body.get("compositeRequest", ()):
                if part["method"] == "POST" and part["url"].endswith(("/Case", "/EmailMessage")):
                    part["body"][KEY] += SUFFIX + uuid4().hex[:8]
        answer = real(method, path, body, **more)
        if method == "POST" and path == "composite":
            written += 1
            if written == dies_after:
                os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return request
