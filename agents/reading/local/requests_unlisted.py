"""Accounts that a message asks about and the org does not have."""

from __future__ import annotations

import re

from agents.reading.local.accounts_claims import claims, is_newcomer
from agents.reading.local.accounts_cues import BULLET, LEAD_IN, TOTAL
from agents.reading.local.accounts_places import cells, line_of
from agents.reading.local.accounts_spots import Spot
from agents.reading.local.accounts_statuses import rows_left_alone
from agents.reading.local.words import fold
from workflow.accounts import Candidates, Recognition, Unlisted
from workflow.document import Document, Part, Span, ZoneKind

ALONE = 0.5
"""From this weight on a name or host is an account's where nothing else is named."""


def beside(document: Document, candidates: Candidates, spots: list[Spot]) -> list[Unlisted]:
    """Those that stand as the known accounts of the message stand: items of the same list, heads of paragraphs."""
    found: list[Unlisted] = []
    listed = any(spot.heads and spot.strong and spot.layer == "new" for spot in spots)
    for each in candidates.unlisted:
        part = document.part(each.span.part)
        if each.zone is not ZoneKind.NEW or part.kind not in ("body", "message"):
            continue
        if _in_table(part, each.span.start):
            continue
        if _is_asked_for(part.text, each) and not _known(each, found):
            found.append(each)
            continue
        if not listed:
            continue
        needed = 0.2 if each.by is Recognition.HOST and _own_line(part.text, each.span) else ALONE - 0.1
        if each.weight >= needed and _heads(part.text, each.span) and not _known(each, found):
            found.append(each)
    return found


def _is_asked_for(text: str, each: Unlisted) -> bool:
    """Whether a name is one that somebody asks for: on its behalf, or because it wants to be a customer."""
    if each.by is not Recognition.NAME or each.weight < ALONE:
        return False
    start, end = each.span.start, each.span.end
    return claims(text, start, end) or is_newcomer(text, start, end)


def rows(document: Document, spots: list[Spot]) -> list[tuple[str, Span]]:
    """Rows of a table of accounts whose account nobody knows: (name as written, row)."""
    found: list[tuple[str, Span]] = []
    for part in document.parts:
        here = [spot for spot in spots if spot.part == part.name and spot.row is not None and spot.strong]
        alone = rows_left_alone(document, part, frozenset(spot.row for spot in here if spot.row)) if here else set()
        for number, table in enumerate(part.tables):
            known = {spot.row[1]: spot for spot in here if spot.row and spot.row[0] == number}
            first = 1 if table.header else 0
            if len(known) < 2 or len(known) * 2 < len(table.rows) - first:
                continue
            column = _column(part, number, list(known.values()))
            for index in range(first, len(table.rows)):
                texts = cells(part, (number, index))
                name = texts[column].strip() if column < len(texts) else ""
                if index in known or (number, index) in alone or not _is_name(name, texts):
                    continue
                if not table.header and index == 0:
                    continue
                start, end = table.rows[index][column]
                found.append((name, Span(part=part.name, start=start, end=end)))
    return found


def alone(document: Document, candidates: Candidates) -> Unlisted | None:
    """The one that a message of an unknown sender is about, where it names no known account."""
    weights: dict[str, float] = {}
    best: dict[str, Unlisted] = {}
    for each in candidates.unlisted:
        if each.zone not in (ZoneKind.NEW, ZoneKind.SIGNATURE):
            continue
        key = fold(each.text)
        share = each.weight * (1.0 if each.zone is ZoneKind.NEW else 0.7)
        weights[key] = 1 - (1 - weights.get(key, 0.0)) * (1 - share)
        if key not in best or (each.by is Recognition.NAME and best[key].by is not Recognition.NAME):
            best[key] = each
    likely = [key for key in sorted(weights, key=lambda key: -weights[key]) if weights[key] >= ALONE]
    named = next((key for key in likely if best[key].by is Recognition.NAME), None)
    chosen = named or (likely[0] if likely else None)
    return best[chosen].model_copy(update={"weight": min(0.95, weights[chosen])}) if chosen else None


def _column(part: Part, number: int, known: list[Spot]) -> int:
    """The column in which most known accounts stand."""
    counts: dict[int, int] = {}
    for spot in known:
        row = spot.row[1] if spot.row else 0
        for column, (start, end) in enumerate(part.tables[number].rows[row]):
            if start <= spot.start < end:
                counts[column] = counts.get(column, 0) + 1
    return max(counts, key=lambda column: counts[column]) if counts else 0


def _is_name(name: str, texts: list[str]) -> bool:
    letters = sum(c.isalpha() for c in name)
    filled = sum(bool(text.strip()) for text in texts)
    return letters >= 4 and letters * 2 > len(name) and len(name) < 80 and not TOTAL.match(name) and filled > 1


def _in_table(part: Part, at: int) -> bool:
    return any(start <= at < end for table in part.tables for row in table.rows for start, end in row)


def _heads(text: str, span: Span) -> bool:
    """Whether it begins its line, behind a bullet or a small word at most."""
    begin, _ = line_of(text, span.start)
    before = text[begin : span.start]
    bullet = BULLET.match(before)
    return bool(LEAD_IN.match(before[bullet.end() :] if bullet else before))


def _own_line(text: str, span: Span) -> bool:
    """Whether nothing else stands in its line but what is in brackets."""
    _, end = line_of(text, span.end)
    return bool(re.fullmatch(r"\s*(?:/\S*)?\s*(?:\([^)]*\)?)?[\s.,;]*", text[span.end : end])) and _heads(text, span)


def _known(each: Unlisted, found: list[Unlisted]) -> bool:
    """Whether it was found already: a name and the host made of it are one account."""
    mine = re.sub(r"\W", "", fold(each.text))
    return any(mine in (other := re.sub(r"\W", "", fold(o.text))) or other in mine for o in found)
