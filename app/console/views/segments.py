"""A part's text cut into pieces at every border of a zone, a link or a piece of evidence, so that all may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.console.views.highlights import Highlight
from workflow.document import Link, Part, Zone, ZoneKind

MOST_HIGHLIGHTS = 2000
"""Highlights of one part that are drawn; a message that names a thousand stores stays readable all the same."""

MOST_OVER = 40
"""Highlights that may lie over the same character; those that begin under so many are left out."""


@dataclass(frozen=True)
class Piece:
    """Characters under the same evidence."""

    text: str
    marks: tuple[Highlight, ...] = ()  #: evidence, in the order of the run
    regions: tuple[Highlight, ...] = ()  #: text about a case
    target: str = ""  #: where a link really leads
    begins: tuple[str, ...] = ()  #: ids of highlights that are met here first, so that they can be jumped to

    @property
    def hues(self) -> tuple[int, ...]:
        """The colours that lie over it, each once."""
        return tuple(dict.fromkeys(mark.hue for mark in self.marks))


@dataclass(frozen=True)
class Stretch:
    """Pieces that are all hidden in the message as a person sees it, or all visible. `length` in characters."""

    hidden: bool
    length: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Block:
    """Stretches of one zone. Hidden text stands within the zone around it."""

    zone: ZoneKind
    stretches: tuple[Stretch, ...]


def blocks(part: Part, highlights: Iterable[Highlight], end: int | None = None) -> tuple[Block, ...]:
    """The text of a part up to `end` (characters) as blocks of zones."""
    end = len(part.text) if end is None else min(end, len(part.text))
    zones = _covering(part.zones, end)
    here = [(h, s.start, min(s.end, end)) for h in highlights for s in h.spans if s.part == part.name]
    here = [(h, start, stop) for h, start, stop in here if start < stop][:MOST_HIGHLIGHTS]
    links = [link for link in part.links if link.start < min(link.end, end)]
    pieces = [(zone, piece, size) for zone, piece, size in _pieces(part.text[:end], zones, here, links)]
    return tuple(_block(zone, list(run)) for zone, run in groupby(_surrounded(pieces), key=lambda item: item[0]))


def _covering(zones: Sequence[Zone], end: int) -> list[Zone]:
    # Zones cover a part by contract; a gap (or a part without zones) is new text.
    out: list[Zone] = []
    at = 0
    for zone in zones:
        start, stop = max(zone.start, at), min(zone.end, end)
        if start >= stop:
            continue
        if start > at:
            out.append(Zone(kind=ZoneKind.NEW, start=at, end=start))
        out.append(Zone(kind=zone.kind, start=start, end=stop))
        at = stop
    if at < end:
        out.append(Zone(kind=ZoneKind.NEW, start=at, end=end))
    return out


def _pieces(
    text: str, zones: Sequence[Zone], marked: Sequence[tuple[Highlight, int, int]], links: Sequence[Link]
) -> Iterable[tuple[ZoneKind, Piece, int]]:
    borders = {zone.start for zone in zones} | {len(text)}
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for index, (_, start, stop) in enumerate(marked):
        begins.setdefault(start, []).append(index)
        ends.setdefault(stop, []).append(index)
    targets = {link.start: link for link in links}
    borders |= begins.keys() | ends.keys() | targets.keys() | {min(link.end, len(text)) for link in links}
    ordered = sorted(border for border in borders if border <= len(text))
    active: dict[int, Highlight] = {}
    seen: set[str] = set()
    zone_at = 0
    link: Link | None = None
    for start, stop in pairwise(ordered):
        for index in ends.get(start, ()):
            active.pop(index, None)
        for index in begins.get(start, ()):
            if len(active) < MOST_OVER:
                active[index] = marked[index][0]
        while zones[zone_at].end <= start:
            zone_at += 1
        if link and link.end <= start:
            link = None
        link = targets.get(start, link)
        over = list({h.id: h for _, h in sorted(active.items())}.values())
        marks = tuple(h for h in over if h.kind != "request")
        begun = tuple(h.id for h in marks if h.id not in seen)
        seen.update(begun)
        regions = tuple(h for h in over if h.kind == "request")
        piece = Piece(text[start:stop], marks, regions, link.target if link else "", begun)
        yield zones[zone_at].kind, piece, stop - start


def _surrounded(pieces: Sequence[tuple[ZoneKind, Piece, int]]) -> list[tuple[ZoneKind, bool, Piece, int]]:
    """Hidden text is given to the zone before it, or to the one after it at the very beginning."""
    around = next((kind for kind, _, _ in pieces if kind is not ZoneKind.HIDDEN), ZoneKind.NEW)
    out = []
    for kind, piece, size in pieces:
        hidden = kind is ZoneKind.HIDDEN
        around = around if hidden else kind
        out.append((around, hidden, piece, size))
    return out


def _block(zone: ZoneKind, run: list[tuple[ZoneKind, bool, Piece, int]]) -> Block:
    stretches = []
    for hidden, group in groupby(run, key=lambda item: item[1]):
        members = list(group)
        size = sum(item[3] for item in members)
        stretches.append(Stretch(hidden, size, tuple(item[2] for item in members)))
    return Block(zone, tuple(stretches))
