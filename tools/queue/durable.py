"""The queue that outlives its processes: DBOS, over an SQLite file or a Postgres database. The one importer of it.

DBOS keeps order, priorities, delays, limits, and who has what; each delivery is a DBOS workflow without a step, which
waits until the worker has done with the item. What the work is, and how far it came, stands in the store alone.
"""

from __future__ import annotations

import heapq
import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tools.queue.delivery import Delivery, Released
from tools.queue.engine import reached
from tools.queue.port import Alive, Claimed, Item, Lane, Standing
from workflow.errors import Unavailable

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions
    from sqlalchemy import Engine

LOG = logging.getLogger("switchyard.queue")

APPLICATION = "switchyard"
VERSION = "1"
"""Of the deliveries, not of the program: any version of it may take up what another put in; bundles pin the rest."""

DELIVER = "deliver"
AHEAD = 16
"""Items that a worker takes out beyond what it works on, so that it never waits for the next look into the queue."""

LOOK_SECONDS = 0.4
"""Between two looks into the queue. Each takes some five milliseconds of processor time, whatever it finds."""

SWEEP = 200
"""Finished deliveries that are removed together."""

PAGE = 1000
"""Rows of one query."""

ACTIVE: dict[str, Standing] = {"ENQUEUED": "queued", "DELAYED": "delayed", "PENDING": "claimed"}
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class DurableQueue:
    """Implements `Queue`. A process has one that claims (DBOS is one a process); any number may do the rest.

    `url`: `sqlite:///FILE` or `postgresql://...`; `schema` is of the latter. `worker` names this process, and no other,
    for as long as it lives.
    """

    def __init__(self, url: str, worker: str = "", slots: int = 1, schema: str = "dbos") -> None:
        self.worker = worker or f"{os.uname().nodename}-{os.getpid()}-{uuid4().hex[:6]}"
        self._url, self._slots, self._schema = url, slots, schema
        self._lanes: dict[str, Lane] = {}
        self._ready: list[tuple[int, int, int, Delivery]] = []
        self._held: dict[str, Delivery] = {}
        self._ended: list[str] = []
        self._here: Counter[str] = Counter()
        self._idle: set[str] = set()
        self._changed = threading.Condition()
        self._arrived = 0
        self._launched = self._closing = False

    def open(self, lanes: Iterable[Lane]) -> None:
        for lane in lanes:
            self._lanes[lane.name] = lane
            self._client.register_queue(
                lane.name,
                global_concurrency=lane.together,
                worker_concurrency=min(self._slots + AHEAD, lane.together or self._slots + AHEAD),
                limiter={"limit": lane.rate.most, "period": lane.rate.seconds} if lane.rate else None,
                polling_interval_sec=LOOK_SECONDS,
            )

    def enqueue(self, item: Item, delay: float = 0.0) -> bool:
        from dbos import error

        try:
            self._put(item, delay, {"deduplication_id": item.id})
        except error.DBOSQueueDeduplicatedError:
            return False
        return True

    def claim(self, wait: float, but: Collection[str] = ()) -> Claimed | None:
        self._launch()
        until = time.monotonic() + wait
        with self._changed:
            while (found := self._first(but)) is None:
                left = until - time.monotonic()
                if left <= 0 or self._closing:
                    return None
                self._changed.wait(left)
            self._held[found.ticket] = found
            return Claimed(item=found.item, ticket=found.ticket)

    def finish(self, claimed: Claimed) -> None:
        with self._changed:
            held = self._held.pop(claimed.ticket, None)
        if held is None:
            return
        held.end()
        with self._changed:
            self._ended.append(held.row)
            if len(self._ended) < SWEEP:
                return
            ended, self._ended = self._ended, []
        left = ended
        try:
            left = self._sweep(ended)
        except Unavailable as error:
            LOG.warning("%s; what is done is removed from the queue later", error)
        finally:
            with self._changed:
                self._ended.extend(left)

    def again(self, claimed: Claimed, delay: float) -> None:
        # The next delivery stands before this one ends: an item is never out of the queue between the two.
        self._put(claimed.item, delay, {})
        self.finish(claimed)

    def cancel(self, id: str) -> None:
        waiting = self._rows(["ENQUEUED", "DELAYED"], workflow_id_prefix=f"{id}~")
        if waiting:
            with reached():
                self._client.cancel_workflows([row.workflow_id for row in waiting])

    def take_over(self, alive: Alive) -> int:
        orphans: dict[tuple[str, str], list[str]] = {}
        rows = self._rows(["PENDING"])
        stray = self._stray({row.workflow_id for row in rows if row.executor_id == self.worker})
        for row in rows:
            if row.executor_id != self.worker or row.workflow_id in stray:
                orphans.setdefault((row.executor_id, row.queue_name), []).append(row.workflow_id)
        left = {key: ids for key, ids in orphans.items() if key[0] == self.worker or not alive(key[0])}
        for (_, lane), ids in left.items():
            with reached():
                self._client.resume_workflows(ids, queue_name=lane)
        return sum(map(len, left.values()))

    def _stray(self, ours: set[str]) -> set[str]:
        """Of the deliveries that are ours by the database, those that no thread here has, and had none when it was
        looked last: their begin or their end could not be written, and nobody else would take them up."""
        with self._changed:
            idle = ours - self._here.keys()
            stray, self._idle = idle & self._idle, idle
        return stray

    def standing(self, ids: Collection[str] = ()) -> Mapping[str, Standing]:
        asked = {"workflow_id_prefix": [f"{id}~" for id in ids]} if ids else {}
        return {row.workflow_id.partition("~")[0]: ACTIVE[row.status] for row in self._rows([*ACTIVE], **asked)}

    def tidy(self) -> int:
        """Removes ended deliveries that workers which died have left. Returns how many."""
        removed = 0
        while rows := self._client.list_workflows(status=ENDED, limit=PAGE, load_input=False, load_output=False):
            self._client.delete_workflows([row.workflow_id for row in rows])
            removed += len(rows)
        return removed

    def close(self) -> None:
        with self._changed:
            self._closing = True
            held = [*self._held.values(), *(entry[-1] for entry in self._ready)]
            self._held, self._ready = {}, []
            self._changed.notify_all()
        for delivery in held:
            delivery.release()
        if self._launched:
            from dbos import DBOS

            DBOS.destroy(destroy_registry=True)
            # It would go on writing to what was standard error when it began.
            logging.getLogger("dbos").handlers.clear()
            self._launched = False
        if "_client" in self.__dict__:
            # Where it cannot be written others find that this worker is gone.
            with suppress(Unavailable):
                self._give_back()
            self._client.destroy()
        if "_engine" in self.__dict__:
            self._engine.dispose()

    def _give_back(self) -> None:
        left = self._rows(["PENDING"], executor_id=self.worker)
        for lane in {row.queue_name for row in left}:
            with reached():
                self._client.resume_workflows(
                    [row.workflow_id for row in left if row.queue_name == lane], queue_name=lane
                )
        self._sweep(self._ended)

    # -- inside --------------------------------------------------------------------------------------------------

    def _put(self, item: Item, delay: float, more: Mapping[str, Any]) -> None:
        options: EnqueueOptions = {
            "workflow_name": DELIVER,
            "queue_name": item.lane,
            "workflow_id": f"{item.id}~{uuid4().hex[:12]}",
            "app_version": VERSION,
            "priority": item.priority,
            **more,  # type: ignore[typeddict-item]
        }
        if delay > 0:
            options["delay_seconds"] = delay
        with reached():
            self._client.enqueue(options, item.id, item.lane, item.priority, time.time_ns())

    def _deliver(self, id: str, lane: str, priority: int, came: int) -> None:
        """Runs in a thread of DBOS: hands the item out, and ends when the worker has done with it."""
        from dbos import DBOS

        item, row = Item(id=id, lane=lane, priority=priority), str(DBOS.workflow_id)
        with self._changed:
            if self._closing:
                raise Released
            self._arrived += 1
            delivery = Delivery(item, row, f"{row}#{self._arrived}")
            heapq.heappush(self._ready, (priority, came, self._arrived, delivery))
            self._here[row] += 1
            self._changed.notify_all()
        try:
            delivery.wait()
        finally:
            with self._changed:
                self._here -= Counter([row])

    def _sweep(self, rows: list[str]) -> list[str]:
        """Removes those of the rows that have ended: one that has passed to another worker is not ours to remove.
        Returns the others, which may be about to end."""
        if not rows:
            return []
        with reached():
            found = self._client.list_workflows(workflow_ids=rows, status=ENDED, load_input=False, load_output=False)
            ended = {row.workflow_id for row in found}
            self._client.delete_workflows(sorted(ended))
        return [row for row in rows if row not in ended]

    def _first(self, but: Collection[str]) -> Delivery | None:
        kept, found = [], None
        while self._ready and found is None:
            entry = heapq.heappop(self._ready)
            if entry[-1].item.lane in but:
                kept.append(entry)
            else:
                found = entry[-1]
        for entry in kept:
            heapq.heappush(self._ready, entry)
        return found

    def _rows(self, status: list[str], **asked: Any) -> list[Any]:
        rows: list[Any] = []
        while True:
            with reached():
                page = self._client.list_workflows(
                    status=status, limit=PAGE, offset=len(rows), load_input=False, load_output=False, name=DELIVER,
                    **asked,
                )  # fmt: skip
            rows.extend(page)
            if len(page) < PAGE:
                return rows

    def _launch(self) -> None:
        if self._launched:
            return
        from dbos import DBOS, DBOSPortableJSONSerializer

        self._client  # noqa: B018 (makes the tables)
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": self._url,
                "system_database_engine": self._engine,
                "dbos_system_schema": self._schema,
                "executor_id": self.worker,
                "application_version": VERSION,
                "log_level": "ERROR",
                "run_migrations": False,
                "serializer": DBOSPortableJSONSerializer(),
                "use_listen_notify": False,
            }
        )

        @DBOS.workflow(name=DELIVER, max_recovery_attempts=None)
        def deliver(id: str, lane: str, priority: int, came: int) -> None:
            self._deliver(id, lane, priority, came)

        DBOS.launch()
        self._launched = True

    @cached_property
    def _engine(self) -> Engine:
        from tools.queue.engine import engine_of

        return engine_of(self._url)

    @cached_property
    def _client(self) -> DBOSClient:
        from dbos import DBOSClient, DBOSPortableJSONSerializer

        from tools.queue.engine import make

        make(self._url, self._engine, self._schema)
        return DBOSClient(
            system_database_engine=self._engine,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            dbos_system_schema=self._schema,
        )
