"""The gate before the first effect: one review shows all doubts with the whole proposal; its answer is applied."""

from __future__ import annotations

from functools import partial
from typing import Any

from graphs import edits, review_record
from graphs.boundary import case_step
from graphs.context import Context
from graphs.log import LOG, log_of
from graphs.outcome import StepFailed
from graphs.proposal import propose
from graphs.steps import completeness, decide
from workflow.definition import CompletenessStep, DecideStep, ReviewStep
from workflow.errors import InputError
from workflow.identifiers import digest
from workflow.interpretation import Doubt
from workflow.review import Review, ReviewAnswer
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

GATE = "REVIEW"
"""Step name of the gate's hops; no step of a definition can be called so."""


def doubtful(message: MessageWork, cases: list[CaseWork]) -> bool:
    """Whether a person is asked. A message appended to an open case goes to the people who own that case."""
    if message.record and message.record.appended:
        return False
    return bool(message.doubts) or any(case.doubts for case in cases)


def look_again(context: Context, cases: list[CaseWork]) -> list[CaseWork]:
    """The cases, with a doubt for each whose account has left the org since it was chosen."""
    return [
        case.model_copy(update={"doubts": (*case.doubts, _gone(case.key, case.account.name))})
        if case.account is not None and context.directory().account(case.account.id) is None
        else case
        for case in cases
    ]


def _gone(case: str, name: str) -> Doubt:
    return Doubt(step=GATE, case=case, about="account", reason=f"the account {name} is no longer in the org")


def check(context: Context, message: MessageWork, cases: list[CaseWork], answer: ReviewAnswer) -> None:
    """Raises InputError for an answer that cannot be taken, or that would leave a rule undecided."""
    edits.check(context, answer, (case.key for case in cases))
    for case in look_again(context, cases) if answer.decision != "reject" else ():
        edit = answer.cases.get(case.key)
        kept = edit is None or not (edit.drop or edit.account)
        gone = next((doubt for doubt in case.doubts if doubt.step == GATE), None)
        if kept and gone is not None:
            raise InputError(f"case {case.key}: {gone.reason}: choose another one, or drop the case")
    if answer.decision != "edit":
        return
    owner = context.definition.record.owner
    for changed in _edited(context, cases, answer).values():
        if changed is None or not changed.edited:
            continue
        try:
            undecided = decided_again(context, message, changed)[0].doubts
        except StepFailed as failed:
            raise InputError(f"case {changed.key}: with these changes {failed}") from failed
        if undecided and owner not in changed.edited:
            told = f"case {changed.key}: with these changes {undecided[0].reason}; change or say the queue too"
            raise InputError(told)


def ask(
    context: Context, run_id: str, message: MessageWork, cases: list[CaseWork], number: int = 1
) -> tuple[Review, Hop]:
    """Persists the run's review of that number and tells the record that a person is asked. Asking twice asks once."""
    proposal = propose(context, message, cases)
    asked_by = {doubt.step for doubt in proposal.doubts}
    groups = [s.group for s in context.definition.all_steps() if isinstance(s, ReviewStep) and s.id in asked_by]
    tail = _nth(number)
    review = Review(
        id="V" + digest(f"{run_id}:review{tail}")[:12],
        run=run_id,
        version=context.store.hops.generation(run_id) + 1,
        group=next((group for group in groups if group), ""),
        proposal=proposal,
        created=context.stamp(),
    )
    context.store.reviews.ask(review)
    reason = f"a person is asked ({review.id}): " + "; ".join(dict.fromkeys(doubt.reason for doubt in proposal.doubts))
    detail: dict[str, Any] = {"review": review.id, "proposal": proposal.model_dump(mode="json")}
    hop = Hop(
        id=f"{GATE}:asked{tail}",
        step=GATE,
        kind="review",
        status="waiting",
        reason=reason,
        detail=detail,
        at=context.stamp(),
    )
    # The rows of several cases are left to their own logs: a row cannot move from one record to another.
    record = review_record.asked(context, review, message.record.case if message.record else "")
    log = log_of(context, run_id, message).told("Waiting", "review", "" if len(cases) > 1 else None, hop, record)
    result = context.tools.call(LOG, {"run": log}, key=run_id)
    if result.failure is not None:
        # The review stands in the store all the same; the record learns of it with the answer.
        hop = hop.model_copy(update={"detail": {**detail, "log": result.failure.model_dump()}})
    return review, hop


def answered(
    context: Context, message: MessageWork, cases: list[CaseWork], answer: ReviewAnswer, number: int = 1
) -> tuple[MessageWork, dict[str, CaseWork | None], list[dict[str, Any]]]:
    """The work after a person's answer (None: a case that they dropped), and the hops that tell of it."""
    nth = _nth(number)
    changed = _edited(context, cases, answer)
    unsettled = {case.key for case in cases if any(doubt.about == "category" for doubt in case.doubts)}
    said = f"{answer.decision} by {answer.by}" + (f": {answer.comment}" if answer.comment else "")
    hops = [
        Hop(
            id=f"{GATE}:answered{nth}", step=GATE, kind="review", status="done", reason=said,
            detail={"answer": answer.model_dump(mode="json")}, at=context.stamp(),
        ).model_dump(mode="json")
    ]  # fmt: skip
    for key, case in changed.items():
        if case is not None and case.edited:
            settled, more = decided_again(context, message, case, f"answered{nth}")
            # `check` has seen that what is left undecided is not the owner.
            changed[key] = edits.worded(answer, settled.model_copy(update={"doubts": ()}))
            hops.extend(more)
        elif case is not None and key in unsettled:
            # With the category confirmed it is certain what the work needs.
            changed[key], more = _again(context, message, case, f"answered{nth}", CompletenessStep)
            hops.extend(more)
    return message.model_copy(update={"doubts": ()}), changed, hops


def _edited(context: Context, cases: list[CaseWork], answer: ReviewAnswer) -> dict[str, CaseWork | None]:
    edit = answer if answer.decision == "edit" else answer.model_copy(update={"cases": {}})
    return {case.key: edits.apply(context, edit, case) for case in cases}


def _nth(number: int) -> str:
    """What tells the hops of a second question from those of the first."""
    return f":{number}" if number > 1 else ""


def decided_again(
    context: Context, message: MessageWork, case: CaseWork, after: str = "answered"
) -> tuple[CaseWork, list[dict[str, Any]]]:
    """Rules follow what changed; what a person set themselves stays. What no rule decides is a doubt.

    `after` tells this repetition of the steps from others in the trace.
    """
    theirs = {name: value for name, value in case.given.items() if name in case.edited}
    case, hops = _again(context, message, case, after, DecideStep, CompletenessStep)
    return case.model_copy(update={"given": {**case.given, **theirs}}), hops


def _again(
    context: Context, message: MessageWork, case: CaseWork, after: str, *kinds: type[DecideStep | CompletenessStep]
) -> tuple[CaseWork, list[dict[str, Any]]]:
    """The steps of those kinds, once more on a case that a person has seen."""
    hops: list[dict[str, Any]] = []
    for step in context.definition.all_steps():
        if not isinstance(step, kinds):
            continue
        run = decide.run if isinstance(step, DecideStep) else completeness.run
        body = partial(run, step, context, message, case)  # type: ignore[arg-type]  # the kind chose the function
        case, more = case_step(step, context, message, case, body, after)
        hops.extend(more)
    return case, hops
