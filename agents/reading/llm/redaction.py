"""Personal data → placeholders, and back: what a model need not know does not leave the house.

The same value has the same placeholder wherever it stands in a question, in the message as in the candidates, so that a
model can still see that two are one. Placeholders are numbered in the order in which they come, not by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from agents.reading.local.finders import addresses, identifiers, persons
from agents.reading.local.lexicon import is_common_word
from agents.reading.local.words import fold
from workflow.document import Address, Document
from workflow.models import Personal

PLACEHOLDER = re.compile(r"\[(?:EMAIL|PHONE|IBAN|PERSON)-\d+\]")
SURE = 0.75
"""How sure a finder of names must be: a pair of words in capitals may be a company."""

ROLES = frozenset({
    "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "news",
    "webmaster", "www", "office", "service", "team", "help", "contact", "hello", "admin", "billing", "accounts",
    "orders", "claims", "noreply", "no-reply", "desk", "mail", "post", "hr", "legal", "privacy", "booking",
})  # fmt: skip
"""Mailboxes of desks: those of RFC 2142, and what companies add."""

SHORTEST = 3
"""Letters of a name's part that is hidden where it stands alone."""


@dataclass(frozen=True)
class Redacted:
    """A text without what is hidden. `cuts` are (start, end) in `text` of the placeholders, with (start, end) of what
    they stand for in the original."""

    text: str
    cuts: tuple[tuple[int, int, int, int], ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `[start, end)` of the text stand in the original; a placeholder counts as a whole."""
        return self._back(start, False), self._back(end, True)

    def _back(self, at: int, is_end: bool) -> int:
        shift = 0
        for start, end, began, ended in self.cuts:
            if at < start or (at == start and not is_end) or (at <= start and is_end):
                break
            if at < end or (at == end and is_end):
                return ended if is_end else began
            shift = ended - end
        return at + shift


@dataclass
class Redactor:
    """Hides the kinds of personal data that are configured, in all texts of one question."""

    kinds: Sequence[Personal] = ()
    names: tuple[str, ...] = ()  #: of people who are known to be meant: senders, recipients
    regions: tuple[str, ...] = ("US",)  #: in which phone numbers without a country code are read
    _places: dict[tuple[str, str], str] = field(default_factory=dict)
    _back: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def redact(self, text: str) -> Redacted:
        """The text with placeholders."""
        if not self.kinds or not text:
            return Redacted(text)
        out: list[str] = []
        cuts: list[tuple[int, int, int, int]] = []
        at = size = 0
        for start, end, kind in self._found(text):
            out.append(text[at:start])
            size += start - at
            placeholder = self._placeholder(kind, text[start:end])
            cuts.append((size, size + len(placeholder), start, end))
            out.append(placeholder)
            size += len(placeholder)
            at = end
        out.append(text[at:])
        return Redacted("".join(out), tuple(cuts))

    @property
    def hidden(self) -> dict[str, str]:
        """Placeholder → what it stands for, as first written."""
        return dict(self._back)

    def restore(self, text: str) -> str:
        """A model's text with the values again: as they were first written."""
        return PLACEHOLDER.sub(lambda match: self._back.get(match.group(), match.group()), text)

    def _placeholder(self, kind: str, written: str) -> str:
        key = (kind, _same(kind, written))
        if key not in self._places:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._places[key] = f"[{kind.upper()}-{self._counts[kind]}]"
            self._back[self._places[key]] = written
        return self._places[key]

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        """What is hidden, in order; where two overlap, the longer one, which is looked for first where equally long."""
        found: list[tuple[int, int, str]] = []
        for configured in dict.fromkeys(self.kinds):
            found += [(start, end, configured) for start, end in FINDERS[configured](text, self.regions)]
        if "person" in self.kinds:
            found += [(start, end, "person") for start, end in _written(text, self.names)]
        kept: list[tuple[int, int, str]] = []
        taken = bytearray(len(text))
        for start, end, kind in sorted(found, key=lambda each: (each[0] - each[1], each[0])):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                kept.append((start, end, kind))
        return sorted(kept)


def people(document: Document) -> tuple[str, ...]:
    """The names of the people who wrote the message or get it, and the parts of them that may stand alone.

    A desk has an address too: of those who only get the message, a name is a person's where the address is made of it.
    """
    senders = [document.sender, *((document.reply_to,) if document.reply_to else ())]
    others = [box for box in (*document.to, *document.cc) if _is_named(box)]
    boxes = [box for box in (*senders, *others) if box.name and "@" not in box.name]
    whole = [" ".join(box.name.split()) for box in boxes if _is_person(box.name)]
    words = [word for name in whole for word in re.split(r"[\s,]+", name)]
    apart = [word for word in words if len(word) >= SHORTEST and word[0].isupper()]
    return tuple(dict.fromkeys([*whole, *apart]))


def _is_named(box: Address) -> bool:
    local = box.email.partition("@")[0]
    return local not in ROLES and persons.alike(box.name, local)


def _is_person(name: str) -> bool:
    """Whether a mailbox is called as people are, and not for a desk or a company."""
    words = [fold(word) for word in re.split(r"[\s,.]+", name) if word]
    return 0 < len(words) <= 5 and not any(is_common_word(word) or any(map(str.isdigit, word)) for word in words)


def _written(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    found = []
    for name in names:
        pattern = r"\s+".join(map(re.escape, name.split()))
        found += [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]
    return found


Places = list[tuple[int, int]]


def _emails(text: str, regions: tuple[str, ...]) -> Places:
    found = addresses.find_emails(text)
    # 'taken at www.example.com' spells no address.
    return [(one.start, one.end) for one in found if not one.value.partition("@")[2].startswith("www.")]


def _phones(text: str, regions: tuple[str, ...]) -> Places:
    """Line by line: a line with more numbers than a finder looks at is hidden number by number."""
    found: Places = []
    at = 0
    for line in text.splitlines(keepends=True):
        alike = list(addresses.PHONE_LIKE.finditer(line))
        if len(alike) > addresses.MOST:
            found += [(at + match.start(), at + match.end()) for match in alike]
        elif alike:
            found += [(at + one.start, at + one.end) for one in addresses.find_phones(line, regions)]
        at += len(line)
    return found


def _ibans(text: str, regions: tuple[str, ...]) -> Places:
    return [(one.start, one.end) for one in identifiers.find_ibans(text)]


def _persons(text: str, regions: tuple[str, ...]) -> Places:
    return [(one.start, one.end) for one in persons.find_persons(text) if one.sure >= SURE]


FINDERS: dict[str, Callable[[str, tuple[str, ...]], Places]] = {
    "email": _emails,
    "phone": _phones,
    "iban": _ibans,
    "person": _persons,
}


def _same(kind: str, written: str) -> str:
    """A form in which two spellings of one value are the same."""
    if kind == "phone":
        return re.sub(r"\D", "", written)[-9:]
    if kind == "iban":
        return re.sub(r"\s", "", written).upper()
    return " ".join(written.casefold().split())
