"""Claims over many machines: a lease in the store's database, renewed while its holder lives, fenced by its token.

The clock is the database's. A holder that sleeps past its lease may lose it; when it wakes it can neither commit nor
begin an effect for that run, because its token no longer stands there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tools.store.claims import PATIENCE
from workflow.errors import Busy, Superseded, Unavailable

if TYPE_CHECKING:
    from tools.store.store import Store

LEASE_SECONDS = 20.0
LONGEST_SECONDS = 600.0
"""No lease lasts longer: one that says so was written before the clock of the database was set back."""

BETWEEN = 0.1  #: seconds between two looks at a lease that another one holds

NOW = {
    "sqlite": "(julianday('now') - 2440587.5) * 86400.0",
    "postgres": "extract(epoch from clock_timestamp())",
}


class Leases:
    """Implements what `Claims` does. A claim on a run fences the store: see `check`."""

    def __init__(self, store: Store, seconds: float = LEASE_SECONDS) -> None:
        self._store, self.seconds = store, seconds
        self._now = NOW[store.dialect]
        self._held: dict[str, str] = {}
        self._fenced: set[str] = set()
        self._beat: threading.Thread | None = None
        self._stop = threading.Event()

    @contextmanager
    def hold(self, run: str, patience: float = PATIENCE, fences: bool = True) -> Iterator[None]:
        """Holds the claim. Raises Busy where another one holds it for longer than `patience` seconds.

        With `fences`, nothing is committed to the store any more once it has passed to another one (Superseded).
        """
        token, until = uuid4().hex, time.monotonic() + patience
        while not self._taken(run, token):
            if time.monotonic() >= until:
                raise Busy(f"run {run} is being worked on by another process; ask again when that is done")
            time.sleep(BETWEEN)
        self._held[run] = token
        if fences:
            self._fenced.add(run)
        self._start()
        try:
            yield
        finally:
            self._fenced.discard(run)
            del self._held[run]
            with suppress(Unavailable), self._store.transaction(fenced=False) as cursor:
                cursor.execute("DELETE FROM lease WHERE name = ? AND token = ?", (run, token))

    def is_held(self, name: str) -> bool:
        """Whether somebody who lives holds that claim."""
        with self._store.reading() as cursor:
            asked = f"SELECT 1 FROM lease WHERE name = ? AND {self._lives()}"
            return cursor.execute(asked, (name,)).fetchone() is not None

    def check(self, cursor: Any) -> None:
        """Within a transaction that is about to begin its work: raises Superseded where a claim has passed on.

        The lease stays as it is until that transaction ends."""
        lock = " FOR SHARE" if self._store.dialect == "postgres" else ""
        for run in tuple(self._fenced):
            token = self._held.get(run)
            asked = f"SELECT 1 FROM lease WHERE name = ? AND token = ?{lock}"
            if token and cursor.execute(asked, (run, token)).fetchone() is None:
                raise _superseded(run)

    def confirm(self) -> None:
        """Just before an effect: prolongs the claims on runs. Raises Superseded where one has passed on."""
        for run in tuple(self._fenced):
            token = self._held.get(run)
            if token and not self._renewed(run, token):
                raise _superseded(run)

    def lasting(self, seconds: float) -> None:
        """For how long a claim outlives a process that dies or freezes."""
        self.seconds = min(seconds, LONGEST_SECONDS)

    def close(self) -> None:
        """Ends the renewing."""
        self._stop.set()

    def _lives(self, of: str = "") -> str:
        return f"({of}until > {self._now} AND {of}until <= {self._now} + {LONGEST_SECONDS})"

    def _taken(self, name: str, token: str) -> bool:
        put = (
            f"INSERT INTO lease (name, token, until) VALUES (?, ?, {self._now} + ?) ON CONFLICT (name) DO UPDATE "
            f"SET token = excluded.token, until = excluded.until WHERE NOT {self._lives('lease.')}"
        )
        with self._store.transaction() as cursor:
            return bool(cursor.execute(put, (name, token, self.seconds)).rowcount == 1)

    def _renewed(self, name: str, token: str) -> bool:
        put = f"UPDATE lease SET until = {self._now} + ? WHERE name = ? AND token = ?"
        with self._store.transaction(fenced=False) as cursor:
            return bool(cursor.execute(put, (self.seconds, name, token)).rowcount == 1)

    def _start(self) -> None:
        if self._beat is None:
            self._beat = threading.Thread(target=self._renew, name="leases", daemon=True)
            self._beat.start()

    def _renew(self) -> None:
        while not self._stop.wait(self.seconds / 3):
            for name, token in list(self._held.items()):
                with suppress(Unavailable):
                    self._renewed(name, token)


def _superseded(run: str) -> Superseded:
    return Superseded(f"run {run} has passed to another worker: this one was away for too long, and stops here")
