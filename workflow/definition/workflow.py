"""One workflow, as operations own it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.calendar import Hours
from workflow.definition.account import AccountRule
from workflow.definition.derive import DeriveRule
from workflow.definition.intake import IntakeRule, Pace
from workflow.definition.question import QuestionWords
from workflow.definition.record import ParentRule, RecordRule
from workflow.definition.review_record import ReviewRule
from workflow.definition.second_look import SecondLook
from workflow.definition.steps import AnyStep, ForEach
from workflow.fields import Strict
from workflow.learning import EmbeddingRule, Learn


class WorkflowDefinition(Strict):
    """One workflow, as operations own it."""

    workflow: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    record: RecordRule = RecordRule()
    account: AccountRule = AccountRule()
    intake: IntakeRule | None = None  #: what is taken from the org by 'switchyard intake'
    parent: ParentRule = ParentRule()
    derive: dict[str, DeriveRule] = Field(default_factory=dict)
    together: Literal["reading", "none"] = "reading"  #: one call of a model may answer all reading steps that name it
    second_look: SecondLook = SecondLook()  #: before a model's reading is believed alone
    hours: Hours | None = None  #: when people work, for lengths of business time; a team's own hours go before it
    questions: dict[str, QuestionWords] = Field(default_factory=dict)  #: language → own words for questions to senders
    reviews: ReviewRule = ReviewRule()
    on_unsure: Literal["review", "go_on"] = "review"
    on_partly_unsure: Literal["hold_all"] = "hold_all"
    tools: tuple[str, ...] = ("salesforce.open_record", "salesforce.save_case", "salesforce.log")  #: all it may call
    log_rows: tuple[str, ...] = ("decide", "review", "act")  #: step kinds that get a row of their own in the org
    learn: Learn = "by_hand"  #: when corrections take effect: by 'switchyard learn', or by themselves behind its gate
    embedding: EmbeddingRule | None = None  #: vectors that the local reader uses besides words; none is needed
    pace: Pace | None = None
    steps: tuple[AnyStep | ForEach, ...] = Field(min_length=1)

    def all_steps(self) -> tuple[AnyStep, ...]:
        """Every step, those of the for_each block in their place."""
        out: list[AnyStep] = []
        for step in self.steps:
            out.extend(step.steps if isinstance(step, ForEach) else (step,))
        return tuple(out)
