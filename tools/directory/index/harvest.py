"""Gathers what records say: postings that need nothing else, and words whose worth is known when all are read."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict

import numpy as np

from tools.directory.aliases import Spelled, spelling
from tools.directory.codes import SHORTEST as SHORTEST_CODE
from tools.directory.codes import normal
from tools.directory.hosts import registrable
from tools.directory.index.keys import MASK, Hashing, Kind, house_number, mixed_all, mixed_by
from tools.directory.index.postings import Pile
from tools.directory.index.record import Reading, Row, Site, stated
from tools.directory.name import Name, initials
from tools.directory.phones import SHORTEST as SHORTEST_PHONE
from tools.directory.phones import national
from workflow.errors import InputError

AT_ONCE = 1 << 19
"""Postings that are gathered before they go to the pile."""

KINDS_FROM = 50_000
"""Records whose fields are looked through for what says what kind an account is: the first ones."""

LONGEST_KIND = 40
MOST_SPELLINGS = 200_000
BEGINNING = 6
"""Letters of a longer name that tell whether it may begin at a word of a text."""

Posts = list[int]
"""Kinds, each followed by the number of a text."""

ID, KEY, CODE, GROUP, CONTACT, PHONE, POSTAL = map(
    int, (Kind.ID, Kind.KEY, Kind.CODE, Kind.GROUP, Kind.CONTACT, Kind.PHONE, Kind.POSTAL)
)
HOST, PATH, BELOW, LABEL, SITE = map(int, (Kind.HOST, Kind.PATH, Kind.BELOW, Kind.LABEL, Kind.SITE))
MAILBOX, MAIL_DOMAIN, HOUSE_IN = map(int, (Kind.MAILBOX, Kind.MAIL_DOMAIN, Kind.HOUSE_IN))
WHOLE, WHOLE_IN, INITIALS = map(int, (Kind.WHOLE, Kind.WHOLE_IN, Kind.INITIALS))


class Harvest:
    """What is gathered. `pile` holds the postings; the flat arrays hold one entry for each word of each record."""

    def __init__(self, reading: Reading, hashing: Hashing) -> None:
        self.reading, self.hashing = reading, hashing
        self.pile = Pile()
        self.word_ids: dict[str, int] = {}
        self.name_words, self.name_accounts, self.name_numbers = array("i"), array("i"), array("i")
        self.names = 0
        self.town_words, self.town_accounts = array("i"), array("i")
        self.street_words, self.street_accounts, self.houses = array("i"), array("i"), array("Q")
        self.place_accounts, self.places = array("i"), array("Q")
        self.accounts, self.parents, self.groups = array("i"), array("Q"), array("Q")
        self.ids = array("Q")
        self.small: set[str] = set()
        self.code_lengths: set[int] = set()
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.spellings: Counter[Spelled] = Counter()
        self.countries = array("H")
        self.country_names: dict[str, int] = {}
        self._beginnings: set[str] = set()
        self._texts, self._kinds_of, self._values = array("Q"), array("B"), array("i")

    def account(self, number: int, row: Row) -> str:
        """Takes an account in; returns its name. Raises InputError for one without an Id."""
        identity = row.get("Id")
        if not identity:
            raise InputError(f"{self.reading.rule.object}: a record without Id: {dict(row)!r}")
        reading, text = self.reading, self.hashing.text
        posts: Posts = []
        record = text(str(identity))
        self.accounts.append(number)
        self.ids.append(record)
        posts += (ID, record)
        key = row.get(reading.rule.key)
        if key:
            posts += (KEY, text(str(key)))
        towns = reading.towns(row)
        names = reading.names(number, row)
        for name in names:
            self._name(name, towns, posts)
        for site in reading.sites(row):
            self._site(site, names, posts)
        for code in reading.codes(row):
            plain = normal(code)
            if len(plain) >= SHORTEST_CODE and any(map(str.isdigit, plain)):
                self.code_lengths.add(len(plain))
                posts += (CODE, text(plain))
        country = reading.country(row)
        for value in stated(row, reading.by.phone):
            self._phone(value, country, posts)
        self.countries.append(self.country_names.setdefault(country, min(len(self.country_names), 0xFFFF)))
        for address in reading.mailboxes(row):
            self._mailbox(address, posts)
        self._place(number, row, towns, posts)
        groups = [text(group) for group in reading.groups(row)]
        for group in groups:
            posts += (GROUP, group)
        parent = row.get(reading.rule.parent)
        self.parents.append(text(str(parent)) if parent else 0)
        self.groups.append(sum(groups) & MASK)
        if len(self.accounts) <= KINDS_FROM:
            self._kinds(row)
        self._post(number, posts)
        return names[0].text if names else ""

    def contact(self, number: int, contact: Row, country: str) -> None:
        """Takes a contact of an account in; `country` is that of the account."""
        posts: Posts = []
        identity = contact.get("Id")
        if identity:
            posts += (CONTACT, self.hashing.text(str(identity)))
        for field in self.reading.mailbox_fields:
            if contact.get(field):
                self._mailbox(str(contact[field]), posts)
        if contact.get("Phone"):
            self._phone(str(contact["Phone"]), country, posts)
        self._post(number, posts)

    def finish(self) -> None:
        """All that was gathered goes to the pile."""
        self._flush()
        self.pile.sieve(mixed_all(Kind.BEGINNING, self.hashing.texts(sorted(self._beginnings))))

    def word(self, text: str) -> int:
        """The number of a word."""
        return self.word_ids.setdefault(text, len(self.word_ids))

    # -- inside --------------------------------------------------------------------------------------------------

    def _post(self, number: int, posts: Posts) -> None:
        self._kinds_of.extend(posts[::2])
        self._texts.extend(posts[1::2])
        self._values.extend([number] * (len(posts) // 2))
        if len(self._texts) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        texts, kinds = np.array(self._texts, np.uint64), np.array(self._kinds_of, np.uint8)
        self.pile.add(mixed_by(kinds, texts), np.array(self._values, np.int32))
        self._texts, self._kinds_of, self._values = array("Q"), array("B"), array("i")

    def _name(self, name: Name, towns: tuple[str, ...], posts: Posts) -> None:
        text, ids = self.hashing.text, self.word_ids
        if name.small:
            self.small |= name.small
        words = [ids.setdefault(word, len(ids)) for word in name.core]
        self.name_words.extend(words)
        self.name_accounts.extend([name.account] * len(words))
        self.name_numbers.extend([self.names] * len(words))
        self.names += 1
        for form in name.forms:
            key = text(form)
            posts += (WHOLE, key)
            for town in towns:
                posts += (WHOLE_IN, (key + text(town)) & MASK)
            self._begins(form)
        if len(name.core) >= 3:
            posts += (INITIALS, text(initials(name.core)))

    def _begins(self, form: str) -> None:
        if len(form) >= BEGINNING:
            self._beginnings.add(form[:BEGINNING])

    def _site(self, site: Site, names: tuple[Name, ...], posts: Posts) -> None:
        text = self.hashing.text
        host, segment, written, suffix = site
        name, domain = written.replace("-", ""), f"{written}.{suffix}"
        if segment:
            posts += (PATH, text(f"{host}/{segment}"))
        posts += (HOST, text(host))
        posts += (SITE, text(f"{name}.{suffix}"))
        if host != domain:
            posts += (BELOW, text(domain))
        else:
            posts += (LABEL, text(name))
            self._begins(name)
        spelled = spelling(name, names[0].core) if names else None
        if spelled is not None:
            self.spellings[spelled] += 1
            if len(self.spellings) > MOST_SPELLINGS:
                # What only one host says is no custom of an org as large as this.
                self.spellings = Counter({each: count for each, count in self.spellings.items() if count > 1})

    def _phone(self, value: str, country: str, posts: Posts) -> None:
        digits = national(value, country)
        if len(digits) >= SHORTEST_PHONE:
            posts += (PHONE, self.hashing.text(digits))

    def _mailbox(self, address: str, posts: Posts) -> None:
        key = address.strip().lower()
        if "@" not in key:
            return
        posts += (MAILBOX, self.hashing.text(key))
        domain = registrable(key.rpartition("@")[2])
        if domain:
            posts += (MAIL_DOMAIN, self.hashing.text(domain))

    def _place(self, number: int, row: Row, towns: tuple[str, ...], posts: Posts) -> None:
        text, ids = self.hashing.text, self.word_ids
        places = [text(town) for town in towns]
        self.town_words.extend([ids.setdefault(town, len(ids)) for town in towns])
        self.town_accounts.extend([number] * len(towns))
        house, street = self.reading.street(row)
        numeral = house_number(text(house)) if house else 0
        for code in self.reading.postal_codes(row):
            key = text(code)
            posts += (POSTAL, key)
            if numeral:
                posts += (HOUSE_IN, (numeral + key) & MASK)
            places.append(key)
        self.places.extend(places)
        self.place_accounts.extend([number] * len(places))
        self.street_words.extend([ids.setdefault(word, len(ids)) for word in street])
        self.street_accounts.extend([number] * len(street))
        self.houses.extend([numeral] * len(street))

    def _kinds(self, row: Row) -> None:
        ignored = self.reading.recognising_fields
        for field, value in row.items():
            if isinstance(value, str) and value and field not in ignored:
                for piece in value.split(";"):
                    kind = piece.strip()
                    if 0 < len(kind) <= LONGEST_KIND:
                        self.kinds[field][kind] += 1
