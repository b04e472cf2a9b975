"""Proper names: of people, and of things that a field's description speaks of."""

from __future__ import annotations

import re

from agents.reading.local.answer import Answer
from agents.reading.local.codes import is_code
from agents.reading.local.cues import FieldCues, overlap
from agents.reading.local.finders.addresses import find_emails
from agents.reading.local.finders.persons import alike, find_persons
from agents.reading.local.lexicon import concepts_of_word
from agents.reading.local.meaning import features
from agents.reading.local.scene import Scene
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.typed import context
from agents.reading.local.words import fold
from workflow.document import Span, ZoneKind
from workflow.fields import FieldType as T

PEOPLE = frozenset(
    {"person_word", "staff", "customer", "driver", "owner", "beneficiary", "contact_person", "manager", "witness"}
)


def names(fields: list[FieldCues], scene: Scene, given: dict[str, Answer]) -> dict[str, Answer]:
    """Field id → a person's name, or the name of something that the description speaks of."""
    found: dict[str, Answer] = {}
    taken = [span for _, spans, _ in given.values() for span in spans]
    for cues in fields:
        if cues.field.element not in (T.STRING, T.PERSON) or (cues.field.element is T.STRING and is_code(cues)):
            continue
        answer = _person(cues, scene) if is_person(cues) else _proper(cues, scene, taken)
        if answer is not None:
            found[cues.field.id] = ([answer[0]], *answer[1:]) if cues.field.many else answer
            taken.extend(answer[1])
    return found


def is_person(cues: FieldCues) -> bool:
    """Whether the field asks for a person's name."""
    if cues.field.element is T.PERSON:
        return True
    return bool(PEOPLE & cues.concepts) and "name" in cues.name_concepts


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
                score += 0.35 if not scene.candidates.sender else -0.5
            if score > 0.3:
                ranked.append((score, one.value, span))
    if not ranked:
        return _from_sender(scene)
    best = max(ranked, key=lambda row: (row[0], -row[2].start))
    rivals = {value for score, value, _ in ranked if score > best[0] - 0.03}
    alone = len({value for _, value, _ in ranked if value}) == 1 and best[2].part == "body" and best[0] >= 0.45
    if (best[0] < 0.6 and not alone) or len(rivals) > 1:
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
    return any(
        m.span and m.span.part == span.part and m.span.start < span.end and span.start < m.span.end for m in scene.own
    )


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
            if not re.search(
                r"\b(?:to|with|by|from|mit|zu|von|avec|chez|à|con|a|met|naar|door|bij|com|para|da|di)\s$",
                line.text[: match.start()].lower(),
            ):
                continue
            if best is None or near > best[0]:
                best = (near, match.group(), span)
    return None if best is None else (best[1], (best[2],), min(0.7, best[0]))
