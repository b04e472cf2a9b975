"""The accounts of the org with everything that recognises them: the records, read once into the indexes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tools.directory.addresses import AddressIndex
from tools.directory.codes import CodeIndex
from tools.directory.contacts import ContactIndex
from tools.directory.families import Families
from tools.directory.hosts import HostIndex, clean, label, registrable, values
from tools.directory.names import NameIndex
from tools.directory.phones import PhoneIndex, national
from tools.directory.relatives import Relatives
from tools.directory.tokens import fold, words
from tools.directory.vocabulary import Name, Vocabulary, categorical
from workflow.accounts import Account
from workflow.definition import AccountRule
from workflow.errors import InputError
from workflow.expressions import parse

COUNTRY_FIELDS = ("BillingCountryCode", "BillingCountry", "ShippingCountry")
"""Standard fields that tell how a national phone number is dialled."""

Row = Mapping[str, Any]


class Roster:
    """Accounts by number (their place in the org's order), and the indexes that lead to numbers."""

    def __init__(self, accounts: Iterable[Row], contacts: Iterable[Row], rule: AccountRule) -> None:
        """Raises InputError for an account without an Id, ExpressionError for a `where` that cannot be read."""
        rows = [row for row in accounts if _wanted(row, rule)]
        by = rule.recognise_by
        self.rule = rule
        self.accounts = tuple(_account(row, rule) for row in rows)
        self.numbers = {account.id: number for number, account in enumerate(self.accounts)}
        self.usual = _usual(account.values.get(rule.kind) for account in self.accounts)
        parents = [self.numbers.get(account.parent) for account in self.accounts]
        groups = [tuple(fold(value) for value in _values(row, by.group)) for row in rows]
        self._entries = {number: [a for f in by.host for a in values(row.get(f))] for number, row in enumerate(rows)}
        self.hosts = HostIndex(self._entries)
        self.towns = tuple(frozenset(word for town in _values(row, by.town) for word in words(town)) for row in rows)
        self.names = self._named(rows, parents, groups)
        proper = [{w for w in core if self.names.vocabulary.is_proper(w)} for core in self.cores]
        self.families = Families(parents, groups, proper)
        self.phones = PhoneIndex(self._phones(rows, contacts := list(contacts)))
        code_fields = (*by.code, rule.key)
        codes = [(str(v), n) for n, row in enumerate(rows) for v in _values(row, code_fields)]
        self.codes = CodeIndex(codes, by.code)
        streets = [(v, n) for n, row in enumerate(rows) for v in _values(row, by.address[:1])]
        postal = [(v, n) for n, row in enumerate(rows) for v in _values(row, by.address[1:])]
        self.addresses = AddressIndex(streets, postal)
        self.contacts = ContactIndex(self._mailboxes(contacts), self.families.top, self.hosts.accounts)
        self._relatives: dict[tuple[int, ...], Relatives] = {}

    def relatives(self, family: tuple[int, ...]) -> Relatives:
        """The words that tell the members of a family apart."""
        if family not in self._relatives:
            heads = frozenset(number for number in family if self.families.is_parent(number))
            self._relatives[family] = Relatives(family, heads, self.names, self.cores, self.addresses.telling)
        return self._relatives[family]

    def _named(
        self, rows: Sequence[Row], parents: Sequence[int | None], groups: Sequence[tuple[str, ...]]
    ) -> NameIndex:
        by = self.rule.recognise_by
        names = [Name(n, value) for n, row in enumerate(rows) for value in _values(row, by.name)]
        names = [name for name in names if name.core]
        first = {name.account: name.core for name in reversed(names)}
        self.cores = tuple(first.get(number, ()) for number in range(len(rows)))
        told = {
            *by.name,
            *by.host,
            *by.code,
            *by.phone,
            *by.town,
            *by.address,
            *by.group,
            self.rule.parent,
            self.rule.key,
        }
        kinds = categorical(rows, {*told, "Id", "attributes"})
        roots = [_root(number, parents, groups) for number in range(len(rows))]
        vocabulary = Vocabulary(names, kinds, (t for row in rows for t in _values(row, by.town)), roots)
        labels = [
            (label(host), n) for n, urls in self._entries.items() for host, _ in map(clean, urls) if registrable(host)
        ]
        return NameIndex(names, vocabulary, self.hosts, self.towns, labels)

    def _phones(self, rows: Sequence[Row], contacts: Sequence[Row]) -> Iterable[tuple[str, int]]:
        countries = [next((str(row[f]) for f in COUNTRY_FIELDS if row.get(f)), "") for row in rows]
        for number, row in enumerate(rows):
            for value in _values(row, self.rule.recognise_by.phone):
                yield national(value, countries[number]), number
        for contact in contacts:
            of = self.numbers.get(str(contact.get("AccountId") or ""))
            if of is not None and contact.get("Phone"):
                yield national(str(contact["Phone"]), countries[of]), of

    def _mailboxes(self, contacts: Sequence[Row]) -> Iterable[tuple[str, int]]:
        fields = [name.partition(".")[2] for name in self.rule.recognise_by.sender if name.startswith("Contact.")]
        for contact in contacts:
            of = self.numbers.get(str(contact.get("AccountId") or ""))
            if of is not None:
                yield from ((str(contact[field]), of) for field in fields if contact.get(field))
        own = [name for name in self.rule.recognise_by.sender if "." not in name]
        for number, account in enumerate(self.accounts):
            yield from ((value, number) for value in _values(account.values, own))


def _wanted(row: Row, rule: AccountRule) -> bool:
    return not rule.where or parse(rule.where).holds({**row, "account": row})


def _account(row: Row, rule: AccountRule) -> Account:
    if not row.get("Id"):
        raise InputError(f"{rule.object}: a record without Id: {dict(row)!r}")
    name = next(iter(_values(row, rule.recognise_by.name)), "")
    values = {field: value for field, value in row.items() if field != "attributes" and value is not None}
    key = str(row.get(rule.key) or "")
    return Account(id=str(row["Id"]), key=key, name=name, parent=str(row.get(rule.parent) or ""), values=values)


def _usual(kinds: Iterable[Any]) -> str:
    """The kind that more than half of the accounts are; empty where none is."""
    counted = Counter(str(kind) for kind in kinds if kind)
    kind, count = next(iter(counted.most_common(1)), ("", 0))
    return kind if 2 * count > counted.total() else ""


def _values(row: Row, fields: Iterable[str]) -> list[str]:
    """The values of fields that are set, as text."""
    return [str(row[field]).strip() for field in fields if row.get(field) not in (None, "")]


def _root(number: int, parents: Sequence[int | None], groups: Sequence[tuple[str, ...]]) -> object:
    """What stands for an account's family before its name is understood."""
    seen = {number}
    top, parent = number, parents[number]
    while parent is not None and parent not in seen:
        seen.add(parent)
        top, parent = parent, parents[parent]
    if top == number and groups[number]:
        return groups[number]
    return top if not groups[top] else groups[top]
