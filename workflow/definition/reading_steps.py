"""Steps that interpret one case: whose it is, what it is, what it says and what is missing."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.cascade import Asks, SureFrom
from workflow.definition.step import Step


class MatchingStep(Step):
    """Request → account, from the candidates."""

    kind: Literal["matching"]
    model: str = "local"
    sure_from: float = Field(default=0.8, ge=0, le=1)


class ClassificationStep(Step, Asks):
    """Request → category."""

    kind: Literal["classification"]
    categories: str


class ExtractionStep(Step, Asks):
    """Request → field values with evidence. Below `sure_from` the next model is asked, never a person."""

    kind: Literal["extraction"]
    fields: str


class DocumentsStep(Step, Asks):
    """The files of a request → the kinds of documents that they are."""

    kind: Literal["documents"]
    documents: str
    sure_from: SureFrom = 0.7


class CompletenessStep(Step):
    """Required fields and documents that are missing → a drafted question."""

    kind: Literal["completeness"]
    ask: Literal["sender"] = "sender"
    model: str = "local"  #: who words the question; what it words is checked before anybody sees it
