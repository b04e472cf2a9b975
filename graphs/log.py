"""The log that goes with every write: the run's record with its timeline, and hop rows for the kinds configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphs.context import Context
from graphs.review_record import answered
from tools.store import Run
from workflow.document import Document
from workflow.timeline import compact, cut, words
from workflow.trace import Hop
from workflow.work import MessageWork

LOG = "salesforce.log"
"""The tool that brings the record of a run up to date."""


@dataclass(frozen=True)
class RunLog:
    """A run and its hops as they stood when they were read, for one log or for those of all its cases."""

    run: Run
    document: Document
    hops: tuple[Hop, ...]
    rows_of: tuple[str, ...]  #: step kinds that get a row of their own
    object: str = "Case"  #: of the record
    reviews: tuple[dict[str, Any], ...] = ()  #: those that were answered, as the org is told of them

    def told(
        self,
        status: str,
        outcome: str = "",
        case: str | None = None,
        closing: Hop | None = None,
        asked: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The log as data; with `case`, that of one child of a split, under a key of its own; with an empty one, that
        of the parent, which leaves the hops of the cases to the children's logs.

        `closing` is the hop of the write that carries the log: it cannot stand in the store before the write is done.
        `asked` is a review that is written with it; those that were answered go with the run's own log.
        """
        hops = [*self.hops, closing] if closing else list(self.hops)
        if case is not None:
            hops = [hop for hop in hops if hop.case in ("", case)]
        rows = [hop for hop in hops if hop.kind in self.rows_of and (case is None or hop.case == case)]
        return {
            "key": case or self.run.id,
            "parent": self.run.id if case else "",
            "workflow": self.run.workflow,
            "bundle": self.run.bundle,
            "source": self.run.source,
            "message_id": self.document.message_id,
            "object": self.object,
            "subject": cut(self.document.subject, 255),
            "status": status,
            "outcome": outcome,
            "timeline": words(hops),
            "timeline_json": compact(hops),
            "hops": [_row(self.run.id, hop) for hop in rows],
            "reviews": [*(() if case else self.reviews), *([asked] if asked else [])],
        }


def log_of(context: Context, run_id: str, message: MessageWork) -> RunLog:
    """The log of a run as it stands now."""
    return RunLog(
        run=context.store.runs.get(run_id),
        document=context.load(message.document, Document) if message.document else Document(),
        hops=tuple(context.store.hops.of(run_id)),
        rows_of=context.definition.log_rows,
        object=context.definition.record.object,
        reviews=tuple(answered(context.definition, context.store.reviews.of(run_id))),
    )


def _row(run_id: str, hop: Hop) -> dict[str, Any]:
    return {
        "key": f"{run_id}:{hop.id}"[:255],
        "step": hop.step,
        "kind": hop.kind,
        "status": hop.status,
        "reason": cut(hop.reason, 255),
        "at": hop.at,
    }
