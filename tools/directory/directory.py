"""The directory: finds the accounts that a document may be about, with every piece of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tools.directory.roster import Roster, Row
from tools.directory.scan import Scan
from tools.directory.search import Search
from tools.directory.sender import senders
from workflow.accounts import Account, Candidate, Candidates, Mention, Recognition
from workflow.definition import AccountRule
from workflow.document import Document, ZoneKind

ZONES = {
    ZoneKind.NEW: 1.0,
    ZoneKind.FORWARD: 0.7,
    ZoneKind.SIGNATURE: 0.5,
    ZoneKind.QUOTE: 0.3,
    ZoneKind.DISCLAIMER: 0.1,
    ZoneKind.HIDDEN: 0.0,
}
"""How much a mention counts for the order of candidates, by whose words it stands in."""

MOST_MEMBERS = 100
"""So many members of a family are brought along at most."""

MEMBER = 0.05
"""Weight of belonging to the sender's family, or to a group that is named."""


class Directory:
    """The org's accounts as a match index. Built once, read by many threads, thrown away when the org changed."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._search: Search | None = None

    @classmethod
    def build(cls, accounts: Iterable[Row], contacts: Iterable[Row], rule: AccountRule) -> Directory:
        """From the org's records: accounts as dicts by API name with `Id` and the key field, contacts with
        `AccountId`, `Email`, `Name`, `Phone`.

        Raises InputError for an account without an Id, ExpressionError for a `where` that cannot be read.
        """
        return cls(Roster(accounts, contacts, rule))

    def __len__(self) -> int:
        return len(self._roster.accounts)

    def account(self, record: str) -> Account | None:
        """The account of that record id, or None."""
        number = self._roster.numbers.get(record)
        return None if number is None else self._roster.accounts[number]

    def by_key(self, key: str) -> Account | None:
        """The account that people call so (the rule's `key` field), or None."""
        return next((account for account in self._roster.accounts if account.key == key), None)

    def search(self, text: str, most: int = 12) -> list[Account]:
        """The accounts that a person's words find in name, key, code, website, phone or town; the closest first."""
        if self._search is None:
            by = self._roster.rule.recognise_by
            self._search = Search(self._roster.accounts, (*by.name, *by.code, *by.host, *by.phone, *by.town))
        return self._search.find(text, most)

    def candidates(self, document: Document) -> Candidates:
        """The accounts that a document names in any part or zone, and those of the sender; strongest first.

        The members of the sender's family, and of a group that is named, come along with a `GROUP` mention each.
        """
        roster = self._roster
        mentions: dict[int, list[Mention]] = defaultdict(list)
        sender = senders(document, roster)
        for number, (by, weight) in sender.items():
            mentions[number].append(self._mention(number, by, document.sender.email, weight))
        for address in (*document.to, *document.cc):
            for number in self._at(address.email):
                mentions[number].append(self._mention(number, Recognition.EMAIL, address.email, 0.2))
        scan = Scan(roster, document, tuple(sender))
        for number, found in scan.mentions.items():
            mentions[number].extend(found)
        self._bring_families(mentions, tuple(sender))
        ranked = sorted(mentions, key=lambda number: (-_strength(mentions[number]), number))
        return Candidates(
            candidates=tuple(
                Candidate(account=roster.accounts[number], mentions=tuple(mentions[number])) for number in ranked
            ),
            sender=tuple(roster.accounts[number].id for number in sender),
            unlisted=tuple(scan.unlisted),
            usual=roster.usual,
        )

    def _at(self, address: str) -> Sequence[int]:
        """The accounts of an address that the message went to as well."""
        contacts = self._roster.contacts.accounts(address)
        if contacts:
            return contacts[:3]
        domain = address.rpartition("@")[2]
        return () if self._roster.contacts.is_provider(domain) else self._roster.hosts.accounts(domain)[:3]

    def _bring_families(self, mentions: dict[int, list[Mention]], sender: tuple[int, ...]) -> None:
        families = self._roster.families
        named = [n for n, found in mentions.items() if families.is_parent(n) and any(m.span for m in found)]
        related = [(n, families.of(n)) for n in sender[:3]] + [(n, families.children(n)) for n in named]
        for head, members in related:
            name = self._roster.accounts[head].name
            for number in members[:MOST_MEMBERS]:
                if number != head and not any(m.by is Recognition.GROUP and not m.span for m in mentions[number]):
                    mentions[number].append(self._mention(number, Recognition.GROUP, name, MEMBER))

    def _mention(self, number: int, by: Recognition, text: str, weight: float) -> Mention:
        return Mention(account=self._roster.accounts[number].id, by=by, text=text, weight=round(weight, 4))


def _strength(mentions: Sequence[Mention]) -> float:
    """Noisy-or of the mentions, each weakened by its zone."""
    lacking = 1.0
    for mention in mentions:
        lacking *= 1 - mention.weight * ZONES[mention.zone]
    return 1 - lacking
