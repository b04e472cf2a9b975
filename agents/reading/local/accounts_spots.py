"""Spots: the places of a message where an account is mentioned, each with the accounts that it may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from agents.reading.local.accounts_cues import FORWARD, REPLY
from agents.reading.local.brought import FILES, brought
from agents.reading.local.words import fold
from workflow.accounts import Candidates, Mention, Recognition
from workflow.document import Document, Part, Span, ZoneKind

STRONG = 0.5
"""From this strength on a mention names an account by itself; below it only hints at one."""

SIGNED_LINES = 6

NAMING = frozenset({Recognition.NAME, Recognition.HOST, Recognition.CODE, Recognition.ADDRESS})
"""Kinds of mention that can say which account is meant. A phone or mail address only supports: it may be anybody's."""


@dataclass(slots=True)
class Spot:
    """Characters `[start, end)` of a part, and the accounts that may be meant there, with how strongly (0 to 1)."""

    part: str
    start: int
    end: int
    layer: str  #: 'new', 'attachment', 'forward', 'thread', 'signature', 'quote' or 'aside': whose words they are
    readings: dict[str, float] = field(default_factory=dict)
    kinds: set[Recognition] = field(default_factory=set)
    accounts: tuple[str, ...] = ()  #: what it means: one, or several that cannot be told apart
    row: tuple[int, int] | None = None  #: table and row of the part
    heads: bool = False  #: it heads a line, a list item or a row
    role: str = "asked"  #: or 'left out', 'example', 'aside', 'introduced', 'secondary'

    @property
    def strong(self) -> bool:
        """Whether it names an account by itself."""
        return bool(self.kinds & NAMING) and min(1.0, sum(self.readings.values())) >= STRONG

    @property
    def short(self) -> bool:
        """Whether it is only a short word for a member of a family."""
        return not self.strong and Recognition.NAME in self.kinds

    @property
    def span(self) -> Span:
        """Its place."""
        return Span(part=self.part, start=self.start, end=self.end)


def spots(document: Document, candidates: Candidates) -> list[Spot]:
    """All spots in the order of the parts and of the text; overlapping mentions are one spot."""
    by_part: dict[str, list[Mention]] = defaultdict(list)
    for candidate in candidates.candidates:
        for mention in candidate.mentions:
            if mention.span is not None and mention.zone not in (ZoneKind.DISCLAIMER, ZoneKind.HIDDEN):
                by_part[mention.span.part].append(mention)
    found: list[Spot] = []
    counted = brought(document)
    for part in document.parts:
        aside = part.kind in FILES and part.name not in counted
        signed = _signed_from(document, part) if part.kind == "body" and by_part.get(part.name) else len(part.text)
        for group in _overlapping(by_part.get(part.name, ())):
            spot = _spot(document, part.kind, group)
            if spot.layer == "new" and spot.start >= signed:
                spot.layer = "signature"
            if aside:
                spot.layer = "aside"
            found.append(spot)
        if part.kind == "body":
            _sign_off(part, [spot for spot in found if spot.part == part.name and spot.layer == "new"])
    return found


_SEPARATED = re.compile(r"[|•·●▪∙]")


def _sign_off(part: Part, spots: list[Spot]) -> None:
    """A last line that only counts up houses, 'North | South | East', is their letterhead: said of the sender."""
    lines: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        lines[part.text.rfind("\n", 0, spot.start) + 1].append(spot)
    for begin, here in lines.items():
        end = part.text.find("\n", here[-1].end)
        line = part.text[begin : end if end >= 0 else len(part.text)]
        rest = line
        for spot in reversed(here):
            rest = rest[: spot.start - begin] + rest[spot.end - begin :]
        following = part.text[begin + len(line) :].split("\n\n")[0].split()
        houses = {frozenset(spot.readings) for spot in here if not spot.kinds <= {Recognition.CODE}}
        bare = len(rest.split()) <= len(here) * 2 and not any(map(str.isdigit, rest))
        if len(houses) > 1 and _SEPARATED.search(line) and bare and len(following) <= FEW:
            for spot in here:
                spot.layer = "signature"


FEW = 12
"""Words that may follow a letterhead: a street, a telephone number."""


def _signed_from(document: Document, part: Part) -> int:
    """Where the sender's own name stands alone in one of the last lines: what follows is said of the sender."""
    names = {fold(document.sender.name), fold(document.sender.domain.partition(".")[0])} - {""}
    joined = {re.sub(r"\W", "", name) for name in names}
    for zone in part.zones:
        if zone.kind is not ZoneKind.NEW:
            continue
        lines = list(re.finditer(r"[^\n]*\S[^\n]*", part.text[zone.start : zone.end]))
        for line in lines[-SIGNED_LINES:]:
            text = re.sub(r"\W", "", fold(line.group()))
            short = len(line.group().split()) <= 6 and not line.group().rstrip().endswith((".", "?", "!", ":"))
            if line is not lines[0] and short and any(len(name) >= 4 and text.startswith(name) for name in joined):
                return zone.start + line.start()
    return len(part.text)


def _overlapping(mentions: Iterable[Mention]) -> list[list[Mention]]:
    placed = [(mention.span.start, mention.span.end, mention) for mention in mentions if mention.span is not None]
    groups: list[list[Mention]] = []
    reach = -1
    for start, end, mention in sorted(placed, key=lambda each: (each[0], -each[1])):
        if groups and start < reach:
            groups[-1].append(mention)
        else:
            groups.append([mention])
            reach = -1
        reach = max(reach, end)
    return groups


def _spot(document: Document, kind: str, group: list[Mention]) -> Spot:
    spans = [mention.span for mention in group if mention.span is not None]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    spot = Spot(spans[0].part, start, end, _layer(document, kind, group[0].zone))
    for mention in group:
        before = spot.readings.get(mention.account, 0.0)
        spot.readings[mention.account] = 1 - (1 - before) * (1 - mention.weight)
        spot.kinds.add(mention.by)
    return spot


def _layer(document: Document, kind: str, zone: ZoneKind) -> str:
    if zone is ZoneKind.SIGNATURE:
        return "signature"
    if zone is ZoneKind.QUOTE:
        return "quote"
    if kind == "subject":
        return "thread" if REPLY.match(document.subject) else "forward" if FORWARD.match(document.subject) else "new"
    if kind == "attachment":
        return "attachment"
    return "forward" if kind == "message" or zone is ZoneKind.FORWARD else "new"
