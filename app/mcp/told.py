"""What the tools tell of a run, as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from app.mcp.offer import Data
from workflow.interpretation import Doubt
from workflow.review import ProposedCase
from workflow.work import CaseWork

if TYPE_CHECKING:
    from graphs.run import Report
    from tools.store import Store

Outcome = Literal[
    "cases", "not_actionable", "review", "rejected", "waiting", "answer", "error", "queued", "running", "paused",
    "cancelled", "erased",
]  # fmt: skip


class ToldDoubt(Data):
    """Why a person is asked."""

    step: str
    case: str = Field(default="", description="Key of the case that it concerns; empty: the message as a whole.")
    about: str
    reason: str


class ToldCase(Data):
    """One case, written or proposed."""

    key: str = Field(description="Names the case in answer_review.")
    account: str | None = Field(default=None, description="The account by its key in the org; null: none was found.")
    account_name: str = ""
    named: str = Field(default="", description="The account as the message names it.")
    category: str | None = None
    fields: dict[str, Any] = Field(
        default_factory=dict, description="Field id → value; each is proven by a quote or entered by a person."
    )
    missing: list[str] = Field(default_factory=list, description="Required fields that the message does not state.")
    queue: str | None = Field(default=None, description="The queue that owns the case, or would.")
    skill: str | None = None
    confidence: float = Field(default=1.0, description="0 to 1.")
    runners_up: list[str] = Field(default_factory=list, description="Accounts that were not chosen, likeliest first.")
    record: str = Field(default="", description="Record id, once it is written.")
    number: str = Field(default="", description="Case number, once it is written.")


class ToldRun(Data):
    """How a run stands."""

    outcome: Outcome = Field(
        description="cases: written; not_actionable: no work in it; review: a person is asked before anything is "
        "written; rejected: a person wanted nothing written; error: it failed, and can be tried again."
    )
    confidence: float = Field(description="Of the least sure interpretation, 0 to 1.")
    cases: list[ToldCase] = Field(default_factory=list, description="Written ones, or with 'review' the proposal.")
    run: str = Field(description="Run id, for the tool trace; empty for a dry run.")
    record: str = Field(default="", description="Record id of the case, or of the parent of a split.")
    review: str = Field(default="", description="Id for answer_review, while a person is asked.")
    doubts: list[ToldDoubt] = []
    appended: bool = Field(default=False, description="The message belongs to a case that was open already.")
    repeated: bool = Field(default=False, description="The message had been run before: nothing was done twice.")
    dry_run: bool = False
    error: str = ""
    trace: str = Field(default="", description="For a dry run, which is not kept: its trace in words.")


def told_run(report: Report, store: Store, dry_run: bool = False, trace: str = "") -> ToldRun:
    """A report as the tools tell it. Cases are told where they stand or are proposed, as in predictions."""
    outcome: Any = report.outcome
    works = {case.key: case for case in report.cases}
    shown = report.proposal.cases if outcome in ("cases", "review") else ()
    reviews = [each.id for each in store.reviews.of(report.run.id) if each.status == "open"]
    return ToldRun(
        outcome=outcome,
        confidence=report.proposal.confidence,
        cases=[told_case(case, works.get(case.key)) for case in shown],
        run="" if dry_run else report.run.id,
        record=report.run.record,
        review=reviews[0] if reviews and outcome == "review" else "",
        doubts=told_doubts(report.proposal.doubts),
        appended=bool(report.message.record and report.message.record.appended),
        repeated=report.repeated,
        dry_run=dry_run,
        error=report.run.error,
        trace=trace,
    )


def told_case(case: ProposedCase, work: CaseWork | None = None) -> ToldCase:
    """One proposed case, with its record where it was written."""
    saved = work.saved if work else None
    plain = case.model_dump(mode="json")
    return ToldCase(**plain, record=saved.case if saved else "", number=saved.number if saved else "")


def told_doubts(doubts: tuple[Doubt, ...]) -> list[ToldDoubt]:
    """The doubts of a proposal."""
    return [ToldDoubt(step=doubt.step, case=doubt.case, about=doubt.about, reason=doubt.reason) for doubt in doubts]
