"""Any step, and the block of steps that run once for each case."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from workflow.definition.act_step import ActStep
from workflow.definition.assign_step import AssignStep
from workflow.definition.deciding_steps import DecideStep, ReviewStep
from workflow.definition.message_steps import OpenStep, ReadStep, SplittingStep, TriageStep
from workflow.definition.reading_steps import (
    ClassificationStep,
    CompletenessStep,
    DocumentsStep,
    ExtractionStep,
    MatchingStep,
)
from workflow.definition.wait_step import WaitStep
from workflow.fields import Strict

AnyStep = Annotated[
    ReadStep
    | TriageStep
    | OpenStep
    | SplittingStep
    | MatchingStep
    | ClassificationStep
    | ExtractionStep
    | DocumentsStep
    | CompletenessStep
    | DecideStep
    | ActStep
    | AssignStep
    | ReviewStep
    | WaitStep,
    Field(discriminator="kind"),
]


class ForEach(Strict):
    """Steps that run once for each case: the children of a split, or the one case; never the parent."""

    for_each: Literal["case"]
    steps: tuple[AnyStep, ...] = Field(min_length=1)
