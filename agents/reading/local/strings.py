"""Strings: codes beside the words that name them, people, and names of things the description speaks of."""

from __future__ import annotations

import re
from typing import Any

from agents.reading.local.cues import FieldCues, overlap
from agents.reading.local.finders.addresses import find_emails
from agents.reading.local.finders.found import Found
from agents.reading.local.finders.dates import find_dates
from agents.reading.local.finders.identifiers import find_codes, find_grouped_codes, find_short_codes
from agents.reading.local.finders.persons import alike, find_persons
from agents.reading.local.lexicon import concepts_of_word, things
from agents.reading.local.meaning import concepts_in, features
from agents.reading.local.scene import Line, Scene
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.typed import context
from agents.reading.local.words import fold, tokens
from workflow.document import Span, ZoneKind
from workflow.fields import FieldType as T

Answer = tuple[Any, tuple[Span, ...], float]

PEOPLE = frozenset({"person_word", "staff", "customer", "driver", "owner", "beneficiary", "contact_person", "manager", "witness"})


def codes(fields: list[FieldCues], scene: Scene, given: dict[str, Answer]) -> dict[str, Answer]:
    """Field id → the code that stands beside the field's words."""
    found: dict[str, Answer] = {}
    taken = [span for _, spans, _ in given.values() for span in spans]
    for cues in fields:
        if cues.field.id in given or not is_code(cues):
            continue
        answer = _code(cues, scene, taken)
        if answer is not None:
            found[cues.field.id] = answer
            taken.extend(answer[1])
    return found


def names(fields: list[FieldCues], scene: Scene, given: dict[str, Answer]) -> dict[str, Answer]:
    """Field id → a person's name, or the name of something that the description speaks of."""
    found: dict[str, Answer] = {}
    taken = [span for _, spans, _ in given.values() for span in spans]
    for cues in fields:
        if cues.field.element not in (T.STRING, T.PERSON) or cues.field.element is T.STRING and is_code(cues):
            continue
        answer = _person(cues, scene) if is_person(cues) else _proper(cues, scene, taken)
        if answer is not None:
            found[cues.field.id] = ([answer[0]], *answer[1:]) if cues.field.many else answer
            taken.extend(answer[1])
    return found


CODED = frozenset("number no nr code id ref reference tag serial sku plate key ticket barcode isbn".split())
"""Words in a field's id or label that make it a code."""


def is_code(cues: FieldCues) -> bool:
    """Whether the field's name, its examples or its description show that it is a code."""
    if "number_word" in cues.name_concepts or "plate" in cues.name_concepts or cues.words & CODED:
        return True
    if re.search(r"\b(?:number|code|reference|identifier)\b", cues.field.description, re.IGNORECASE) and "name" not in cues.name_concepts:
        return True
    return any(sum(c.isdigit() for c in example) >= 2 for example in cues.field.examples)


def is_person(cues: FieldCues) -> bool:
    """Whether the field asks for a person's name."""
    if cues.field.element is T.PERSON:
        return True
    return bool(PEOPLE & cues.concepts) and "name" in cues.name_concepts


def _code(cues: FieldCues, scene: Scene, taken: list[Span]) -> Answer | None:
    """Codes beside the field's words. The field's first letters in the code speak for it: INV- for an invoice."""
    telling = _telling(cues)
    elsewhere = cues.required and scene.category is not None and scene.category not in cues.required
    enough = 0.8 if elsewhere else 0.5
    ranked: list[tuple[float, Found, Span]] = []
    for line in scene.lines:
        for one in map(lambda found: _bare(found, telling), _coded(line.text)):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span) or any(_overlap(span, s) for s in taken) or _is_sum(line.text, one):
                continue
            score = _beside(cues, line, one)
            if score >= enough:
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


def _coded(text: str) -> tuple[Found, ...]:
    """Codes of every form: a group of several where it contains a plain one, short ones where no other stands."""
    found = list(find_grouped_codes(text))
    for one in (*find_codes(text), *find_short_codes(text)):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return tuple(found)


def _bare(one: Found, telling: frozenset[str]) -> Found:
    """A grouped code without a first group that names the field: '88120' of 'PO 88120'."""
    first, _, rest = one.value.partition(" ")
    return one._replace(value=rest, start=one.end - len(rest)) if rest and fold(first) in telling else one


def _is_sum(text: str, one: Found) -> bool:
    """Whether a number is money, a percentage or a part of a date."""
    if re.match(r"\s?[€£%]|\s?(?:usd|eur|gbp|kg|km|m2)\b", text[one.end : one.end + 5].lower()):
        return True
    if re.search(r"[$€£¥]\s?$", text[: one.start]):
        return True
    return one.value.isdigit() and any(d.start <= one.start < d.end for d in find_dates(text, None))


def _overlap(one: Span, other: Span) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


ADJACENT = re.compile(r"^[\s:：#.]*(?:(?:no|nr|n|num|number|nummer|numero|número|numéro|code|id|is|lautet|est|es|è|号|番号)\b[.°º]?[\s:：#.]*){0,2}$", re.IGNORECASE)


def _beside(cues: FieldCues, line: Line, one: Found) -> float:
    """How near a code stands to words of the field, and how it is built."""
    left = line.text[max(0, one.start - 32) : one.start]
    right = line.text[one.end : one.end + 16]
    telling = _telling(cues)
    words = tokens(left)
    last = max((w.end for w in words if _hit(telling, w.text)), default=None)
    if last is not None and ADJACENT.match(left[last:]):
        score = 0.85
    elif one.sure <= 0.4:
        return 0.0  # a short code says nothing unless its name stands right before it
    elif last is not None:
        score = 0.7 - 0.01 * (len(left) - last)
    else:
        score = 0.5 if _hit(telling, right) else 0.4 if _hit(telling, line.text) else 0.0
    prefix = re.match(r"[A-Za-z]{2,5}(?=[\-–_ ]?\d)", one.value)
    if prefix and any(word.startswith(fold(prefix.group())) or _initials(cues) == fold(prefix.group()) for word in telling if len(word) > 3):
        score = max(0.55, score + 0.2)
    return score


def _telling(cues: FieldCues) -> frozenset[str]:
    """The words of id, label and parentheses of the description, without those of any code."""
    idle = {"number", "code", "id", "no", "nr", "ref", "reference", "nummer", "numero", "named", "stated", "when", "the", "if"}
    words = {*cues.words, *(t.folded for t in tokens(cues.field.description) if t.text.isupper() and len(t.text) > 1)}
    if cues.field.element is T.STRING:
        words |= {t.folded for t in tokens(cues.field.description) if is_named(t.folded)}
    for inside in re.findall(r"\(([^)]*)\)", cues.field.description):
        words |= {t.folded for t in tokens(inside)}
    kept = {w for w in words if w not in idle and w not in STOPWORDS}
    return frozenset(kept or words)


def _hit(telling: frozenset[str], text: str) -> bool:
    words = {t.folded for t in tokens(text)}
    if words & telling:
        return True
    wanted = {c for word in telling for c in concepts_of_word(word)} - {"number_word", "name", "date_word"}
    return bool(wanted & {c for _, _, c, _ in concepts_in(text)})


def is_named(word: str) -> bool:
    """Whether a word of a description names a thing, as far as the lexicon knows; 'when', 'own' and such do not."""
    return bool(concepts_of_word(word) & _THINGS)


_THINGS = frozenset(line.partition(":")[0] for line in things.WORDS.split("\n") if line) - {
    "number_word", "date_word", "name", "reason_word", "customer", "person_word", "business", "account", "staff", "service",
}  # fmt: skip


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
            if score > 0.3:
                ranked.append((score, one.value, span))
    if not ranked:
        return _from_sender(scene)
    best = max(ranked, key=lambda row: (row[0], -row[2].start))
    rivals = {value for score, value, _ in ranked if score > best[0] - 0.03}
    alone = len({value for _, value, _ in ranked if value}) == 1 and best[2].part == "body" and best[0] >= 0.45
    if best[0] < 0.6 and not alone or len(rivals) > 1:
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
            if any(_overlap(span, s) for s in taken):
                continue
            if not re.search(r"\b(?:to|with|by|from|mit|zu|von|avec|chez|à|con|a|met|naar|door|bij|com|para|da|di)\s$", line.text[: match.start()].lower()):
                continue
            if best is None or near > best[0]:
                best = (near, match.group(), span)
    return None if best is None else (best[1], (best[2],), min(0.7, best[0]))
