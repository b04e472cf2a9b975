"""Statements: `FIND {words} IN group FIELDS RETURNING Object(fields WHERE ...), ... WITH ... LIMIT n`, read strictly.

What stands in the brackets of an object is SOQL, and is read as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.soql import refusals, syntax
from tools.salesforce.org.soql.functions import totals
from tools.salesforce.org.soql.parsing import STRING, malformed
from tools.salesforce.org.sosl.terms import NONE_FOUND

FIND = re.compile(r"\s*FIND\s*\{(?P<words>(?:\\.|[^}\\])*)\}", re.I | re.S)
GROUPS = ("ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR")
WORD = re.compile(r"\s*(\w+|[^\w\s]|$)")
CLAUSE = re.compile(r"\b(?:USING|WHERE|ORDER\s+BY|LIMIT|OFFSET)\b", re.I)
WITH = re.compile(r"\s*(?P<name>SPELL_CORRECTION|METADATA)\s*=\s*(?P<value>'LABELS'|true|false)", re.I)
MOST = 2000
"""Records that a search answers."""


@dataclass(frozen=True)
class Returned:
    """An object to look in, with what is asked of its records as SOQL."""

    query: syntax.Query
    text: str  #: the SOQL that `query` was read from


@dataclass(frozen=True)
class Search:
    """A whole search; without `returned` every object is looked in."""

    words: str
    group: str = "ALL"
    returned: tuple[Returned, ...] = ()
    limit: int = MOST
    labels: bool = False  #: whether the labels of fields are asked for


def read(text: str) -> Search:
    """The search that a statement asks for; raises ApiError MALFORMED_SEARCH with its place."""
    found = FIND.match(text)
    if found is None:
        raise ApiError("MALFORMED_SEARCH", NONE_FOUND)
    reading = _Reading(text, found.end())
    group, labels, limit = "ALL", False, MOST
    returned: tuple[Returned, ...] = ()
    if reading.takes("IN"):
        group = reading.one_of(GROUPS)
        reading.one_of(("FIELDS",))
    if reading.takes("RETURNING"):
        returned = tuple(reading.objects())
    while reading.takes("WITH"):
        labels = reading.option() or labels
    if reading.takes("LIMIT"):
        limit = min(reading.number(), MOST)
    if reading.takes("UPDATE"):
        reading.one_of(("TRACKING", "VIEWSTAT"))
        while reading.takes(","):
            reading.one_of(("TRACKING", "VIEWSTAT"))
    reading.one_of(("",))
    return Search(found["words"], group, returned, limit, labels)


def returning(name: str, inside: str) -> Returned:
    """An object with what stands in its brackets, read as SOQL; raises ApiError MALFORMED_SEARCH."""
    bare = STRING.sub(lambda m: "'" + "_" * (len(m.group()) - 2) + "'", inside)
    clause = next(
        (m for m in CLAUSE.finditer(bare) if bare.count("(", 0, m.start()) == bare.count(")", 0, m.start())), None
    )
    at = clause.start() if clause else len(inside)
    text = f"SELECT {inside[:at].strip() or 'Id'} FROM {name} {inside[at:]}".strip()
    try:
        query = refusals.read(text)
    except ApiError as error:
        raise ApiError("MALFORMED_SEARCH", error.message) from None
    if query.group or any(not isinstance(item, syntax.Field) or totals(item.operand) for item in query.items):
        raise malformed(text, 0, "a search answers fields of records only", "MALFORMED_SEARCH")
    return Returned(query, text)


@dataclass
class _Reading:
    text: str
    place: int

    def takes(self, word: str) -> bool:
        """Goes past a word where it comes next."""
        found = WORD.match(self.text, self.place)
        if found is None or found[1].upper() != word:
            return False
        self.place = found.end()
        return True

    def one_of(self, words: tuple[str, ...]) -> str:
        """The next word, which must be one of these."""
        found = WORD.match(self.text, self.place)
        if found is None or found[1].upper() not in words:
            raise self.wrong(found[1] if found else "")
        self.place = found.end()
        return found[1].upper()

    def number(self) -> int:
        found = WORD.match(self.text, self.place)
        if found is None or not found[1].isdecimal():
            raise self.wrong(found[1] if found else "")
        self.place = found.end()
        return int(found[1][:9])

    def option(self) -> bool:
        """A WITH clause: whether labels are asked for."""
        found = WITH.match(self.text, self.place)
        if found is None:
            problem = "the embedded org reads WITH METADATA = 'LABELS' and WITH SPELL_CORRECTION"
            raise malformed(self.text, self.place, problem, "MALFORMED_SEARCH")
        labels = found["name"].upper() == "METADATA"
        if labels == found["value"].lower().startswith(("t", "f")):
            raise self.wrong(found["value"])
        self.place = found.end()
        return labels

    def objects(self) -> Iterator[Returned]:
        while True:
            found = re.compile(r"\s*([A-Za-z]\w*)\s*").match(self.text, self.place)
            if found is None:
                raise self.wrong(self.text[self.place :].strip()[:1] or "<EOF>")
            self.place = found.end()
            yield returning(found[1], self._bracketed())
            if not self.takes(","):
                return

    def _bracketed(self) -> str:
        """What stands in the brackets that begin here; empty where none do."""
        if self.text[self.place : self.place + 1] != "(":
            return ""
        bare = STRING.sub(lambda m: "_" * len(m.group()), self.text)
        depth = 0
        for at in range(self.place, len(bare)):
            depth += (bare[at] == "(") - (bare[at] == ")")
            if depth == 0:
                inside, self.place = self.text[self.place + 1 : at], at + 1
                return inside
        raise malformed(self.text, len(self.text), "unexpected token: '<EOF>'", "MALFORMED_SEARCH")

    def wrong(self, word: str) -> ApiError:
        at = len(self.text) - len(self.text[self.place :].lstrip())
        return malformed(self.text, at, f"Malformed search token: {word or '<EOF>'}", "MALFORMED_SEARCH")
