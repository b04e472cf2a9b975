"""Strings: codes beside the words that name them, people, and names of things the description speaks of."""

from __future__ import annotations

import re
from typing import Any

from agents.reading.local.cues import FieldCues, overlap
from agents.reading.local.finders.addresses import find_emails
from agents.reading.local.finders.found import Found
from agents.reading.local.finders.identifiers import find_codes
from agents.reading.local.finders.persons import alike, find_persons
from agents.reading.local.lexicon import concepts_of_word
from agents.reading.local.meaning import features
from agents.reading.local.scene import Line, Scene
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.typed import context
from agents.reading.local.words import fold, tokens
from workflow.document import Span, ZoneKind
from workflow.fields import FieldType as T

Answer = tuple[Any, tuple[Span, ...], float]

PEOPLE = frozenset({"person_word", "staff", "customer", "driver", "owner", "beneficiary", "contact_person", "manager", "witness"})


def answers(fields: list[FieldCues], scene: Scene, given: dict[str, Answer]) -> dict[str, Answer]:
    """Field id → answer."""
    found: dict[str, Answer] = {}
    taken = [span for _, spans, _ in given.values() for span in spans]
    for cues in fields:
        if cues.field.element is not T.STRING:
            continue
        if "number_word" in cues.name_concepts or is_code(cues):
            answer = _code(cues, scene, taken)
        elif is_person(cues):
            answer = _person(cues, scene)
        else:
            answer = _proper(cues, scene, taken)
        if answer is not None:
            found[cues.field.id] = answer
            taken.extend(answer[1])
    return found


def is_code(cues: FieldCues) -> bool:
    """Whether examples or the description show that the field is a code."""
    return any(sum(c.isdigit() for c in example) >= 2 for example in cues.field.examples)


def is_person(cues: FieldCues) -> bool:
    """Whether the field asks for a person's name."""
    if cues.field.element is T.PERSON:
        return True
    return bool(PEOPLE & cues.concepts) and "name" in cues.name_concepts


def _code(cues: FieldCues, scene: Scene, taken: list[Span]) -> Answer | None:
    """Codes beside the field's words. The field's first letters in the code speak for it: INV- for an invoice."""
    ranked: list[tuple[float, Found, Span]] = []
    for line in scene.lines:
        for one in find_codes(line.text):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span) or any(s.part == span.part and s.start < span.end and span.start < s.end for s in taken):
                continue
            if re.match(r"\s?[€£%]|\s?(?:usd|eur|gbp)\b", line.text[one.end : one.end + 5].lower()) or re.search(r"[$€£¥]\s?$", line.text[: one.start]):
                continue
            score = _beside(cues, line, one)
            if score >= 0.5:
                ranked.append((score * (1.0 if line.passage.zone is not ZoneKind.QUOTE else 0.6), one, span))
    if not ranked:
        return None
    if cues.field.many:
        values = list(dict.fromkeys(one.value for _, one, _ in ranked))
        return values, tuple(span for _, _, span in ranked), 0.7
    best = max(ranked, key=lambda row: row[0])
    rivals = {one.value for score, one, _ in ranked if score > best[0] - 0.05}
    if len(rivals) > 1 or best[0] < 0.5:
        return None
    return best[1].value, (best[2],), min(0.95, best[0])


def _beside(cues: FieldCues, line: Line, one: Found) -> float:
    """How near a code stands to words of the field, and how it is built."""
    left = line.text[max(0, one.start - 28) : one.start]
    right = line.text[one.end : one.end + 20]
    telling = _telling(cues)
    near_left = _hit(telling, left)
    score = 0.0
    if near_left:
        score = 0.75
    elif _hit(telling, right):
        score = 0.5
    elif _hit(telling, line.text):
        score = 0.4
    prefix = re.match(r"[A-Za-z]{2,5}(?=[\-–_ ]?\d)", one.value)
    if prefix and any(word.startswith(fold(prefix.group())) or _initials(cues) == fold(prefix.group()) for word in telling if len(word) > 3):
        score = max(0.55, score + 0.2)
    return score


def _telling(cues: FieldCues) -> frozenset[str]:
    """The words of id, label and parentheses of the description, without those of any code."""
    idle = {"number", "code", "id", "no", "nr", "ref", "reference", "nummer", "numero", "named", "stated", "when", "the", "if"}
    words = set(cues.words)
    for inside in re.findall(r"\(([^)]*)\)", cues.field.description):
        words |= {t.folded for t in tokens(inside)}
    kept = {w for w in words if w not in idle and w not in STOPWORDS}
    return frozenset(kept or words)


def _hit(telling: frozenset[str], text: str) -> bool:
    words = {t.folded for t in tokens(text)}
    if words & telling:
        return True
    wanted = {c for word in telling for c in concepts_of_word(word)} - {"number_word"}
    return bool(wanted & {c for word in words for c in concepts_of_word(word)})


def _initials(cues: FieldCues) -> str:
    return "".join(part[0] for part in cues.field.id.split("_") if part)


def _person(cues: FieldCues, scene: Scene) -> Answer | None:
    """Somebody named in the request's own words who is not its sender; the sender where they write for themselves."""
    sender = {fold(p) for p in scene.document.sender.name.split() if len(p) > 1}
    locals_ = {e.value.split("@")[0] for line in scene.lines for e in find_emails(line.text)}
    ranked = []
    for line in scene.lines:
        if line.passage.zone in (ZoneKind.QUOTE, ZoneKind.DISCLAIMER):
            continue
        for one in find_persons(line.text):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span) or _is_account(span, scene):
                continue
            parts = {fold(p) for p in one.value.split() if len(p) > 1}
            himself = bool(parts & sender) and len(parts & sender) * 2 >= len(parts)
            sure = max(one.sure, 0.75) if any(alike(one.value, local) for local in locals_) else one.sure
            score = sure + 0.3 * overlap(context(line, one, scene), cues.all)
            if line.passage.zone is ZoneKind.SIGNATURE:
                score -= 0.25
            if himself:
                score += 0.2 if not scene.candidates.sender else -0.5
            ranked.append((score, one.value, span))
    if not ranked:
        return _from_sender(scene)
    best = max(ranked, key=lambda row: (row[0], -row[2].start))
    rivals = {value for score, value, _ in ranked if score > best[0] - 0.03}
    if best[0] < 0.6 or len(rivals) > 1:
        return _from_sender(scene)
    return best[1], (best[2],), min(0.9, best[0])


def _from_sender(scene: Scene) -> Answer | None:
    """The sender's name where it stands in the text and the sender is nobody that the directory knows."""
    name = scene.document.sender.name.strip()
    if scene.candidates.sender or len(name.split()) < 2:
        return None
    for passage in scene.passages:
        at = passage.text.find(name)
        if at >= 0 and passage.zone in (ZoneKind.NEW, ZoneKind.SIGNATURE, ZoneKind.FORWARD):
            return name, (passage.span(at, at + len(name)),), 0.7
    return None


def _is_account(span: Span, scene: Scene) -> bool:
    return any(m.span and m.span.part == span.part and m.span.start < span.end and span.start < m.span.end for m in scene.own)


PROPER = re.compile(r"(?<![\w@.])(?:[A-Z][\w&’'\-]*[a-zA-Z0-9](?:\s+(?:[A-Z][\w&’'\-]*))*)")


def _proper(cues: FieldCues, scene: Scene, taken: list[Span]) -> Answer | None:
    """A name in capitals in a sentence that says what the description says: who, for 'the vendor that they move to'."""
    wanted = {n: v for n, v in cues.all.items() if n[0] == "c"}
    if not wanted:
        return None
    best: tuple[float, str, Span] | None = None
    for line in scene.lines:
        if line.passage.zone not in (ZoneKind.NEW, ZoneKind.FORWARD) or line.quo:
            continue
        near = overlap({n: v for n, v in features(line.text).items() if n[0] == "c"}, wanted)
        if near < 0.6:
            continue
        for match in PROPER.finditer(line.text):
            span = line.span(match.start(), match.end())
            words = match.group().split()
            known = [w for w in words if fold(w) in STOPWORDS or concepts_of_word(fold(w)) or w.isupper()]
            if match.start() == 0 or known or _is_account(span, scene) or scene.is_foreign(span):
                continue
            if any(s.part == span.part and s.start < span.end and span.start < s.end for s in taken):
                continue
            if not re.search(r"\b(?:to|with|by|from|mit|zu|von|avec|chez|à|con|a|met|naar|door|bij|com|para|da|di)\s$", line.text[: match.start()].lower()):
                continue
            if best is None or near > best[0]:
                best = (near, match.group(), span)
    return None if best is None else (best[1], (best[2],), min(0.7, best[0]))


__all__ = ["alike", "answers"]
