"""What all steps share, and the kinds of steps that there are."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.fields import Strict

STEP_KINDS = (
    "read", "triage", "open", "splitting", "matching", "classification", "extraction", "documents",
    "completeness", "decide", "act", "assign", "review", "wait",
)  # fmt: skip
"""The kinds that run in this version, each a model in this package and a step in `graphs/steps/`."""

LATER_KINDS = ("enrichment", "clock", "follow_up", "workflow")
"""Kinds that the design names and this version refuses."""

MESSAGE_KINDS = frozenset({"read", "triage", "open", "splitting"})
"""Kinds that concern the message as a whole, and stand before the cases."""

EFFECT_KINDS = frozenset({"open", "act", "assign", "wait"})
"""Kinds that change something outside."""


class Step(Strict):
    """What all steps share."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = ""
    when: str = ""  #: an expression; the step is skipped, with a hop that says so, where it is false
    on_unsure: Literal["", "review", "go_on"] = ""  #: empty: what the workflow says
    on_error: Literal["review", "stop", "go_on"] = "review"
