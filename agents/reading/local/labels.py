"""Fields that a message labels itself: forms, tables, 'Label: value' lines."""

from __future__ import annotations

from typing import Any

from agents.reading.local.answer import Answer
from agents.reading.local.cues import Cues, FieldCues
from agents.reading.local.finders import booleans
from agents.reading.local.finders.enums import find_enums
from agents.reading.local.finders.identifiers import find_codes
from agents.reading.local.finders.shapes import find_shaped, shapes_of
from agents.reading.local.layout import Labelled
from agents.reading.local.likeness import cosine
from agents.reading.local.meaning import features
from agents.reading.local.memo import Memo
from agents.reading.local.scene import Scene
from agents.reading.local.typed import find
from agents.reading.local.words import fold, tokens
from workflow.document import Span
from workflow.fields import FieldDefinition
from workflow.fields import FieldType as T

SAME = 0.62
"""Likeness from which a label is taken for a field's name."""

LONGEST = 200
"""Characters of a labelled string at most."""


def answers(cues: Cues, scene: Scene) -> dict[str, Answer | None]:
    """Field id → its answer, where a label names the field and the value beside it has the field's type.

    None where the message labels two different values as the same field: then nothing else may settle it either.
    """
    found: dict[str, list[tuple[float, Any, Span]]] = {}
    for one in scene.labelled:
        text = scene.text_of(one)
        for field, likeness in named_by(one.label, cues):
            read = read_as(field, text, scene)
            if read is None or scene.is_foreign(Span(part=one.part, start=one.start, end=one.end)):
                continue
            value, start, end = read
            span = Span(part=one.part, start=one.start + start, end=one.start + end)
            found.setdefault(field.field.id, []).append((likeness, value, span))
            break
    return {name: _settle(cues, name, told) for name, told in found.items()}


def _settle(cues: Cues, name: str, told: list[tuple[float, Any, Span]]) -> Answer | None:
    """One answer from all labelled values of a field; two different ones of equal standing are no answer."""
    field = next(c.field for c in cues.fields if c.field.id == name)
    if field.many:
        values: list[Any] = []
        spans = []
        for _, value, span in told:
            for item in value if isinstance(value, list) else [value]:
                if item not in values:
                    values.append(item)
            spans.append(span)
        return values, tuple(spans), 0.9
    best = max(likeness for likeness, _, _ in told)
    top = [(value, span) for likeness, value, span in told if likeness >= best - 0.05]
    if any(value != top[0][0] for value, _ in top):
        return None
    return top[0][0], (top[0][1],), min(0.95, 0.6 + 0.35 * best)


def named_by(label: str, cues: Cues) -> list[tuple[FieldCues, float]]:
    """The fields that a label may name, likeliest first."""
    book = _memo(cues)
    key = fold(label).strip()
    if key not in book:
        if len(book) > 5000:
            book.clear()
        book[key] = _matches(label, cues)
    return book[key]


_memo: Memo[Cues, dict[str, list[tuple[FieldCues, float]]]] = Memo(lambda _: {})


def _matches(label: str, cues: Cues) -> list[tuple[FieldCues, float]]:
    said = {name: value for name, value in features(label).items() if name[0] != "p"}
    words = {t.folded for t in tokens(label)}
    ranked = []
    for field in cues.fields:
        likeness = 1.0 if words and words in map(_words, names_of(field.field)) else _alike(said, field)
        if likeness >= SAME:
            ranked.append((field, likeness))
    return sorted(ranked, key=lambda row: -row[1])


def names_of(field: FieldDefinition) -> tuple[str, ...]:
    """What a field is called: its id, its label and its other names."""
    return tuple(name for name in (field.id.replace("_", " "), field.label, *field.called) if name)


def _words(name: str) -> set[str]:
    return {t.folded for t in tokens(name.replace("_", " "))}


def _alike(said: dict[str, float], cues: FieldCues) -> float:
    """Likeness of a label to a field's id or label, by words and n-grams or by concepts, whichever is nearer."""
    best = 0.0
    for name in names_of(cues.field):
        wanted = {n: v for n, v in features(name).items() if n[0] != "p"}
        best = max(best, cosine(said, wanted))
        told, asked = ({n: v for n, v in f.items() if n[0] == "c"} for f in (said, wanted))
        # Two concepts must agree: one alone ('date', 'number') is what many fields share.
        if len(told.keys() & asked.keys()) >= 2 or (len(asked) == 1 and told.keys() == asked.keys()):
            best = max(best, 0.9 * cosine(told, asked))
    return best


def read_as(cues: FieldCues, text: str, scene: Scene) -> tuple[Any, int, int] | None:
    """A labelled text read as the field's type: the value and its characters."""
    field = cues.field
    kind = field.element
    bare = text.strip()
    start = len(text) - len(text.lstrip())
    if not bare or bare.strip("-–— ./").lower() in ("", "n/a", "na", "none", "tbd", "unknown"):
        return None
    if kind is T.BOOLEAN:
        told = booleans.answer(bare)
        return None if told is None else (told, start, start + len(bare))
    if kind is T.ENUM:
        return _enum(cues, text)
    if kind in (T.STRING, T.TEXT, T.PERSON):
        if len(bare) > LONGEST and kind is not T.TEXT:
            return None
        if "name" in cues.name_concepts and not any(c.isalpha() for c in bare.replace(" ", "")[:3]):
            return None
        if shapes := shapes_of(field):
            shaped = find_shaped(text, shapes)
            if shaped:
                first = shaped[0]
                told_codes: Any = [one.value for one in shaped] if field.many else first.value
                return told_codes, first.start, shaped[-1].end if field.many else first.end
            if field.many or find_codes(text):
                return None
        codes = find_codes(text) if "number_word" in cues.name_concepts else ()
        if codes and len(bare) > 24:
            return codes[0].value, codes[0].start, codes[0].end
        value: Any = [bare] if field.many else bare
        return value, start, start + len(bare)
    if kind is T.OBJECT:
        return None
    told_all = find(kind, text, scene)
    if not told_all:
        return None
    if field.many:
        return [f.value for f in told_all], told_all[0].start, told_all[-1].end
    return told_all[0].value, told_all[0].start, told_all[0].end


def _enum(cues: FieldCues, text: str) -> tuple[Any, int, int] | None:
    matches = find_enums(text, cues.field)
    if not matches:
        return None
    if cues.field.many:
        values = list(dict.fromkeys(m.value for m in matches))
        return values, min(m.start for m in matches), max(m.end for m in matches)
    best = max(matches, key=lambda m: (m.sure, -m.start))
    return best.value, best.start, best.end


__all__ = ["Labelled", "answers", "named_by", "names_of", "read_as"]
