"""The books of an org, kept in memory: what a directory asks of one, answered row by row; and ways to change them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.directory import Directory
from tools.directory.source import Source
from tools.directory.upkeep import Upkeep
from workflow.definition import AccountRule, RecogniseBy
from workflow.errors import SwitchyardError

Row = dict[str, Any]
RULE = AccountRule(
    key="Key__c", where="Type != 'Vendor'", recognise_by=RecogniseBy(host=("Website",), code=("Code__c",))
)
FIELDS = ("Key__c", "Name", "ParentId", "BillingCity", "BillingStreet", "BillingPostalCode", "Website", "Code__c", "Phone", "Type", "MasterRecordId")  # fmt: skip


class Unreachable(SwitchyardError):
    """The org does not answer."""


@dataclass
class Books:
    """`accounts` and `contacts` by id; every change gets a later stamp. `asked`: the statements, in their order."""

    accounts: dict[str, Row] = field(default_factory=dict)
    contacts: dict[str, Row] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    reachable: bool = True
    minute: int = 0

    def account(self, record: str, **values: Any) -> Row:
        """Writes an account: a new one, or other values of one that is there."""
        row = self.accounts.setdefault(record, {"Id": record, **dict.fromkeys(FIELDS), "IsDeleted": False})
        row |= {"Type": "House", "Key__c": record} if row["Key__c"] is None else {}
        return self._stamped(row, values)

    def contact(self, record: str, account: str | None, email: str, **values: Any) -> Row:
        """Writes a contact."""
        row = self.contacts.setdefault(record, {"Id": record, "Name": "", "Phone": None, "IsDeleted": False})
        return self._stamped(row, {"AccountId": account, "Email": email, **values})

    def delete(self, record: str, master: str | None = None) -> None:
        """Into the recycle bin; with a master, because it was merged into that one, which gets the contacts."""
        place = self.accounts if record in self.accounts else self.contacts
        for contact in self.contacts.values() if master else ():
            if contact["AccountId"] == record:
                contact["AccountId"] = master
        self._stamped(place[record], {"IsDeleted": True} | ({"MasterRecordId": master} if master else {}))

    def erase(self, record: str) -> None:
        """Away without a trace."""
        del self.accounts[record]

    def later(self, minutes: int = 60) -> None:
        """What was written so far is out of the window that is asked for again."""
        self.minute += minutes

    def rows(self, text: str, deleted: bool) -> Iterator[Row]:
        """The rows that a statement finds."""
        self.asked.append(text)
        if not self.reachable:
            raise Unreachable("no route to the org")
        place = self.accounts if " FROM Account" in text else self.contacts
        found = [dict(row) for row in place.values() if deleted or not row["IsDeleted"]]
        if "COUNT(Id) n" in text:
            return iter([{"n": len(found)}])
        if "ORDER BY SystemModstamp DESC" in text:
            return iter(sorted(found, key=lambda row: str(row["SystemModstamp"]), reverse=True)[:1])
        since = re.search(r"SystemModstamp >= (\S+?)Z", text)
        if since:
            found = [row for row in found if row["SystemModstamp"] >= since.group(1)]
        among = re.search(r"WHERE (Id|AccountId) IN \((.*)\)", text)
        if among:
            wanted = re.findall(r"'([^']*)'", among.group(2))
            found = [row for row in found if row[among.group(1)] in wanted]
        if "AccountId != null" in text:
            found = [row for row in found if row["AccountId"]]
        if "FIELDS(ALL)" in text:
            return iter([{"attributes": {}, **row} for row in found[:1]])
        fields = re.split(r",\s*", text.removeprefix("SELECT ").partition(" FROM")[0])
        return iter([{name: row.get(name) for name in fields} for row in found])

    def upkeep(self, folder: Path | None, rule: AccountRule = RULE, fresh_for: float = 0.0, **more: Any) -> Upkeep:
        """The upkeep of a directory over these books; without a time to be fresh it asks whenever it is used."""
        return Upkeep(Source(self.rows, rule), rule, folder, fresh_for, **more)

    def _stamped(self, row: Row, values: Row) -> Row:
        self.minute += 1
        stamp = f"2026-03-{1 + self.minute // 1440:02d}T{self.minute // 60 % 24:02d}:{self.minute % 60:02d}:00.000+0000"
        row |= values | {"SystemModstamp": stamp}
        return row


def books() -> Books:
    """Three houses and a vendor, long ago."""
    kept = Books()
    kept.account("A1", Name="Larkmoor Lodge", BillingCity="Dunwich", Website="larkmoor.example.com", Code__c="LM-4471")
    kept.account("A2", Name="Pelham Quay", BillingCity="Porthbran", Website="pelhamquay.com", Phone="+15125550101")
    kept.account("A3", Name="Larkmoor Lodge", BillingCity="Wexcote", Website="larkmoorwexcote.com")
    kept.account("V1", Name="Zephyr Lifts", Type="Vendor", Website="zephyrlifts.com")
    kept.contact("C1", "A1", "ida@larkmoor.example.com")
    kept.contact("C2", "A2", "pat.kovar@gmail.com", Phone="+15125550177")
    kept.later()
    return kept


def known(directory: Directory) -> list[str]:
    """The ids of all accounts of a directory."""
    return sorted(directory.index.account(number).id for number in directory.index.all_numbers())
