"""One run: the message with its evidence, the cases, the trace and the writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.console.views.cases import CaseView, case_view
from app.console.views.highlights import highlights
from app.console.views.hops import TraceView, trace_view
from app.console.views.labels import Labels
from app.console.views.message import MessageView, message_view
from app.console.views.runs import RunRow, run_row
from app.console.views.words import TRIAGE, told
from app.console.views.writes import WriteRow, writes
from tools.store import Run
from workflow.document import Document
from workflow.review import ProposedCase, Review
from workflow.trace import Hop
from workflow.waits import Wait
from workflow.work import CaseWork, MessageWork


@dataclass(frozen=True)
class TriageView:
    """What kind of message it is."""

    word: str
    reason: str
    confidence: float
    actionable: bool


@dataclass(frozen=True)
class Story:
    """All that the store knows of a run: what the page of a run and that of its review are made of."""

    run: Run
    message: MessageWork
    document: Document | None
    cases: tuple[CaseWork, ...]
    proposed: tuple[ProposedCase, ...]
    reviews: tuple[Review, ...]
    labels: Labels
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True)
class RunView:
    """The page of a run. `message` is None where the message could not be read."""

    row: RunRow
    run: Run
    triage: TriageView | None
    message: MessageView | None
    cases: tuple[CaseView, ...]
    split: str
    trace: TraceView
    writes: tuple[WriteRow, ...]
    open_review: Review | None
    answered: tuple[Review, ...]
    record: str
    stopped: bool  #: a person has answered, and the run has not gone on with it
    settled: bool  #: nothing more will happen by itself


def run_view(
    story: Story, hops: Sequence[Hop], broken: int | None, now: datetime, whole: int | None = None, only: str = ""
) -> RunView:
    """The view of a run. `whole`: number of the part shown in full; `only`: key of the case whose hops are shown."""
    message, cases = pictures(story, whole)
    numbers = {case.key: case.number for case in cases}
    names = {case.key: case.account or case.named for case in cases}
    record = story.message.record
    answered = tuple(review for review in story.reviews if review.status == "answered")
    # Of a run with waits an answered review is long over; what came for a wait is gone on with by itself.
    stopped = story.run.status == "waiting" and bool(answered) and not story.waits
    return RunView(
        row=run_row(story.run, now),
        run=story.run,
        triage=_triage(story.message),
        message=message,
        cases=cases,
        split=story.message.splitting.reason if story.message.splitting and len(cases) > 1 else "",
        trace=trace_view(hops, broken, numbers, names, story.labels, only),
        writes=writes(hops, numbers),
        open_review=next((review for review in story.reviews if review.status == "open"), None),
        answered=answered,
        record=(record.number or record.case) if record else "",
        stopped=stopped,
        # Where another process is just going on with the answer, the page follows it.
        settled=story.run.status != "running" and not stopped,
    )


def pictures(story: Story, whole: int | None = None) -> tuple[MessageView | None, tuple[CaseView, ...]]:
    """The message and the cases, with evidence that leads from one to the other."""
    found = highlights(story.message, story.cases, story.labels)
    proposed = {case.key: case for case in story.proposed}
    message = message_view(story.document, found, whole) if story.document else None
    ordered = sorted(story.cases, key=lambda case: case.number)
    return message, tuple(case_view(case, proposed.get(case.key), found, story.labels, story.waits) for case in ordered)


def _triage(message: MessageWork) -> TriageView | None:
    said = message.triage
    if said is None:
        return None
    return TriageView(TRIAGE.get(said.kind, told(said.kind)), said.reason, said.confidence, said.actionable)
