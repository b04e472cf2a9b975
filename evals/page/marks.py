"""A part's text cut at every border of evidence and of hidden text, so that all may lie over each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from evals.detail import Mark, Shown

MOST = 400
"""Pieces of evidence of one part that are drawn."""


@dataclass(frozen=True)
class Piece:
    """Characters under the same evidence. `kind` colours them; `label` is shown where the pointer rests."""

    text: str
    kind: str = ""
    label: str = ""
    hidden: bool = False


def pieces(part: Shown, marks: Iterable[Mark]) -> list[Piece]:
    """The text in pieces, in order; together they are the text."""
    end = len(part.text)
    here = [m for m in marks if m.part == part.name and m.start < min(m.end, end)][:MOST]
    borders = {0, end}
    for mark in here:
        borders |= {mark.start, min(mark.end, end)}
    for start, stop in part.hidden:
        borders |= {min(start, end), min(stop, end)}
    out = []
    for start, stop in pairwise(sorted(borders)):
        over = [m for m in here if m.start <= start and stop <= m.end]
        hidden = any(low <= start and stop <= high for low, high in part.hidden)
        # The most particular evidence colours: a field before a category, a category before an account.
        kind = next(
            (name for name in ("field", "category", "account", "triage") if any(m.kind == name for m in over)), ""
        )
        told = dict.fromkeys(m.label if m.kind == "field" else f"{m.kind}: {m.label}" for m in over)
        out.append(Piece(part.text[start:stop], kind, ", ".join(told), hidden))
    return out
