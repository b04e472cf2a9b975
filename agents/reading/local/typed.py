"""Values of fields whose type can be seen in the text: found by form, chosen by the words around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agents.reading.local.cues import FieldCues, overlap
from agents.reading.local.finders import addresses, dates, identifiers, money, numbers, persons, places, times
from agents.reading.local.finders.found import Found
from agents.reading.local.finders.roles import COMPATIBLE, role_of, roles_of_field
from agents.reading.local.meaning import Features, features
from agents.reading.local.negation import excluded_at
from agents.reading.local.scene import Line, Scene
from agents.reading.local.scope import Passage
from workflow.document import Span, ZoneKind
from workflow.fields import FieldType as T

PRIOR = {
    T.VIN: 0.75, T.IBAN: 0.75, T.EMAIL: 0.3, T.PHONE: 0.25, T.HOST: 0.35, T.URL: 0.35, T.MONEY: 0.3, T.DATE: 0.2,
    T.DATETIME: 0.25, T.DURATION: 0.2, T.PERCENT: 0.3, T.NUMBER: 0.0, T.INTEGER: 0.0, T.POSTAL_CODE: 0.3,
    T.COUNTRY: 0.25, T.LANGUAGE: 0.1, T.PERSON: 0.15,
}  # fmt: skip
"""How much the mere presence of such a value speaks for the set's only field of its type."""

ENOUGH = 0.42
"""A candidate below this is left out: a wrong value is worse than none."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a field may have, where it stands, and how well it fits."""

    value: Any
    span: Span
    score: float
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
    """All candidates for a field, best first."""
    found = []
    for line in scene.lines:
        for one in find(cues.field.element, line.text, scene):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span):
                continue
            score = _score(cues, scene, line, one)
            if score > 0:
                found.append(Option(one.value, span, score, line, one))
    return sorted(found, key=lambda o: (-o.score, o.span.part != "body", o.span.start))


def _score(cues: FieldCues, scene: Scene, line: Line, one: Found) -> float:
    """Form, words around, place: each from 0 to 1, weighed."""
    kind = cues.field.element
    near = overlap(context(line, one, scene), cues.all)
    prior = PRIOR.get(kind, 0.2) if cues.sole else 0.0
    score = 0.25 * one.sure + prior + 0.65 * near
    if kind is T.EMAIL and one.value == scene.document.sender.email:
        # Known senders write from their desk; for others the address that they give is the matter's own.
        score += 0.3 if not scene.candidates.sender else -0.15
    if kind is T.PHONE and near < 0.25:
        score -= 0.2
    if kind in (T.DATE, T.DATETIME):
        score = score - 0.25 + 0.5 * _role(cues, scene, line, one) if _role(cues, scene, line, one) else 0.0
    if kind in (T.MONEY, T.NUMBER, T.INTEGER, T.PERCENT) and _superseded(line.text, one, kind, scene):
        score -= 0.35
    if line.quo:
        score -= 0.25
    if excluded_at(line.text, one.start, one.end):
        score -= 0.2
    return score * _place(line.passage, kind)


def context(line: Line, one: Found, scene: Scene) -> Features:
    """The features around a finding: what stands before it counts most."""
    merged: Features = {}
    subject = scene.document.subject if line.part == "body" else ""
    for weight, text in (
        (1.0, line.text[max(0, one.start - 40) : one.start]),
        (0.6, line.text[one.end : one.end + 30]),
        (0.45, line.text),
        (0.25, subject),
    ):
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
    return 0.45


def _role(cues: FieldCues, scene: Scene, line: Line, one: Found) -> float:
    """How well the part that a date plays fits the field: 0 where it does not at all."""
    wanted = roles_of_field(f"{cues.field.id.replace('_', ' ')}. {cues.field.label}. {cues.field.description}")
    told = role_of(line.text, one.start, one.end)
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


def _superseded(text: str, one: Found, kind: T, scene: Scene) -> bool:
    """Whether a value is the old one of a change: 'from 3 to 5', 'instead of 3', and another value is told."""
    import re

    left = text[max(0, one.start - 16) : one.start].lower()
    right = text[one.end : one.end + 40].lower()
    if re.search(r"\b(?:instead of|statt|au lieu de|en lugar de|en vez de|in plaats van|invece di|em vez de)\s*$", left):
        return True
    if re.search(r"\b(?:from|von|de|van|da)\s*$", left) and re.match(r"[^.;]{0,20}\b(?:to|auf|à|a|naar|para)\s", right):
        return any(other.start > one.end for other in find(kind, text, scene))
    return False
