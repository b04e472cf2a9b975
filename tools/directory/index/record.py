"""What a record says of itself, field by field, as the rule tells which field is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from tools.directory.hosts import clean, parts, values
from tools.directory.name import Name
from tools.directory.phones import national
from tools.directory.tokens import fold, words
from workflow.definition import AccountRule
from workflow.expressions import parse

COUNTRY_FIELDS = ("BillingCountryCode", "BillingCountry", "ShippingCountry")
"""Standard fields that tell how a national phone number is dialled."""

SHORTEST_STREET_WORD = 3
FIGURES = frozenset("0123456789")
HOUSE, ORDINAL = re.compile(r"\d{1,6}[a-z]?"), re.compile(r"(\d+)(?:st|nd|rd|th|er|e|o|a)?")

ALWAYS_LEFT_OUT = frozenset({"attributes", "IsDeleted"})

Row = Mapping[str, Any]


class Site(NamedTuple):
    """An address on the web: host, first segment of the path, the name that was registered, and its public suffix."""

    host: str
    segment: str
    name: str
    suffix: str


class Reading:
    """Reads records by one rule."""

    def __init__(self, rule: AccountRule) -> None:
        """Raises ExpressionError for a `where` that cannot be read."""
        self.rule = rule
        self.by = rule.recognise_by
        self.mailbox_fields = tuple(f.partition(".")[2] for f in self.by.sender if f.startswith("Contact."))
        self.own_mailbox_fields = tuple(f for f in self.by.sender if "." not in f)
        self._condition = parse(rule.where) if rule.where else None

    @cached_property
    def recognising_fields(self) -> frozenset[str]:
        """Fields that recognise an account: what they say is no kind of account."""
        by = self.by
        lists = (by.name, by.host, by.code, by.phone, by.town, by.address, by.group)
        return frozenset({*(field for fields in lists for field in fields), self.rule.parent, self.rule.key})

    def is_wanted(self, row: Row) -> bool:
        """Whether the rule's `where` holds."""
        return self._condition is None or self._condition.holds({**row, "account": row})

    def names(self, number: int, row: Row) -> tuple[Name, ...]:
        """Its names, those without a word left out."""
        found = (Name(number, value) for value in stated(row, self.by.name))
        return tuple(name for name in found if name.core)

    def towns(self, row: Row) -> tuple[str, ...]:
        """The words of its towns, each once."""
        return tuple(dict.fromkeys(word for town in stated(row, self.by.town) for word in words(town)))

    def sites(self, row: Row) -> Iterator[Site]:
        """Its addresses on the web."""
        for field in self.by.host:
            value = row.get(field)
            for each in values(value) if value else ():
                host, segment = clean(each)
                name, suffix = parts(host)
                if name:
                    yield Site(host, segment, name, suffix)

    def street(self, row: Row) -> tuple[str, tuple[str, ...]]:
        """Its house number, or '', and the words of its street that say something."""
        house, rest = "", []
        for value in stated(row, self.by.address[:1]):
            for word in words(value):
                if not house and word[0] in FIGURES and HOUSE.fullmatch(word):
                    house = word
                elif told := street_word(word):
                    rest.append(told)
        return house, tuple(rest)

    def postal_codes(self, row: Row) -> Iterator[str]:
        """Its postal codes without spaces, those long enough to say something."""
        for value in stated(row, self.by.address[1:]):
            code = "".join(words(value))
            if len(code) >= 4:
                yield code

    def groups(self, row: Row) -> tuple[str, ...]:
        """The groups that it says it belongs to."""
        return tuple(fold(value) for value in stated(row, self.by.group))

    def codes(self, row: Row) -> list[str]:
        """Its codes as stated, its key among them."""
        return stated(row, (*self.by.code, self.rule.key))

    def country(self, row: Row) -> str:
        """Its country as stated, or ''."""
        return next((str(row[field]) for field in COUNTRY_FIELDS if row.get(field)), "")

    def phones(self, row: Row) -> list[str]:
        """Its phone numbers as national digits."""
        country = self.country(row)
        return [national(value, country) for value in stated(row, self.by.phone)]

    def mailboxes(self, row: Row) -> list[str]:
        """Mail addresses that stand in the account itself."""
        return stated(row, self.own_mailbox_fields)


def is_house(word: str) -> bool:
    """Whether a word is a house number: '12', '12a'."""
    return word[0] in FIGURES and HOUSE.fullmatch(word) is not None


def street_word(word: str) -> str:
    """A word of a street as it is looked up, or '' for one that says nothing: 'E', 'St'. '113th' and '113' are one."""
    if word[0] in FIGURES:
        ordinal = ORDINAL.fullmatch(word)
        if ordinal:
            return f"#{ordinal.group(1)}"
        if HOUSE.fullmatch(word):
            return ""
    return word if len(word) >= SHORTEST_STREET_WORD else ""


def stated(row: Row, fields: Iterable[str]) -> list[str]:
    """The values of fields that are set, as text."""
    return [str(value).strip() for field in fields if (value := row.get(field)) is not None and value != ""]


def bare(row: Row) -> dict[str, Any]:
    """A record's fields that are set."""
    return {field: value for field, value in row.items() if value is not None and field not in ALWAYS_LEFT_OUT}
