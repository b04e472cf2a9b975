"""A tool call as a step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from workflow.definition.step import Step
from workflow.fields import Strict

FLOW = "salesforce.flow"


class Retry(Strict):
    """How often a failed call is tried, and how long to wait before the first new try (doubled each time)."""

    times: int = Field(default=3, ge=1, le=10)
    wait_seconds: float = Field(default=0.5, ge=0, le=3600)


class ActStep(Step):
    """A tool call. `arguments` are expressions, or names of fields with expressions; `salesforce.save_case` needs none.

    With `on_error: go_on`, `ID_fault` says why it was not done; later steps may read it.
    """

    kind: Literal["act"]
    tool: str = Field(pattern=r"^[a-z][a-z0-9_]*\.[A-Za-z][A-Za-z0-9_.-]*$")
    flow: str = Field(default="", pattern=r"^([A-Za-z]\w{0,79})?$")  #: of `salesforce.flow`: the flow's API name
    arguments: dict[str, str | dict[str, str]] = Field(default_factory=dict)  #: of a flow: its input variables
    gives: dict[str, str] = Field(default_factory=dict)  #: name → output of the tool or the flow
    retry: Retry = Retry()

    @property
    def fault(self) -> str:
        """The name that says why the action was not done."""
        return f"{self.id}_fault"

    def expressions(self) -> Iterator[tuple[str, str]]:
        """Each expression of the arguments with its key below `arguments`."""
        for name, said in self.arguments.items():
            if isinstance(said, str):
                yield name, said
            else:
                yield from ((f"{name}.{field}", text) for field, text in said.items())

    @model_validator(mode="after")
    def _flow_is_named(self) -> ActStep:
        if bool(self.flow) != (self.tool == FLOW):
            raise ValueError(f"'flow' names the flow that '{FLOW}' starts: give both, or neither")
        return self
