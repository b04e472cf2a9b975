"""What a recorded run is replayed with: its own document and candidates, and its own answers to questions that are the
same for the candidate. Nothing is read, searched or asked again that the candidate does not change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from agents.reading.asked import current
from agents.reading.reader import NO_WORDS
from workflow.accounts import Account, Candidates
from workflow.bundle import Bundle
from workflow.cascade import Asks
from workflow.definition import (
    AccountRule,
    ClassificationStep,
    DocumentsStep,
    ExtractionStep,
    QuestionWords,
    ReadStep,
    WorkflowDefinition,
)
from workflow.document import Document
from workflow.identifiers import canonical, digest
from workflow.interpretation import Classification, Documents, Extraction, Request, Splitting, Triage
from workflow.trace import Hop

if TYPE_CHECKING:
    from agents.reading.reader import Reader
    from tools.directory import Directory
    from workflow.categories import CategorySet
    from workflow.documents import DocumentSet, DocumentType
    from workflow.fields import FieldSet

M = TypeVar("M", bound=BaseModel)
HopsByStep = Mapping[tuple[str, str], Hop]


@dataclass
class Now:
    """The run that is being replayed, and what of it still holds for the candidate."""

    document: Document | None = None  #: None: the message is read anew
    candidates: Candidates | None = None  #: None: accounts are looked for anew
    hops: HopsByStep = field(default_factory=dict)
    steps: frozenset[str] = frozenset()  #: those that ask the same of the same readers
    accounts: Mapping[str, Account] = field(default_factory=dict)
    kept: int = 0

    def answer(self, kind: type[M], case: str = "") -> M | None:
        """The recorded answer to what is being asked now; None where it has to be asked."""
        step = current().purpose.step
        hop = self.hops.get((step, case)) if step in self.steps else None
        if hop is None or hop.status not in ("done", "unsure"):
            return None
        try:
            said = kind.model_validate({name: v for name, v in hop.detail.items() if name in kind.model_fields})
        except ValidationError:
            return None  # recorded by a version that told it otherwise
        self.kept += 1
        return said


def same_steps(before: Bundle, after: Bundle, workflow: str) -> frozenset[str]:
    """Ids of the steps whose question is the same in both bundles, word for word."""
    old = {step.id: step for step in before.workflow(workflow).all_steps()}
    return frozenset(
        step.id
        for step in after.workflow(workflow).all_steps()
        if isinstance(step, Asks) and isinstance(then := old.get(step.id), Asks) and len(step.models) == 1
        and _asked(after, after.workflow(workflow), step) == _asked(before, before.workflow(workflow), then)
    )  # fmt: skip


def same_accounts(before: WorkflowDefinition, after: WorkflowDefinition) -> bool:
    """Whether both recognise the same accounts by the same."""
    return _recognised(before.account) == _recognised(after.account)


def same_reading(before: WorkflowDefinition, after: WorkflowDefinition) -> bool:
    """Whether both read a message into the same document."""
    forms = [[s.form for s in each.all_steps() if isinstance(s, ReadStep)] for each in (before, after)]
    return forms[0] == forms[1]


def _recognised(rule: AccountRule) -> str:
    return rule.model_copy(update={"a_case_is": ""}).model_dump_json()


def _asked(bundle: Bundle, definition: WorkflowDefinition, step: Any) -> str:
    """A digest of everything that the answer to a step's question depends on, but the message and earlier answers."""
    steps = definition.all_steps()
    categories = [bundle.categories[s.categories] for s in steps if isinstance(s, ClassificationStep)]
    fields = [bundle.fields[s.fields] for s in steps if isinstance(s, ExtractionStep)]
    parts: list[Any] = [step.kind, step.models, _recognised(definition.account), definition.embedding]
    parts.append(bundle.learned.get(definition.workflow))
    local = all(name not in bundle.models or bundle.models[name].reader == "local" for name in step.models)
    if not local:
        # One question may ask everything at once, and a prompt shows what the bundle says.
        parts += [*categories, *fields, *bundle.documents.values(), definition.account, definition.second_look]
        parts += [definition.together, *(bundle.models[name] for name in step.models), *bundle.prompts.values()]
    elif isinstance(step, ClassificationStep):
        parts.append(bundle.categories[step.categories])
    elif isinstance(step, ExtractionStep):
        parts.append(bundle.fields[step.fields])
    elif isinstance(step, DocumentsStep):
        parts.append(bundle.documents[step.documents])
    elif step.kind == "triage":
        parts += categories
    else:
        parts.append(definition.account)
    return digest(canonical([p.model_dump(mode="json") if isinstance(p, BaseModel) else p for p in parts]))


@dataclass
class RecordedReader:
    """The reader of a step: recorded answers where they hold, else `inner`'s."""

    inner: Reader
    now: Now

    def __post_init__(self) -> None:
        self.name, self.version = self.inner.name, self.inner.version

    def triage(self, document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
        """Is it work?"""
        kept = self.now.answer(Triage) if self._same(document, candidates) else None
        return kept or self.inner.triage(document, categories, candidates)

    def split(self, document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
        """Which accounts are asked about?"""
        kept = self.now.answer(Splitting) if self._same(document, candidates) else None
        return kept or self.inner.split(document, candidates, rule)

    def classify(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...] = ()
    ) -> Classification:
        """Which category is it?"""
        kept = self.now.answer(Classification, _case()) if self._same(document, None, request, others) else None
        return kept or self.inner.classify(document, request, categories, others)

    def extract(
        self,
        document: Document,
        request: Request,
        fields: FieldSet,
        category: str | None,
        candidates: Candidates,
        others: tuple[Request, ...] = (),
    ) -> Extraction:
        """Which values are stated?"""
        same = self._same(document, candidates, request, others) and category == self._category()
        kept = self.now.answer(Extraction, _case()) if same else None
        return kept or self.inner.extract(document, request, fields, category, candidates, others)

    def classify_documents(
        self, document: Document, request: Request, kinds: DocumentSet, others: tuple[Request, ...] = ()
    ) -> Documents:
        """Which kinds are the files?"""
        kept = self.now.answer(Documents, _case()) if self._same(document, None, request, others) else None
        return kept or self.inner.classify_documents(document, request, kinds, others)

    def draft(
        self,
        document: Document,
        missing: FieldSet,
        language: str,
        documents: tuple[DocumentType, ...] = (),
        own: Mapping[str, QuestionWords] = NO_WORDS,
    ) -> str:
        """A question to the sender: drafted anew."""
        return self.inner.draft(document, missing, language, documents, own)

    def _same(
        self,
        document: Document,
        candidates: Candidates | None,
        request: Request | None = None,
        others: tuple[Request, ...] = (),
    ) -> bool:
        """Whether the inputs are those of the recorded run."""
        if document != self.now.document or (candidates is not None and candidates != self.now.candidates):
            return False
        return request is None or set(self._requests()) == {request, *others}

    def _requests(self) -> tuple[Request, ...]:
        splitting = next((hop for hop in self.now.hops.values() if hop.kind == "splitting"), None)
        if splitting is None:
            return (Request(key="whole"),)
        try:
            return tuple(Request.model_validate(each) for each in splitting.detail.get("requests", ()))
        except ValidationError:
            return ()

    def _category(self) -> str | None:
        hops = [h for (_, case), h in self.now.hops.items() if case == _case() and h.kind == "classification"]
        return hops[-1].detail.get("category") if hops else None


def _case() -> str:
    return current().purpose.case


@dataclass
class RecordedDirectory:
    """The accounts as they were for the run; those that were no candidates, and everything else, from the org."""

    inner: Callable[[], Directory]
    now: Now

    def candidates(self, document: Document) -> Candidates:
        """Those of the run, where the document is its own."""
        if self.now.candidates is not None and document == self.now.document:
            return self.now.candidates
        return self.inner().candidates(document)

    def account(self, record: str) -> Account | None:
        """As the run saw it."""
        return self.now.accounts.get(record) or self.inner().account(record)

    def by_key(self, key: str) -> Account | None:
        """As the org has it."""
        return self.inner().by_key(key)
