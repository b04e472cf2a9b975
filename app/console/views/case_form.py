"""One proposed case as the inputs of a review's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.console.views.answer import Entries, changed
from app.console.views.cases import CaseView
from app.console.views.inputs import FieldInput, control_of, texts_of
from app.console.views.labels import Labels
from app.console.views.run import Story
from app.console.views.values import level, percent
from app.console.views.words import told
from workflow.accounts import Account
from workflow.definition import AccountRule
from workflow.fields import FieldDefinition
from workflow.interpretation import Doubt
from workflow.review import ProposedCase
from workflow.work import CaseWork


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
    queues: tuple[Choice, ...]
    inputs: tuple[FieldInput, ...]
    rest: tuple[FieldInput, ...]
    question: str
    question_was: str
    dropped: bool
    category_was: str
    category_label: str
    queue_was: str
    confidence: str
    level: str
    errors: Mapping[str, str]
    touched: bool  #: doubted, changed or wrong: shown unfolded among many


@dataclass(frozen=True)
class Options:
    """What can be chosen: fields, categories and queues of the bundle that the run is pinned to."""

    fields: tuple[FieldDefinition, ...] = ()
    categories: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    rule: AccountRule = field(default_factory=AccountRule)


def account_option(account: Account, rule: AccountRule, why: str = "", chosen: bool = False) -> AccountOption:
    """An account with what tells it from its namesakes: key, town, website, code."""
    names = (*rule.recognise_by.town, *rule.recognise_by.host, *rule.recognise_by.code)
    told_by = [str(account.values[name]) for name in names if account.values.get(name)]
    about = " · ".join(dict.fromkeys(word for word in (account.key, *told_by) if word))
    return AccountOption(account.key, account.name, about, why, chosen)


def case_form(
    case: ProposedCase,
    number: int,
    story: Story,
    picture: CaseView | None,
    options: Options,
    known: Mapping[str, Account],
    entries: Entries,
    errors: Mapping[str, str],
) -> CaseForm:
    """The form of a case; `picture` is how its page shows it, `known` are accounts by key."""
    inputs = [_input(case, definition, entries, errors) for definition in options.fields]
    first = [i for i in inputs if i.texts or i.missing or i.changed or i.error]
    work = next((each for each in story.cases if each.key == case.key), None)
    shares = work.classification.scores if work and work.classification else {}
    doubts = tuple(dict.fromkeys(doubt.reason for doubt in _doubted(case, story)))
    wrong = {name.removeprefix(f"{case.key}."): text for name, text in errors.items() if name.startswith(case.key)}
    proposed = (case.account or "", case.category or "", case.queue or "", False)
    chosen = (entries.account(case), entries.category(case), entries.queue(case), entries.dropped(case))
    return CaseForm(
        key=case.key,
        number=number,
        title=case.account_name or case.named or "No account",
        picture=picture,
        doubts=doubts,
        accounts=_accounts(case, work, options.rule, known, entries),
        categories=_categories(case, options, shares, story.labels, entries),
        queues=_queues(case, options, entries),
        inputs=tuple(first),
        rest=tuple(i for i in inputs if i not in first),
        question=entries.question(case),
        question_was=case.question,
        dropped=entries.dropped(case),
        category_was=case.category or "",
        category_label=story.labels.category(case.category),
        queue_was=case.queue or "",
        confidence=percent(case.confidence),
        level=level(case.confidence),
        errors=wrong,
        touched=bool(doubts or wrong) or chosen != proposed or any(each.changed for each in inputs),
    )


def _doubted(case: ProposedCase, story: Story) -> list[Doubt]:
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
    return _with_none(choices, case.category, "No category")


def _queues(case: ProposedCase, options: Options, entries: Entries) -> tuple[Choice, ...]:
    names = sorted({*options.queues, *([case.queue] if case.queue else [])})
    return _with_none([Choice(n, n, n == entries.queue(case)) for n in names], case.queue, "No queue")


def _with_none(choices: list[Choice], proposed: str | None, word: str) -> tuple[Choice, ...]:
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
