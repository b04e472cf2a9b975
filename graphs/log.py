"""The log that goes with every write: the run's record with its timeline, and hop rows for the kinds configured."""

from __future__ import annotations

from typing import Any

from graphs.context import Context
from workflow.timeline import compact, cut, words
from workflow.trace import Hop


def log_of(
    context: Context,
    run_id: str,
    status: str,
    outcome: str,
    case: str | None = None,
    closing: Hop | None = None,
) -> dict[str, Any]:
    """The log of a run as it stands now; with `case`, that of one child of a split, under a key of its own.

    `closing` is the hop of the write that carries the log: it cannot stand in the store before the write is done.
    """
    run = context.store.runs.get(run_id)
    hops = context.store.hops.of(run_id) + ([closing] if closing else [])
    if case is not None:
        hops = [hop for hop in hops if hop.case in ("", case)]
    rows = [hop for hop in hops if hop.kind in context.definition.log_rows and (case is None or hop.case == case)]
    return {
        "key": case or run_id,
        "parent": run_id if case else "",
        "workflow": context.definition.workflow,
        "bundle": run.bundle,
        "source": run.source,
        "message_id": run.message_id,
        "subject": cut(run.subject, 255),
        "status": status,
        "outcome": outcome,
        "timeline": words(hops),
        "timeline_json": compact(hops),
        "hops": [_row(run_id, hop) for hop in rows],
    }


def _row(run_id: str, hop: Hop) -> dict[str, Any]:
    return {
        "key": f"{run_id}:{hop.id}"[:255],
        "step": hop.step,
        "kind": hop.kind,
        "status": hop.status,
        "reason": cut(hop.reason, 255),
        "at": hop.at,
    }
