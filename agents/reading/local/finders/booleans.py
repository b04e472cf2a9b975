"""Whether a yes-or-no field is told: by a labelled answer, or by a sentence like one of its description's clauses."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders import extents
from agents.reading.local.finders.clauses import EVERYWHERE, IDLE, Clause, clause_of, coverage
from agents.reading.local.words import fold, listed
from workflow.fields import FieldDefinition

YES = frozenset(
    map(
        fold,
        listed(
            """
        yes y true ja oui sí si sim x ✓ ✔ wahr vrai verdadero waar vero verdadeiro はい 有 是 on checked
        """
        ),
    )
)
NO = frozenset(
    map(
        fold,
        listed(
            """
        no n false nein non nee não falsch faux falso onwaar いいえ 無 否 off unchecked none
        """
        ),
    )
)


def answer(text: str) -> bool | None:
    """What 'yes', 'nein' or a tick says; None for anything else."""
    word = fold(text.strip().strip(".!,")).split(" ")[0].rstrip(",.") if text.strip() else ""
    return True if word in YES else False if word in NO else None


@lru_cache(maxsize=1024)
def _clauses(text: str, idle: frozenset[str]) -> tuple[Clause, ...]:
    pieces = re.split(r"[;,:()]|\bor\b|\boder\b|\bou\b|\bof\b(?= )|\s[-–]\s", text)
    return tuple(c for piece in pieces if piece and (c := clause_of(piece, idle)).units)


_MARKS = re.compile(r"\b(true|false|yes|no|wahr|falsch|vrai|faux)\s*[:=]\s*", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _glossed(text: str) -> tuple[tuple[str, bool], ...]:
    """A description in pieces, each with what it tells of: 'true: in full; false: a part of it'."""
    marks = list(_MARKS.finditer(text))
    if not marks:
        return ((text, True),)
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    pieces = [
        (text[mark.end() : end], mark[1].casefold() in YES or mark[1].casefold() == "vrai")
        for mark, end in zip(marks, ends, strict=True)
    ]
    return ((text[: marks[0].start()], True), *pieces)


BY_EXTENT = 0.65
"""How surely 'all of it' or 'only a part' tells a field that sets one against the other."""

ENOUGH = 0.6
"""Share of a clause's telling words that a sentence must meet; a clause of two needs both."""


def told(sentence: str, field: FieldDefinition, idle: frozenset[str] = frozenset()) -> tuple[bool, float] | None:
    """True or false, and how surely (0 to 1), where a sentence tells the field; None where it does not.

    A clause of the label or description that the sentence denies ('nobody was injured') makes it false. `idle` are
    words that many fields of the set have.
    """
    extent = extents.told(sentence, field.description)
    if extent:
        return (extent.pop(), BY_EXTENT) if len(extent) == 1 else None
    best, said = 0.0, True
    texts = [field.id.replace("_", " "), field.label, field.description, *field.examples]
    pieces = [(*piece, text is field.description) for text in filter(None, texts) for piece in _glossed(text)]
    for text, means, described in pieces:
        for clause in _clauses(text, IDLE | idle):
            if described and len(clause.units) == 1 and clause.units[0] & EVERYWHERE:
                continue
            share, refused = coverage(clause, sentence)
            if not means and refused:
                continue
            # One word alone is much said: it counts for less than a whole phrase.
            weight = share * (0.7 if len(clause.units) == 1 else 1.0)
            if share >= ENOUGH and weight > best:
                best, said = weight, means != refused
    return (said, best) if best else None
