"""What a file shows of what it is: phrases in its title, in its text and in its name, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from agents.reading.local.documents_kinds import BROADER, KINDS, STATES
from agents.reading.local.documents_phrases import Found, Phrasebook
from agents.reading.local.documents_terms import Shown, shown
from agents.reading.local.words import is_cjk
from workflow.document import Part, Span, Zone, ZoneKind

SHOWN, HEAD, BODY = 700, 2_500, 8_000
"""Characters of a file whose words are looked at one by one, in which its title is looked for, and that are read."""

TITLE_LINES = 40
LONG_LINE = 12
"""Words above which a line is a sentence, and no title."""

USUAL = Phrasebook(
    [
        *((kind.name, "title", phrase) for kind in KINDS for phrase in kind.titles),
        *((kind.name, "inside", phrase) for kind in KINDS for phrase in kind.inside),
        *((state.name, "state", phrase) for state in STATES for phrase in state.titles),
    ]
)
"""The usual papers, as `documents_kinds` tells them."""

#: Machine readable lines of passports and identity cards (ICAO 9303).
_PASSPORT = re.compile(r"\bP[A-Z<][A-Z]{3}[A-Z]+<<[A-Z<]{5,}")
_CARD = re.compile(r"\b(?:I[A-Z<]|A[CR]|ID)[A-Z]{3}[A-Z0-9<]{15,}")
_SIGNED = re.compile(r"(?i)\b(?:docusign envelope|(?:electronically|digitally) signed|/s/|elektronisch signiert)")


class Place(NamedTuple):
    """A phrase of an owner, how much it says (0 to 1), and where it stands; `span` is None in a file's name."""

    owner: str
    worth: float
    span: Span | None


class Look(NamedTuple):
    """One file. Places are those of kinds (`usual`) and, for a set of types, of their own phrases."""

    part: Part
    text: str
    name: str  #: the file's name in words
    title: tuple[Place, ...]
    inside: tuple[Place, ...]
    named: tuple[Place, ...]
    states: frozenset[str]
    head: Shown  #: what its beginning and its name show


def look_at(part: Part) -> Look:
    """What the usual papers are told by, in one file."""
    text = readable(part)
    name = words_of_name(part.filename)
    title, inside, states = places(part.name, text, USUAL)
    title = _nearer(title, inside)
    named = tuple(Place(f.owner, 1.0, None) for f in USUAL.find(name) if f.role == "title")
    states |= {f.owner for f in USUAL.find(name) if f.role == "state"}
    if _SIGNED.search(text):
        states |= {"signed"}
    for kind, pattern in (("passport", _PASSPORT), ("id_card", _CARD)):
        if match := pattern.search(text):
            inside += (Place(kind, 1.0, Span(part=part.name, start=match.start(), end=match.end())),)
            title += (Place(kind, 0.8, Span(part=part.name, start=match.start(), end=match.end())),)
    return Look(part, text, name, title, inside, named, frozenset(states), shown(f"{text[:SHOWN]}\n{name}"))


def _nearer(title: tuple[Place, ...], inside: tuple[Place, ...]) -> tuple[Place, ...]:
    """The titles, less sure where what stands inside is that of a nearer paper of the same name."""
    told: dict[str, float] = {}
    for place in inside:
        told[place.owner] = told.get(place.owner, 0.0) + place.worth
    broad = {paper: max(told.get(nearer, 0.0) for nearer in nearer_ones) for paper, nearer_ones in BROADER.items()}
    return tuple(
        place._replace(worth=0.6 * place.worth)
        if broad.get(place.owner, 0.0) >= 2 and broad[place.owner] > told.get(place.owner, 0.0)
        else place
        for place in title
    )


def readable(part: Part) -> str:
    """The visible text of a file as far as it is read, in its own offsets: what is hidden is blank."""
    shown = part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=len(part.text)),)
    pieces: list[str] = []
    at = 0
    for zone in shown:
        if at >= BODY:
            break
        pieces.append(" " * (zone.start - at))
        piece = part.text[zone.start : zone.end]
        pieces.append(" " * len(piece) if zone.kind is ZoneKind.HIDDEN else piece)
        at = zone.end
    return "".join(pieces)[:BODY]


def places(part: str, text: str, book: Phrasebook) -> tuple[tuple[Place, ...], tuple[Place, ...], set[str]]:
    """The phrases of a book in a text: those in its title, each with its worth; all; and what is said of its state."""
    title: list[Place] = []
    inside: list[Place] = []
    states: set[str] = set()
    lines = _lines(text)
    for found in book.find(text):
        span = Span(part=part, start=found.start, end=found.end)
        if found.role == "state":
            states.add(found.owner)
            continue
        inside.append(Place(found.owner, 0.5 if found.role == "title" else 1.0, span))
        worth = _title_worth(found, lines, text) if found.role != "inside" else 0.0
        if worth:
            title.append(Place(found.owner, worth, span))
    return tuple(title), tuple(inside), states


class _Line(NamedTuple):
    start: int
    end: int
    number: int
    words: int
    row: bool  #: a cell of a table


def _lines(text: str) -> list[_Line]:
    """The first lines that say something; cells of a row count as lines of their own."""
    found: list[_Line] = []
    number = 0
    for row in re.finditer(r"[^\n]+", text[:HEAD]):
        cells = [match for match in re.finditer(r"[^\t]+", row.group()) if match.group().strip()]
        for match in cells:
            bare = match.group().strip()
            start = row.start() + match.start() + match.group().index(bare)
            count = len(bare) // 4 if is_cjk(bare[0]) else len(bare.split())
            found.append(_Line(start, start + len(bare), number, count, len(cells) > 2))
        number += bool(cells)
        if number == TITLE_LINES:
            break
    return found


def _title_worth(found: Found, lines: list[_Line], text: str) -> float:
    """How much a phrase counts as the title: by how early it stands, and how much of its line it is."""
    line = next((line for line in lines if line.start <= found.start < line.end), None)
    if line is None:
        return 0.0
    early = 1.0 if line.number < 5 else 0.85 if line.number < 12 else 0.6 if line.number < 24 else 0.4
    if line.words > LONG_LINE or line.row:
        return 0.2 * early
    share = (found.end - found.start) / (line.end - line.start)
    first = found.start == line.start
    whole = 1.0 if share >= 0.6 else 0.85 if first else 0.7 if share >= 0.3 else 0.4
    brief = 0.85 if found.words == 1 and found.end - found.start < 6 and not is_cjk(text[found.start]) else 1.0
    return early * whole * brief


def words_of_name(filename: str) -> str:
    """A file's name in words: without its folder, its ending, and what parts words in names."""
    base = filename.rpartition("/")[2]
    base = base.rpartition(".")[0] or base
    return re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])|[_.+\-–()\[\]]+|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", base).strip()
