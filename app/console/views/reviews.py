"""The list of reviews, and one review as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.console.views.answer import Entries
from app.console.views.case_form import CaseForm, Options, case_form
from app.console.views.message import MessageView
from app.console.views.moments import Moment, moment
from app.console.views.run import Story, pictures
from app.console.views.runs import RunRow, run_row
from app.console.views.values import level, percent
from app.console.views.words import ABOUT, TRIAGE, told
from tools.store import Run
from workflow.accounts import Account
from workflow.interpretation import Doubt
from workflow.review import Review


@dataclass(frozen=True)
class ReviewRow:
    """One open review in the list."""

    id: str
    subject: str
    sender: str
    group: str
    doubts: tuple[str, ...]
    reason: str
    cases: int
    confidence: str
    level: str
    created: Moment


@dataclass(frozen=True)
class DoubtRow:
    """Why a person is asked. `case` counts from 1; None where the message as a whole is meant."""

    about: str
    reason: str
    case: int | None


@dataclass(frozen=True)
class ReviewView:
    """The page of a review."""

    review: Review
    row: RunRow
    triage: str
    actionable: bool
    confidence: str
    level: str
    created: Moment
    answered: Moment
    doubts: tuple[DoubtRow, ...]
    message: MessageView | None
    cases: tuple[CaseForm, ...]
    by: str
    comment: str
    errors: Mapping[str, str]
    problems: tuple[tuple[str, str], ...] = ()  #: address of each wrong input on the page, and what it is called
    notice: str = ""


@dataclass(frozen=True)
class AnsweredView:
    """What came of an answer, for the person who gave it."""

    run: str
    subject: str
    by: str
    decision: str
    outcome_word: str
    cases: int
    error: str


def review_row(review: Review, run: Run | None, now: datetime) -> ReviewRow:
    """One row of the list."""
    doubts = review.proposal.doubts
    return ReviewRow(
        id=review.id,
        subject=(run.subject or run.name if run else "") or "(no subject)",
        sender=(run.sender if run else "") or "(unknown sender)",
        group=review.group,
        doubts=tuple(dict.fromkeys(ABOUT.get(doubt.about, doubt.about) for doubt in doubts)),
        reason=doubts[0].reason if doubts else "",
        cases=len(review.proposal.cases),
        confidence=percent(review.proposal.confidence),
        level=level(review.proposal.confidence),
        created=moment(review.created, now),
    )


def review_view(
    story: Story,
    review: Review,
    options: Options,
    known: Mapping[str, Account],
    now: datetime,
    entries: Entries | None = None,
    errors: Mapping[str, str] | None = None,
    by: str = "",
    notice: str = "",
    whole: int | None = None,
) -> ReviewView:
    """The form. `known` are accounts by key: those that the proposal and the entries name."""
    message, cases = pictures(story, whole)
    entries, errors = entries or Entries(), errors or {}
    by_key = {case.key: case for case in cases}
    numbers = {case.key: place for place, case in enumerate(review.proposal.cases, 1)}
    return ReviewView(
        review=review,
        row=run_row(story.run, now),
        triage=TRIAGE.get(review.proposal.triage, told(review.proposal.triage)),
        actionable=review.proposal.actionable,
        confidence=percent(review.proposal.confidence),
        level=level(review.proposal.confidence),
        created=moment(review.created, now),
        answered=moment(review.answered, now),
        doubts=_doubts(review.proposal.doubts, numbers),
        message=message,
        cases=tuple(
            case_form(case, numbers[case.key], story, by_key.get(case.key), options, known, entries, errors)
            for case in review.proposal.cases
        ),
        by=entries.one("by", by),
        comment=entries.one("comment"),
        errors=errors,
        problems=tuple(_problem(name, numbers, story) for name in errors if name),
        notice=notice,
    )


def answered_view(review: Review, run: Run) -> AnsweredView | None:
    """What came of a review's answer; None for a review that is open."""
    if review.answer is None:
        return None
    row = run_row(run, datetime.min.replace(tzinfo=UTC))
    words = {"accept": "accepted", "edit": "accepted with changes", "reject": "rejected"}
    return AnsweredView(
        run=run.id,
        subject=row.subject,
        by=review.answer.by,
        decision=words[review.answer.decision],
        outcome_word=row.outcome_word,
        cases=row.cases,
        error=run.error,
    )


def _problem(name: str, numbers: Mapping[str, int], story: Story) -> tuple[str, str]:
    key, _, rest = name.partition(".")
    if not rest:
        return f"#{name}", {"by": "Your name"}.get(name, told(name))
    number = numbers[key]
    where = f" of case {number}" if len(numbers) > 1 else ""
    kind, _, field = rest.partition(".")
    if field:
        return f"#i-{number}-{field}", story.labels.field(field) + where
    return f"#{kind}-{number}", told(kind) + where


def _doubts(doubts: Sequence[Doubt], numbers: Mapping[str, int]) -> tuple[DoubtRow, ...]:
    rows = (DoubtRow(ABOUT.get(d.about, d.about), d.reason, numbers.get(d.case)) for d in doubts)
    return tuple(dict.fromkeys(rows))
