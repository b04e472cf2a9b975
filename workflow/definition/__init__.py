"""The workflow definition: what operations write and read aloud; `tools/bundle` loads it, `workflow/check` judges."""

from workflow.definition.account import AccountRule, RecogniseBy
from workflow.definition.act_step import FLOW, ActStep, Retry
from workflow.definition.assign_step import AssignStep
from workflow.definition.deciding_steps import DecideStep, ReviewStep
from workflow.definition.derive import BandRule, DeriveRule, FirstRule, MapRule
from workflow.definition.intake import IntakeRule, Pace
from workflow.definition.message_steps import FormKeys, OpenStep, ReadStep, SplittingStep, TriageStep
from workflow.definition.question import QuestionWords
from workflow.definition.reading_steps import (
    ClassificationStep,
    CompletenessStep,
    DocumentsStep,
    ExtractionStep,
    MatchingStep,
)
from workflow.definition.record import ParentRule, RecordRule
from workflow.definition.review_record import ReviewRule
from workflow.definition.second_look import SecondLook
from workflow.definition.step import EFFECT_KINDS, LATER_KINDS, MESSAGE_KINDS, STEP_KINDS, Step
from workflow.definition.steps import AnyStep, ForEach
from workflow.definition.wait_step import WaitStep
from workflow.definition.workflow import WorkflowDefinition

__all__ = [
    "EFFECT_KINDS",
    "FLOW",
    "LATER_KINDS",
    "MESSAGE_KINDS",
    "STEP_KINDS",
    "AccountRule",
    "ActStep",
    "AnyStep",
    "AssignStep",
    "BandRule",
    "ClassificationStep",
    "CompletenessStep",
    "DecideStep",
    "DeriveRule",
    "DocumentsStep",
    "ExtractionStep",
    "FirstRule",
    "ForEach",
    "FormKeys",
    "IntakeRule",
    "MapRule",
    "MatchingStep",
    "OpenStep",
    "Pace",
    "ParentRule",
    "QuestionWords",
    "ReadStep",
    "RecogniseBy",
    "RecordRule",
    "Retry",
    "ReviewRule",
    "ReviewStep",
    "SecondLook",
    "SplittingStep",
    "Step",
    "TriageStep",
    "WaitStep",
    "WorkflowDefinition",
]
