"""Answers to reviews that people give in the org, taken as those of the console are: once, and the first one counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphs.review_record import key_of
from tools.salesforce.reviewed import GivenAnswer, given_answers, settle
from workflow.errors import Busy, InputError, NotFound
from workflow.review import CaseEdit, Review, ReviewAnswer

if TYPE_CHECKING:
    from app.wiring import House

LONGEST_CHANGES = 32_768


@dataclass
class Answered:
    """How many answers were taken, came too late, were given back to the person, and were left for the next time."""

    taken: int = 0
    late: int = 0
    refused: int = 0
    left: int = 0


class OrgAnswers:
    """Takes what people answered on records of reviews.

    The store settles who was first: it keeps one answer of a review, and keeps it before the run goes on. The record
    is marked after that, so that a process which ends between the two finds the answer again, and knows it for taken.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    def take(self, tell: Callable[[str], None] = lambda _: None) -> Answered:
        """Takes what stands there. `tell` is handed a line for each. Raises InputError where the org cannot be read."""
        done = Answered()
        for given in given_answers(self._house.client):
            told = self._take(given, done)
            if told:
                who = f"{given.decision} by {given.by}" if given.decision else "withdrawn"
                tell(f"{given.key}  {who}: {told}")
        return done

    def _take(self, given: GivenAnswer, done: Answered) -> str:
        review_id, _, version = given.key.rpartition("-")
        try:
            asked = self._house.store.reviews.get(review_id)
        except NotFound:
            done.left += bool(given.decision)
            return "not one of the reviews of this store; it is left as it is" if given.decision else ""
        if str(asked.version) != version:
            done.late += bool(given.decision)
            note = f"the message was read anew meanwhile: answer {key_of(asked)}"
            settle(self._house.client, given, note, withdrawn=True)
            return note
        if not given.decision:
            return ""
        if asked.status == "open":
            try:
                report = self._house.answer(asked.id, answer_of(asked, given))
            except Busy:
                done.left += 1
                return "the run is being worked on; it is taken the next time"
            except InputError as error:
                asked = self._house.store.reviews.get(review_id)
                if asked.status == "open":
                    done.refused += 1
                    settle(self._house.client, given, f"not taken: {error}. Correct it, and answer again", again=True)
                    return f"not taken: {error}"
            else:
                done.taken += 1
                parked = f"; the run then stopped: {report.run.error}" if report.outcome == "error" else ""
                settle(self._house.client, given, f"taken{parked}")
                return f"taken{parked}"
        return self._settled(asked, given, done)

    def _settled(self, asked: Review, given: GivenAnswer, done: Answered) -> str:
        """The review is answered already: by this very answer, or by somebody who was first."""
        first = asked.answer
        assert first is not None  # noqa: S101 (it is answered)
        if (first.by, first.decision) == (_by(given), given.decision):
            done.taken += 1
            note = "taken"
        else:
            done.late += 1
            note = f"not taken: {first.by} was first, at {asked.answered}: {first.decision}"
        settle(self._house.client, given, note)
        return note


def answer_of(asked: Review, given: GivenAnswer) -> ReviewAnswer:
    """The answer as the run takes it. Raises InputError, in words for the person, for one that says two things."""
    changes = _changes(given)
    cases = asked.proposal.cases
    if len(cases) == 1:
        own = {name: value for name, value in _own(asked, given).items() if value}
        if own:
            before = changes.get(cases[0].key, CaseEdit())
            changes[cases[0].key] = before.model_copy(update=own)
    if given.decision == "edit" and not changes:
        raise InputError("'edit' changes nothing: change account, category, queue or Changes JSON, or say accept")
    if given.decision != "edit" and changes:
        raise InputError(f"the proposal was changed, and the answer is '{given.decision}': say edit, or take it back")
    if given.decision not in ("accept", "edit", "reject"):
        raise InputError(f"'{given.decision}' is no answer: accept, edit or reject")
    return ReviewAnswer.model_validate(
        {"decision": given.decision, "by": _by(given), "comment": given.comment, "cases": changes}
    )


def _by(given: GivenAnswer) -> str:
    return f"{given.by}, in Salesforce"


def _own(asked: Review, given: GivenAnswer) -> dict[str, str | None]:
    """What differs from the one case that was proposed; a field that was emptied says nothing."""
    case = asked.proposal.cases[0]
    stood = {"account": case.account, "category": case.category, "queue": case.queue}
    said = {"account": given.account, "category": given.category, "queue": given.queue}
    return {name: value if value != (stood[name] or "") else None for name, value in said.items()}


def _changes(given: GivenAnswer) -> dict[str, CaseEdit]:
    from pydantic import ValidationError

    if not given.changes:
        return {}
    try:
        if len(given.changes) > LONGEST_CHANGES:
            raise ValueError("too long")
        told: Any = json.loads(given.changes)
        return {str(key): CaseEdit.model_validate(edit) for key, edit in dict(told).items()}
    except (ValueError, TypeError, RecursionError, ValidationError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else str(error)
        raise InputError(f'Changes JSON: {why}; such as {{"CASE": {{"category": "…"}}}}') from None
