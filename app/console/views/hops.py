"""The hops of a run as a timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.console.views.labels import Labels
from app.console.views.moments import Moment, moment
from app.console.views.values import duration
from app.console.views.words import mark
from workflow.trace import Hop

STEP_TITLES = {"REVIEW": "Review", "ANSWER": "Answer", "FINISH": "Finish"}


@dataclass(frozen=True)
class HopRow:
    """One hop. `number` is its place in the chain, from 1; `case` that of the case in the message, or None."""

    number: int
    step: str
    kind: str
    case: int | None
    status: str
    mark: str
    reason: str
    took: str
    at: Moment
    has_detail: bool
    broken: bool = False  #: the chain of hashes does not hold from here on


@dataclass(frozen=True)
class TraceView:
    """All hops (or those of one case), the time they took together, and whether the chain of hashes holds."""

    rows: tuple[HopRow, ...]
    total: int
    took: str
    broken: int | None
    cases: tuple[tuple[str, int, str], ...]  #: key, number and name of each case, for the filter
    only: str = ""  #: key of the case that is shown alone


def trace_view(
    hops: Sequence[Hop],
    broken: int | None,
    numbers: Mapping[str, int],
    names: Mapping[str, str],
    labels: Labels,
    only: str = "",
) -> TraceView:
    """The timeline; `numbers` and `names` lead from a case's key to its number (from 1) and its account."""
    only = only if only in numbers else ""
    rows = tuple(
        _row(place, hop, numbers.get(hop.case), labels, broken)
        for place, hop in enumerate(hops, 1)
        if not only or hop.case in ("", only)
    )
    return TraceView(
        rows=rows,
        total=len(hops),
        took=duration(sum(hop.took_ms for hop in hops)),
        broken=broken,
        cases=tuple((key, number, names.get(key, "")) for key, number in numbers.items()) if len(numbers) > 1 else (),
        only=only,
    )


def _row(place: int, hop: Hop, case: int | None, labels: Labels, broken: int | None) -> HopRow:
    return HopRow(
        number=place,
        step=STEP_TITLES.get(hop.step) or labels.step(hop.step),
        kind=hop.kind,
        case=case,
        status=hop.status,
        mark=mark(hop.status),
        reason=hop.reason,
        took=duration(hop.took_ms) if hop.took_ms else "",
        at=moment(hop.at),
        has_detail=bool(hop.detail),
        broken=broken is not None and place >= broken,
    )
