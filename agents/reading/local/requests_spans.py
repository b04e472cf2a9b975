"""Which text concerns each of several requests: its row, its item, its paragraph, its sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from agents.reading.local.accounts_cues import BULLET
from agents.reading.local.accounts_places import line_of, row_span
from agents.reading.local.accounts_roles import JOINED
from agents.reading.local.sentences import Sentence, sentences
from workflow.document import Document, Part, Span, Zone, ZoneKind


@dataclass(frozen=True)
class Anchor:
    """A place that names a request's account."""

    request: int
    start: int
    end: int
    heads: bool
    row: tuple[int, int] | None = None


def spans(document: Document, anchors: dict[str, list[Anchor]]) -> dict[int, list[Span]]:
    """Request → the spans that concern it alone. `anchors`: part name → places, of at least two requests in all."""
    found: dict[int, list[Span]] = defaultdict(list)
    for part in document.parts:
        here = sorted(anchors.get(part.name, ()), key=lambda anchor: anchor.start)
        if not here or part.kind == "subject":
            continue
        for anchor in here:
            if anchor.row is None:
                continue
            start, end = row_span(part.tables[anchor.row[0]], anchor.row[1])
            _add(found, anchor.request, part, start, end)
        for zone in part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=len(part.text)),):
            inside = [a for a in here if a.row is None and zone.start <= a.start < zone.end]
            if inside:
                _running(found, part, zone, inside)
    return found


def _add(found: dict[int, list[Span]], request: int, part: Part, start: int, end: int) -> None:
    text = part.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    span = Span(part=part.name, start=start, end=end)
    if end > start and span not in found[request]:
        found[request].append(span)


def _running(found: dict[int, list[Span]], part: Part, zone: Zone, anchors: list[Anchor]) -> None:
    """Text in lines: blocks under headings first, then sentences."""
    text = part.text
    headed = [anchor for anchor in anchors if anchor.heads]
    blocks: list[tuple[int, int]] = []
    for index, anchor in enumerate(headed):
        begin, _ = line_of(text, anchor.start)
        limit = line_of(text, headed[index + 1].start)[0] if index + 1 < len(headed) else zone.end
        listed = limit if index + 1 < len(headed) else 0
        bare = _is_bare(text, anchor, listed) or (index > 0 and _is_bare(text, headed[index - 1], begin))
        below = bool(blocks) and "\n" not in text[blocks[-1][0] : blocks[-1][1]].strip() and begin - blocks[-1][1] <= 1
        end = _block_end(text, anchor, max(begin, zone.start), limit, bare or (below and index + 1 == len(headed)))
        if end > begin:
            blocks.append((begin, min(end, zone.end)))
            _add(found, anchor.request, part, max(begin, zone.start), end)
    loose = [a for a in anchors if not a.heads and not any(start <= a.start < end for start, end in blocks)]
    if loose:
        _sentences(found, part, zone, loose, blocks)


def _is_bare(text: str, anchor: Anchor, following: int) -> bool:
    """Whether nothing stands between an account and the next that heads a line: a mere list."""
    return following > anchor.end and not re.search(r"\w", re.sub(r"\([^)]*\)", "", text[anchor.end : following]))


def _block_end(text: str, anchor: Anchor, begin: int, limit: int, bare: bool) -> int:
    """Where the block under a heading ends: at its paragraph's end, or behind the next where it stands alone.

    `bare`: an item of a list whose items have a line each.
    """
    _, line_end = line_of(text, anchor.end)
    if bare:
        return min(line_end, limit)
    alone = not re.search(r"\w", re.sub(r"\([^)]*\)", "", text[anchor.end : min(line_end, limit)]))
    item = bool((bullet := BULLET.match(text[begin : anchor.start])) and bullet.group().strip(" \t>"))
    position = min(line_end, limit)
    if alone and not item:
        rest = re.compile(r"\s*\n").match(text, position, limit)
        position = rest.end() if rest else position
    end = position
    while end < limit:
        following = text.find("\n", end + 1, limit)
        stop = limit if following < 0 else following
        if not text[end:stop].strip():
            break
        next_line = text[stop + 1 : line_of(text, min(stop + 1, len(text)))[1]] if stop + 1 < len(text) else ""
        end = stop
        if not next_line.strip():
            break
        if item and (mark := BULLET.match(next_line)) and mark.group().strip(" \t>"):
            break
    return min(max(end, position), limit)


def _sentences(
    found: dict[int, list[Span]], part: Part, zone: Zone, anchors: list[Anchor], blocks: list[tuple[int, int]]
) -> None:
    """Sentences with their account, and those after them in the same paragraph."""
    text = part.text
    owner: tuple[int, ...] = ()
    before = zone.start
    for sentence in sentences(text):
        if not zone.start <= sentence.start < zone.end:
            continue
        if any(start <= sentence.start < end for start, end in blocks):
            owner, before = (), sentence.end
            continue
        inside = [a for a in anchors if sentence.start <= a.start < sentence.end]
        if "\n\n" in re.sub(r"[ \t>]", "", text[before : sentence.start]):
            owner = ()
        before = sentence.end
        requests = tuple(dict.fromkeys(a.request for a in inside))
        if len(requests) > 1:
            owner = _shared(found, part, sentence, inside)
        elif requests or len(owner) == 1:
            owner = requests or owner
            _add(found, owner[0], part, sentence.start, sentence.end)


def _shared(found: dict[int, list[Span]], part: Part, sentence: Sentence, anchors: list[Anchor]) -> tuple[int, ...]:
    """A sentence with several accounts: cut where each gets words of its own, else it is everybody's."""
    text = part.text
    cuts = []
    for first, second in pairwise(anchors):
        between = text[first.end : second.start]
        joins = list(JOINED.finditer(between))
        own = re.sub(JOINED.pattern, " ", between, flags=re.IGNORECASE).split()
        if first.request == second.request:
            continue
        if not joins or len(own) < 2:
            everyone = tuple(dict.fromkeys(a.request for a in anchors))
            for request in everyone:
                _add(found, request, part, sentence.start, sentence.end)
            return everyone
        cuts.append((first.end + joins[0].start(), second))
    edges = [sentence.start, *(at for at, _ in cuts), sentence.end]
    for request, start, end in zip([anchors[0].request, *(a.request for _, a in cuts)], edges, edges[1:], strict=False):
        _add(found, request, part, start, end)
    return tuple(dict.fromkeys(a.request for a in anchors))
