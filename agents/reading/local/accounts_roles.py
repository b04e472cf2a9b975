"""The part that a spot plays: asked about, left out, an example, spoken of aside, where the writer is from."""

from __future__ import annotations

import re
from itertools import pairwise

from agents.reading.local.accounts_asides import is_aside, of_the_east
from agents.reading.local.accounts_cues import (
    EXAMPLE_BEFORE,
    HAS_AFTER,
    INTRODUCTION,
    LEFT_OUT_AFTER,
    LEFT_OUT_BEFORE,
    LEFT_OUT_UNDER,
    LIKE_BEFORE,
    NO_CHANGE_CELL,
    SAME_BEFORE,
)
from agents.reading.local.accounts_places import line_of
from agents.reading.local.accounts_spots import Spot
from agents.reading.local.accounts_statuses import rows_left_alone
from agents.reading.local.sentences import Sentence, sentences
from workflow.document import Document, Part

CLAUSE = re.compile(
    r"[.;!?:–—\n]|\s-\s|,\s+(?:but|aber|mais|pero|maar|ma|mas|while|whereas|während|tandis|mientras|terwijl|mentre|so)\b"
)
"""Where a clause ends."""

EAST_BREAK, EAST_END = re.compile(r"[。！？；，、\n]"), re.compile(r"[。！？；\n]|，(?!都)")
LEAD_OVER = re.compile(r"\s*(?:[-–—]\s|[:：])")
REACH = 240
"""Characters around an account that can say which part it plays."""

_AND = "and|und|et|y|en|e|ed|or|oder|ou|of|o|as well as|sowie|ainsi que|así como|alsmede|plus|both|also"
JOINED = re.compile(rf"(?:[,/&+;\n]|\b(?:{_AND})\b)", re.IGNORECASE)
_SMALL = "nor|noch|ni|né|nem|the|our|at|for|in|on|der|die|das|le|la|les|el|los|las|het|de|il"
ENUMERATED = re.compile(rf"(?:[\s,/&+;()|•·]|\b(?:{_AND}|{_SMALL})\b)*", re.IGNORECASE)
"""What stands between accounts that are merely counted up."""

MOST_BETWEEN = 8
"""Words that may stand between two accounts that are named together."""


def play(document: Document, spots: list[Spot]) -> None:
    """Sets the role of every spot."""
    for part in document.parts:
        here = [spot for spot in spots if spot.part == part.name]
        if not here:
            continue
        named = frozenset(spot.row for spot in here if spot.row is not None)
        alone = rows_left_alone(document, part, named) if named else set()
        for spot in here:
            if spot.row is not None:
                spot.role = "left out" if spot.row in alone else "asked"
        loose = [spot for spot in here if spot.row is None]
        for sentence in _cut(part.text, loose):
            _within(part, sentence, [s for s in loose if sentence.start <= s.start < sentence.end])


def _cut(text: str, spots: list[Spot]) -> list[Sentence]:
    """The sentences of a text, cut before every line that an account heads."""
    heads = sorted(line_of(text, spot.start)[0] for spot in spots if spot.heads)
    found: list[Sentence] = []
    for sentence in sentences(text) if spots else ():
        edges = [sentence.start, *(at for at in heads if sentence.start < at < sentence.end), sentence.end]
        found.extend(Sentence(a, b, text[a:b]) for a, b in pairwise(edges))
    return found


def _within(part: Part, sentence: Sentence, spots: list[Spot]) -> None:
    for spot in spots:
        spot.role = _role(part.text, sentence, spot)
    _enumerations(part.text, spots)
    for first, second in pairwise(spots):
        # The same account again in one sentence, as in 'the page of X (x.example)', plays the same part.
        if second.accounts == first.accounts and first.role != "asked" and second.role == "asked":
            second.role = first.role
    for spot in spots:
        if spot.role == "asked" and not spot.heads and _in_brackets(part.text, sentence, spot):
            spot.role = "secondary"
    _beside(part.text, [spot for spot in spots if spot.role == "asked" and spot.strong])


def _in_brackets(text: str, sentence: Sentence, spot: Spot) -> bool:
    """Whether a spot stands in brackets with more words than its own: a remark aside."""
    begin = max(text.rfind(mark, sentence.start, spot.start) for mark in "(（")
    if begin < 0 or any(mark in text[begin : spot.start] for mark in ")）"):
        return False
    ends = [at for at in (text.find(mark, spot.end, sentence.end + 200) for mark in ")）") if at >= 0]
    inside = text[begin + 1 : min(ends, default=spot.end)]
    return bool(ends) and len(inside) - (spot.end - spot.start) > 15


def _role(text: str, sentence: Sentence, spot: Spot) -> str:
    begin = max(sentence.start, spot.start - REACH)
    before = _last_clause(text[begin : spot.start])
    after = _first_clause(text[spot.end : min(sentence.end, spot.end + REACH)])
    if INTRODUCTION.search(text[begin : spot.start]):
        return "introduced"
    likened = SAME_BEFORE.search(before) or LIKE_BEFORE.search(before)
    if EXAMPLE_BEFORE.search(before) or (likened and HAS_AFTER.search(after)):
        return "example"
    if LEFT_OUT_BEFORE.search(before):
        return "left out"
    if spot.heads:
        _, end = line_of(text, spot.start)
        rest = text[spot.end : min(end, spot.end + REACH)].lstrip(" \t:;|-–—")
        return "left out" if NO_CHANGE_CELL.match(rest) or LEFT_OUT_UNDER.search(rest) else "asked"
    if LEFT_OUT_AFTER.search(after):
        return "left out"
    eastern = of_the_east(EAST_BREAK.split(before)[-1], EAST_END.split(after)[0])
    return eastern or ("aside" if is_aside(before, after, text[begin : spot.start]) else "asked")


def _last_clause(text: str) -> str:
    """What stands in the same clause before a spot. A break right before it belongs to it: 'but not X'."""
    ends = [match.start() for match in CLAUSE.finditer(text)]
    return text[ends[-1] :] if ends else text


def _first_clause(text: str) -> str:
    """What is said of a spot behind it; a dash or colon right after it leads over to that."""
    begin = LEAD_OVER.match(text)
    end = CLAUSE.search(text, begin.end() if begin else 0)
    return text[: end.start()] if end else text


def _enumerations(text: str, spots: list[Spot]) -> None:
    """Accounts that are named together share what is said behind the last of them or before the first."""
    for first, second in zip(reversed(spots[:-1]), reversed(spots[1:]), strict=True):
        if ENUMERATED.fullmatch(text[first.end : second.start]) and second.role == "left out" and first.role == "asked":
            first.role = second.role
    for first, second in pairwise(spots):
        if (
            ENUMERATED.fullmatch(text[first.end : second.start])
            and first.role in ("left out", "example")
            and second.role == "asked"
        ):
            second.role = first.role


def _joined(between: str) -> bool:
    return len(between.split()) <= MOST_BETWEEN and bool(JOINED.search(between)) and not re.search(r"[.!?]\s", between)


def _beside(text: str, spots: list[Spot]) -> None:
    """Of accounts in one sentence that are not named together, the first is asked about."""
    if not spots:
        return
    leader, last = spots[0], spots[0]
    for spot in spots[1:]:
        if spot.accounts == leader.accounts or _joined(text[last.end : spot.start]):
            last = spot
        else:
            spot.role = "secondary"
