"""A worker of one process: slots that take runs from the queue, and a beat that keeps its claims and finds the dead."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from app.worker.intake import Intake
from app.worker.lanes import ClosedLanes
from app.worker.outbox import send_due
from app.worker.trouble import Trouble
from tools.queue import Claimed, DurableQueue
from workflow.errors import Busy, InputError, NotFound, PinMismatch, Superseded, SwitchyardError, Unavailable
from workflow.retries import MOST_TRIES, after_failure

if TYPE_CHECKING:
    from app.wiring import House
    from graphs.run import Report, Runner
    from tools.store import Store

TAKEOVER_SECONDS = 30.0
"""Within this time the runs of a worker that has died go on elsewhere."""

BUSY_SECONDS = 2.0  #: until a run that another process works on is looked at again
LOOK_SECONDS = 0.5

PASS_SECONDS, MOST_PASSES = 5.0, 25
"""A run of another version is left to a worker of that one: so many times, so many seconds each; then it is parked."""

Say = Callable[[str], None]


class Worker:
    """Works until it is stopped. `house_of` makes a house of its own for each slot; `say` is told what is worth a line.

    `most_tries` at one place before a run is parked. `takeover` in seconds. `name`: one that stays over a restart, and
    that no other worker has; without it the process makes its own.
    """

    def __init__(
        self,
        house_of: Callable[[], House],
        slots: int = 1,
        say: Say = lambda _line: None,
        takeover: float = TAKEOVER_SECONDS,
        most_tries: int = MOST_TRIES,
        name: str = "",
    ) -> None:
        self._house_of, self._slots, self._say, self._name = house_of, slots, say, name
        self._takeover, self._most = takeover, most_tries
        self._stop = threading.Event()
        self._closed = ClosedLanes()
        self._trouble = Trouble(say, self._stop)
        self._lock = threading.Lock()
        self._at_work = 0
        self._due = threading.Event()
        self._passed: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()

    def stop(self) -> None:
        """Ends after what is at work now."""
        self._stop.set()

    def run(self, until_empty: bool = False) -> None:
        """Works until `stop` is called, or with `until_empty` until nothing is left that could be worked on now.

        Raises InputError where a worker of the same name lives."""
        with ExitStack() as stack:
            houses = [self._opened(stack) for _ in range(self._slots)]
            store = houses[0].store
            queue = houses[0].queue_for(self._slots, self._name)
            stack.callback(queue.close)
            for house in houses:
                house.store.claims.lasting(self._takeover / 2)
            self._take_name(stack, store, queue.worker)
            intake = Intake(houses[0], queue)
            intake.open()
            queue.tidy()
            self._look_after(houses[0], queue, intake)
            threads = stack.enter_context(ThreadPoolExecutor(self._slots, thread_name_prefix="slot"))
            stack.callback(self._stop.set)
            slots = [threads.submit(self._work, house, queue) for house in houses]
            beat = time.monotonic()
            while not self._stop.wait(LOOK_SECONDS):
                for slot in slots:
                    if slot.done():
                        slot.result()  # raises what ended it
                with self._trouble.waited_out():
                    self._closed.pause(store.lanes.paused())
                    if self._due.is_set():
                        self._due.clear()
                        intake.put_due()
                    if until_empty and self._is_idle(queue):
                        break
                    if time.monotonic() - beat >= self._takeover / 3:
                        beat = time.monotonic()
                        self._look_after(houses[0], queue, intake)

    def _take_name(self, stack: ExitStack, store: Store, name: str) -> None:
        """A worker that died leaves its lease for a while: the one that comes back under its name waits for the end."""
        try:
            stack.enter_context(store.claims.hold(_claim(name), patience=self._takeover, fences=False))
        except Busy as error:
            told = (
                f"a worker named {name} is at work: end it, or give this one another name (--name, SWITCHYARD_WORKER)"
            )
            raise InputError(told) from error

    def _opened(self, stack: ExitStack) -> House:
        house = self._house_of()
        stack.callback(house.close)
        house.open()
        return house

    def _look_after(self, house: House, queue: DurableQueue, intake: Intake) -> None:
        """Takes over from workers that have died, and queues what is in the store alone."""
        self._closed.pause(house.store.lanes.paused())
        taken = queue.take_over(lambda worker: house.store.claims.is_held(_claim(worker)))
        taken += intake.put_back()
        intake.put_due()
        if sent := send_due(house):
            self._say(f"sent {sent} logs that the org had not taken")
        if taken:
            self._say(f"took over {taken} runs that nobody was at work on")

    def _is_idle(self, queue: DurableQueue) -> bool:
        with self._lock:
            if self._at_work:
                return False
        closed = self._closed.now()
        return not any(standing != "delayed" for standing in queue.standing().values()) or bool(closed)

    # -- a slot --------------------------------------------------------------------------------------------------

    def _work(self, house: House, queue: DurableQueue) -> None:
        while not self._stop.is_set():
            claimed = queue.claim(LOOK_SECONDS, but=self._closed.now())
            if claimed is None:
                continue
            with self._lock:
                self._at_work += 1
            done = False
            with self._trouble.waited_out():
                self._do(house.runner, queue, claimed)
                done = True
            # What cannot be given back ends with us, and is taken over.
            while not done and not self._stop.is_set():
                with self._trouble.waited_out(ends=False):
                    self._give_back(house.runner, queue, claimed)
                    done = True
            with self._lock:
                self._at_work -= 1

    def _do(self, runner: Runner, queue: DurableQueue, claimed: Claimed) -> None:
        run = claimed.item.id
        try:
            report = runner.attempt(run, self._most)
        except Superseded:
            queue.finish(claimed)
        except Busy:
            queue.again(claimed, BUSY_SECONDS)
        except NotFound:
            queue.finish(claimed)
        except Unavailable:
            raise
        except SwitchyardError as error:
            if isinstance(error, PinMismatch) and self._passed_on(run):
                # While an upgrade is under way a worker of the version that it began with takes it.
                self._give_back(runner, queue, claimed, PASS_SECONDS)
                return
            runner.turn(run, "failed", str(error))
            self._say(f"{run}: parked: {error}")
            queue.finish(claimed)
        else:
            self._settle(runner, queue, claimed, report)

    def _passed_on(self, run: str) -> bool:
        with self._lock:
            self._passed[run] += 1
            return self._passed[run] < MOST_PASSES

    def _settle(self, runner: Runner, queue: DurableQueue, claimed: Claimed, report: Report) -> None:
        lane, run = claimed.item.lane, report.run
        with self._lock:
            self.outcomes[report.outcome] += 1
        if run.status != "failed":
            self._closed.went_well(lane)
            queue.finish(claimed)
            if report.message.answers:
                self._due.set()  # the case that waited for it goes on now, not with the next beat
            return
        then = after_failure(report.retry, run.tries, self._closed.holds(lane), self._most, report.wait)
        if then.wait is None:
            runner.turn(run.id, "failed", run.error, then.tries)
            self._say(f"{run.name or run.id}: parked: {run.error} ('switchyard runs retry {run.id}')")
            queue.finish(claimed)
            return
        runner.turn(run.id, "queued", run.error, then.tries, then.wait)
        queue.again(claimed, then.wait)
        if then.hold and self._closed.hold(lane, then.wait, asked=report.wait is not None):
            self._say(f"{lane}: held for {then.wait:.0f} s: {run.error}")

    def _give_back(self, runner: Runner, queue: DurableQueue, claimed: Claimed, delay: float = 0.0) -> None:
        """What was cut off, and no fault of the run, counts as no try of it."""
        with suppress(Busy, NotFound):
            runner.turn(claimed.item.id, "queued", was="running")
        queue.again(claimed, delay)


def _claim(worker: str) -> str:
    return f"worker-{worker}"
