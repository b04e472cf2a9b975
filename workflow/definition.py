"""The workflow definition: what operations write and read aloud; `tools/bundle` loads it, `workflow/check` judges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from workflow.calendar import Hours, length
from workflow.cascade import Asks, SureFrom
from workflow.errors import InputError
from workflow.fields import Strict
from workflow.learning import EmbeddingRule, Learn

STEP_KINDS = (
    "read", "triage", "open", "splitting", "matching", "classification", "extraction", "documents",
    "completeness", "decide", "act", "review", "wait",
)  # fmt: skip
"""The kinds that run in this version, each a model below and a step in `graphs/steps/`."""

LATER_KINDS = ("enrichment", "assign", "clock", "follow_up", "workflow")
"""Kinds that the design names and this version refuses."""

MESSAGE_KINDS = frozenset({"read", "triage", "open", "splitting"})
"""Kinds that concern the message as a whole, and stand before the cases."""

EFFECT_KINDS = frozenset({"open", "act", "wait"})
"""Kinds that change something outside."""


FLOW = "salesforce.flow"


class Retry(Strict):
    """How often a failed call is tried, and how long to wait before the first new try (doubled each time)."""

    times: int = Field(default=3, ge=1, le=10)
    wait_seconds: float = Field(default=0.5, ge=0, le=3600)


class Step(Strict):
    """What all steps share."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str = ""
    when: str = ""  #: an expression; the step is skipped, with a hop that says so, where it is false
    on_unsure: Literal["", "review", "go_on"] = ""  #: empty: what the workflow says
    on_error: Literal["review", "stop", "go_on"] = "review"


class FormKeys(Strict):
    """Keys of web forms and of rows of lists that tell who sent the item, what about and when; a group's key stands
    before its own (`customer.email`). They are looked for before the usual ones (`email`, `message`, ...)."""

    sender: tuple[str, ...] = ()  #: the sender's e-mail address
    name: tuple[str, ...] = ()  #: the sender's name
    subject: tuple[str, ...] = ()
    body: tuple[str, ...] = ()  #: what was written
    date: tuple[str, ...] = ()
    id: tuple[str, ...] = ()  #: what tells an item from all others, as a Message-ID does


class ReadStep(Step):
    """Bytes → Document, and the candidates that the directory finds in it."""

    kind: Literal["read"]
    form: FormKeys = FormKeys()


class TriageStep(Step, Asks):
    """Is it work at all?"""

    kind: Literal["triage"]
    sure_from: SureFrom = 0.75


class OpenStep(Step):
    """The record, first of all: the run's own record and the case, in the intake queue."""

    kind: Literal["open"]
    queue: str
    tool: str = "salesforce.open_record"


class SplittingStep(Step, Asks):
    """Message → requests, one an account that is asked about."""

    kind: Literal["splitting"]
    most: int = Field(default=200, ge=1, le=2000)  #: more requests than this in one message go to a person


class MatchingStep(Step):
    """Request → account, from the candidates."""

    kind: Literal["matching"]
    model: str = "local"
    sure_from: float = Field(default=0.8, ge=0, le=1)


class ClassificationStep(Step, Asks):
    """Request → category."""

    kind: Literal["classification"]
    categories: str


class ExtractionStep(Step, Asks):
    """Request → field values with evidence. Below `sure_from` the next model is asked, never a person."""

    kind: Literal["extraction"]
    fields: str


class DocumentsStep(Step, Asks):
    """The files of a request → the kinds of documents that they are."""

    kind: Literal["documents"]
    documents: str
    sure_from: SureFrom = 0.7


class CompletenessStep(Step):
    """Required fields and documents that are missing → a drafted question."""

    kind: Literal["completeness"]
    ask: Literal["sender"] = "sender"
    model: str = "local"  #: who words the question; what it words is checked before anybody sees it


class DecideStep(Step):
    """A decision table over what is known; `gives` names its output columns."""

    kind: Literal["decide"]
    table: str
    gives: tuple[str, ...] = Field(min_length=1)


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


class ReviewStep(Step):
    """A person looks at the whole proposal, where `when` holds."""

    kind: Literal["review"]
    group: str = ""
    reason: str = ""


class WaitStep(Step):
    """Stops until the sender answers (`ask`), an event comes (`event`), or a time (`until`, `lasts`)."""

    kind: Literal["wait"]
    ask: Literal["", "sender"] = ""  #: asks for what 'completeness' found missing; nothing missing: no wait
    event: str = Field(default="", pattern=r"^([a-z][a-z0-9_]*)?$")  #: name of the event that ends the wait
    until: str = ""  #: an expression that gives a date or a moment
    lasts: str = ""  #: a length of time, such as 3 days
    within: str = ""  #: when the answer or the event has to be there, such as 2 business days; empty: whenever
    remind: tuple[str, ...] = ()  #: how long after a question its reminders follow, such as [1 business day]
    send: bool = False  #: questions and reminders are sent; else they stand on the record as drafts
    send_from: str = ""  #: an organization-wide address of the org to send from; empty: that of the org's user
    answer_from: Literal["sender", "domain", "thread"] = "sender"  #: whose answer is taken without a person
    times: int = Field(default=2, ge=1, le=9)  #: how often the sender is asked before a person is
    otherwise: Literal["review", "go_on"] = "review"  #: at the deadline

    @field_validator("within", "lasts")
    @classmethod
    def _length(cls, text: str) -> str:
        return _lengths((text,))[0] if text else text

    @field_validator("remind")
    @classmethod
    def _reminders(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        return _lengths(texts)

    @model_validator(mode="after")
    def _one_end(self) -> WaitStep:
        ends = [name for name in ("ask", "event", "until", "lasts") if getattr(self, name)]
        if len(ends) != 1:
            raise ValueError("a wait has one of 'ask', 'event', 'until', 'lasts'")
        if self.within and ends[0] in ("until", "lasts"):
            raise ValueError("'within' is for an answer or an event; a time comes by itself")
        if self.remind and not self.ask:
            raise ValueError("'remind' is for questions: say 'ask: sender'")
        return self


def _lengths(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        try:
            length(text)
        except InputError as error:
            raise ValueError(str(error)) from None
    return texts


AnyStep = Annotated[
    ReadStep
    | TriageStep
    | OpenStep
    | SplittingStep
    | MatchingStep
    | ClassificationStep
    | ExtractionStep
    | DocumentsStep
    | CompletenessStep
    | DecideStep
    | ActStep
    | ReviewStep
    | WaitStep,
    Field(discriminator="kind"),
]


class ForEach(Strict):
    """Steps that run once for each case: the children of a split, or the one case; never the parent."""

    for_each: Literal["case"]
    steps: tuple[AnyStep, ...] = Field(min_length=1)


class RecogniseBy(Strict):
    """Which fields of the account object recognise it in a text."""

    name: tuple[str, ...] = ("Name",)
    host: tuple[str, ...] = ("Website",)
    code: tuple[str, ...] = ()
    phone: tuple[str, ...] = ("Phone",)
    sender: tuple[str, ...] = ("Contact.Email",)
    town: tuple[str, ...] = ("BillingCity",)
    address: tuple[str, ...] = ("BillingStreet", "BillingPostalCode")
    group: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: (value,) if isinstance(value, str) else value for key, value in data.items()}


class AccountRule(Strict):
    """Where accounts come from, how they are recognised, and what makes one a case."""

    object: str = "Account"
    key: str = "ExternalId__c"  #: the field by which people and evaluations name an account
    where: str = ""  #: an expression over the account's fields; those for which it is false are no candidates
    parent: str = "ParentId"
    kind: str = "Type"  #: the field that tells kinds of accounts apart; who is of a rare kind writes for the usual one
    recognise_by: RecogniseBy = RecogniseBy()
    a_case_is: str = "one account that is asked about"


class RecordRule(Strict):
    """The Salesforce record of a case: its object, and its fields as expressions over what is known."""

    object: str = "Case"
    owner: str = "queue"  #: the value that names the queue to own it
    opening: dict[str, str] = Field(default_factory=dict)  #: fields when it is opened: expressions over the message
    values: dict[str, str] = Field(default_factory=dict)


class ParentRule(Strict):
    """The parent record of a message that is split."""

    owner: str = ""  #: queue of the parent; empty: where it was opened
    closes: Literal["when all children are closed"] = "when all children are closed"


class MapRule(Strict):
    """A derived value by a lookup: values of `map` → the key of `by` that lists them.

    `several` is given where the values lead to more than one key; `otherwise` where they lead to none.
    """

    map: str
    by: dict[str, tuple[str, ...]]
    several: str | None = None
    otherwise: str | None = None


class BandRule(Strict):
    """A derived value by bands over a number: the first band whose upper limit (exclusive) is above it."""

    band: str
    below: dict[str, float]  #: name → upper limit, ascending
    otherwise: str | None = None


class FirstRule(Strict):
    """A derived value: the first of these expressions that is set."""

    first: tuple[str, ...] = Field(min_length=1)
    otherwise: str | None = None


DeriveRule = MapRule | BandRule | FirstRule | str
"""A string is an expression."""


class QuestionWords(Strict):
    """Words around what is asked for, in one language; what is empty stays as the project has it."""

    opening: str = ""  #: the line above the fields
    documents: str = ""  #: the line above documents, where fields stand above them
    documents_alone: str = ""  #: the same where no field is asked for
    reminder: str = ""  #: the line with which a reminder begins
    closing: str = ""


class SecondLook(Strict):
    """What the local reader is asked where a model reads: what differs goes to a person, as with all that is unsure."""

    accounts: Literal["review", "go_on"] = "review"  #: the model sees other accounts asked about than the local reader
    category: Literal["review", "go_on"] = "review"  #: it gives another category
    likely_from: float = Field(default=1.0, ge=0, le=1)  #: none is another that is so likely to the local reader
    work: Literal["review", "go_on"] = "review"  #: it takes for no work what the local reader takes for work
    own_words: Literal["review", "go_on"] = "review"  #: only a signature, an older message or a file speaks for it


class Pace(Strict):
    """How fast the queued runs of a workflow are worked on, over all workers. What is left out is not limited."""

    at_a_time: int | None = Field(default=None, ge=1)
    starts: int | None = Field(default=None, ge=1)  #: that many may begin ...
    within_seconds: float = Field(default=60, gt=0)  #: ... within so many seconds


class IntakeRule(Strict):
    """Records of the org that begin work: mails that Email-to-Case put on cases, or records of any object."""

    object: str = "EmailMessage"
    where: str = ""  #: a condition in SOQL over the object's fields; mail is taken only where it came in
    again: Literal["new", "changed"] = "new"  #: whether a record that changes begins work once more
    files: bool = True  #: the files on the record are read too
    fields: dict[Literal["subject", "text", "html", "sender", "name", "date"], str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_where_the_text_is(self) -> IntakeRule:
        if self.object != "EmailMessage" and not self.fields.keys() & {"text", "html"}:
            raise ValueError(
                f"'fields' says which fields of {self.object} hold the text, such as {{text: Description}}"
            )
        return self


class WorkflowDefinition(Strict):
    """One workflow, as operations own it."""

    workflow: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    record: RecordRule = RecordRule()
    account: AccountRule = AccountRule()
    intake: IntakeRule | None = None  #: what is taken from the org by 'switchyard intake'
    parent: ParentRule = ParentRule()
    derive: dict[str, DeriveRule] = Field(default_factory=dict)
    together: Literal["reading", "none"] = "reading"  #: one call of a model may answer all reading steps that name it
    second_look: SecondLook = SecondLook()  #: before a model's reading is believed alone
    hours: Hours | None = None  #: when people work, for lengths of business time; a team's own hours go before it
    questions: dict[str, QuestionWords] = Field(default_factory=dict)  #: language → own words for questions to senders
    on_unsure: Literal["review", "go_on"] = "review"
    on_partly_unsure: Literal["hold_all"] = "hold_all"
    tools: tuple[str, ...] = ("salesforce.open_record", "salesforce.save_case", "salesforce.log")  #: all it may call
    log_rows: tuple[str, ...] = ("decide", "review", "act")  #: step kinds that get a row of their own in the org
    learn: Learn = "by_hand"  #: when corrections take effect: by 'switchyard learn', or by themselves behind its gate
    embedding: EmbeddingRule | None = None  #: vectors that the local reader uses besides words; none is needed
    pace: Pace | None = None
    steps: tuple[AnyStep | ForEach, ...] = Field(min_length=1)

    def all_steps(self) -> tuple[AnyStep, ...]:
        """Every step, those of the for_each block in their place."""
        out: list[AnyStep] = []
        for step in self.steps:
            out.extend(step.steps if isinstance(step, ForEach) else (step,))
        return tuple(out)
