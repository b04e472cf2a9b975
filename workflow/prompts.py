"""Prompts: strict templates in two parts, of which the first is the same for every message of a bundle version."""

from __future__ import annotations

from string import Template

from pydantic import Field, model_validator

from workflow.fields import Strict

STATIC: dict[str, tuple[str, ...]] = {
    "reading": ("account_rule", "categories", "fields"),
    "triage": ("categories",),
    "splitting": ("account_rule",),
    "classification": ("categories",),
    "extraction": ("fields",),
    "documents": ("kinds",),
    "completeness": (),
}
"""Prompt → the variables of its first part: what the bundle says."""

OF_MESSAGE: dict[str, tuple[str, ...]] = {
    "reading": ("candidates", "similar", "document"),
    "triage": ("candidates", "document"),
    "splitting": ("candidates", "document"),
    "classification": ("request", "similar", "document"),
    "extraction": ("request", "category", "candidates", "document"),
    "documents": ("request", "document"),
    "completeness": ("missing", "language", "document"),
}
"""Prompt → the variables of its second part: what changes from message to message."""


class Prompt(Strict):
    """One prompt. `instructions` go first and change only with the bundle; `message` follows."""

    name: str
    version: int = Field(ge=1)
    description: str = ""
    variables: tuple[str, ...] = ()  #: all that its two parts use
    instructions: str
    message: str

    @model_validator(mode="after")
    def _sound(self) -> Prompt:
        if self.name not in STATIC:
            raise ValueError(f"there is no prompt '{self.name}'")
        used: list[str] = []
        for what, text, known in (
            ("first", self.instructions, STATIC[self.name]),
            ("second", self.message, OF_MESSAGE[self.name]),
        ):
            template = Template(text)
            if not template.is_valid():
                raise ValueError(f"a lone $ stands in the {what} part; write $$ for a dollar sign")
            names = template.get_identifiers()
            for name in names:
                if name not in known:
                    told = ", ".join(f"${each}" for each in known) or "none"
                    raise ValueError(f"${name} cannot stand in the {what} part; its variables are: {told}")
            used += names
        if "document" not in used:
            raise ValueError("the second part must show the message: $document")
        if set(used) != set(self.variables):
            different = sorted(set(used) ^ set(self.variables))
            raise ValueError(f"'variables' must be those that the text uses; look at: {', '.join(different)}")
        return self

    def first(self, values: dict[str, str]) -> str:
        """The first part, filled. Raises KeyError where a value is missing."""
        return Template(self.instructions).substitute(values)

    def second(self, values: dict[str, str]) -> str:
        """The second part, filled. Raises KeyError where a value is missing."""
        return Template(self.message).substitute(values)
