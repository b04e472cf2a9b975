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
    whole = [hop.model_dump(mode="json") for hop in hops]
    rows = [canonical(row) for row in whole]
    size = 1 + sum(len(row) + 1 for row in rows)
    for place, row in enumerate(whole):
        if size <= longest:
            break
        bare = canonical({name: value for name, value in row.items() if name != "detail"})
        size -= len(rows[place]) - len(bare)
        rows[place] = bare
    if size <= longest:
        return _listed(rows)
    left, kept = 0, list(rows)
    while kept and len(text := _listed([canonical({"cut": left}), *kept])) > longest:
        some = max(1, len(kept) // 8)
        left, kept = left + some, kept[some:]
    return text if kept else _listed([canonical({"cut": left})])


def _listed(rows: Iterable[str]) -> str:
    return "[" + ",".join(rows) + "]"
