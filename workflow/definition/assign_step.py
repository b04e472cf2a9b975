"""Who works on a case, as a step: a queue, a person, the org's assignment rules, or a choice by capacity and skills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, field_validator, model_validator

from workflow.definition.step import Step
from workflow.definition.wait_step import lengths
from workflow.distribution import Policy


class AssignStep(Step):
    """Gives the saved case to whom `by` says. `omni`: by Omni-Channel's external routing, to a person who is present,
    skilled and has capacity left; where there is none it waits in its queue as a pending routing."""

    kind: Literal["assign"]
    by: Literal["queue", "user", "rule", "omni"]
    tool: str = "salesforce.assign"
    to: str = ""  #: an expression: the queue's name, or the user's username; of 'omni': the queue where it waits
    channel: str = Field(default="", pattern=r"^([A-Za-z]\w{0,79})?$")  #: of 'omni': API name of the service channel
    policy: Policy = "least_active"
    skills: tuple[str, ...] = ()  #: expressions: API names of skills that are needed; what is empty needs none
    level: float = Field(default=0, ge=0, le=99)  #: the lowest level of these skills that will do; 0: any
    weight: float = Field(default=1, gt=0, le=999)  #: units of capacity that the case takes
    within: str = ""  #: how long it waits for a person, such as 30 minutes; then people take it from its queue
    priority: str = ""  #: an expression: a whole number; the lower, the sooner it is given out

    def expressions(self) -> Iterator[tuple[str, str]]:
        """Each expression with its key."""
        yield from ((name, text) for name, text in (("to", self.to), ("priority", self.priority)) if text)
        yield from ((f"skills[{at}]", text) for at, text in enumerate(self.skills))

    @field_validator("within")
    @classmethod
    def _length(cls, text: str) -> str:
        return lengths((text,))[0] if text else text

    @model_validator(mode="after")
    def _whole(self) -> AssignStep:
        if self.by == "omni" and not self.channel:
            raise ValueError("'by: omni' needs 'channel', the API name of a service channel")
        if self.by in ("queue", "user") and not self.to:
            raise ValueError(f"'by: {self.by}' needs 'to', an expression that gives its name")
        if self.by == "rule" and self.to:
            raise ValueError("'by: rule' leaves it to the org: take 'to' out")
        own = {"channel", "within", "skills", "level", "weight", "priority", "policy"} & self.model_fields_set
        if self.by != "omni" and own:
            raise ValueError(f"'{min(own)}' is for 'by: omni'")
        return self
