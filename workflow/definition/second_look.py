"""What is asked again before a model is believed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workflow.fields import Strict

DOUBTED = 0.05
"""What a local reader that only doubts must hold the model's category for: less is another category all the same."""


class SecondLook(Strict):
    """What the local reader is asked where a model reads: what differs goes to a person, as with all that is unsure."""

    accounts: Literal["review", "go_on"] = "review"  #: the model sees other accounts asked about than the local reader
    category: Literal["review", "go_on"] = "review"  #: it gives another category
    likely_from: float = Field(default=1.0, ge=0, le=1)  #: none is another that is so likely to the local reader
    unsure_below: float = Field(default=0, ge=0, le=1)  #: a local reader less sure than this only doubts; 0: never
    work: Literal["review", "go_on"] = "review"  #: it takes for no work what the local reader takes for work
    own_words: Literal["review", "go_on"] = "review"  #: only a signature, an older message or a file speaks for it
