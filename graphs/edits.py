"""A person's answer applied to the proposal: what they changed is theirs, and is never decided again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphs.context import Context
from workflow.definition import ClassificationStep, DocumentsStep
from workflow.errors import InputError
from workflow.evidence import Evidence
from workflow.fields import FieldDefinition
from workflow.interpretation import Classification, Documents, Extraction, FieldValue, Matching
from workflow.nearest import suggestion
from workflow.queues import queues_of
from workflow.review import CaseEdit, ReviewAnswer
from workflow.values import checked
from workflow.work import CaseWork


def check(context: Context, answer: ReviewAnswer, keys: Iterable[str]) -> None:
    """Raises InputError naming the case and the value that cannot be taken."""
    known = set(keys)
    for key, edit in answer.cases.items():
        if key not in known:
            raise InputError(f"the review has no case {key}; there are: {', '.join(sorted(known))}")
        try:
            _check_edit(context, edit)
        except InputError as error:
            raise InputError(f"case {key}: {error}") from None


def _check_edit(context: Context, edit: CaseEdit) -> None:
    if edit.account and context.directory().by_key(edit.account) is None:
        raise InputError(f"no account {edit.account} in the org")
    if edit.category:
        _known(edit.category, _categories(context), "category")
    if edit.queue:
        _known(edit.queue, queues_of(context.bundle), "queue")
    for chosen in filter(None, edit.documents.values()):
        _known(chosen, _kinds(context), "kind of document")
    fields = _fields(context)
    for name, value in edit.fields.items():
        _known(name, fields, "field")
        checked(fields[name], value)


def _known(name: str, known: Iterable[str], what: str) -> None:
    words = list(known)
    if name not in words:
        raise InputError(f"no {what} {name}. {suggestion(name, words, what)}")


def _categories(context: Context) -> list[str]:
    """Those that a classification step of the workflow may give."""
    steps = context.definition.all_steps()
    names = dict.fromkeys(step.categories for step in steps if isinstance(step, ClassificationStep))
    return [each for name in names for each in context.bundle.categories[name].ids]


def _kinds(context: Context) -> list[str]:
    """The kinds of documents that a step of the workflow may tell."""
    steps = [step for step in context.definition.all_steps() if isinstance(step, DocumentsStep)]
    return [each for step in steps for each in context.bundle.documents[step.documents].ids]


def _fields(context: Context) -> dict[str, FieldDefinition]:
    """Those that an extraction step of the workflow may find, by id."""
    return {field.id: field for field in context.bundle.fields_of(context.definition).fields}


def apply(context: Context, answer: ReviewAnswer, case: CaseWork) -> CaseWork | None:
    """The case as the person wants it, or None where they dropped it."""
    edit = answer.cases.get(case.key, CaseEdit())
    if edit.drop:
        return None
    changes: dict[str, Any] = {"doubts": ()}
    edited: list[str] = []
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
        changes["extraction"] = _merge(_fields(context), case.extraction or Extraction(), edit, answer.by)
        edited.extend(edit.fields)
    if edit.documents:
        changes["documents"] = _filed(case.documents or Documents(), edit, answer.by)
        edited.append("documents")
    if edit.queue:
        changes["given"] = {**case.given, context.definition.record.owner: edit.queue}
        edited.append(context.definition.record.owner)
    if edit.question:
        edited.append("question")
    changes["edited"] = tuple(edited)
    return case.model_copy(update=changes)


def worded(answer: ReviewAnswer, case: CaseWork) -> CaseWork:
    """The case with the question to the sender as the person worded it, where something is to be asked still."""
    edit = answer.cases.get(case.key)
    if edit is None or not edit.question or case.completeness is None or not case.completeness.question:
        return case
    said = case.completeness.model_copy(update={"question": edit.question, "note": f"worded by {answer.by}"})
    return case.model_copy(update={"completeness": said})


def _filed(documents: Documents, edit: CaseEdit, by: str) -> Documents:
    """The files with the kinds that a person chose, by the name of the part or of the file. Raises InputError."""
    names = [name for file in documents.files for name in (file.part, file.filename)]
    for name in edit.documents:
        _known(name, names, "file")
    chosen = {"confidence": 1.0, "reason": f"chosen by {by}", "evidence": (), "scores": {}}
    files = []
    for file in documents.files:
        meant = next((each for each in (file.part, file.filename) if each in edit.documents), None)
        files.append(file if meant is None else file.model_copy(update={**chosen, "type": edit.documents[meant]}))
    return Documents(files=tuple(files))


def _merge(fields: dict[str, FieldDefinition], extraction: Extraction, edit: CaseEdit, by: str) -> Extraction:
    """The values with those that a person entered; an empty one takes the value away."""
    entered = {name: checked(fields[name], value) for name, value in edit.fields.items()}
    evidence = Evidence(quote=f"entered by {by}", kind="person")
    told = tuple(
        FieldValue(field=name, value=value, evidence=evidence, confidence=1)
        for name, value in entered.items()
        if value is not None
    )
    return Extraction(
        values=tuple(value for value in extraction.values if value.field not in entered) + told,
        not_stated=tuple(name for name in extraction.not_stated if entered.get(name) is None),
    )
