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


def compact(hops: Sequence[Hop], longest: int = LONGEST) -> str:
    """The same as compact JSON: first the details, then whole hops are left out from the front until it fits.

    What is left out is counted in a first element `{"cut": n}`.
    """
    rows = [hop.model_dump(mode="json") for hop in hops]
    text = canonical(rows)
    for row in rows:
        if len(text) <= longest:
            return text
        row.pop("detail", None)
        text = canonical(rows)
    left = 0
    while len(text) > longest:
        left += max(1, len(rows) // 8)
        rows = rows[max(1, len(rows) // 8) :]
        text = canonical([{"cut": left}, *rows])
    return text
