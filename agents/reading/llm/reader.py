"""The reader that asks models: the protocol of `agents/reading/reader.py` over the port `workflow/models_calls.py`.

Where the definition reads together, the first question that a step asks brings the answers to all; they are kept, and
each specialist takes and verifies its part. Where no model gives a usable answer, the local reader reads on, or a
person is asked, as the alias says.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TypeVar

from pydantic import BaseModel

from agents.reading.asked import current
from agents.reading.llm import problems, questions, second_look
from agents.reading.llm.answers import SaidReading, SaidRequest
from agents.reading.llm.asking import Asker, Reply
from agents.reading.llm.composition import Composed, Composer, Pictures
from agents.reading.llm.conversion import to_classification, to_documents, to_extraction, to_splitting, to_triage
from agents.reading.llm.examples import Example
from agents.reading.llm.plan import plan_of
from agents.reading.reader import NO_WORDS, Reader
from workflow.accounts import Candidates
from workflow.bundle import Bundle
from workflow.categories import CategorySet
from workflow.definition import AccountRule, QuestionWords, WorkflowDefinition
from workflow.document import Document
from workflow.documents import DocumentSet, DocumentType
from workflow.fields import FieldSet
from workflow.interpretation import Classification, Documents, Extraction, Request, Splitting, Triage
from workflow.models import ModelAlias
from workflow.models_calls import ModelCall, Models
from workflow.models_failures import BudgetSpent, Malformed, ModelFailure, PriceUnknown

A = TypeVar("A", bound=BaseModel)
R = TypeVar("R")

VERSION = "1"
REMEMBERED = 64
"""Combined answers that are kept at hand; others come from the cache."""


@dataclass
class _Read:
    """A combined answer at hand. It holds what it was asked about, whose identity is the key to it."""

    document: Document
    candidates: Candidates
    said: SaidReading
    composed: Composed

    @cached_property
    def splitting(self) -> Splitting:
        """Its requests, with their places in the text."""
        return to_splitting(self.said.splitting, self.composed)


class LlmReader:
    """One alias of one workflow of one bundle. `floor` is the local reader."""

    name = "litellm"
    version = VERSION

    def __init__(
        self,
        alias: str,
        bundle: Bundle,
        definition: WorkflowDefinition,
        models: Models,
        floor: Reader,
        pictures: Pictures = lambda document: (),
        pool: Sequence[Example] = (),
    ) -> None:
        self.alias, self.bundle, self.floor = alias, bundle, floor
        self.rule, self.look = definition.account, definition.second_look
        self.plan = plan_of(bundle, definition, alias)
        self.asker = Asker(models, bundle.models)
        self.composer = Composer(bundle.prompts, definition.account, pictures, pool)
        self._wording = questions.reading(self.plan, self.rule)
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[int, int], _Read] = OrderedDict()

    # -- the protocol --------------------------------------------------------------------------------------------

    def triage(self, document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
        """Is it work?"""

        local = partial(self.floor.triage, document, categories, candidates)

        def ask() -> Triage:
            if self.plan.together:
                reply = self._reading(document, candidates)
                said = to_triage(reply.said.triage, reply.composed)
            else:
                single = self._ask(questions.triage(categories), document, candidates)
                said = to_triage(single.said, single.composed)
            return said if said.actionable else second_look.at_triage(self.look, said, local())

        return self._or_local("triage", ask, local)

    def split(self, document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
        """Which accounts are asked about, and which text concerns each?"""

        local = partial(self.floor.split, document, candidates, rule)

        def ask() -> Splitting:
            if self.plan.together:
                said = self._reading(document, candidates).splitting
            else:
                single = self._ask(questions.splitting(rule), document, candidates)
                said = to_splitting(single.said, single.composed)
            return second_look.at_splitting(self.look, said, local())

        return self._or_local("splitting", ask, local)

    def classify(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...] = ()
    ) -> Classification:
        """Which category is this request?"""

        local = partial(self.floor.classify, document, request, categories, others)

        def ask() -> Classification:
            found = self._part(document, None, request) if categories == self.plan.categories else None
            if found is not None:
                said = _category(*found, request)
            else:
                single = self._ask(questions.classification(document, request, categories), document, Candidates())
                said = to_classification(single.said, single.composed, request.spans)
            return second_look.at_classification(self.look, document, said, local())

        return self._or_local("classification", ask, local)

    def extract(
        self,
        document: Document,
        request: Request,
        fields: FieldSet,
        category: str | None,
        candidates: Candidates,
        others: tuple[Request, ...] = (),
    ) -> Extraction:
        """Which values does the message state for this request?"""

        def ask() -> Extraction:
            found = self._part(document, candidates, request) if fields == self.plan.fields else None
            if found is not None:
                said, composed = found
                values = [value for each in said for value in each.fields]
                return to_extraction(values, fields, composed, request.spans)
            single = self._ask(questions.extraction(document, request, fields, category), document, candidates)
            return to_extraction(single.said.fields, fields, single.composed, request.spans)

        local = lambda: self.floor.extract(document, request, fields, category, candidates, others)  # noqa: E731
        return self._or_local("extraction", ask, local)

    def classify_documents(
        self, document: Document, request: Request, kinds: DocumentSet, others: tuple[Request, ...] = ()
    ) -> Documents:
        """Which kind of document is each file of this request?"""

        def ask() -> Documents:
            if not any(part.kind == "attachment" for part in document.parts):
                return Documents()
            single = self._ask(questions.documents(document, request, kinds), document, Candidates())
            return to_documents(single.said, single.composed)

        local = lambda: self.floor.classify_documents(document, request, kinds, others)  # noqa: E731
        return self._or_local("documents", ask, local)

    def draft(
        self,
        document: Document,
        missing: FieldSet,
        language: str,
        documents: tuple[DocumentType, ...] = (),
        own: Mapping[str, QuestionWords] = NO_WORDS,
    ) -> str:
        """A question to the sender that asks for what is missing."""

        def ask() -> str:
            single = self._ask(questions.completeness(missing, documents, language), document, Candidates())
            if any(problems.of_question(single.said)):
                raise Malformed("the drafted question names an address or a link")
            return single.composed.redactor.restore(single.said.question)

        local = lambda: self.floor.draft(document, missing, language, documents, own)  # noqa: E731
        return self._or_local("completeness", ask, local)

    def composed(self, document: Document, candidates: Candidates) -> Composed:
        """The combined question about a message, as it would be asked."""
        return self.composer.compose(self._wording, self.alias, self.bundle.models[self.alias], document, candidates)

    # -- inside --------------------------------------------------------------------------------------------------

    def _ask(self, wording: questions.Wording[A], document: Document, candidates: Candidates) -> Reply[A]:
        def compose(alias: str, model: ModelAlias) -> Composed:
            return self.composer.compose(wording, alias, model, document, candidates)

        return self.asker.ask(self.alias, wording, compose)

    def _reading(self, document: Document, candidates: Candidates) -> _Read:
        """The combined answer: asked once, then remembered, and after a restart found in the cache."""
        key = (id(document), id(candidates))
        with self._lock:
            known = self._read.get(key)
        if known is not None:
            asked = known.composed.question
            line = ModelCall(question=asked.name, alias=asked.alias, model=asked.model.model, outcome="cached")
            current().calls.append(line)
            return known
        reply = self._ask(self._wording, document, candidates)
        read = _Read(document, candidates, reply.said, reply.composed)
        with self._lock:
            self._read[key] = read
            while len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        return read

    def _part(
        self, document: Document, candidates: Candidates | None, request: Request
    ) -> tuple[list[SaidRequest], Composed] | None:
        """What a combined answer says of a request; None where it was not asked for, or does not know the request."""
        if not self.plan.together:
            return None
        candidates = candidates if candidates is not None else current().candidates()
        if candidates is None:
            return None
        read = self._reading(document, candidates)
        known = read.splitting.requests
        there = {each.account.id for each in candidates.candidates}
        found = [
            said
            for said, each in zip(read.said.requests, known, strict=True)
            if _same(each, request, there) or len(known) == 1
        ]
        return (found, read.composed) if found else None

    def _or_local(self, question: str, ask: Callable[[], R], local: Callable[[], R]) -> R:
        """The models' answer, or what stands in for it, with a line in the trace."""
        try:
            return ask()
        except ModelFailure as failure:
            spent = isinstance(failure, BudgetSpent | PriceUnknown)
            asks = self.bundle.budgets.when_spent if spent else self.bundle.models[self.alias].otherwise
            if asks == "review":
                raise
            told = f"the local reader reads on, because: {failure}"
            current().calls.append(ModelCall(question=question, alias="local", outcome="local", message=told[:300]))
            return local()


def _category(said: list[SaidRequest], composed: Composed, request: Request) -> Classification:
    """The category of a request; where several were put together as one and differ, nobody is sure."""
    told = [each.category for each in said if each.category is not None]
    if not told:
        return Classification(category=None, confidence=0.0, reason="the model names no category")
    first = to_classification(told[0], composed, request.spans)
    different = [each.category for each in told[1:] if each.category != told[0].category]
    if different:
        reason = f"{first.reason}; another request for the same account is {different[0]}"
        return first.model_copy(update={"confidence": min(first.confidence, 0.5), "reason": reason})
    return first


def _same(one: Request, other: Request, there: set[str]) -> bool:
    """Whether a request of an answer is the one that splitting made of it: it may have dropped what is no candidate."""
    accounts = tuple(account for account in one.accounts if account in there)
    return accounts == other.accounts and (bool(accounts) or one.named.casefold() == other.named.casefold())
