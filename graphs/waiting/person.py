"""A wait that comes to a person: the review with what is known by now, and what their answer does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graphs import edits, gate, review_record
from graphs.loaded import loaded
from graphs.log import LOG
from graphs.outcome import Told
from graphs.proposal import propose
from graphs.waiting.amending import amend, as_saved, is_closed
from graphs.waiting.asking import ask
from graphs.waiting.place import Place
from workflow.identifiers import digest
from workflow.interpretation import Doubt
from workflow.review import Review, ReviewAnswer
from workflow.waits import Wait, wait_id
from workflow.work import CaseWork


def ask_person(at: Place, doubts: Sequence[Doubt], detail: dict[str, Any] | None = None) -> Told[CaseWork]:
    """Persists the review and has the wait stand until it is answered. Asking twice asks once."""
    wait = _row(at)
    proposal = propose(at.context, at.message, [at.case])
    proposal = proposal.model_copy(update={"doubts": (*proposal.doubts, *doubts), "wait": wait.id})
    review = Review(
        id="V" + digest(f"{wait.id}:{at.event}")[:12], run=at.run, proposal=proposal, created=at.context.stamp()
    )
    reason = f"a person is asked ({review.id}): " + "; ".join(dict.fromkeys(doubt.reason for doubt in doubts))
    with at.context.store.transaction():
        at.context.store.reviews.ask(review)
        at.context.store.waits.put(wait.model_copy(update={"state": "review", "changed": at.context.stamp()}))
    # The review stands in the store all the same where the record cannot be told now.
    record = review_record.asked(at.context, review, at.record)
    at.context.tools.call(LOG, {"run": at.log(reason, record)}, at.run)
    talk = at.case.talk.model_copy(update={"wait": wait.id})
    shown = {**(detail or {}), "review": review.id, "proposal": proposal.model_dump(mode="json")}
    return Told(at.case.model_copy(update={"talk": talk}), reason, "waiting", shown)


def reviewed(at: Place, review: str) -> Told[CaseWork]:
    """What a person decided: the question again in their words, the case with their changes, or as it was."""
    answer = at.context.store.reviews.get(review).answer
    if answer is None:
        raise RuntimeError(f"review {review} is not answered")
    said = f"{answer.decision} by {answer.by}" + (f": {answer.comment}" if answer.comment else "")
    detail = {"review": review, "answer": answer.model_dump(mode="json")}
    if answer.decision == "reject":
        talk = at.case.talk.model_copy(update={"saved": ""})
        before = as_saved(at).model_copy(update={"talk": talk})
        return at.on(before).ended("closed", f"{said}: the case stays as it was saved", detail)
    changed, hops = _changed(at, answer)
    if changed is None:
        return at.ended("closed", f"{said}: the case is dropped", detail)
    if is_closed(at):
        return at.ended("closed", f"{said}; the case was closed meanwhile, and nothing is changed", detail)
    changed, detail["written"] = amend(at, changed, said)
    question = answer.cases[at.case.key].question if at.case.key in answer.cases else None
    if answer.decision == "edit" and question:
        document, _ = loaded(at.context, at.message)
        again = ask(at.on(changed), document, question)
        return replace(again, reason=f"{said}; {again.reason}", detail={**detail, **again.detail}, hops=tuple(hops))
    return replace(at.on(changed).ended("reviewed", said, detail), hops=tuple(hops))


def _changed(at: Place, answer: ReviewAnswer) -> tuple[CaseWork | None, list[dict[str, Any]]]:
    given = answer if answer.decision == "edit" else answer.model_copy(update={"cases": {}})
    case = edits.apply(at.context, given, at.case)
    if case is None or not set(case.edited) - {"question"}:
        return case, []
    case, hops = gate.decided_again(at.context, at.message, case, f"{at.step.id}.{at.event}")
    return case.model_copy(update={"doubts": ()}), hops


def _row(at: Place) -> Wait:
    """The wait's row; made where a person is asked before anybody else was."""
    known = at.context.store.waits.find(wait_id(at.case.key, at.step.id))
    if known is not None:
        return known
    saved, stamp = at.case.saved, at.context.stamp()
    return Wait(
        id=wait_id(at.case.key, at.step.id), run=at.run, case=at.case.key, step=at.step.id, kind="answer",
        record=at.record, parent=saved.parent if saved else "", number=saved.number if saved else "", opened=stamp,
    )  # fmt: skip
