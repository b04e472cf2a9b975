"""The filled-in form of a review, read as a person's answer: only what they changed is an edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.console.views.inputs import Unreadable, read, texts_of
from workflow.fields import FieldDefinition
from workflow.review import CaseEdit, ProposedCase, Review, ReviewAnswer

LONGEST_NAME = 100
LONGEST_COMMENT = 4000
LONGEST_QUESTION = 4000


@dataclass(frozen=True)
class Entries:
    """What a person sent: name of an input → its texts. Before anything is sent there is nothing in it."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """The text of an input; `otherwise` where it was not sent."""
        found = self.texts.get(name)
        return found[-1].strip() if found else otherwise

    def has(self, case: str) -> bool:
        """Whether the form showed that case: an unchecked box sends nothing, but was there."""
        return f"{case}.shown" in self.texts

    def account(self, case: ProposedCase) -> str:
        """The key of the account chosen for a case."""
        return self.one(f"{case.key}.account", case.account or "")

    def category(self, case: ProposedCase) -> str:
        """The category chosen for a case."""
        return self.one(f"{case.key}.category", case.category or "")

    def queue(self, case: ProposedCase) -> str:
        """The queue chosen for a case."""
        return self.one(f"{case.key}.queue", case.queue or "")

    def question(self, case: ProposedCase) -> str:
        """The question to the sender as it stands in the form, with the line ends of the proposal."""
        return self.one(f"{case.key}.question", case.question).replace("\r\n", "\n")

    def dropped(self, case: ProposedCase) -> bool:
        """Whether a case is taken away."""
        return bool(self.one(f"{case.key}.drop"))

    def of_field(self, case: ProposedCase, definition: FieldDefinition) -> tuple[str, ...]:
        """What stands in the input of a field."""
        if not self.has(case.key):
            return texts_of(definition, case.fields.get(definition.id))
        return tuple(self.texts.get(f"{case.key}.field.{definition.id}", ()))


@dataclass(frozen=True)
class Read:
    """The answer, or what is wrong: name of an input (or empty, for the form as a whole) → what to do."""

    answer: ReviewAnswer | None
    errors: Mapping[str, str] = field(default_factory=dict)


def read_answer(
    review: Review,
    entries: Entries,
    fields: Sequence[FieldDefinition],
    categories: Sequence[str],
    queues: Sequence[str],
) -> Read:
    """An 'accept' with changes is an edit; for a message that is proposed as no work that needs to be said."""
    errors: dict[str, str] = {}
    decision = entries.one("decision")
    by, comment = entries.one("by"), entries.one("comment")
    if decision not in ("accept", "edit", "reject"):
        errors[""] = "Choose what to do: accept, or reject."
    if not by:
        errors["by"] = "Your name goes into the trace and onto the record."
    if len(by) > LONGEST_NAME:
        errors["by"] = f"At most {LONGEST_NAME} characters."
    if len(comment) > LONGEST_COMMENT:
        errors["comment"] = f"At most {LONGEST_COMMENT} characters."
    edits: dict[str, CaseEdit] = {}
    if decision != "reject":
        for case in review.proposal.cases:
            edit = _edit(case, entries, fields, categories, queues, errors)
            if edit != CaseEdit():
                edits[case.key] = edit
    if decision == "accept" and edits and not review.proposal.actionable:
        errors[""] = (
            "You changed values of a message that you confirm to be no work. Choose 'It is work', or undo them."
        )
    if errors:
        return Read(None, errors)
    told: Any = "edit" if decision == "accept" and edits else decision
    return Read(ReviewAnswer(decision=told, by=by, comment=comment, cases=edits, version=review.version))


def changed(case: ProposedCase, entries: Entries, definition: FieldDefinition) -> bool:
    """Whether the text in a field's input is another than that of the proposal."""
    before = texts_of(definition, case.fields.get(definition.id))
    return _folded(entries.of_field(case, definition), definition) != _folded(before, definition)


def _folded(texts: Sequence[str], definition: FieldDefinition) -> list[str]:
    # Browsers send line breaks as CR LF; the order of checks is that of the field's values.
    lines = [line.strip() for text in texts for line in text.splitlines()]
    kept = [line for line in lines if line]
    return sorted(kept) if definition.many and definition.values else kept


def _edit(
    case: ProposedCase,
    entries: Entries,
    fields: Sequence[FieldDefinition],
    categories: Sequence[str],
    queues: Sequence[str],
    errors: dict[str, str],
) -> CaseEdit:
    if entries.dropped(case):
        return CaseEdit(drop=True)
    account, category, queue = entries.account(case), entries.category(case), entries.queue(case)
    if category != (case.category or "") and category not in categories:
        errors[f"{case.key}.category"] = "Choose one of the categories."
    if queue != (case.queue or "") and queue not in queues:
        errors[f"{case.key}.queue"] = "Choose one of the queues."
    values: dict[str, Any] = {}
    for definition in fields:
        if not changed(case, entries, definition):
            continue
        try:
            values[definition.id] = read(definition, entries.of_field(case, definition))
        except Unreadable as problem:
            errors[f"{case.key}.field.{definition.id}"] = f"Give {problem}."
    question = entries.question(case)
    if len(question) > LONGEST_QUESTION:
        errors[f"{case.key}.question"] = f"At most {LONGEST_QUESTION} characters."
    return CaseEdit(
        question=question if question and question != case.question.strip() else None,
        account=account if account and account != (case.account or "") else None,
        category=category if category and category != (case.category or "") else None,
        fields=values,
        queue=queue if queue and queue != (case.queue or "") else None,
    )
