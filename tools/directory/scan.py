"""One document, searched part by part and zone by zone for everything that the org's records recognise."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tools.directory.firms import find_firms
from tools.directory.hosts import FoundHost, broken, clean, find, label, registrable, targets
from tools.directory.passage import Passage
from tools.directory.placing import Place, place
from tools.directory.roster import Roster
from tools.directory.tokens import tokenise, words
from tools.directory.unlisted import FoundUnlisted, unlisted_hosts, unlisted_names
from workflow.accounts import Mention, Recognition, Unlisted
from workflow.document import Document, Part, Span, Zone, ZoneKind

MISTYPED = 0.6
HOST, LINK, MAIL, PHONE, CODE, UNSURE_CODE, ADDRESS, POSTAL_ADDRESS = 0.9, 0.6, 0.6, 0.7, 0.9, 0.25, 0.7, 0.8
"""How much one mention of each kind says, where it can mean one account only. Several share it."""

ANOTHER_POSTAL_CODE = 0.35
"""An address whose street and number are right, and whose postal code is that of another account there."""

FIRM = 0.55
"""How much a name with a legal form looks like an account's."""

STRONG = 0.5
"""From this weight on a mention makes its account's family one whose members may be called by short words."""

FAMILIES, FAMILY_SIZE = 4, 60
PLAIN = 0.015
"""A text with fewer capitals than this share of its letters hardly uses them."""

MOST_KNOWN = 40
"""Accounts found otherwise that a name is tried on, where very many have that name."""

LONGEST = 400_000
"""Characters of one part that are searched; what stands behind is too far from the request to be its account."""


class Scan:
    """The mentions in one document. `mentions`: account number → mentions in the order of the text."""

    def __init__(self, roster: Roster, document: Document, sender: Sequence[int]) -> None:
        self.roster, self.document = roster, document
        self.mentions: dict[int, list[Mention]] = defaultdict(list)
        self.unlisted: list[Unlisted] = []
        self._sender = tuple(sender)
        self._plain = _is_plain(document)
        ours = {registrable(address.domain) for address in (*document.to, *document.cc)}
        self._ours = {domain for domain in ours if domain and not roster.sites.accounts(domain)}
        stretches = [stretch for part in document.parts for stretch in self._stretches(part)]
        for stretch in stretches:
            stretch.search_marks()
        for stretch in stretches:
            stretch.search_names()
        for stretch in stretches:
            stretch.search_relatives(self._families(sender))

    def _stretches(self, part: Part) -> Iterable[_Stretch]:
        length = min(len(part.text), LONGEST)
        for zone in part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=length),):
            end = min(zone.end, length)
            if zone.kind is not ZoneKind.HIDDEN and part.text[zone.start : end].strip():
                yield _Stretch(self, part, zone.kind, zone.start, end)

    def _families(self, sender: Sequence[int]) -> list[tuple[int, ...]]:
        """The families whose members short words may mean: the sender's, else those of accounts that are named."""
        heads = list(sender[:2])
        if not heads:
            strong = [n for n, found in self.mentions.items() if any(m.weight >= STRONG and _counts(m) for m in found)]
            heads = strong[: 4 * FAMILIES]
        families = dict.fromkeys(self.roster.families.of(number) for number in heads)
        return [family for family in families if 1 < len(family) <= FAMILY_SIZE][:FAMILIES]

    def add(
        self,
        accounts: Iterable[int],
        by: Recognition,
        part: str,
        start: int,
        end: int,
        zone: ZoneKind,
        weight: float,
        exact: bool = True,
    ) -> None:
        """Notes a mention for each account."""
        text = self.document.part(part).text[start:end]
        span = Span(part=part, start=start, end=end)
        for number in accounts:
            record = self.roster.index.account(number).id
            self.mentions[number].append(
                Mention(account=record, by=by, text=text, span=span, zone=zone, weight=round(weight, 4), exact=exact)
            )

    def known(self) -> list[int]:
        """Accounts that something speaks for so far, the sender's first."""
        return list(dict.fromkeys((*self._sender, *self.mentions)))[:MOST_KNOWN]

    @property
    def plain_case(self) -> bool:
        """Whether the text hardly uses capitals."""
        return self._plain

    def is_nobody(self, host: str) -> bool:
        """Whether a host is no account's for sure: ours, or a mail provider's."""
        return registrable(host) in self._ours or self.roster.contacts.is_provider(host)

    def is_ourselves(self, name: str) -> bool:
        """Whether a name, folded and joined, is that of the house the message went to."""
        return any(len(own := label(domain)) >= 5 and name.startswith(own) for domain in self._ours)


class _Stretch:
    """One zone of one part."""

    def __init__(self, scan: Scan, part: Part, zone: ZoneKind, start: int, end: int) -> None:
        self.scan, self.part, self.zone, self.start, self.end = scan, part, zone, start, end
        self.text = _with_whole_cells(part)[:end]
        self.passage = Passage(scan.roster.index, self.text, tokenise(part.text, start, end), scan.plain_case)
        self._claimed: list[tuple[int, int]] = []
        self._strangers: list[FoundHost] = []
        self._places: list[Place] = []

    def search_marks(self) -> None:
        """What stands by itself: hosts, codes, phones, addresses."""
        self._strangers = self._hosts()
        self._codes()
        self._phones()
        self._addresses()

    def search_names(self) -> None:
        """Names, and what looks like the name or host of an account that the org does not have."""
        taken = self._taken()
        self._names(taken)
        self._unlisted(self._strangers, taken)

    def _add(
        self, accounts: Sequence[int], by: Recognition, start: int, end: int, weight: float, exact: bool = True
    ) -> None:
        self.scan.add(accounts, by, self.part.name, start, end, self.zone, weight / max(1, len(accounts)), exact)

    def _hosts(self) -> list[FoundHost]:
        """Hosts and mail addresses; returns the websites that no account has."""
        roster, offset = self.scan.roster, self.start
        segment = self.text[offset:]
        strangers: list[FoundHost] = []
        known_ends: list[tuple[int, int]] = []
        for found in _shifted(broken(segment) if "\n" in segment else (), offset):
            accounts = roster.sites.accounts(found.host)
            if accounts:
                self._add(accounts, Recognition.HOST, found.start, found.end, HOST)
            elif found.marked and not self.scan.is_nobody(found.host):
                strangers.append(found)
            else:
                continue
            known_ends.append((found.start, found.end))
        for found in _shifted(find(segment), offset):
            if any(start <= found.start and found.end <= end for start, end in known_ends):
                continue
            accounts = roster.contacts.accounts(found.address) if found.mail else ()
            accounts = accounts or roster.sites.accounts(found.host, found.path)
            if found.spoken and not accounts:
                continue
            self._claimed.append((found.start, found.end))
            if accounts:
                by = Recognition.EMAIL if found.mail else Recognition.HOST
                self._add(accounts, by, found.start, found.end, MAIL if found.mail else HOST)
            elif not found.mail and not self.scan.is_nobody(found.host):
                meant = roster.sites.like(found.host)
                if meant:
                    self._add(meant, Recognition.HOST, found.start, found.end, MISTYPED, exact=False)
                else:
                    strangers.append(found)
        self._claimed.extend(known_ends)
        self._links()
        return strangers

    def _links(self) -> None:
        """Where links lead, unless their visible text already says a site."""
        for link in self.part.links:
            if not self.start <= link.start < self.end or link.target.lower().startswith(("mailto:", "tel:", "cid:")):
                continue
            if any(start < link.end and link.start < end for start, end in self._claimed):
                continue
            host, _ = clean(link.target)
            seen: list[int] = []
            for each in (host, *targets(link.target)):
                seen.extend(number for number in self.scan.roster.sites.accounts(each) if number not in seen)
            if seen:
                end = min(max(link.end, link.start + 1), self.end)
                self._add(seen, Recognition.HOST, link.start, end, LINK, exact=False)

    def _codes(self) -> None:
        labelled = self._labelled_columns()
        for found in self.scan.roster.codes.find(self.text[self.start :]):
            start, end = found.start + self.start, found.end + self.start
            if any(a < end and start < b for a, b in self._claimed):
                continue
            sure = found.sure or any(a <= start and end <= b for a, b in labelled)
            self._add(found.accounts, Recognition.CODE, start, end, CODE if sure else UNSURE_CODE, exact=sure)

    def _labelled_columns(self) -> list[tuple[int, int]]:
        """Cells of the columns whose heading announces codes."""
        cells: list[tuple[int, int]] = []
        for table in self.part.tables:
            if not table.header or len(table.rows) < 2:
                continue
            for column, (start, end) in enumerate(table.rows[0]):
                if self.scan.roster.codes.announces(self.part.text[start:end]):
                    cells.extend(row[column] for row in table.rows[1:] if column < len(row))
        return cells

    def _phones(self) -> None:
        for start, end, accounts in self.scan.roster.phones.find(self.text[self.start :]):
            self._claimed.append((start + self.start, end + self.start))
            self._add(accounts, Recognition.PHONE, start + self.start, end + self.start, PHONE)

    def _addresses(self) -> None:
        for found in self.scan.roster.addresses.find(self.passage):
            likely = found.confirmed + found.silent
            self._places.append(Place(found.start, found.end, likely))
            for accounts, weight in (
                (found.confirmed, POSTAL_ADDRESS),
                (found.silent, ADDRESS),
                (found.others, ANOTHER_POSTAL_CODE),
            ):
                for number in accounts:
                    share = weight / len(likely)
                    self.scan.add(
                        (number,), Recognition.ADDRESS, self.part.name, found.start, found.end, self.zone, share
                    )

    def _names(self, taken: set[int]) -> None:
        for found in self.scan.roster.names.search(self.passage, taken, self.scan.known()):
            self._claimed.append((found.start, max(found.end, found.reach)))
            place(found, self.text, self._places, self.scan.roster.index)
            by = Recognition.GROUP if found.family else Recognition.NAME
            for number in found.weights:
                self.scan.add(
                    (number,),
                    by,
                    self.part.name,
                    found.start,
                    found.end,
                    self.zone,
                    found.share(number),
                    number in found.exact,
                )

    def _taken(self) -> set[int]:
        """Indices of the tokens inside what was found so far."""
        taken: set[int] = set()
        starts = self.passage.starts
        for start, end in self._claimed:
            taken.update(range(bisect_left(starts, start), bisect_left(starts, end)))
        return taken

    def _unlisted(self, strangers: list[FoundHost], taken: set[int]) -> None:
        if self.zone in (ZoneKind.DISCLAIMER, ZoneKind.QUOTE):
            return
        roster = self.scan.roster
        found: list[FoundUnlisted] = list(unlisted_hosts(strangers, roster.index))
        hosts = [each.host for each in strangers] + [self.scan.document.sender.domain]
        hosts = [host for host in hosts if not roster.sites.accounts(host) and not roster.contacts.is_provider(host)]
        taken = taken | self._taken()
        found.extend(unlisted_names(self.passage, taken, roster.index, hosts))
        found.extend(self._firms(found))
        for each in found:
            span = Span(part=self.part.name, start=each.start, end=each.end)
            by = Recognition.HOST if each.host else Recognition.NAME
            self.scan.unlisted.append(Unlisted(text=each.text, by=by, span=span, zone=self.zone, weight=each.weight))

    def _firms(self, told: Sequence[FoundUnlisted]) -> list[FoundUnlisted]:
        """Firms by their legal form that no record has, and that are not ourselves."""
        known = [*self._claimed, *((each.start, each.end) for each in told)]
        found = []
        for start, end in find_firms(self.text, self.start, len(self.text)):
            name = "".join(words(self.text[start:end]))
            covered = max((min(b, end) - max(a, start) for a, b in known), default=0)
            if covered * 2 >= end - start or self.scan.is_ourselves(name):
                continue
            found.append(FoundUnlisted(start, end, self.text[start:end], False, FIRM))
        return found

    def search_relatives(self, families: Sequence[tuple[int, ...]]) -> None:
        """Short words for members of these families, outside of what was found before."""
        if not families:
            return
        taken = self._taken()
        places: dict[tuple[int, int], tuple[float, set[int]]] = {}
        for family in families:
            relatives = self.scan.roster.relatives(family)
            for found in relatives.search(self.passage, taken):
                weight, accounts = places.get((found.start, found.end), (0.0, set()))
                places[found.start, found.end] = max(weight, found.weight), accounts | set(found.accounts)
        for (start, end), (weight, accounts) in places.items():
            self._add(sorted(accounts), Recognition.NAME, start, end, weight, exact=False)


def _shifted(found: Iterable[FoundHost], offset: int) -> Iterable[FoundHost]:
    """Hosts found in a stretch, at their places in the part."""
    return (each._replace(start=each.start + offset, end=each.end + offset) for each in found)


def _with_whole_cells(part: Part) -> str:
    """The text of a part, of the same length, with spaces for the line breaks inside table cells."""
    text = part.text
    for table in part.tables:
        for row in table.rows:
            for start, end in row:
                if "\n" in text[start:end]:
                    text = text[:start] + text[start:end].replace("\n", " ") + text[end:]
    return text


def _counts(mention: Mention) -> bool:
    return mention.zone in (ZoneKind.NEW, ZoneKind.FORWARD)


def _is_plain(document: Document) -> bool:
    """Whether what the sender wrote hardly uses capitals."""
    letters = capitals = 0
    for part in document.parts:
        if part.kind not in ("subject", "body"):
            continue
        for zone in part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=len(part.text)),):
            if zone.kind is ZoneKind.NEW:
                text = part.text[zone.start : min(zone.end, zone.start + 20_000)]
                letters += sum(map(str.isalpha, text))
                capitals += sum(map(str.isupper, text))
    return letters > 20 and capitals < PLAIN * letters
