"""Why a candidate decides otherwise: the step, the row of a table, or the value that is not what it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_INPUTS = 4


@dataclass(frozen=True)
class Told:
    """What a step told in one run. `row` is the row of a decision table as it is written, which its number is not."""

    kind: str
    reason: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    row: str = ""


Steps = Mapping[tuple[str, str], Told]
"""(step, case) → what it told."""


def why_queue(case: str, before: Steps, after: Steps) -> str:
    """The row of the table that now hits, and the value that has it hit where that is not what it was."""
    told = []
    for (step, key), now in after.items():
        then = before.get((step, key))
        if key != case or now.kind != "decide" or then is None or then.detail.get("given") == now.detail.get("given"):
            continue
        table = now.detail.get("table", step)
        changed = _inputs(then.detail.get("inputs") or {}, now.detail.get("inputs") or {})
        if changed:
            values = "; ".join(f"{name} {old!r} → {new!r}" for name, old, new in changed[:MOST_INPUTS])
            told.append(f"{values} ({_origin(case, changed, before, after)}), so {table}: {_row(now)}")
        else:
            told.append(f"{table}: {_row(now)} hits, where {_row(then)} did")
    return "; ".join(told) or _first(case, before, after)


def why_category(case: str, before: Steps, after: Steps) -> str:
    """What the classification said then and now."""
    return _of_kind("classification", case, before, after) or _first(case, before, after)


def why_account(case: str, before: Steps, after: Steps) -> str:
    """What matching said then and now."""
    return _of_kind("matching", case, before, after) or _first(case, before, after)


def why_review(old: Sequence[str], new: Sequence[str], before: Steps, after: Steps) -> str:
    """The doubts that are new or gone, else the first step that tells otherwise."""
    gone = [f"no longer: {each}" for each in old if each not in new]
    come = [f"now: {each}" for each in new if each not in old]
    return "; ".join([*come, *gone][:MOST_INPUTS]) or _first("", before, after)


def _row(told: Told) -> str:
    line = told.detail.get("line")
    return f"row {line} «{told.row}»" if line is not None else "no row"


def _inputs(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Values that the table read and that are not what they were; those that only one of them reads come last."""
    both = [(name, old[name], new[name]) for name in new if name in old and old[name] != new[name]]
    return both + [(name, None, new[name]) for name in new if name not in old and new[name] is not None]


def _origin(case: str, changed: Sequence[tuple[str, Any, Any]], before: Steps, after: Steps) -> str:
    """The first step before the table that tells otherwise; a value that none of them gave is derived."""
    for (step, key), now in after.items():
        then = before.get((step, key))
        if key in ("", case) and now.kind != "decide" and then is not None and _result(then) != _result(now):
            return f"step {step}: {now.reason}"
    names = ", ".join(name for name, _, _ in changed[:MOST_INPUTS])
    return f"derived values: {names}"


def _of_kind(kind: str, case: str, before: Steps, after: Steps) -> str:
    for (step, key), now in after.items():
        then = before.get((step, key))
        if key == case and now.kind == kind and then is not None and _result(then) != _result(now):
            return f"step {step}: {now.reason} (before: {then.reason})"
    return ""


def _first(case: str, before: Steps, after: Steps) -> str:
    """The first step that tells otherwise, that is new, or that is gone."""
    for (step, key), now in after.items():
        if key not in ("", case):
            continue
        then = before.get((step, key))
        if then is None:
            return f"step {step} is new here: {now.reason}"
        if _result(then) != _result(now) or then.reason != now.reason:
            return f"step {step}: {now.reason} (before: {then.reason})"
    gone = next((step for (step, key) in before if key in ("", case) and (step, key) not in after), "")
    return f"step {gone} is not there any more" if gone else "the same steps tell the same"


RESULTS = {
    "triage": ("actionable", "kind"), "splitting": ("requests",), "matching": ("account",),
    "classification": ("category",), "extraction": ("values",), "documents": ("files",),
    "completeness": ("missing", "documents"), "decide": ("given",),
}  # fmt: skip
"""Kind → keys of its hop that are its result; confidence and reasons are none."""


def _result(told: Told) -> Any:
    keys = RESULTS.get(told.kind)
    return [told.detail.get(key) for key in keys] if keys else told.reason
