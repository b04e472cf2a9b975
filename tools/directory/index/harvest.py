"""Gathers what some records say: postings that need nothing else, and words whose worth is known when all are read."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import orjson

from tools.directory.aliases import Spelled, spelling
from tools.directory.codes import SHORTEST as SHORTEST_CODE
from tools.directory.codes import normal
from tools.directory.hosts import registrable
from tools.directory.index.keys import MASK, Hashing, Kind, house_number, mixed_by
from tools.directory.index.record import Reading, Row, Site, bare, stated
from tools.directory.line import line
from tools.directory.name import Name, initials
from tools.directory.phones import SHORTEST as SHORTEST_PHONE
from tools.directory.phones import national
from workflow.definition import AccountRule
from workflow.errors import InputError

LONGEST_KIND = 40
BEGINNING = 6
"""Letters of a longer name that tell whether it may begin at a word of a text."""

Posts = list[int]
"""Kinds, each followed by the number of a text."""

ID, KEY, CODE, GROUP, CONTACT, PHONE = map(int, (Kind.ID, Kind.KEY, Kind.CODE, Kind.GROUP, Kind.CONTACT, Kind.PHONE))
HOST, PATH, BELOW, LABEL, SITE = map(int, (Kind.HOST, Kind.PATH, Kind.BELOW, Kind.LABEL, Kind.SITE))
MAILBOX, MAIL_DOMAIN, HOUSE_IN = map(int, (Kind.MAILBOX, Kind.MAIL_DOMAIN, Kind.HOUSE_IN))
WHOLE, INITIALS = int(Kind.WHOLE), int(Kind.INITIALS)


COLUMNS = {
    "ids": "Q", "parents": "Q", "groups": "Q", "countries": "i", "left_out": "Q", "values": "i",
    "name_words": "i", "name_accounts": "i", "name_numbers": "i", "forms": "Q", "form_accounts": "i",
    "town_words": "i", "town_accounts": "i", "street_words": "i", "street_accounts": "i", "houses": "Q",
    "place_accounts": "i", "places": "Q", "row_lengths": "i", "line_lengths": "i",
}  # fmt: skip
"""Flat arrays: `values` belong to the keys of postings; of each group of columns the entries belong together."""


class Crop(NamedTuple):
    """What some records said."""

    columns: dict[str, np.ndarray[Any, Any]]  #: COLUMNS, and `keys`
    words: list[str]  #: by number
    names: int
    small: set[str]
    code_lengths: set[int]
    kinds: dict[str, Counter[str]]  #: field → values that may say what kind an account is
    types: Counter[str]  #: values of the rule's `kind` field
    spellings: Counter[Spelled]
    countries: list[str]  #: by number
    beginnings: set[str]
    rows: bytes
    lines: bytes


class Harvest:
    """Some records. Accounts go by their place among them; the flat arrays hold one entry for each word of each."""

    def __init__(self, reading: Reading, hashing: Hashing, kinds: bool = True) -> None:
        """`kinds`: whether the fields are looked through for what says what kind an account is."""
        self.reading, self.hashing = reading, hashing
        self._look_for_kinds = kinds
        self._flat = {name: array(kind) for name, kind in COLUMNS.items()}
        self._words: dict[str, int] = {}
        self._names = 0
        self._small: set[str] = set()
        self._code_lengths: set[int] = set()
        self._kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self._types: Counter[str] = Counter()
        self._spellings: Counter[Spelled] = Counter()
        self._countries: dict[str, int] = {}
        self._beginnings: set[str] = set()
        self._kinds_of, self._texts = array("B"), array("Q")
        self._rows, self._lines = bytearray(), bytearray()
        by = reading.by
        self._line_fields = (*by.name, *by.code, *by.host, *by.phone, *by.town)

    def account(self, row: Row) -> None:
        """Takes an account in, if the rule wants it. Raises InputError for one without an Id."""
        reading, text, flat = self.reading, self.hashing.text, self._flat
        identity = row.get("Id")
        if not identity:
            raise InputError(f"{reading.rule.object}: a record without Id: {dict(row)!r}")
        record = text(str(identity))
        if not reading.is_wanted(row):
            flat["left_out"].append(record)
            return
        number = len(flat["ids"])
        posts: Posts = [ID, record]
        flat["ids"].append(record)
        key = str(row.get(reading.rule.key) or "")
        if key:
            posts += (KEY, text(key))
        names = reading.names(number, row)
        for name in names:
            self._name(name, posts)
        for site in reading.sites(row):
            self._site(site, names, posts)
        for code in reading.codes(row):
            plain = normal(code)
            if len(plain) >= SHORTEST_CODE and any(map(str.isdigit, plain)):
                self._code_lengths.add(len(plain))
                posts += (CODE, text(plain))
        country = reading.country(row)
        for value in stated(row, reading.by.phone):
            self._phone(value, country, posts)
        flat["countries"].append(self._countries.setdefault(country, len(self._countries)))
        for address in reading.mailboxes(row):
            self._mailbox(address, posts)
        self._place(number, row, posts)
        groups = [text(group) for group in reading.groups(row)]
        for group in groups:
            posts += (GROUP, group)
        parent = row.get(reading.rule.parent)
        flat["parents"].append(text(str(parent)) if parent else 0)
        flat["groups"].append(sum(groups) & MASK)
        self._types[str(row.get(reading.rule.kind) or "")] += 1
        if self._look_for_kinds:
            self._count_kinds(row)
        self._post(number, posts)
        self._keep(row)
        told = line(names[0].text if names else "", key, row, self._line_fields)
        self._lines += told
        flat["line_lengths"].append(len(told))

    def contact(self, contact: Row, country: str) -> None:
        """Takes a contact of an account in; `country` is that of the account. It goes by its place as well."""
        posts: Posts = []
        identity = contact.get("Id")
        if identity:
            posts += (CONTACT, self.hashing.text(str(identity)))
        for field in self.reading.mailbox_fields:
            if contact.get(field):
                self._mailbox(str(contact[field]), posts)
        if contact.get("Phone"):
            self._phone(str(contact["Phone"]), country, posts)
        self._post(len(self._flat["row_lengths"]), posts)
        self._keep(contact)

    def crop(self) -> Crop:
        """All that was gathered."""
        columns = {name: np.array(each, each.typecode.replace("Q", "u8")) for name, each in self._flat.items()}
        columns["keys"] = mixed_by(np.array(self._kinds_of, np.uint8), np.array(self._texts, np.uint64))
        return Crop(
            columns,
            list(self._words),
            self._names,
            self._small,
            self._code_lengths,
            dict(self._kinds),
            self._types,
            self._spellings,
            list(self._countries),
            self._beginnings,
            bytes(self._rows),
            bytes(self._lines),
        )

    # -- inside --------------------------------------------------------------------------------------------------

    def _post(self, number: int, posts: Posts) -> None:
        self._kinds_of.extend(posts[::2])
        self._texts.extend(posts[1::2])
        self._flat["values"].extend([number] * (len(posts) // 2))

    def _keep(self, row: Row) -> None:
        data = orjson.dumps(bare(row))
        self._rows += data
        self._flat["row_lengths"].append(len(data))

    def _name(self, name: Name, posts: Posts) -> None:
        text, ids, flat = self.hashing.text, self._words, self._flat
        if name.small:
            self._small |= name.small
        words = [ids.setdefault(word, len(ids)) for word in name.core]
        flat["name_words"].extend(words)
        flat["name_accounts"].extend([name.account] * len(words))
        flat["name_numbers"].extend([self._names] * len(words))
        self._names += 1
        for form in name.forms:
            key = text(form)
            posts += (WHOLE, key)
            flat["forms"].append(key)
            flat["form_accounts"].append(name.account)
            if len(form) >= BEGINNING:
                self._beginnings.add(form[:BEGINNING])
        if len(name.core) >= 3:
            posts += (INITIALS, text(initials(name.core)))

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
            if len(name) >= BEGINNING:
                self._beginnings.add(name[:BEGINNING])
        spelled = spelling(name, names[0].core) if names else None
        if spelled is not None:
            self._spellings[spelled] += 1

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

    def _place(self, number: int, row: Row, posts: Posts) -> None:
        text, ids, flat = self.hashing.text, self._words, self._flat
        towns = self.reading.towns(row)
        places = [text(town) for town in towns]
        flat["town_words"].extend([ids.setdefault(town, len(ids)) for town in towns])
        flat["town_accounts"].extend([number] * len(towns))
        house, street = self.reading.street(row)
        numeral = house_number(text(house)) if house else 0
        for code in self.reading.postal_codes(row):
            key = text(code)
            if numeral:
                posts += (HOUSE_IN, (numeral + key) & MASK)
            places.append(key)
        flat["places"].extend(places)
        flat["place_accounts"].extend([number] * len(places))
        flat["street_words"].extend([ids.setdefault(word, len(ids)) for word in street])
        flat["street_accounts"].extend([number] * len(street))
        flat["houses"].extend([numeral] * len(street))

    def _count_kinds(self, row: Row) -> None:
        ignored = self.reading.recognising_fields
        for field, value in row.items():
            if isinstance(value, str) and value and field not in ignored:
                for piece in value.split(";"):
                    kind = piece.strip()
                    if 0 < len(kind) <= LONGEST_KIND:
                        self._kinds[field][kind] += 1


def gather_accounts(rule: str, seed: int, rows: Sequence[Row], kinds: bool) -> Crop:
    """What these accounts say. `rule` as JSON: the call may go to another process."""
    harvest = Harvest(_reading(rule), Hashing(seed), kinds)
    for row in rows:
        harvest.account(row)
    return harvest.crop()


def gather_contacts(rule: str, seed: int, rows: Sequence[Row], countries: Sequence[str]) -> Crop:
    """What these contacts say; `countries`: those of their accounts."""
    harvest = Harvest(_reading(rule), Hashing(seed), False)
    for row, country in zip(rows, countries, strict=True):
        harvest.contact(row, country)
    return harvest.crop()


@lru_cache(maxsize=8)
def _reading(rule: str) -> Reading:
    return Reading(AccountRule.model_validate_json(rule))
