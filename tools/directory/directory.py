"""The directory: finds the accounts that a document may be about, with every piece of evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import count
from secrets import randbits

from tools.directory.index.builder import Builder
from tools.directory.index.keys import Kind
from tools.directory.index.record import Row
from tools.directory.index.sections import Damaged, Sections
from tools.directory.index.segment import Segment
from tools.directory.index.snapshot import Snapshot
from tools.directory.roster import Roster
from tools.directory.scan import Scan
from tools.directory.search import search
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
    """The org's accounts as a match index, as they stood at one moment. Threads may share it; nothing in it changes."""

    def __init__(self, index: Snapshot) -> None:
        self.index = index
        self.damaged = ""  #: what was found wrong with its file while it was read
        self._roster = Roster(index)

    @classmethod
    def build(cls, accounts: Iterable[Row], contacts: Iterable[Row], rule: AccountRule) -> Directory:
        """From the org's records, in memory: accounts as dicts by API name with `Id` and the key field, contacts with
        `AccountId`, `Email`, `Name`, `Phone`.

        Raises InputError for an account without an Id, ExpressionError for a `where` that cannot be read.
        """
        file = BytesIO()
        builder = Builder(file, rule, randbits(64))
        builder.accounts(accounts, count())
        builder.contacts(contacts)
        builder.finish({})
        return cls(Snapshot(Segment(Sections(file.getvalue()))))

    def __len__(self) -> int:
        return len(self.index)

    def account(self, record: str) -> Account | None:
        """The account of that record id, or None."""
        number = self.index.number(record)
        return None if number is None else self.index.account(number)

    def by_key(self, key: str) -> Account | None:
        """The account that people call so (the rule's `key` field), or None."""
        return next((self.index.account(number) for number in self.index.find(Kind.KEY, key, 1)), None)

    def search(self, text: str, most: int = 12) -> list[Account]:
        """The accounts that a person's words find in name, key, code, website, phone or town; the closest first."""
        return search(self.index, text, most)

    def candidates(self, document: Document) -> Candidates:
        """The accounts that a document names in any part or zone, and those of the sender; strongest first.

        The members of the sender's family, and of a group that is named, come along with a `GROUP` mention each.
        Raises Damaged where the index's file turns out to be; the next directory that is asked for is a new one.
        """
        try:
            return self._candidates(document)
        except Damaged as damage:
            self.damaged = str(damage)
            raise Damaged(
                f"the directory's index is damaged and is built anew when it is next used: {damage}"
            ) from damage

    def _candidates(self, document: Document) -> Candidates:
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
                Candidate(account=self.index.account(number), mentions=tuple(mentions[number])) for number in ranked
            ),
            sender=tuple(self.index.account(number).id for number in sender),
            unlisted=tuple(scan.unlisted),
            usual=self.index.usual,
        )

    def _at(self, address: str) -> Sequence[int]:
        """The accounts of an address that the message went to as well."""
        contacts = self._roster.contacts.accounts(address)
        if contacts:
            return contacts[:3]
        domain = address.rpartition("@")[2]
        return () if self._roster.contacts.is_provider(domain) else self._roster.sites.accounts(domain)[:3]

    def _bring_families(self, mentions: dict[int, list[Mention]], sender: tuple[int, ...]) -> None:
        families = self._roster.families
        named = [n for n, found in mentions.items() if families.is_parent(n) and any(m.span for m in found)]
        related = [(n, families.of(n)) for n in sender[:3]] + [(n, families.children(n)) for n in named]
        for head, members in related:
            name = self.index.account(head).name
            for number in members[:MOST_MEMBERS]:
                if number != head and not any(m.by is Recognition.GROUP and not m.span for m in mentions[number]):
                    mentions[number].append(self._mention(number, Recognition.GROUP, name, MEMBER))

    def _mention(self, number: int, by: Recognition, text: str, weight: float) -> Mention:
        return Mention(account=self.index.account(number).id, by=by, text=text, weight=round(weight, 4))


def _strength(mentions: Sequence[Mention]) -> float:
    """Noisy-or of the mentions, each weakened by its zone."""
    lacking = 1.0
    for mention in mentions:
        lacking *= 1 - mention.weight * ZONES[mention.zone]
    return 1 - lacking
