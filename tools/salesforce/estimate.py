"""What a workflow takes of an org in a month: API calls and storage, from the definition and from what was run.

A record counts as 2 KB of data storage whatever stands in it, an e-mail as its size, a file as its size of file
storage (Salesforce Help, "Data and File Storage Allocations").
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.definition import OpenStep, WorkflowDefinition

RECORD_KB = 2.0
DAYS = 30
OPEN_CALLS, SAVE_CALLS = 1.0, 1.0
SPLIT_CALLS = 5.0
"""Looking, manifest, a pack of children, completion; and the opening."""

REVIEW_CALLS = 1.0
"""The record is told that a person is asked."""

MARK_CALLS = 1.0
"""An answer that was given in the org is marked as taken."""

REFRESH_CALLS = 2.0
"""Changed accounts and contacts."""


@dataclass(frozen=True)
class Mix:
    """What kind of messages come, in shares of 1; sizes in KB. `measured`: how many runs it was counted from."""

    work: float = 0.85
    asked: float = 0.2
    split: float = 0.1
    cases_of_split: float = 3.0
    files: float = 0.3
    mail_kb: float = 8.0
    file_kb: float = 250.0
    measured: int = 0


@dataclass(frozen=True)
class Line:
    """One figure with what it is made of."""

    what: str
    value: float
    unit: str
    of: str


def estimate(
    workflow: WorkflowDefinition, messages: int, mix: Mix, refresh_seconds: float, poll_seconds: float = 0
) -> list[Line]:
    """The figures of a month with so many messages."""
    work = messages * mix.work
    cases = work * (1 - mix.split + mix.split * mix.cases_of_split)
    records = work * (1 + mix.split * mix.cases_of_split)
    runs = messages + work * mix.split * mix.cases_of_split
    rows = cases * _rows(workflow) + work * mix.asked * (2 if "review" in workflow.log_rows else 0)
    reviews = work * mix.asked if workflow.reviews.in_org else 0
    each = work * (1 - mix.split) * (OPEN_CALLS + SAVE_CALLS) + work * mix.split * SPLIT_CALLS
    each += messages * (1 - mix.work) * OPEN_CALLS + work * mix.asked * REVIEW_CALLS + reviews * MARK_CALLS
    files = messages * mix.files
    refreshing = DAYS * 86_400 / refresh_seconds * REFRESH_CALLS if refresh_seconds else 0
    polling = DAYS * 86_400 / poll_seconds if poll_seconds else 0
    calls = each + files + refreshing + polling
    data = (records + runs + rows + reviews) * RECORD_KB + work * mix.mail_kb
    kept = f"{files:,.0f} files, {refreshing:,.0f} keeping the accounts fresh"
    looking = f", {polling:,.0f} looking for new records" if polling else ""
    rows_of = f"{records:,.0f} records of {workflow.record.object}, {runs:,.0f} of runs, {rows:,.0f} of hops"
    rows_of += f", {reviews:,.0f} of reviews" if reviews else ""
    return [
        Line("API calls", calls, "a month", f"{each:,.0f} writing, {kept}{looking}"),
        Line("API calls", calls / DAYS, "a day", "compare with what the org allows in 24 hours"),
        Line("data storage", data / 1024, "MB a month", f"{rows_of}, {work:,.0f} e-mails"),
        Line("file storage", files * mix.file_kb / 1024, "MB a month", f"{files:,.0f} files"),
    ]


def _rows(workflow: WorkflowDefinition) -> float:
    """Rows of hops that a case gets."""
    steps = [step for step in workflow.all_steps() if step.kind in workflow.log_rows]
    return float(sum(not isinstance(step, OpenStep) and step.kind != "review" for step in steps))
