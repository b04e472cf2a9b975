"""Accounts and contacts as an org gives them: by SOQL, with every field that the org lets us see, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from workflow.definition import AccountRule

Row = dict[str, Any]
Rows = Callable[[str, bool], Iterable[Row]]
"""(SOQL, with deleted records) → the rows, page by page as they are asked for."""

LEFT_OUT = frozenset({"attributes"})
OVERLAP = timedelta(minutes=15)
"""So far back before the newest record known changes are asked for again: a transaction is stamped before it ends."""

AT_ONCE = 200
"""Records that are asked for by id in one statement."""


class Marks(NamedTuple):
    """SystemModstamp of the newest account and of the newest contact; empty where there is none."""

    accounts: str = ""
    contacts: str = ""


class Source:
    """The org's accounts and contacts, for one rule."""

    def __init__(self, rows: Rows, rule: AccountRule) -> None:
        self._rows, self._rule = rows, rule
        named = [name.partition(".")[2] for name in rule.recognise_by.sender if name.startswith("Contact.")]
        self._first: Row | None = None
        self._contact_fields = tuple(dict.fromkeys(("Id", "AccountId", "Name", "Email", "Phone", *named)))

    def schema(self) -> tuple[str, ...]:
        """The names of the fields that accounts have, as a first record shows them; none where the org has none."""
        self._first = next(iter(self._rows(f"SELECT FIELDS(ALL) FROM {self._rule.object} LIMIT 1", False)), {})
        return tuple(sorted(self._first.keys() - LEFT_OUT))

    def marks(self) -> Marks:
        """How far the org's records have come."""
        return Marks(self._newest(self._rule.object), self._newest("Contact"))

    def accounts(self) -> Iterator[Row]:
        """All accounts, in the order of their ids."""
        fields = self._fields()
        if fields:
            yield from self._rows(f"SELECT {', '.join(fields)} FROM {self._rule.object} ORDER BY Id", False)

    def contacts(self) -> Iterator[Row]:
        """All contacts of accounts, with the fields by which the rule recognises a sender."""
        fields = ", ".join(self._contact_fields)
        yield from self._rows(f"SELECT {fields} FROM Contact WHERE AccountId != null ORDER BY Id", False)

    def changed_accounts(self, since: str) -> Iterator[Row]:
        """The accounts changed since a moment and shortly before it, deleted ones (`IsDeleted`) among them."""
        fields = self._fields()
        if fields:
            condition = f"SystemModstamp >= {_before(since)}" if since else "Id != null"
            told = dict.fromkeys((*fields, "IsDeleted", "SystemModstamp"))
            yield from self._rows(f"SELECT {', '.join(told)} FROM {self._rule.object} WHERE {condition}", True)

    def changed_contacts(self, since: str) -> Iterator[Row]:
        """The contacts changed since a moment and shortly before it, those of no account and deleted ones too."""
        condition = f"SystemModstamp >= {_before(since)}" if since else "Id != null"
        fields = ", ".join(dict.fromkeys((*self._contact_fields, "IsDeleted", "SystemModstamp")))
        yield from self._rows(f"SELECT {fields} FROM Contact WHERE {condition}", True)

    def count(self) -> int:
        """How many accounts there are, those among them that the rule leaves out."""
        return int(next(iter(self._rows(f"SELECT COUNT(Id) n FROM {self._rule.object}", False)))["n"])

    def ids(self) -> Iterator[str]:
        """The ids of all accounts."""
        for row in self._rows(f"SELECT Id FROM {self._rule.object}", False):
            yield str(row["Id"])

    def accounts_of(self, ids: Sequence[str]) -> Iterator[Row]:
        """The accounts of these ids."""
        fields = ", ".join(self._fields())
        for some in _batches(ids):
            among = ", ".join(f"'{each}'" for each in some)
            yield from self._rows(f"SELECT {fields} FROM {self._rule.object} WHERE Id IN ({among})", False)

    def contacts_of(self, accounts: Sequence[str]) -> Iterator[Row]:
        """The contacts of these accounts."""
        fields = ", ".join(self._contact_fields)
        for some in _batches(accounts):
            among = ", ".join(f"'{each}'" for each in some)
            yield from self._rows(f"SELECT {fields} FROM Contact WHERE AccountId IN ({among})", False)

    def _fields(self) -> list[str]:
        # They are asked for by name, since SOQL gives FIELDS(ALL) for 200 rows at most. Compound fields (addresses)
        # come as nested rows and stand in their parts as well.
        if self._first is None:
            self.schema()
        return [n for n, value in (self._first or {}).items() if n not in LEFT_OUT and not isinstance(value, dict)]

    def _newest(self, sobject: str) -> str:
        text = f"SELECT SystemModstamp FROM {sobject} ORDER BY SystemModstamp DESC LIMIT 1"
        return next((str(row["SystemModstamp"]) for row in self._rows(text, False)), "")


def _before(moment: str) -> str:
    """A SOQL datetime literal some time before a stamp."""
    stamp = datetime.fromisoformat(moment) - OVERLAP
    return stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
