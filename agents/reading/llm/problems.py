"""What is wrong with an answer that has the right form, in words for the model that gave it.

Only what a model can set right: quotes that do not stand in the message, names that were not offered, values of another
form. What the message itself does not say plainly enough is the specialists' to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agents.reading.llm.answers import (
    SaidCategory,
    SaidDocuments,
    SaidFields,
    SaidQuestion,
    SaidReading,
    SaidRequest,
    SaidSplitting,
    SaidTriage,
    SaidValue,
)
from agents.reading.llm.composition import Composed
from agents.reading.llm.values import FORMS, typed
from workflow.categories import CategorySet
from workflow.documents import DocumentSet
from workflow.errors import InputError
from workflow.fields import FieldSet

OUTSIDE = ("://", "www.", "@")
"""What a question to a sender has no need of."""


def of_reading(
    said: SaidReading, composed: Composed, categories: CategorySet | None, fields: FieldSet | None
) -> Iterable[str]:
    """Of a combined answer."""
    yield from of_triage(said.triage, composed)
    if said.triage.actionable and not said.requests:
        yield "it is work, but there is no request"
    yield from of_splitting(said.splitting, composed)
    for request in said.requests:
        if categories is not None:
            if request.category is None:
                yield "a request has no category"
            else:
                yield from of_category(request.category, composed, categories)
        if fields is not None:
            yield from of_fields(request, composed, fields)


def of_triage(said: SaidTriage, composed: Composed) -> Iterable[str]:
    """'No work' must be proven."""
    if not said.actionable:
        yield from _unfound(said.quotes, composed)


def of_splitting(said: SaidSplitting, composed: Composed) -> Iterable[str]:
    """Accounts are those that were offered; their names stand in the message."""
    for request in said.requests:
        yield from _of_accounts(request, composed)


def _of_accounts(request: SaidRequest, composed: Composed) -> Iterable[str]:
    for name in request.accounts:
        if composed.offered.account(name) is None:
            yield f"'{name[:40]}' is not in the list of candidates; leave it out where the account is not in the list"
    yield from _unfound(request.names, composed)


def of_category(said: SaidCategory, composed: Composed, categories: CategorySet) -> Iterable[str]:
    """The category is configured, and its quotes stand in the message."""
    if said.category is not None and said.category not in categories.ids:
        yield f"there is no category '{said.category[:60]}'"
    yield from _unfound(said.quotes, composed)


def of_fields(said: SaidFields, composed: Composed, fields: FieldSet) -> Iterable[str]:
    """Fields are configured, their values have the form of the type, and a quote that stands in the message."""
    for each in said.fields:
        yield from _of_value(each, composed, fields)


def _of_value(said: SaidValue, composed: Composed, fields: FieldSet) -> Iterable[str]:
    field = fields.get(said.field)
    if field is None:
        yield f"there is no field '{said.field[:60]}'"
        return
    for written in said.value if isinstance(said.value, list) else [said.value]:
        try:
            restored = composed.redactor.restore(written) if isinstance(written, str) else written
            typed(field, restored, composed.redactor.regions)
        except InputError:
            allowed = f"one of: {', '.join(field.values[:40])}" if field.values else FORMS[field.element]
            yield f"a value of {field.id} is not of its form ({allowed})"
    if not any(quote.strip() for quote in said.quotes):
        yield f"a value of {field.id} has no quote"
    elif not any(composed.quotes.spans(quote) for quote in said.quotes):
        yield from _unfound(said.quotes, composed)


def of_documents(said: SaidDocuments, composed: Composed, kinds: DocumentSet) -> Iterable[str]:
    """Kinds are configured, quotes stand in the files."""
    for each in said.files:
        if each.kind is not None and each.kind not in kinds.ids:
            yield f"there is no kind '{each.kind[:60]}'"
        yield from _unfound(each.quotes, composed)


def of_question(said: SaidQuestion) -> Iterable[str]:
    """A draft asks, and leads nowhere."""
    if not said.question.strip():
        yield "the question is empty"
    if any(sign in said.question for sign in OUTSIDE):
        yield "the question names an address or a link"


def _unfound(quotes: Sequence[str], composed: Composed) -> Iterable[str]:
    for quote in quotes:
        if quote.strip() and not composed.quotes.spans(quote):
            yield f"this quote does not stand in the message word for word: «{' '.join(quote.split())[:120]}»"
