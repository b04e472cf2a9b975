"""What the specialists say of a message: results, each with its evidence and its confidence (0 to 1)."""

from __future__ import annotations

from typing import Any, Literal

from workflow.accounts import Mention
from workflow.document import Frozen, Span
from workflow.evidence import Evidence


class Triage(Frozen):
    """Whether a message is work. `kind` says what else it is: auto_reply, bounce, newsletter, spam, receipt, thanks."""

    actionable: bool
    kind: str = "request"
    reason: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


class Request(Frozen):
    """What is asked about one account: the unit that becomes a case."""

    key: str  #: stable within the message: the account's record id, or a digest of the text that asks
    accounts: tuple[str, ...] = ()  #: record ids of the candidates that splitting saw for it, likeliest first
    named: str = ""  #: the account's name as written, also where the directory knows none
    spans: tuple[Span, ...] = ()  #: the text that concerns it; empty: the whole message does
    evidence: tuple[Evidence, ...] = ()


class Splitting(Frozen):
    """The requests of a message, in the order of the text; one for a message about one account."""

    requests: tuple[Request, ...]
    confidence: float
    reason: str


class RejectedAccount(Frozen):
    """A candidate that was not chosen, and why."""

    account: str
    name: str
    score: float
    reason: str


class Matching(Frozen):
    """The account chosen for one request, or none. `margin` is the score's lead over the first runner-up."""

    account: str | None
    score: float = 0.0
    margin: float = 0.0
    confidence: float
    reason: str
    mentions: tuple[Mention, ...] = ()
    runners_up: tuple[RejectedAccount, ...] = ()
    sure: bool = True  #: False: a person should look, whatever the threshold


class Classification(Frozen):
    """The category chosen for one request; `scores` holds every category's share, for the trace and calibration."""

    category: str | None
    confidence: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
    scores: dict[str, float] = {}


class FieldValue(Frozen):
    """One extracted value in the form of its type, with its evidence."""

    field: str
    value: Any
    evidence: Evidence
    confidence: float
    normalised_from: str = ""  #: the words from which the value was parsed, where they differ from the quote
    message: str = ""  #: id of the run of the answer in which the quote stands; empty: the message that began the run


class Extraction(Frozen):
    """The values found for one request, and the fields searched for and not stated."""

    values: tuple[FieldValue, ...] = ()
    not_stated: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Field id → value."""
        return {value.field: value.value for value in self.values}


class FiledDocument(Frozen):
    """One file of a message and the kind of document that it is; None where it is none of those configured."""

    part: str  #: name of the part that holds the file's text
    filename: str
    type: str | None
    confidence: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
    scores: dict[str, float] = {}
    message: str = ""  #: id of the run of the answer that brought it; empty: the message that began the run


class Documents(Frozen):
    """The files that concern one request, in the order of the message."""

    files: tuple[FiledDocument, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        """The kinds of document that there are, each once."""
        return tuple(dict.fromkeys(file.type for file in self.files if file.type is not None))


class Contradiction(Frozen):
    """A field that an answer states otherwise than it was known before."""

    field: str
    known: Any
    stated: FieldValue


class Answer(Frozen):
    """What the sender's answer adds to what was known. What it contradicts is not in `extraction`."""

    extraction: Extraction
    documents: Documents | None = None
    added: tuple[str, ...] = ()  #: fields and kinds of documents that were not known before
    contradictions: tuple[Contradiction, ...] = ()


class Completeness(Frozen):
    """Required fields and documents that are missing, and the question to the sender that would settle it: a draft,
    which a step of kind 'wait' may send."""

    missing: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    question: str = ""
    language: str = ""
    note: str = ""  #: why the question is not worded by the model that was asked to


class Doubt(Frozen):
    """Why a person should look before anything is written: the step, the case it concerns, and the reason in words."""

    step: str
    case: str = ""
    about: Literal[
        "triage",
        "split",
        "account",
        "category",
        "fields",
        "documents",
        "missing",
        "routing",
        "approval",
        "record",
        "reading",
    ]
    reason: str
