"""What has changed since a file of the index was built, as a small file beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from tools.directory.index.builder import Builder
from tools.directory.index.keys import Kind
from tools.directory.index.record import Row, bare
from tools.directory.index.snapshot import Snapshot

Contacts = dict[str, dict[str, Any]]
"""Record id → contact."""


@dataclass
class Amendment:
    """Changes to a snapshot, gathered record by record. What is as it stands already is no change."""

    snapshot: Snapshot
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)  #: account number → record as it is now
    gone: set[int] = field(default_factory=set)
    contacts: dict[int, Contacts] = field(default_factory=dict)  #: account number → its contacts as they are now
    left_out: set[int] = field(default_factory=set)  #: hashed ids of accounts that the rule leaves out, and …
    back: set[int] = field(default_factory=set)  #: … of those that it does so no more, or that are gone
    newest: dict[str, str] = field(default_factory=lambda: {"accounts": "", "contacts": ""})  #: SystemModstamp
    _inherited: dict[str, int] = field(default_factory=dict)  #: contact of a merged account → number of the other one
    added: dict[str, int] = field(default_factory=dict)  #: record id → number of an account that was not known

    @property
    def is_empty(self) -> bool:
        """Whether everything is as it stands already."""
        return not (self.rows or self.gone or self.contacts or self.left_out or self.back)

    @property
    def size(self) -> int:
        """About how many accounts have changed."""
        return len(self.rows) + len(self.gone) + len(self.contacts)

    @property
    def expected(self) -> int:
        """How many accounts the org should have, those that the rule leaves out among them."""
        known = len(self.snapshot) + len(self.added) - len(self.gone)
        return known + len(self.snapshot.left_out()) + len(self.left_out) - len(self.back)

    def account(self, row: Row) -> None:
        """An account as it is now; `IsDeleted` and `MasterRecordId` tell of deletions and merges."""
        self._note("accounts", row)
        record = str(row["Id"])
        number, key = self.number(record), self.snapshot.hashing.text(record)
        if row.get("IsDeleted"):
            self._leave(number, key)
            master = row.get("MasterRecordId")
            if number is not None:
                self._inherit(number, str(master) if master else "")
            return
        if not self.snapshot.reading.is_wanted(row):
            if number is not None:
                self.gone.add(number)
            if not self._is_left_out(key):
                self.left_out.add(key)
                self.back.discard(key)
            return
        if self._is_left_out(key):
            self.back.add(key)
            self.left_out.discard(key)
        now = bare(row)
        if number is None or number in self.gone:
            number = self.added[record] = self.snapshot.next_number + len(self.added)
        elif number not in self.added.values() and self.snapshot.row(number) == now:
            return
        self.rows[number] = now

    def contact(self, row: Row) -> None:
        """A contact as it is now, with `IsDeleted`; it may have come from another account. After the accounts."""
        self._note("contacts", row)
        identity = str(row["Id"])
        account = "" if row.get("IsDeleted") else str(row.get("AccountId") or "")
        owner = self.number(account) if account else None
        owner = None if owner in self.gone else owner
        now = {name: value for name, value in bare(row).items() if name != "SystemModstamp"}
        for before in self.snapshot.find(Kind.CONTACT, identity):
            if before != owner and before not in self.gone:
                self._of(before).pop(identity, None)
        inherited = self._inherited.pop(identity, None)
        if inherited is not None and inherited != owner:
            self._of(inherited).pop(identity, None)
        if owner is not None:
            held = self.contacts.get(owner)
            if held is None and self._held(owner).get(identity) == now:
                return
            self._of(owner)[identity] = now

    def number(self, record: str) -> int | None:
        """The number of an account."""
        return self.added.get(record, self.snapshot.number(record))

    def missing(self, ids: Iterable[str]) -> list[str]:
        """Compares with the ids of all accounts there are: notes those that are gone, and returns those not known."""
        alive, seen, unknown = set(), set(), []
        for record in ids:
            number, key = self.number(record), self.snapshot.hashing.text(record)
            seen.add(key)
            if number is not None:
                alive.add(number)
            elif not self._is_left_out(key):
                unknown.append(record)
        self.gone.update(number for number in self.snapshot.all_numbers() if number not in alive)
        self.back.update(self.snapshot.left_out() - seen)
        return unknown

    def write(self, file: BinaryIO) -> None:
        """Writes the file of changes: all that has changed since the base was built, these changes on top."""
        before, base = self.snapshot, self.snapshot.base
        earlier = set(before.changes.numbers) if before.changes else set()
        touched = sorted((earlier | self.rows.keys() | self.contacts.keys()) - self.gone)
        gone = before.gone | {number for number in self.gone if number < len(base.numbers)}
        builder = Builder(file, before.rule, before.hashing.seed, base.words)
        builder.accounts((self.rows.get(number) or before.row(number) for number in touched), iter(touched))
        builder.contacts(self._all_contacts(touched))
        builder.finish(
            {
                "gone": sorted(gone),
                "left_out_since": sorted((before.left_out_since | self.left_out) - self.back),
                "back_since": sorted((before.back_since | self.back) - self.left_out),
                "next_number": before.next_number + len(self.added),
            }
        )

    # -- inside --------------------------------------------------------------------------------------------------

    def _note(self, what: str, row: Row) -> None:
        self.newest[what] = max(self.newest[what], str(row.get("SystemModstamp") or ""))

    def _leave(self, number: int | None, key: int) -> None:
        if number is not None:
            self.gone.add(number)
            self.rows.pop(number, None)
        if self._is_left_out(key):
            self.back.add(key)
            self.left_out.discard(key)

    def _inherit(self, number: int, master: str) -> None:
        """The contacts of an account that was merged are those of the other one now."""
        owner = self.number(master) if master else None
        if owner is not None and owner not in self.gone:
            for identity, contact in self._held(number).items():
                self._of(owner).setdefault(identity, {**contact, "AccountId": master})
                self._inherited[identity] = owner

    def _is_left_out(self, key: int) -> bool:
        if key in self.left_out or key in self.back:
            return key in self.left_out
        return self.snapshot.is_left_out(key)

    def _held(self, number: int) -> Contacts:
        if number >= self.snapshot.next_number:
            return {}
        return {str(each["Id"]): each for each in self.snapshot.contacts(number) if each.get("Id")}

    def _of(self, number: int) -> Contacts:
        if number not in self.contacts:
            self.contacts[number] = self._held(number)
        return self.contacts[number]

    def _all_contacts(self, touched: Iterable[int]) -> Iterator[Row]:
        for number in touched:
            if number in self.contacts:
                yield from self.contacts[number].values()
            elif number < self.snapshot.next_number:
                yield from self.snapshot.contacts(number)


def repack(file: BinaryIO, snapshot: Snapshot) -> None:
    """Writes a base of all that a snapshot has, without asking the org."""
    numbers = list(snapshot.all_numbers())
    builder = Builder(file, snapshot.rule, snapshot.hashing.seed)
    builder.leave_out(snapshot.left_out())
    builder.accounts((snapshot.row(number) for number in numbers), iter(range(len(numbers))))
    builder.contacts(contact for number in numbers for contact in snapshot.contacts(number))
    builder.finish({})
