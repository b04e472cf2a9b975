"""Steps by which rules and people decide."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.definition.step import Step


class DecideStep(Step):
    """A decision table over what is known; `gives` names its output columns."""

    kind: Literal["decide"]
    table: str
    gives: tuple[str, ...] = Field(min_length=1)


class ReviewStep(Step):
    """A person looks at the whole proposal, where `when` holds."""

    kind: Literal["review"]
    group: str = ""
    reason: str = ""
