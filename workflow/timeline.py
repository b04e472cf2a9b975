"""The timeline of a run in words, as it stands on the Salesforce record; cut to the field's length with a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workflow.identifiers import canonical
from workflow.trace import Hop

LONGEST = 131_072
"""Characters that a long text area of Salesforce holds at most."""

MARKS = {"done": "✓", "skipped": "–", "unsure": "?", "failed": "✗", "waiting": "…"}


def cut(text: str, longest: int = LONGEST) -> str:
    """Text of at most `longest` characters; what is cut is said at its end."""
    if len(text) <= longest:
        return text
    note = f"\n[cut: {len(text)} characters, the full text is in the trace]"
    return text[: longest - len(note)] + note


def words(hops: Iterable[Hop]) -> str:
    """One line a hop."""
    return cut("\n".join(f"{hop.at[11:19]} {MARKS[hop.status]} {hop.step}: {hop.reason}" for hop in hops))


def compact(hops: Sequence[Hop]) -> str:
    """The same as compact JSON, the details of hops left out from the front until it fits."""
    rows = [hop.model_dump(mode="json") for hop in hops]
    for row in ({}, *rows):
        row.pop("detail", None)
        text = canonical(rows)
        if len(text) <= LONGEST:
            return text
    return canonical([{"cut": len(rows)}])
