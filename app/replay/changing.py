"""A changed input of one hop: what is said to be known before it, in the place of what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from app.replay.ports import NotRecorded
from graphs import edits
from workflow.errors import InputError, NotFound
from workflow.nearest import suggestion
from workflow.review import CaseEdit, ReviewAnswer
from workflow.work import CaseWork, MessageWork

if TYPE_CHECKING:
    from graphs.context import Context
    from workflow.trace import Hop

OF_MESSAGE = ("triage", "splitting")
"""What is known of a message as a whole, and may be changed."""


@dataclass
class Changed:
    """The change of one hop's input; made once, where the hop's step begins."""

    step: str
    case: str
    given: dict[str, Any]
    done: bool = field(default=False)

    @classmethod
    def read(cls, hops: Mapping[str, Hop], name: str, given: dict[str, Any]) -> Changed:
        """By the hop's id, or its step's id where that has one hop. Raises NotFound, InputError."""
        found = [hop for hop in hops.values() if name in (hop.id, hop.step)]
        exact = [hop for hop in found if hop.id == name]
        if len(exact or found) != 1:
            told = "has several hops: name one of " if found else "is no hop of this run: there are "
            names = [hop.id for hop in found] or list(hops)
            raise NotFound(f"'{name}' {told}{', '.join(names[:40])}")
        hop = (exact or found)[0]
        if hop.step.isupper():
            raise InputError(f"'{name}' is the graph's own hop: change the input of a step of the definition")
        wrong = [key for key in given if not hop.case and key not in OF_MESSAGE]
        if wrong:
            raise InputError(f"before '{hop.id}' nothing is known as '{wrong[0]}'. {suggestion(wrong[0], OF_MESSAGE)}")
        return cls(hop.step, hop.case, given)

    def revise(self, context: Context, step: str, work: MessageWork | CaseWork) -> MessageWork | CaseWork:
        """The work with the change, where this is the step (and the case) that it is for."""
        here = work.key if isinstance(work, CaseWork) else ""
        if self.done or step != self.step or here != self.case:
            return work
        self.done = True
        return self._case(context, work) if isinstance(work, CaseWork) else self._message(work)

    def _message(self, work: MessageWork) -> MessageWork:
        plain = work.model_dump(mode="json")
        for name, value in self.given.items():
            plain[name] = {**(plain.get(name) or {}), **value} if isinstance(value, dict) else value
        try:
            return MessageWork.model_validate(plain)
        except ValidationError as error:
            raise InputError(f"--with does not fit: {error.errors()[0]['msg']}") from error

    def _case(self, context: Context, work: CaseWork) -> CaseWork:
        known = set(CaseEdit.model_fields)
        edit = {name: value for name, value in self.given.items() if name in known}
        told = {name: value for name, value in self.given.items() if name not in known}
        outputs = {name for table in context.bundle.tables.values() for name in table.outputs}
        for name in told:
            if name not in outputs:
                raise InputError(f"nothing is known as '{name}'. {suggestion(name, [*known, *outputs])}")
        try:
            answer = ReviewAnswer(decision="edit", by="replay", cases={work.key: CaseEdit.model_validate(edit)})
        except ValidationError as error:
            raise InputError(f"--with does not fit: {error.errors()[0]['msg']}") from error
        try:
            edits.check(context, answer, [work.key])
        except NotRecorded as error:
            raise InputError(str(error)) from error
        changed = edits.apply(context, answer, work) or work
        return changed.model_copy(update={"given": {**changed.given, **told}, "edited": work.edited})
