"""Upkeep of the directory: built from the org where there is none, then brought up to date by what has changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from secrets import randbits
from threading import Lock, Thread
from typing import BinaryIO

from tools.directory.directory import Directory
from tools.directory.index.amending import Amendment, repack
from tools.directory.index.builder import Builder
from tools.directory.index.crew import Crew
from tools.directory.index.sections import Damaged
from tools.directory.index.shelf import Shelf, Standing
from tools.directory.index.snapshot import Snapshot
from tools.directory.source import Marks, Source
from workflow.definition import AccountRule
from workflow.errors import SwitchyardError

LOG = logging.getLogger(__name__)

FRESH_FOR = 300.0
"""Seconds for which a directory is used without asking the org what has changed."""

MOST_CHANGED, SHARE_CHANGED = 1_000, 0.02
"""With more changed accounts than these (the greater of the number and the share), the index is packed anew."""

TOO_MANY, SHARE_TOO_MANY = 5_000, 0.1
"""With more than these in one go, it is read from the org anew: that is quicker and needs less memory."""

LONG = 50_000
"""For so many accounts it is worth a word that the first reading takes a while."""

PATIENCE, FOREVER = 5.0, float("inf")
"""Seconds to wait for another process that is at the index: where there is one to be used, and where there is none."""

FIRST = "there is none yet"


class Upkeep:
    """The index of one org and one rule. Threads may share it; other processes may keep the same folder."""

    def __init__(
        self,
        source: Source,
        rule: AccountRule,
        folder: Path | None,
        fresh_for: float = FRESH_FOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`folder`: where the index stands, as a cache that may be thrown away; None: in memory. `clock`: seconds."""
        self._source, self._rule, self._fresh_for, self._clock = source, rule, fresh_for, clock
        # What a case is does not change what recognises an account.
        self._recognised = rule.model_copy(update={"a_case_is": ""}).model_dump_json()
        self._shelf = Shelf(folder)
        self._directory: Directory | None = None
        self._standing: Standing | None = None
        self._checked = 0.0
        self._difference = 0
        self._lock = Lock()
        self._packing: Thread | None = None

    def directory(self) -> Directory:
        """The directory: opened or built when it is first asked for, then brought up to date when it is older than
        `fresh_for`. Where the org cannot be asked meanwhile, it stays as it was, and a warning says so.

        Raises what the source raises where there is no directory yet.
        """
        with self._lock:
            known = self._directory
            if known is not None and not known.damaged and self._clock() - self._checked < self._fresh_for:
                return known
            self._checked = self._clock()
            try:
                return self._current()
            except Damaged:
                raise
            except SwitchyardError as error:
                if self._directory is None:
                    raise
                LOG.warning("the directory stays as it was, since the org cannot be asked: %s", error)
                return self._directory

    def pack_aside(self) -> None:
        """Packs an index with very many changes anew, in a thread of its own; the one in use goes on meanwhile."""
        with self._lock:
            busy = self._packing is not None and self._packing.is_alive()
            standing, directory = self._standing, self._directory
            if busy or standing is None or directory is None or not _much_changed(directory.index):
                return
            self._packing = Thread(target=self._pack, args=(standing, directory.index), daemon=True)
            self._packing.start()

    # -- inside --------------------------------------------------------------------------------------------------

    def _current(self) -> Directory:
        why = self._open()
        # What stands here can be used while another process is long at it: that one brings it up to date.
        with self._shelf.lock(FOREVER if why else PATIENCE) as ours:
            why = self._open() if ours else ""
            if why:
                self._build(why)
            elif ours:
                self._refresh()
            else:
                self._open()
        return self._of()

    def _open(self) -> str:
        """Opens what is in use where it is not open yet; returns why it cannot be used, or ''."""
        try:
            standing = self._shelf.standing()
            if standing is None:
                return FIRST
            if standing.rule != self._recognised:
                return "the definition recognises accounts in another way now"
            if self._directory is not None and self._directory.damaged:
                return f"it cannot be used: {self._directory.damaged}"
            mine = self._standing
            if mine is not None and (standing.base, standing.changes) == (mine.base, mine.changes):
                self._standing = standing
                return ""
            opened = self._shelf.open()
        except Damaged as damage:
            return f"it cannot be used: {damage}"
        if opened is None:
            return FIRST
        self._standing, self._directory = opened[0], Directory(opened[1])
        return ""

    def _build(self, why: str) -> None:
        source = self._source
        marks, fields, known = source.marks(), source.schema(), source.count()
        if why != FIRST or known > LONG:
            LOG.warning("the directory's index is built from the org's %d accounts (%s)", known, why)

        def write(file: BinaryIO) -> None:
            with Crew.of(known) as crew:
                builder = Builder(file, self._rule, randbits(64), crew=crew)
                builder.accounts(source.accounts(), count())
                builder.contacts(source.contacts())
            builder.finish({})

        base = self._shelf.put("base", write)
        self._use(Standing(base=base, rule=self._recognised, fields=fields, **marks._asdict()))

    def _refresh(self) -> None:
        standing, snapshot = self._standing, self._of().index
        assert standing is not None  # noqa: S101 (open)
        if self._source.schema() != standing.fields:
            self._build("the org's accounts have other fields now")
            return
        try:
            amendment = self._changes(snapshot, Marks(standing.accounts, standing.contacts))
            if amendment is None:
                self._build("very many accounts have changed")
                return
            newest = {
                "accounts": max(standing.accounts, amendment.newest["accounts"]),
                "contacts": max(standing.contacts, amendment.newest["contacts"]),
            }
            if amendment.is_empty:
                if newest != {"accounts": standing.accounts, "contacts": standing.contacts}:
                    self._point(standing.model_copy(update=newest))
                return
            changes = self._shelf.put("changes", amendment.write)
        except Damaged as damage:
            self._build(f"it cannot be used: {damage}")
            return
        self._use(standing.model_copy(update={"changes": changes, **newest}))

    def _changes(self, snapshot: Snapshot, since: Marks) -> Amendment | None:
        """What has changed; None where it is too much."""
        source, amendment = self._source, Amendment(snapshot)
        most = max(TOO_MANY, SHARE_TOO_MANY * len(snapshot))
        for row in source.changed_accounts(since.accounts):
            amendment.account(row)
            if amendment.size > most:
                return None
        if self._is_off(source.count() - amendment.expected):
            # Some came or went without a trace: emptied from the recycle bin, hidden from us, or shown to us.
            unknown = amendment.missing(source.ids())
            if len(unknown) > most:
                return None
            for row in source.accounts_of(unknown):
                amendment.account(row)
        for row in source.changed_contacts(since.contacts):
            amendment.contact(row)
            if amendment.size > most:
                return None
        for row in source.contacts_of(list(amendment.added)):
            amendment.contact(row)
        return amendment

    def _is_off(self, difference: int) -> bool:
        """Whether the org has other accounts than are known. One made this very moment is no difference yet."""
        before, self._difference = self._difference, difference
        return difference < 0 or (difference > 0 and before > 0)

    def _pack(self, packed: Standing, snapshot: Snapshot) -> None:
        with self._shelf.lock(0) as ours:
            if ours and self._shelf.standing() == packed:
                base = self._shelf.put("base", lambda file: repack(file, snapshot))
                self._shelf.use(packed.model_copy(update={"base": base, "changes": ""}))

    def _use(self, standing: Standing) -> None:
        self._point(standing)
        opened = self._shelf.open()
        assert opened is not None  # noqa: S101 (just put)
        self._directory = Directory(opened[1])

    def _point(self, standing: Standing) -> None:
        self._shelf.use(standing)
        self._standing = standing

    def _of(self) -> Directory:
        assert self._directory is not None  # noqa: S101 (open)
        return self._directory


def _much_changed(snapshot: Snapshot) -> bool:
    changed = len(snapshot.changes.numbers) + len(snapshot.gone) if snapshot.changes else 0
    return changed > max(MOST_CHANGED, SHARE_CHANGED * len(snapshot.base.numbers))
