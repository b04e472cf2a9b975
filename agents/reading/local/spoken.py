"""Enums and booleans: told by words, abbreviations, meaning, or what the description says of a value."""

from __future__ import annotations

import re

from agents.reading.local.answer import Answer
from agents.reading.local.cues import FieldCues, overlap
from agents.reading.local.finders import booleans
from agents.reading.local.finders.book import SCALE, Match
from agents.reading.local.finders.enums import find_enums
from agents.reading.local.meaning import concepts_in, features
from agents.reading.local.negation import denied_at, excluded_at
from agents.reading.local.scene import Line, Scene
from agents.reading.local.words import fold
from workflow.document import Span, ZoneKind

ENOUGH = 0.4


def answers(fields: list[FieldCues], scene: Scene) -> dict[str, Answer]:
    """Field id → answer."""
    found = {}
    for cues in fields:
        if cues.field.element.value == "boolean":
            answer = _boolean(cues, scene)
        elif cues.field.many:
            answer = _several(cues, scene, not cues.required or scene.category in cues.required)
        else:
            answer = _one(cues, scene)
        if answer is not None:
            found[cues.field.id] = answer
    return found


def _weight(line: Line) -> float:
    zone = line.passage.zone
    weight = 1.0 if zone is ZoneKind.NEW else 0.9 if zone is ZoneKind.FORWARD else 0.4
    return weight * (1.0 if line.passage.role == "own" else 0.9)


def _several(cues: FieldCues, scene: Scene, meaning: bool) -> Answer | None:
    """Every value that is named for the request; names of other accounts, and what stays as it is, do not count.

    With `meaning` also what one word of another form may mean, unless some value is named by its own.
    """
    told: list[tuple[float, Match, Span]] = []
    for line in scene.lines:
        for match in find_enums(line.text, cues.field):
            if (match.by == "meaning" and match.sure < 0.6 and not meaning) or (match.by == "gloss" and not meaning):
                continue
            span = line.span(match.start, match.end)
            if scene.is_foreign(span):
                continue
            score = match.sure * _weight(line)
            if line.quo and not _in_own(span, scene):
                score *= 0.4
            if excluded_at(line.text, match.start, match.end):
                continue
            told.append((score, match, span))
    for mention in scene.own:
        if mention.span is not None and mention.zone is not ZoneKind.HIDDEN:
            for match in find_enums(scene.document.text(mention.span), cues.field, meaning=False):
                start = mention.span.start
                told.append(
                    (
                        match.sure * 0.9,
                        match,
                        Span(part=mention.span.part, start=start + match.start, end=start + match.end),
                    )
                )
    kept = [row for row in told if row[0] >= ENOUGH]
    if any(row[1].sure >= 0.8 for row in kept):
        kept = [row for row in kept if row[1].sure > 0.55]
    if not kept:
        return None
    best: dict[str, tuple[float, Match, Span]] = {}
    for row in kept:
        if row[1].value not in best or best[row[1].value][0] < row[0]:
            best[row[1].value] = row
    order = [value for value in cues.field.values if value in best]
    spans = tuple(sorted({best[v][2] for v in order}, key=lambda s: (s.part != "body", s.part, s.start)))
    return order, spans, min(0.95, min(best[v][0] for v in order))


def _in_own(span: Span, scene: Scene) -> bool:
    return any(
        m.span and m.span.part == span.part and m.span.start <= span.start and span.end <= m.span.end for m in scene.own
    )


def _one(cues: FieldCues, scene: Scene) -> Answer | None:
    """The value for which most speaks; words that mean little by themselves need the field's name beside them."""
    scores: dict[str, float] = {}
    places: dict[str, tuple[float, Span]] = {}
    asks_why = "reason_word" in cues.concepts
    for line in scene.lines:
        near = overlap(features(line.text), cues.name)
        for match in find_enums(line.text, cues.field):
            span = line.span(match.start, match.end)
            if scene.is_foreign(span):
                continue
            score = match.sure * _weight(line)
            if match.sure <= 0.3 and fold(match.value) in SCALE | {match.value}:
                score = score + 0.4 * near if near > 0.3 else 0.0
            if (match.by in ("words", "acronym") and denied_at(line.text, match.start, match.end)) or _greeted(
                line.text, match.start
            ):
                continue
            if line.quo:
                score *= 0.6
            if asks_why and _gives_reason(line.text):
                score = min(0.9, score + 0.2)
            scores[match.value] = 1 - (1 - scores.get(match.value, 0.0)) * (1 - min(0.95, score))
            if match.value not in places or places[match.value][0] < score:
                places[match.value] = (score, span)
    if not scores:
        return None
    ranked = sorted(scores, key=lambda v: -scores[v])
    best = ranked[0]
    if scores[best] < ENOUGH or (len(ranked) > 1 and scores[best] - scores[ranked[1]] < 0.05):
        return None
    return best, (places[best][1],), min(0.95, scores[best])


def _gives_reason(text: str) -> bool:
    return any(concept == "reason_word" for _, _, concept, _ in concepts_in(text))


_GREETING = re.compile(
    r"\W*(?:hello|hi|hey|dear|hallo|liebe[rs]?|sehr geehrte\w*|bonjour|cher|chère|hola|"
    r"estimad\w+|beste|geachte|ciao|gentile|salve|olá|prezad\w+)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def _greeted(text: str, start: int) -> bool:
    """Whether a word is the one who is greeted: 'Hello HR'."""
    return start < 30 and bool(_GREETING.match(text[:start]))


def _boolean(cues: FieldCues, scene: Scene) -> Answer | None:
    best: tuple[float, bool, Span] | None = None
    for line in scene.lines:
        if line.passage.zone not in (ZoneKind.NEW, ZoneKind.FORWARD):
            continue
        told = booleans.told(line.text, cues.field, cues.common)
        if told is not None and (best is None or told[1] > best[0]):
            best = (told[1], told[0], line.span(0, len(line.text)))
    return None if best is None else (best[1], (best[2],), min(0.8, best[0]))
