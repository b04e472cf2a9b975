"""Which text of a message speaks for one request, and how loudly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from agents.reading.local.brought import FILES, brought
from workflow.document import Document, Part, Span, Zone, ZoneKind
from workflow.interpretation import Request

Role = Literal["own", "shared"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `[start, end)` of the part named `part`, all of one zone.

    `role` is 'own' for the text that concerns the request alone, 'shared' for text that concerns every request of the
    message. `weight` (0 to 1) is how much it counts when the passages are compared.
    """

    part: str
    start: int
    end: int
    text: str
    zone: ZoneKind
    role: Role
    weight: float

    def span(self, start: int, end: int) -> Span:
        """The span in the part of characters `[start, end)` of this passage's text."""
        return Span(part=self.part, start=self.start + start, end=self.start + end)


ZONE_WEIGHTS = {
    ZoneKind.NEW: 1.0,
    ZoneKind.FORWARD: 0.8,
    ZoneKind.QUOTE: 0.25,
    ZoneKind.SIGNATURE: 0.2,
    ZoneKind.DISCLAIMER: 0.0,
    ZoneKind.HIDDEN: 0.0,
}


def passages(document: Document, request: Request, others: tuple[Request, ...] = ()) -> tuple[Passage, ...]:
    """The passages of a request in document order: its own text, then (by position) what no other request owns.

    Hidden text is never among them; a file that the new words do not bring has no weight, but where a request owns it.
    """
    own = list(request.spans)
    foreign = [span for other in others if other is not request for span in other.spans]
    found: list[Passage] = []
    counted = brought(document)
    for part in document.parts:
        for zone in part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=len(part.text)),):
            if zone.kind is ZoneKind.HIDDEN or not part.text[zone.start : zone.end].strip():
                continue
            pieces = _pieces(part, zone, own, foreign)
            if part.kind in FILES and part.name not in counted:
                pieces = [p if own and p.role == "own" else replace(p, weight=0.0) for p in pieces]
            found.extend(pieces)
    return tuple(_bounded(found))


READ = 30_000
"""Characters of shared text that are read of one part at most; a request's own text is read to twice that."""


def _bounded(found: list[Passage]) -> list[Passage]:
    """Passages cut where a part has more than is read of it: the first characters count."""
    used: dict[tuple[str, Role], int] = {}
    kept = []
    for passage in found:
        key = (passage.part, passage.role)
        left = READ * (2 if passage.role == "own" else 1) - used.get(key, 0)
        if left <= 0:
            continue
        used[key] = used.get(key, 0) + len(passage.text)
        if len(passage.text) > left:
            passage = replace(passage, end=passage.start + left, text=passage.text[:left])
        kept.append(passage)
    return kept


def _pieces(part: Part, zone: Zone, own: list[Span], foreign: list[Span]) -> list[Passage]:
    """One zone, cut at the edges of the requests' spans, without what other requests own."""
    mine = [(s.start, s.end) for s in own if s.part == part.name]
    theirs = [(s.start, s.end) for s in foreign if s.part == part.name]
    edges = {zone.start, zone.end}
    for start, end in mine + theirs:
        edges.update(edge for edge in (start, end) if zone.start < edge < zone.end)
    points = sorted(edges)
    pieces = []
    for start, end in pairwise(points):
        text = part.text[start:end]
        if not text.strip():
            continue
        role: Role = "own" if not own or any(a <= start and end <= b for a, b in mine) else "shared"
        if role == "shared" and any(a <= start and end <= b for a, b in theirs):
            continue
        pieces.append(Passage(part.name, start, end, text, zone.kind, role, ZONE_WEIGHTS[zone.kind]))
    return pieces
