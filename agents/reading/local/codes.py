"""Codes: what stands beside the words that name a field, and mixes letters and digits or is a long number."""

from __future__ import annotations

import re

from agents.reading.local.answer import Answer
from agents.reading.local.cues import FieldCues
from agents.reading.local.finders.dates import find_dates
from agents.reading.local.finders.found import Found
from agents.reading.local.finders.identifiers import find_codes, find_grouped_codes, find_short_codes
from agents.reading.local.finders.plates import PLATES
from agents.reading.local.finders.shapes import find_shaped, shapes_of
from agents.reading.local.lexicon import concepts_of_word, things
from agents.reading.local.meaning import concepts_in
from agents.reading.local.negation import excluded_at
from agents.reading.local.scene import Line, Scene
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import fold, listed, tokens
from workflow.document import Span, ZoneKind
from workflow.fields import FieldType as T


def codes(fields: list[FieldCues], scene: Scene, given: dict[str, Answer]) -> dict[str, Answer]:
    """Field id → the code that stands beside the field's words."""
    found: dict[str, Answer] = {}
    taken = [span for _, spans, _ in given.values() for span in spans]
    shaped = [cues for cues in fields if cues.field.id not in given and _shapes(cues)]
    for cues in shaped:
        answer = _shaped(cues, scene, taken) or (None if shapes_of(cues.field) else _code(cues, scene, taken))
        if answer is not None:
            found[cues.field.id] = answer
            taken.extend(answer[1])
    for cues in fields:
        if cues.field.id in given or cues in shaped or not is_code(cues):
            continue
        answer = _code(cues, scene, taken)
        if answer is not None:
            found[cues.field.id] = answer
            taken.extend(answer[1])
    return found


def _shapes(cues: FieldCues) -> tuple[re.Pattern[str], ...]:
    """The forms of a field's codes: as it shows them, else those of registration plates where it is one."""
    return shapes_of(cues.field) or (PLATES if "plate" in cues.concepts else ())


def _shaped(cues: FieldCues, scene: Scene, taken: list[Span]) -> Answer | None:
    """Codes of the form that the field shows, wherever they stand: what the sender wrote before what is quoted."""
    ranked: list[tuple[float, Found, Span]] = []
    for line in scene.lines:
        for one in find_shaped(line.text, _shapes(cues))[:MOST]:
            span = line.span(one.start, one.end)
            if scene.is_foreign(span) or any(_overlap(span, s) for s in taken):
                continue
            score = one.sure * (0.6 if line.passage.zone is ZoneKind.QUOTE else 1.0) * (1.0 if not line.quo else 0.5)
            score *= 1.0 if line.passage.role == "own" else 0.85
            ranked.append((score * (0.4 if excluded_at(line.text, one.start, one.end) else 1.0), one, span))
    best = max((score for score, _, _ in ranked), default=0.0)
    if best < 0.3:
        return None
    kept = [row for row in ranked if row[0] > 0.75 * best]
    if cues.field.many:
        return list(dict.fromkeys(one.value for _, one, _ in kept)), tuple(span for *_, span in kept), best
    values = {one.value for _, one, _ in kept}
    # Several of one form: the first is the matter, the others are beside it, less surely.
    return kept[0][1].value, tuple(span for _, one, span in kept if one.value == kept[0][1].value), best / len(values)


CODED = frozenset(
    listed(
        """
        number no nr code id ref reference tag serial sku plate key ticket barcode isbn
        """
    )
)
"""Words in a field's id or label that make it a code."""


def is_code(cues: FieldCues) -> bool:
    """Whether the field's name, its examples or its description show that it is a code."""
    if "number_word" in cues.name_concepts or "plate" in cues.name_concepts or cues.words & CODED:
        return True
    if (
        re.search(r"\b(?:number|code|reference|identifier)\b", cues.field.description, re.IGNORECASE)
        and "name" not in cues.name_concepts
    ):
        return True
    return any(sum(c.isdigit() for c in example) >= 2 for example in cues.field.examples)


def _code(cues: FieldCues, scene: Scene, taken: list[Span]) -> Answer | None:
    """Codes beside the field's words. The field's first letters in the code speak for it: INV- for an invoice."""
    telling = _telling(cues)
    elsewhere = cues.required and scene.category is not None and scene.category not in cues.required
    enough = 0.8 if elsewhere else 0.5
    ranked: list[tuple[float, Found, Span]] = []
    for line in scene.lines:
        for one in (_bare(found, telling) for found in _coded(line.text, short=_hit(telling, line.text))[:MOST]):
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


MOST = 60
"""Codes of one sentence that are looked at."""


def _coded(text: str, short: bool = True) -> tuple[Found, ...]:
    """Codes of every form: a group of several where it contains a plain one, short ones where no other stands."""
    found = list(find_grouped_codes(text)[:MOST])
    for one in (*find_codes(text)[:MOST], *(find_short_codes(text)[:MOST] if short else ())):
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


ADJACENT = re.compile(
    r"^[\s:：#.]*(?:(?:no|nr|n|num|number|nummer|numero|número|numéro|code|id|is|lautet|est|es|"
    r"è|号|番号)\b[.°º]?[\s:：#.]*){0,2}$",
    re.IGNORECASE,
)


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
    if prefix and any(
        word.startswith(fold(prefix.group())) or _initials(cues) == fold(prefix.group())
        for word in telling
        if len(word) > 3
    ):
        score = max(0.55, score + 0.2)
    return score


def _telling(cues: FieldCues) -> frozenset[str]:
    """The words of id, label and parentheses of the description, without those of any code."""
    idle = {
        "number",
        "code",
        "id",
        "no",
        "nr",
        "ref",
        "reference",
        "nummer",
        "numero",
        "named",
        "stated",
        "when",
        "the",
        "if",
    }
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
    "number_word", "date_word", "name", "reason_word", "customer", "person_word", "business", "account", "staff",
    "service",
}  # fmt: skip


def _initials(cues: FieldCues) -> str:
    return "".join(part[0] for part in cues.field.id.split("_") if part)
