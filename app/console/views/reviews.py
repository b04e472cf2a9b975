"""The list of reviews, and one review as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.console.views.answer import Entries, changed
from app.console.views.cases import CaseView, ScoreRow, scores
from app.console.views.inputs import FieldInput, control_of, texts_of
from app.console.views.labels import Labels
from app.console.views.message import MessageView
from app.console.views.moments import Moment, moment
from app.console.views.run import Story, pictures
from app.console.views.runs import RunRow, run_row
from app.console.views.values import level, percent
from app.console.views.words import ABOUT, TRIAGE, told
from tools.store import Run
from workflow.accounts import Account
from workflow.definition import AccountRule
from workflow.fields import FieldDefinition
from workflow.interpretation import Doubt
from workflow.review import ProposedCase, Review
from workflow.work import CaseWork


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
class AccountOption:
    """An account that can be chosen. `key` is empty for 'no account'."""

    key: str
    name: str
    about: str
    why: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """One option of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class CaseForm:
    """One proposed case as inputs. `rest` are fields with neither a value nor a need for one."""

    key: str
    number: int
    title: str
    picture: CaseView | None
    doubts: tuple[str, ...]
    accounts: tuple[AccountOption, ...]
    categories: tuple[Choice, ...]
    scores: tuple[ScoreRow, ...]
    queues: tuple[Choice, ...]
    inputs: tuple[FieldInput, ...]
    rest: tuple[FieldInput, ...]
    missing: tuple[str, ...]
    dropped: bool
    category_was: str
    queue_was: str
    confidence: str
    level: str
    errors: Mapping[str, str]
    touched: bool  #: doubted, changed or wrong: shown unfolded among many


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


@dataclass(frozen=True)
class Options:
    """What can be chosen: fields, categories and queues of the bundle that the run is pinned to."""

    fields: tuple[FieldDefinition, ...] = ()
    categories: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    rule: AccountRule = field(default_factory=AccountRule)


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
            _form(case, numbers[case.key], story, by_key.get(case.key), options, known, entries, errors)
            for case in review.proposal.cases
        ),
        by=entries.one("by", by),
        comment=entries.one("comment"),
        errors=errors,
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


def account_option(account: Account, rule: AccountRule, why: str = "", chosen: bool = False) -> AccountOption:
    """An account with what tells it from its namesakes: key, town, website, code."""
    names = (*rule.recognise_by.town, *rule.recognise_by.host, *rule.recognise_by.code)
    told_by = [str(account.values[name]) for name in names if account.values.get(name)]
    about = " · ".join(dict.fromkeys(word for word in (account.key, *told_by) if word))
    return AccountOption(account.key, account.name, about, why, chosen)


def _doubts(doubts: Sequence[Doubt], numbers: Mapping[str, int]) -> tuple[DoubtRow, ...]:
    rows = (DoubtRow(ABOUT.get(d.about, d.about), d.reason, numbers.get(d.case)) for d in doubts)
    return tuple(dict.fromkeys(rows))


def _form(
    case: ProposedCase,
    number: int,
    story: Story,
    picture: CaseView | None,
    options: Options,
    known: Mapping[str, Account],
    entries: Entries,
    errors: Mapping[str, str],
) -> CaseForm:
    inputs = [_input(case, definition, entries, errors) for definition in options.fields]
    first = [i for i in inputs if i.texts or i.missing or i.changed or i.error]
    work = next((each for each in story.cases if each.key == case.key), None)
    shares = work.classification.scores if work and work.classification else {}
    return CaseForm(
        key=case.key,
        number=number,
        title=case.account_name or case.named or "No account",
        picture=picture,
        doubts=tuple(dict.fromkeys(d.reason for d in story_doubts(case, story))),
        accounts=_accounts(case, work, options.rule, known, entries),
        categories=_categories(case, options, shares, story.labels, entries),
        scores=scores(shares, case.category, story.labels),
        queues=_queues(case, options, entries),
        inputs=tuple(first),
        rest=tuple(i for i in inputs if i not in first),
        missing=tuple(story.labels.field(name) for name in case.missing),
        dropped=entries.dropped(case),
        category_was=case.category or "",
        queue_was=case.queue or "",
        confidence=percent(case.confidence),
        level=level(case.confidence),
        errors={name.removeprefix(f"{case.key}."): text for name, text in errors.items() if name.startswith(case.key)},
    )


def story_doubts(case: ProposedCase, story: Story) -> list[Doubt]:
    """The doubts about one case, from every review of its run."""
    return [d for review in story.reviews for d in review.proposal.doubts if d.case == case.key]


def _accounts(
    case: ProposedCase,
    work: CaseWork | None,
    rule: AccountRule,
    known: Mapping[str, Account],
    entries: Entries,
) -> tuple[AccountOption, ...]:
    chosen = entries.account(case)
    why = {row.account: row.reason for row in work.matching.runners_up} if work and work.matching else {}
    told_as = "as proposed"
    if case.account:
        proposed = known.get(case.account) or Account(id="", key=case.account, name=case.account_name)
        options = [account_option(proposed, rule, told_as, chosen == case.account)]
    else:
        options = [AccountOption("", "No account", "the case is made without one", told_as, not chosen)]
    for account in known.values():
        if account.key != case.account and (account.id in why or account.key == chosen):
            options.append(account_option(account, rule, why.get(account.id, ""), chosen == account.key))
    return tuple(options)


def _categories(
    case: ProposedCase, options: Options, shares: Mapping[str, float], labels: Labels, entries: Entries
) -> tuple[Choice, ...]:
    chosen = entries.category(case)
    names = (
        [*options.categories] if case.category in (None, *options.categories) else [*options.categories, case.category]
    )
    told_shares = {name: f" — {percent(shares[name])}" if shares.get(name, 0) >= 0.01 else "" for name in names if name}
    choices = [Choice(name, labels.category(name) + told_shares[name], name == chosen) for name in names if name]
    return choices_with_none(choices, case.category, "No category")


def _queues(case: ProposedCase, options: Options, entries: Entries) -> tuple[Choice, ...]:
    names = sorted({*options.queues, *([case.queue] if case.queue else [])})
    return choices_with_none([Choice(n, n, n == entries.queue(case)) for n in names], case.queue, "No queue")


def choices_with_none(choices: list[Choice], proposed: str | None, word: str) -> tuple[Choice, ...]:
    """The choices, led by 'none' where none was proposed: what was proposed can be replaced, but not taken away."""
    if proposed:
        return tuple(choices)
    return (Choice("", word, not any(choice.chosen for choice in choices)), *choices)


def _input(case: ProposedCase, definition: FieldDefinition, entries: Entries, errors: Mapping[str, str]) -> FieldInput:
    name = f"{case.key}.field.{definition.id}"
    texts = entries.of_field(case, definition)
    return FieldInput(
        name=name,
        field=definition.id,
        label=definition.label or told(definition.id),
        hint=definition.description,
        control=control_of(definition, texts),
        texts=texts,
        was=texts_of(definition, case.fields.get(definition.id)),
        options=definition.values,
        missing=definition.id in case.missing,
        changed=changed(case, entries, definition),
        error=errors.get(name, ""),
    )
