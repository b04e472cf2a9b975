"""What a run wrote, gathered from its hops: records with their ids and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.console.views.moments import Moment, moment
from app.console.views.values import shown
from workflow.trace import Hop


@dataclass(frozen=True)
class WriteRow:
    """One record (or call) that a hop wrote."""

    hop: int
    what: str
    record: str  #: record id
    number: str  #: the number that people use
    case: int | None
    about: str
    at: Moment
    ok: bool


def writes(hops: Sequence[Hop], numbers: Mapping[str, int]) -> tuple[WriteRow, ...]:
    """All writes in order; a step that failed at writing is among them, marked."""
    return tuple(row for place, hop in enumerate(hops, 1) for row in _of_hop(place, hop, numbers.get(hop.case)))


def _of_hop(place: int, hop: Hop, case: int | None) -> Iterable[WriteRow]:
    if hop.kind not in ("open", "act") or hop.status == "skipped":
        return
    at = moment(hop.at)
    record = hop.detail.get("record")
    if hop.status == "failed":
        # Of several cases some may be written; of a call it may not be known whether it did what was asked.
        for row in _rows(hop.detail.get("records")):
            if row.get("id") and not row.get("failure"):
                word, number = _verb(hop.kind, row), str(row.get("number") or "")
                yield WriteRow(place, word, str(row["id"]), number, case, "before the step failed", at, True)
        what = f"{hop.detail['tool']} failed" if hop.detail.get("tool") else "Not written"
        yield WriteRow(place, what, "", "", case, hop.reason, at, False)
        return
    if isinstance(record, Mapping):
        if record.get("run"):
            yield WriteRow(place, "Run record", str(record["run"]), "", case, "the timeline of this run", at, True)
        if record.get("case"):
            yield WriteRow(
                place, _verb(hop.kind, record), str(record["case"]), str(record.get("number") or ""), case,
                _about(record, hop.detail.get("planned")), at, True,
            )  # fmt: skip
    elif hop.detail.get("tool"):
        yield WriteRow(place, str(hop.detail["tool"]), "", "", case, hop.reason, at, True)
    for file in _rows(hop.detail.get("files")):
        yield _file(place, file, case, at)


def _file(place: int, file: Mapping[str, Any], case: int | None, at: Moment) -> WriteRow:
    name, failure = shown(file.get("name")), file.get("failure")
    if isinstance(failure, Mapping):
        return WriteRow(place, "File not written", "", "", case, f"{name}: {failure.get('message')}", at, False)
    return WriteRow(place, "File", str(file.get("id") or ""), "", case, name, at, True)


def _verb(kind: str, record: Mapping[str, Any]) -> str:
    if record.get("appended"):
        return "Appended to case"
    if kind == "open":
        return "Case opened"
    return "Case created" if record.get("created") else "Case saved"


def _about(record: Mapping[str, Any], planned: Any) -> str:
    told = []
    if record.get("owner"):
        told.append(f"owner {record['owner']}")
    if record.get("parent"):
        told.append(f"child of {record['parent']}")
    values = planned.get("values") if isinstance(planned, Mapping) else None
    if isinstance(values, Mapping):
        told += [f"{name} = {shown(value)}" for name, value in values.items() if value not in (None, "")]
    return ", ".join(told)


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
