"""What begins work by itself, and how fast it is worked on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from workflow.fields import Strict


class IntakeRule(Strict):
    """Records of the org that begin work: mails that Email-to-Case put on cases, or records of any object."""

    object: str = "EmailMessage"
    where: str = ""  #: a condition in SOQL over the object's fields; mail is taken only where it came in
    again: Literal["new", "changed"] = "new"  #: whether a record that changes begins work once more
    files: bool = True  #: the files on the record are read too
    every_seconds: int | None = Field(default=None, ge=5, le=86_400)  #: how often 'switchyard serve' looks by itself
    fields: dict[Literal["subject", "text", "html", "sender", "name", "date"], str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_where_the_text_is(self) -> IntakeRule:
        if self.object != "EmailMessage" and not self.fields.keys() & {"text", "html"}:
            raise ValueError(
                f"'fields' says which fields of {self.object} hold the text, such as {{text: Description}}"
            )
        return self


class Pace(Strict):
    """How fast the queued runs of a workflow are worked on, over all workers. What is left out is not limited."""

    at_a_time: int | None = Field(default=None, ge=1)
    starts: int | None = Field(default=None, ge=1)  #: that many may begin ...
    within_seconds: float = Field(default=60, gt=0)  #: ... within so many seconds
