"""A person's answer applied to the proposal: what they changed is theirs, and is never decided again."""

from __future__ import annotations

from graphs.context import Context
from workflow.errors import InputError
from workflow.evidence import Evidence
from workflow.interpretation import Classification, Extraction, FieldValue, Matching
from workflow.review import CaseEdit, ReviewAnswer
from workflow.work import CaseWork


def check(context: Context, answer: ReviewAnswer, keys: set[str]) -> None:
    """Raises InputError naming the case and the value that cannot be taken."""
    categories = {name for each in context.bundle.categories.values() for name in each.ids}
    fields = {field.id for each in context.bundle.fields.values() for field in each.fields}
    for key, edit in answer.cases.items():
        if key not in keys:
            raise InputError(f"the review has no case {key}; there are: {', '.join(sorted(keys))}")
        if edit.account and context.directory().by_key(edit.account) is None:
            raise InputError(f"case {key}: no account {edit.account} in the org")
        if edit.category and edit.category not in categories:
            raise InputError(f"case {key}: no category {edit.category}; there are: {', '.join(sorted(categories))}")
        unknown = sorted(set(edit.fields) - fields)
        if unknown:
            raise InputError(f"case {key}: no field {unknown[0]}; there are: {', '.join(sorted(fields))}")


def apply(context: Context, answer: ReviewAnswer, case: CaseWork) -> CaseWork | None:
    """The case as the person wants it, or None where they dropped it."""
    edit = answer.cases.get(case.key, CaseEdit())
    if edit.drop:
        return None
    changes: dict[str, object] = {"doubts": ()}
    edited = []
    if edit.account:
        account = context.directory().by_key(edit.account)
        changes["account"] = account
        changes["matching"] = Matching(
            account=account.id if account else None, score=1, margin=1, confidence=1, reason=f"chosen by {answer.by}"
        )
        edited.append("account")
    if edit.category:
        changes["classification"] = Classification(
            category=edit.category, confidence=1, reason=f"chosen by {answer.by}"
        )
        edited.append("category")
    if edit.fields:
        changes["extraction"] = _merge(case.extraction or Extraction(), edit, answer.by)
        edited.extend(edit.fields)
    if edit.queue:
        changes["given"] = {**case.given, context.definition.record.owner: edit.queue}
        edited.append(context.definition.record.owner)
    changes["edited"] = tuple(edited)
    return case.model_copy(update=changes)


def _merge(extraction: Extraction, edit: CaseEdit, by: str) -> Extraction:
    kept = tuple(value for value in extraction.values if value.field not in edit.fields)
    told = tuple(
        FieldValue(field=name, value=value, evidence=Evidence(quote=f"entered by {by}", kind="header"), confidence=1)
        for name, value in edit.fields.items()
        if value not in (None, "", [])
    )
    return Extraction(values=kept + told, not_stated=extraction.not_stated)
