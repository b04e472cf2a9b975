"""The list of runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.console.views.moments import Moment, moment
from app.console.views.values import level, percent
from app.console.views.words import OUTCOMES, outcome_word
from tools.store import Run

PAGE = 50
"""Runs on one page."""


@dataclass(frozen=True)
class Asked:
    """What is listed: an outcome or all, a text to search for, and the page from 1."""

    outcome: str = ""
    text: str = ""
    page: int = 1

    def link(self, path: str = "/runs", **changes: object) -> str:
        """The address of this query with changes."""
        told = {"outcome": self.outcome, "q": self.text, "page": self.page if self.page > 1 else "", **changes}
        asked = urlencode({name: value for name, value in told.items() if value})
        return f"{path}?{asked}" if asked else path


@dataclass(frozen=True)
class RunRow:
    """One run."""

    id: str
    subject: str
    sender: str
    workflow: str
    outcome: str
    outcome_word: str
    confidence: str
    level: str
    cases: int
    created: Moment
    error: str


@dataclass(frozen=True)
class Filter:
    """An outcome that the list can be narrowed to."""

    outcome: str
    word: str
    count: int
    chosen: bool
    link: str


@dataclass(frozen=True)
class RunsView:
    """A page of the list. `older` and `newer` are addresses, empty where there is no such page."""

    rows: tuple[RunRow, ...]
    filters: tuple[Filter, ...]
    query: Asked
    total: int
    first: int
    last: int
    newer: str
    older: str
    live: str  #: the address that gives the list anew


def outcome_of(run: Run) -> str:
    """What became of a run, or how it stands: the words of `OUTCOMES`."""
    waiting = "waiting" if run.outcome == "waiting" else "review"
    told = {"failed": "error", "waiting": waiting, "finished": run.outcome}
    return told.get(run.status, run.status)


def runs_view(runs: Sequence[Run], counts: Mapping[str, int], query: Asked, now: datetime) -> RunsView:
    """The page for a query; `counts` are the runs of each outcome that the text finds."""
    everything = sum(counts.values())
    total = counts.get(query.outcome, 0) if query.outcome else everything
    first = (query.page - 1) * PAGE + 1 if runs else 0
    known = [outcome for outcome in OUTCOMES if counts.get(outcome) or outcome == query.outcome]
    filters = (
        Filter("", "All", everything, not query.outcome, query.link(outcome="", page="")),
        *(
            Filter(outcome, OUTCOMES[outcome], counts.get(outcome, 0), outcome == query.outcome,
                   query.link(outcome=outcome, page=""))
            for outcome in known
        ),
    )  # fmt: skip
    last = first + len(runs) - 1 if runs else 0
    return RunsView(
        rows=tuple(run_row(run, now) for run in runs),
        filters=filters,
        query=query,
        total=total,
        first=first,
        last=last,
        newer=query.link(page=query.page - 1 if query.page > 2 else "") if query.page > 1 else "",
        older=query.link(page=query.page + 1) if last < total else "",
        live=query.link("/runs/table"),
    )


def run_row(run: Run, now: datetime) -> RunRow:
    """One row of the list."""
    outcome = outcome_of(run)
    return RunRow(
        id=run.id,
        subject=run.subject or run.name or "(no subject)",
        sender=run.sender or "(unknown sender)",
        workflow=run.workflow,
        outcome=outcome,
        outcome_word=outcome_word(outcome),
        confidence=percent(run.confidence),
        level=level(run.confidence),
        cases=len(run.cases) if outcome in ("cases", "review", "running") else 0,
        created=moment(run.created, now),
        error=run.error,
    )
