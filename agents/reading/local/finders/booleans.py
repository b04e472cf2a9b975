"""Whether a yes-or-no field is told: by a labelled answer, or by a sentence like one of its description's clauses."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders.clauses import IDLE, Clause, clause_of, coverage
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


ENOUGH = 0.6
"""Share of a clause's telling words that a sentence must meet; a clause of two needs both."""


def told(sentence: str, field: FieldDefinition, idle: frozenset[str] = frozenset()) -> tuple[bool, float] | None:
    """True or false, and how surely (0 to 1), where a sentence tells the field; None where it does not.

    A clause of the label or description that the sentence denies ('nobody was injured') makes it false. `idle` are
    words that many fields of the set have.
    """
    best, denied = 0.0, False
    texts = [field.id.replace("_", " "), field.label, field.description, *field.examples]
    for text in filter(None, texts):
        for clause in _clauses(text, IDLE | idle):
            share, refused = coverage(clause, sentence)
            # One word alone is much said: it counts for less than a whole phrase.
            weight = share * (0.7 if len(clause.units) == 1 else 1.0)
            if share >= ENOUGH and weight > best:
                best, denied = weight, refused
    return (not denied, best) if best else None
