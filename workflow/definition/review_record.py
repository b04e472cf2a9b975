"""Reviews as records of the org: who owns them there, and until when they are to be answered."""

from __future__ import annotations

from pydantic import Field, field_validator

from workflow.definition.wait_step import lengths
from workflow.fields import Strict


class ReviewRule(Strict):
    """Where a workflow's reviews stand besides the console. An answer given in the org is taken once, as any other."""

    in_org: bool = False  #: each is a record of Orchestration_Review__c beside the run's own
    queue: str = ""  #: the queue that owns the record; empty: the user of the connection does
    within: str = Field(default="", examples=["4 business hours"])  #: until when it is to be answered; empty: whenever

    @field_validator("within")
    @classmethod
    def _length(cls, text: str) -> str:
        return lengths((text,))[0] if text else text
