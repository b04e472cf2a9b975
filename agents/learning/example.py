"""A labelled request: what a person says is right, and the message that it was said of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.accounts import Candidates
from workflow.document import Document
from workflow.interpretation import Request


@dataclass(frozen=True)
class Example:
    """One request with what people say of it.

    `group` names its message: what was fitted on one request is never judged by another of the same message.
    """

    group: str
    document: Document
    request: Request
    others: tuple[Request, ...] = ()
    candidates: Candidates = field(default_factory=Candidates)
    category: str | None = None  #: id; None: nobody has said
    fields: Mapping[str, Any] | None = None  #: all that is stated, by field; None: nobody has said
    allowed: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  #: values that are right, too, or need not be
    by: str = ""  #: where the label comes from: suite, org, correction
