"""The timeline of a run: its head, what was done with the message, and a section for each case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.trace import block, text
from app.trace.cases import CaseTrace, cases_of
from app.trace.detail import asked, blocks
from app.trace.lookup import hops_of
from tools.store import Run, Store
from workflow.document import Document
from workflow.errors import NotFound
from workflow.timeline import MARKS
from workflow.trace import Hop
from workflow.work import MessageWork

WIDTH = 100
"""Columns of a line."""

FEW = 3
"""A split of so many cases shows each of them; one of more shows a table, and a case when it is asked for."""

TOOK = 8
"""Columns of the durations at the end of the lines."""


def timeline(store: Store, run: Run, case: str | None = None, every: bool = False) -> str:
    """The trace in words. `case`: the key of the one case to show; `every`: all cases, however many."""
    hops = hops_of(store, run.id)
    cases = cases_of(store, run, hops)
    wide = max([5, *(min(12, len(hop.step)) for hop in hops)])
    one = next((each for each in cases if each.key == case), None)
    out = _head(store, run, hops, cases)
    if one is None:
        whole = [hop for hop in hops if not hop.case]
        out += ["", "Message", *_hops([hop for hop in whole if hop.kind != "review"], wide)]
        reviewed = [hop for hop in whole if hop.kind == "review"]
        out += ["", "Review", *_hops(reviewed, wide)] if reviewed else []
        if len(cases) > 1:
            out += ["", f"{len(cases)} cases", *_summary(cases)]
        shown = cases if every or len(cases) <= FEW else []
        if len(shown) < len(cases):
            out += [
                "",
                "  'switchyard trace' with a case's number, record or key shows that case; --all shows each.",
            ]
    else:
        shown = [one]
        brief = [hop for hop in hops if not hop.case and (hop.kind in ("splitting", "review") or hop.status != "done")]
        out += ["", "Message", *_hops(brief, wide)]
    for each in shown:
        out += ["", *_case(each, len(cases), wide)]
    return "\n".join(out) + "\n"


def _head(store: Store, run: Run, hops: Sequence[Hop], cases: Sequence[CaseTrace]) -> list[str]:
    status = f"{run.outcome or 'no outcome yet'}, {run.status}"
    document = _document(store, run)
    rows = [
        ("run", run.id),
        ("outcome", status + (f", confidence {run.confidence:.2f}" if run.confidence is not None else "")),
        ("workflow", f"{run.workflow}, bundle {run.bundle}"),
        ("subject", run.subject or "(none)"),
        ("from", run.sender or "unknown"),
        ("sent", document.date.isoformat(sep=" ", timespec="minutes") if document and document.date else ""),
        ("message", ", ".join(word for word in (run.name, run.message_id) if word)),
        ("record", _record(run, cases)),
        ("began", run.created[:19].replace("T", " ") + " UTC" if run.created else ""),
        ("took", f"{text.duration(_took(hops))} in {len(hops)} hops" if hops else "no hop yet"),
        ("error", run.error),
    ]
    out = []
    for name, value in rows:
        for place, line in enumerate(text.wrap(value, WIDTH - 10, 4) if value else ()):
            out.append(f"{name if place == 0 else '':<9} {line}")
    return out


def _took(hops: Sequence[Hop]) -> float:
    """Milliseconds of all hops. The cases of a message are written together: their hops tell of the same time."""
    together: dict[str, float] = {}
    for hop in hops:
        key = hop.step if "planned" in hop.detail else hop.id
        together[key] = max(together.get(key, 0.0), hop.took_ms)
    return sum(together.values())


def _record(run: Run, cases: Sequence[CaseTrace]) -> str:
    if not run.record:
        return ""
    if len(cases) > 1:
        return f"{run.record}, the parent; {sum(bool(case.record) for case in cases)} of {len(cases)} cases are written"
    number = cases[0].record_number if cases else ""
    return run.record + (f", case {number}" if number else "")


def _document(store: Store, run: Run) -> Document | None:
    """The message as it was read; None where it was not, or not in a form that this version reads."""
    try:
        work = store.blobs.get_model(run.work, MessageWork) if run.work else MessageWork()
        return store.blobs.get_model(work.document, Document) if work.document else None
    except (NotFound, ValueError):
        return None


def _hops(hops: Iterable[Hop], wide: int) -> list[str]:
    out: list[str] = []
    indent = 2 + 2 + wide + 2
    for hop in hops:
        name = text.cut(hop.step, wide)
        took = text.duration(hop.took_ms) if hop.took_ms else ""
        first, *rest = text.wrap(hop.reason, WIDTH - indent - TOOK - 1, 4)
        head = f"  {MARKS[hop.status]} {name:<{wide}}  {first}"
        out.append(text.pad(head, WIDTH - len(took)) + took if took else head)
        out += [" " * indent + line for line in rest]
        out += block.lines(blocks(hop) if hop.status != "skipped" or hop.detail else (), indent, WIDTH)
    return out


def _case(case: CaseTrace, of: int, wide: int) -> list[str]:
    told = [case.title]
    if case.record_number or case.record:
        told.append(" ".join(word for word in (case.record_number, case.record) if word))
    if case.dropped:
        told.append("dropped by a person")
    head = text.cut_end(f"{MARKS[case.status]} Case {case.number} of {of}: {text.plain(', '.join(told))}", WIDTH)
    out = [head]
    why = asked(case.request)
    if case.named or why:
        out.append(text.cut_end(f"    {'about':<{wide}}  {text.plain(case.named) or 'the message as a whole'}", WIDTH))
        out += block.lines(why, 2 + 2 + wide + 2, WIDTH)
    out += _hops(case.hops, wide)
    if case.edited:
        out.append(f"    {'edited':<{wide}}  by a person: {text.plain(', '.join(case.edited))}")
    return out


def _summary(cases: Sequence[CaseTrace]) -> list[str]:
    missing = any(case.missing for case in cases)
    rows = [("", "#", "about", "account", "category", "owner", "case", "missing" if missing else "")]
    rows += [
        (
            MARKS[case.status],
            str(case.number),
            case.named or case.account_name,
            case.account or "none",
            case.category or "none",
            case.owner,
            case.record_number or case.record or "none yet",
            str(len(case.missing) or "") if missing else "",
        )
        for case in cases
    ]
    return ["  " + line for line in text.table(rows, WIDTH - 2, flexible=(2, 3, 4, 5), least=8, most=1)]
