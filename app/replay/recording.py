"""The ports of a run, with what they answer written down, so that the run can be replayed from its records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.reading.asked import current
from workflow.identifiers import run_of
from workflow.models_failures import ModelFailure

if TYPE_CHECKING:
    from tools.store.said import Said
    from workflow.accounts import Account, AccountBook, Candidates
    from workflow.document import Document
    from workflow.models_calls import Answered, Models, Purpose, Question
    from workflow.result import Effect, Result, Tool

LOG = "salesforce.log"
"""What a run tells of itself: nothing is decided by what comes back, so that it is not kept."""


def tool_key(name: str, key: str) -> str:
    """Under what the result of a call is kept: the tool, and the key by which the call is made once."""
    return f"tool {name} {key}"


def model_key(question: Question) -> str:
    """Under what a model's answer is kept: the content of the question."""
    return f"model {question.key}"


def account_key(how: str, name: str) -> str:
    """Under what an account is kept that was looked up by `how` ('id' or 'key')."""
    return f"account {how} {name}"


@dataclass(frozen=True)
class RecordingTools:
    """Tools whose results are kept with the run that the key of the call names."""

    inner: Tool
    said: Said

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """As the tool does."""
        result = self.inner.call(name, arguments, key)
        if name != LOG and key:
            self.said.put(run_of(key.partition(":")[0]), tool_key(name, key), result.model_dump_json())
        return result

    def effect(self, name: str) -> Effect:
        """As the tool says."""
        return self.inner.effect(name)


@dataclass(frozen=True)
class RecordingModels:
    """Models whose answers and failures are kept with the run that asks."""

    inner: Models
    said: Said

    @property
    def currency(self) -> str:
        """That of the costs."""
        return self.inner.currency

    def recall(self, question: Question) -> Answered | None:
        """What was answered before; kept for this run too, since the cache forgets."""
        answered = self.inner.recall(question)
        if answered is not None:
            self._keep(current().purpose.run, question, {"answered": answered.model_dump(mode="json")})
        return answered

    def ask(self, question: Question, purpose: Purpose) -> Answered:
        """As the models do."""
        try:
            answered = self.inner.ask(question, purpose)
        except ModelFailure as failure:
            told = {"kind": failure.kind, "message": str(failure)}
            self._keep(purpose.run, question, {"failure": told})
            raise
        self._keep(purpose.run, question, {"answered": answered.model_dump(mode="json", exclude={"attempts"})})
        return answered

    def keep(self, question: Question, answered: Answered) -> None:
        """As the models do."""
        self.inner.keep(question, answered)

    def _keep(self, run: str, question: Question, said: dict[str, Any]) -> None:
        if run:
            self.said.put(run, model_key(question), json.dumps(said, ensure_ascii=False))


@dataclass(frozen=True)
class RecordingBook:
    """A directory whose answers about single accounts are kept, where the candidates of the message do not say them."""

    inner: AccountBook
    said: Said

    def candidates(self, document: Document) -> Candidates:
        """As the directory does; the run keeps them itself."""
        return self.inner.candidates(document)

    def account(self, record: str) -> Account | None:
        """As the directory does. That one is gone is kept."""
        found = self.inner.account(record)
        asked = current().purpose
        if found is None and asked.run:
            self.said.put(asked.run, account_key(f"id {asked.step}", record), "null")
        return found

    def by_key(self, key: str) -> Account | None:
        """As the directory does."""
        found = self.inner.by_key(key)
        asked = current().purpose
        if asked.run:
            self.said.put(asked.run, account_key("key", key), found.model_dump_json() if found else "null")
        return found
