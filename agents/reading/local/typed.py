"""Values of fields whose type can be seen in the text: found by form, chosen by the words around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from agents.reading.local.cues import FieldCues, overlap
from agents.reading.local.finders import addresses, dates, identifiers, money, numbers, persons, places, times
from agents.reading.local.finders.direction import direction_of, direction_of_field
from agents.reading.local.finders.found import Found
from agents.reading.local.finders.roles import COMPATIBLE, role_of
from agents.reading.local.meaning import Features, features
from agents.reading.local.negation import excluded_at
from agents.reading.local.scene import Line, Scene
from agents.reading.local.scope import Passage
from agents.reading.local.stance import asks
from agents.reading.local.words import is_cjk
from workflow.document import Span, ZoneKind
from workflow.fields import FieldType as T

PRIOR = {
    T.VIN: 0.75, T.IBAN: 0.75, T.EMAIL: 0.3, T.PHONE: 0.25, T.HOST: 0.35, T.URL: 0.35, T.MONEY: 0.3, T.DATE: 0.2,
    T.DATETIME: 0.25, T.DURATION: 0.2, T.PERCENT: 0.3, T.NUMBER: 0.0, T.INTEGER: 0.0, T.POSTAL_CODE: 0.3,
    T.COUNTRY: 0.25, T.LANGUAGE: 0.1,
}  # fmt: skip
"""How much the mere presence of such a value speaks for the set's only field of its type."""

ENOUGH = 0.42
"""A candidate below this is left out: a wrong value is worse than none."""

WANTED, WANTED_DATE = 0.12, 0.25
"""What it speaks for a value that the category requires the field: senders mostly say what the work needs."""

COUNTED = frozenset({T.NUMBER, T.INTEGER})
DATED = frozenset({T.DATE, T.DATETIME})


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a field may have, where it stands, and how well it fits."""

    value: Any
    span: Span
    score: float
    fit: float  #: how well the part it plays in the sentence suits the field, 0 to 1; 0.5 where nothing tells
    line: Line
    found: Found


def find(kind: T, text: str, scene: Scene) -> tuple[Found, ...]:
    """The values of a type in a text."""
    match kind:
        case T.DATE:
            return dates.find_dates(text, scene.today, scene.month_first)
        case T.DATETIME:
            return times.find_datetimes(text, scene.today, scene.month_first)
        case T.DURATION:
            return times.find_durations(text)
        case T.MONEY:
            return money.find_money(text, scene.dollar)
        case T.PERCENT:
            return numbers.find_percents(text)
        case T.NUMBER:
            return numbers.find_numbers(text)
        case T.INTEGER:
            return numbers.find_integers(text)
        case T.EMAIL:
            return addresses.find_emails(text)
        case T.PHONE:
            return addresses.find_phones(text, scene.regions)
        case T.HOST:
            return addresses.find_hosts(text)
        case T.URL:
            return addresses.find_urls(text)
        case T.VIN:
            return identifiers.find_vins(text)
        case T.IBAN:
            return identifiers.find_ibans(text)
        case T.POSTAL_CODE:
            return places.find_postal_codes(text, scene.regions)
        case T.COUNTRY:
            return places.find_countries(text)
        case T.LANGUAGE:
            return places.find_languages(text)
        case T.PERSON:
            return persons.find_persons(text)
    return ()


def options(cues: FieldCues, scene: Scene) -> list[Option]:
    """All candidates for a field, in the order of the text."""
    found = []
    for line in scene.lines:
        for one in _find_for(cues, line.text, scene):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span):
                continue
            fit = _fit(cues, scene, line, one)
            found.append(Option(one.value, span, _score(cues, scene, line, one, fit), fit, line, one))
            if len(found) >= MOST:
                return found
    return found


def _find_for(cues: FieldCues, text: str, scene: Scene) -> tuple[Found, ...]:
    """The values of a field's type; of a field that asks for what has happened, weekdays lie back."""
    if cues.field.element is T.DATE and cues.roles and {*cues.roles} <= {"past", "birth"}:
        return dates.find_dates(text, scene.today, scene.month_first, past=True)
    return find(cues.field.element, text, scene)


MOST = 500
"""Candidates of one field that are looked at, in the order of the text."""


def _score(cues: FieldCues, scene: Scene, line: Line, one: Found, fit: float) -> float:
    """Form, words around, place: each from 0 to 1, weighed."""
    kind = cues.field.element
    if fit <= 0:
        return 0.0
    near = overlap(counted_context(line, one, cues) if kind in COUNTED else context(line, one, scene), cues.all)
    score = 0.25 * one.sure + (PRIOR.get(kind, 0.2) if cues.sole else 0.0) + 0.65 * near + 0.5 * (fit - 0.5)
    if kind is T.EMAIL and one.value == scene.document.sender.email:
        # Known senders write from their desk; for others the address that they give is the matter's own.
        score += 0.3 if not scene.candidates.sender else -0.15
    if kind is T.PHONE and near < 0.25 and "call" in cues.concepts:
        score -= 0.2
    if kind in COUNTED | {T.MONEY, T.PERCENT} and _superseded(line.text, one, kind, scene):
        score -= 0.35
    if kind in DATED and _INSTEAD.search(line.text[max(0, one.start - 16) : one.start].lower()):
        score -= 0.35
    if kind in DATED and role_of(line.text, one.start, one.end) is None and _is_dateline(line.text, one, scene):
        score -= 0.3
    if asks(line.text):
        score += 0.05
    if line.quo:
        score -= 0.25
    if excluded_at(line.text, one.start, one.end):
        score -= 0.2
    if cues.required and scene.category is not None:
        wanted = WANTED_DATE if kind in DATED and fit >= 0.5 else WANTED
        score += wanted if scene.category in cues.required else 0.0 if cues.sole else -WANTED
    return score * _place(line.passage, kind)


def context(line: Line, one: Found, scene: Scene) -> Features:
    """The features around a finding: what stands before it counts most."""
    subject = scene.document.subject if line.part == "body" else ""
    return _merged(
        (1.0, line.text[max(0, one.start - 40) : one.start]),
        (0.6, line.text[one.end : one.end + 30]),
        (0.45, line.text),
        (0.25, subject),
    )


COUNT = re.compile(
    r"\b(?:number of|how many|count|quantity|anzahl|nombre de|número de|aantal|numero di)\b", re.IGNORECASE
)


def counted_context(line: Line, one: Found, cues: FieldCues) -> Features:
    """The features right beside a number: what is counted stands behind it, or names it before.

    A noun right before a number ('room 214') names one thing rather than counts several.
    """
    right = re.match(r"\s*[^\s,.;()]*(?:\s+[^\s,.;()0-9]+)?", line.text[one.end : one.end + 40])
    left = re.search(
        r"(?:[^\s,.;()0-9]+[\s:：]+)?[^\s,.;()0-9]*[\s:：]*$", line.text[max(0, one.start - 30) : one.start]
    )
    label = left.group().rstrip() if left else ""
    if (
        left
        and COUNT.search(cues.field.description)
        and label
        and not label.endswith((":", "："))
        and not is_cjk(label[-1])
    ):
        left = None
    return _merged((1.3, right.group() if right else ""), (0.9, left.group() if left else ""), (0.1, line.text))


def _merged(*weighed: tuple[float, str]) -> Features:
    merged: Features = {}
    for weight, text in weighed:
        for name, value in features(text).items():
            merged[name] = max(merged.get(name, 0.0), weight * value)
    return merged


def _place(passage: Passage, kind: T) -> float:
    """How much a place in the message counts for a type."""
    if passage.zone is ZoneKind.NEW:
        return 1.0 if passage.role == "own" else 0.9
    if passage.zone is ZoneKind.FORWARD:
        return 0.95
    if passage.zone is ZoneKind.SIGNATURE:
        return 0.55 if kind in (T.PHONE, T.EMAIL, T.POSTAL_CODE, T.COUNTRY, T.HOST) else 0.4
    return 0.3


def _fit(cues: FieldCues, scene: Scene, line: Line, one: Found) -> float:
    """How well the part that a value plays in its sentence suits the field; 0 where it does not at all."""
    kind = cues.field.element
    if kind is T.COUNTRY:
        told_of = f"{cues.field.id.replace('_', ' ')}. {cues.field.label}. {cues.field.description}"
        wanted, told = direction_of_field(told_of), direction_of(line.text, one.start, one.end)
        return 0.5 if wanted is None or told is None else 1.0 if wanted == told else 0.0
    if kind not in DATED:
        return 0.5
    return _date_fit(cues, scene, line, one)


def _date_fit(cues: FieldCues, scene: Scene, line: Line, one: Found) -> float:
    """The part that a date plays, and whether it lies ahead or back, against what the field asks for."""
    wanted = cues.roles
    told = role_of(line.text, one.start, one.end)
    if told == "start" and scene.today is not None and one.value[:10] <= scene.today.isoformat() and "past" in wanted:
        told = "past"  # 'from the 3rd', said on the 5th, is since when
    fit = max((COMPATIBLE[role][told] for role in wanted), default=0.5)
    if "start" in wanted and "end" not in wanted and scene.ends and told in ("start", "end"):
        # What takes effect is an end: its day is the last one, not the first of what comes instead.
        fit = COMPATIBLE["start"]["start" if told == "end" else "end"]
    if scene.today is not None:
        ahead = one.value[:10] >= scene.today.isoformat()
        if not ahead and wanted and not {"past", "birth"} & {*wanted}:
            fit *= 0.3
        if ahead and wanted and {*wanted} <= {"past", "birth"}:
            fit *= 0.3
    return fit


def _is_dateline(text: str, one: Found, scene: Scene) -> bool:
    """Whether a date only dates the text: alone on its line, or the day of the message itself."""
    rest = text[: one.start] + text[one.end :]
    if sum(c.isalpha() for c in rest) <= 12 and not any(c.isdigit() for c in rest):
        return True
    return scene.today is not None and str(one.value)[:10] == scene.today.isoformat()


_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|and not|statt|und nicht|au lieu de|et non|en lugar de|"
    r"en vez de|y no|in plaats van|en niet|invece di|e non|em vez de|e não|não)\s*$"
)
_FROM = re.compile(r"\b(?:from|von|de|van|da)\s*$")
_TO = re.compile(r"[^.;]{0,20}\b(?:to|auf|à|a|naar|para)\s")


def _superseded(text: str, one: Found, kind: T, scene: Scene) -> bool:
    """Whether a value is the old one of a change: 'from 3 to 5', 'instead of 3', and another value is told."""
    left, right = text[max(0, one.start - 16) : one.start].lower(), text[one.end : one.end + 40].lower()
    if _INSTEAD.search(left):
        return True
    if _FROM.search(left) and _TO.match(right):
        return any(other.start > one.end for other in find(kind, text, scene))
    return False
