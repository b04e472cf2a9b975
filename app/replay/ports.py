"""The ports of a replay: they answer from the records of the run, and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.reading.asked import current
from app.replay.recording import LOG, account_key, model_key, tool_key
from workflow.accounts import Account, Candidates
from workflow.errors import SwitchyardError
from workflow.models_calls import Answered
from workflow.models_failures import ModelFailure
from workflow.result import Result

if TYPE_CHECKING:
    from tools.store.said import Said
    from workflow.document import Document
    from workflow.models_calls import Purpose, Question
    from workflow.result import Effect


class NotRecorded(SwitchyardError):
    """The replay asks what the run did not ask: from here on it goes another way."""


@dataclass(frozen=True)
class ReplayedTools:
    """Gives the results that the tools gave. `same_key`: whether a call is known by its whole key, or, where an input
    was changed, by the step that makes it."""

    said: Said
    run: str
    changed: bool = False

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """The result of that call. Raises NotRecorded."""
        if name == LOG:
            return Result()
        kept = self.said.get(self.run, tool_key(name, key))
        if kept is not None:
            return Result.model_validate_json(kept)
        if self.changed:
            return Result(records=({"replayed": f"{name} would be called with these arguments"},))
        raise NotRecorded(f"{name} is called as it was not called by the run ({key}): nothing is recorded of that")

    def effect(self, name: str) -> Effect:
        """Every call is answered from the records: none is made twice."""
        return "keyed"


@dataclass(frozen=True)
class ReplayedModels:
    """Gives the answers that the models gave."""

    said: Said
    run: str
    currency: str

    def recall(self, question: Question) -> Answered | None:
        """Nothing: what was recalled is answered as what was asked."""
        return None

    def ask(self, question: Question, purpose: Purpose) -> Answered:
        """The answer to that question, or the failure. Raises NotRecorded."""
        kept = self.said.get(self.run, model_key(question))
        if kept is None:
            raise NotRecorded(
                f"'{question.name}' is asked of {question.alias} as the run did not ask it: nothing is recorded of that"
            )
        plain = json.loads(kept)
        if "failure" in plain:
            raise _failure(plain["failure"])
        return Answered.model_validate(plain["answered"])

    def keep(self, question: Question, answered: Answered) -> None:
        """Nothing is kept."""


@dataclass(frozen=True)
class ReplayedBook:
    """Gives the accounts that the directory gave: the candidates of the message, and those that people named."""

    said: Said
    run: str
    known: Candidates | None
    accounts: Mapping[str, Account]  #: by record id

    def candidates(self, document: Document) -> Candidates:
        """Those of the message. Raises NotRecorded."""
        if self.known is None:
            raise NotRecorded("the run did not come as far as to look for accounts")
        return self.known

    def account(self, record: str) -> Account | None:
        """The account as it was then. Raises NotRecorded."""
        if self.said.get(self.run, account_key(f"id {current().purpose.step}", record)) is not None:
            return None
        if record not in self.accounts:
            raise NotRecorded(f"the account {record} is looked up, which the run did not do")
        return self.accounts[record]

    def by_key(self, key: str) -> Account | None:
        """The account as it was then. Raises NotRecorded."""
        kept = self.said.get(self.run, account_key("key", key))
        if kept is not None:
            plain = json.loads(kept)
            return Account.model_validate(plain) if plain else None
        found = next((account for account in self.accounts.values() if account.key == key), None)
        if found is None:
            raise NotRecorded(f"the account {key} is looked up, which the run did not do: only recorded ones can be")
        return found


def _failure(told: dict[str, str]) -> ModelFailure:
    """The failure of that kind again."""
    kinds, open_ = {ModelFailure.kind: ModelFailure}, [ModelFailure]
    while open_:
        for each in open_.pop().__subclasses__():
            kinds[each.kind] = each
            open_.append(each)
    return kinds.get(told["kind"], ModelFailure)(told["message"])
