"""The questions that a model is asked: each with its prompt, its form, what the bundle says, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from agents.reading.llm import problems, schema, sections
from agents.reading.llm.answers import (
    SaidCategory,
    SaidDocuments,
    SaidFields,
    SaidQuestion,
    SaidReading,
    SaidSplitting,
    SaidTriage,
)
from agents.reading.llm.composition import Composed
from agents.reading.llm.plan import Plan
from agents.reading.llm.redaction import Redactor
from workflow.categories import CategorySet
from workflow.definition import AccountRule
from workflow.document import Document
from workflow.documents import DocumentSet, DocumentType
from workflow.fields import FieldSet
from workflow.interpretation import Request

A = TypeVar("A", bound=BaseModel)
More = Callable[[sections.Offered, Redactor], dict[str, str]]

NONE = "(none)"
ITS_OWN = "that of the message"


def nothing_more(offered: sections.Offered, redactor: Redactor) -> dict[str, str]:
    """No variables beyond those that every question has."""
    return {}


@dataclass(frozen=True)
class Wording(Generic[A]):
    """One question. `static` fills the prompt's first part, `more` what only this question has in the second."""

    prompt: str
    form: schema.Form
    static: dict[str, str]
    answer: type[A]
    problems: Callable[[A, Composed], Iterable[str]]
    more: More = nothing_more
    examples: tuple[CategorySet, ...] = ()


def reading(plan: Plan, rule: AccountRule) -> Wording[SaidReading]:
    """Everything at once."""
    categories, fields = plan.categories, plan.fields
    return Wording(
        prompt="reading",
        form=schema.reading_form(categories.ids if categories else (), [f.id for f in fields.fields] if fields else ()),
        static={
            "account_rule": sections.rule_told(rule),
            "categories": sections.categories_told([categories]) if categories else NONE,
            "fields": sections.fields_told(fields) if fields else NONE,
        },
        answer=SaidReading,
        problems=lambda said, composed: problems.of_reading(said, composed, categories, fields),
        examples=(categories,) if categories else (),
    )


def triage(categories: tuple[CategorySet, ...]) -> Wording[SaidTriage]:
    """Is it work?"""
    static = {"categories": sections.categories_told(categories)}
    return Wording("triage", schema.triage_form(), static, SaidTriage, problems.of_triage)


def splitting(rule: AccountRule) -> Wording[SaidSplitting]:
    """Which accounts are asked about?"""
    static = {"account_rule": sections.rule_told(rule)}
    return Wording("splitting", schema.splitting_form(), static, SaidSplitting, problems.of_splitting)


def classification(document: Document, request: Request, categories: CategorySet) -> Wording[SaidCategory]:
    """Which category is a request?"""
    return Wording(
        prompt="classification",
        form=schema.classification_form(categories.ids),
        static={"categories": sections.categories_told([categories])},
        answer=SaidCategory,
        problems=lambda said, composed: problems.of_category(said, composed, categories),
        more=lambda offered, redactor: {"request": _request(document, request, None, redactor)},
        examples=(categories,),
    )


def extraction(document: Document, request: Request, fields: FieldSet, category: str | None) -> Wording[SaidFields]:
    """Which values are stated for a request?"""
    return Wording(
        prompt="extraction",
        form=schema.extraction_form([field.id for field in fields.fields]),
        static={"fields": sections.fields_told(fields)},
        answer=SaidFields,
        problems=lambda said, composed: problems.of_fields(said, composed, fields),
        more=lambda offered, redactor: {
            "request": _request(document, request, offered, redactor),
            "category": category or "unknown",
        },
    )


def documents(document: Document, request: Request, kinds: DocumentSet) -> Wording[SaidDocuments]:
    """Which kind of document is each file?"""
    return Wording(
        prompt="documents",
        form=schema.documents_form(kinds.ids),
        static={"kinds": sections.kinds_told(kinds)},
        answer=SaidDocuments,
        problems=lambda said, composed: problems.of_documents(said, composed, kinds),
        more=lambda offered, redactor: {"request": _request(document, request, None, redactor)},
    )


def completeness(missing: FieldSet, kinds: tuple[DocumentType, ...], language: str) -> Wording[SaidQuestion]:
    """What is to be asked of the sender?"""
    lines = [f"- {field.label or field.id}: {field.description}" for field in missing.fields]
    lines += [f"- {kind.label}: {kind.description}" for kind in kinds]
    more = {"missing": "\n".join(lines), "language": language or ITS_OWN}
    return Wording(
        prompt="completeness",
        form=schema.completeness_form(),
        static={},
        answer=SaidQuestion,
        problems=lambda said, composed: problems.of_question(said),
        more=lambda offered, redactor: more,
    )


def _request(document: Document, request: Request, offered: sections.Offered | None, redactor: Redactor) -> str:
    return sections.request_told(request, offered, redactor, [document.text(span) for span in request.spans])
