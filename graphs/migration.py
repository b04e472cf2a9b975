"""Taking an open run to another version of its bundle: it is read anew from its message, its record stays."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from tools.store import Run, Store
from workflow.bundle import Bundle
from workflow.trace import Hop

MIGRATED = "MIGRATED"
"""Step name of the hop that tells of it; no step of a definition can be called so."""


def refusal(store: Store, run: Run, bundle: Bundle) -> str:
    """Why a run cannot be taken to a bundle, or ''."""
    if run.status == "finished" or run.finished:
        return f"run {run.id} is finished; it stays with the version that it was done by"
    if run.status == "cancelled":
        return f"run {run.id} was cancelled"
    if run.bundle == bundle.identity:
        return f"run {run.id} is on version {bundle.identity[:12]} already"
    if run.workflow not in bundle.workflows:
        return f"version {bundle.identity[:12]} has no workflow '{run.workflow}'"
    if any(review.status == "answered" for review in store.reviews.of(run.id)):
        return f"a person has answered a review of run {run.id}: it goes on by the version that they saw"
    acted = [hop for hop in store.hops.of(run.id) if hop.kind == "act" and hop.status in ("done", "failed")]
    if acted:
        return f"run {run.id} has begun to act (step '{acted[0].step}'): it goes on by its own version"
    return ""


def begin_anew(store: Store, saver: BaseCheckpointSaver[Any], run: Run, bundle: Bundle, by: str, at: str) -> Run:
    """The run as it begins with the other bundle: without checkpoint and open review; its trace is gone on with."""
    told = f"taken from version {run.bundle[:12]} to {bundle.identity[:12]} by {by}; it is read anew"
    hop = Hop(
        id=MIGRATED, step=MIGRATED, kind="review", status="done", reason=told,
        detail={"from": run.bundle, "to": bundle.identity, "by": by}, at=at,
    )  # fmt: skip
    changes = {"bundle": bundle.identity, "status": "running", "outcome": "", "error": "", "work": "", "cases": {}}
    begun = run.model_copy(update=changes)
    with store.transaction() as cursor:
        store.bundles.put(bundle.identity, bundle.snapshot, "", f"run {run.id} was taken to it", at)
        store.hops.begin_anew(cursor, run.id)
        store.hops.append(cursor, run.id, [hop])
        store.journal.append(cursor, "migrated", run.id, at, hop.detail)
        store.reviews.withdraw(run.id)
        saver.delete_thread(run.id)
        store.runs.put(begun)
    return begun
