"""A case stands still until an answer, an event or a time comes. Each thing that comes is a turn of its own.

The case's node ends when the case waits, so that no step is repeated from its top when it goes on; what came is
remembered in the store, then chosen by the graph, then acted on here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from graphs.context import Context, stamp_of
from graphs.loaded import loaded
from graphs.log import LOG
from graphs.names import of_case
from graphs.outcome import StepFailed, Told
from graphs.waiting.amending import is_closed
from graphs.waiting.answered import take
from graphs.waiting.asking import addressee, ask, remind
from graphs.waiting.person import ask_person, reviewed
from graphs.waiting.place import Place
from workflow.calendar import length
from workflow.definition import WaitStep
from workflow.expressions import parse
from workflow.interpretation import Doubt
from workflow.waits import Wait, wait_id
from workflow.work import CaseWork, MessageWork


def run(
    step: WaitStep, context: Context, run_id: str, message: MessageWork, case: CaseWork, event: str
) -> Told[CaseWork]:
    """Begins to wait, or does what the event asks for. The case waits on where its `talk.wait` says so."""
    if not context.effects:
        what = "the sender is not asked" if step.ask else "nobody waits"
        return Told(case, f"effects are off: {what}", "skipped")
    if message.record is not None and message.record.appended:
        return Told(case, "appended to an open case: whoever owns it asks", "skipped")
    at = Place(step, context, run_id, message, case, event)
    kind, _, ref = event.partition(":")
    turns: dict[str, Callable[[Place, str], Told[CaseWork]]] = {
        "": _begin, "reply": _reply, "bounce": _bounce, "event": _came, "review": reviewed, "remind": _remind,
        "deadline": _deadline,
    }  # fmt: skip
    told = turns[kind](at, ref)
    if kind in ("reply", "bounce", "event", "review"):
        context.store.waits.take(wait_id(case.key, step.id), ref)
    return told


def _begin(at: Place, _ref: str) -> Told[CaseWork]:
    if at.step.ask:
        return _first_question(at)
    if at.step.event:
        until = stamp_of(at.calendar.after(at.context.now(), length(at.step.within))) if at.step.within else ""
        return _stand(at, "event", until, f"waits for {at.step.event}")
    moment = _moment(at)
    if moment <= at.context.now():
        return at.ended("time", f"{stamp_of(moment)} is over: it goes on")
    return _stand(at, "time", stamp_of(moment), "waits")


def _first_question(at: Place) -> Told[CaseWork]:
    case = at.case
    if not (case.missing or case.missing_documents) or case.completeness is None:
        return Told(case, "nothing is missing: nobody is asked", "skipped")
    document, _ = loaded(at.context, at.message)
    if not addressee(document):
        told = f"{document.sender.email or 'the sender'} takes no answers, and {', '.join(case.missing)} is missing"
        return ask_person(at, [Doubt(step=at.step.id, case=case.key, about="missing", reason=told)])
    return ask(at, document, case.completeness.question)


def _stand(at: Place, kind: str, until: str, words: str) -> Told[CaseWork]:
    """Waits for an event or a time, and has the record say so."""
    saved, stamp = at.case.saved, at.context.stamp()
    wait = Wait(
        id=wait_id(at.case.key, at.step.id), run=at.run, case=at.case.key, step=at.step.id,
        kind="event" if kind == "event" else "time", event=at.step.event, record=at.record,
        parent=saved.parent if saved else "", number=saved.number if saved else "", deadline=until, opened=stamp,
        changed=stamp,
    )  # fmt: skip
    at.context.store.waits.put(wait)
    reason = f"{words} until {until}" if until else words
    at.call(LOG, {"run": at.log(reason)})
    talk = at.case.talk.model_copy(update={"wait": wait.id})
    return Told(at.case.model_copy(update={"talk": talk}), reason, "waiting", {"wait": wait.id, "deadline": until})


def _moment(at: Place) -> datetime:
    """When a wait for a time ends; a date without a time of day is over when that day begins where the team works."""
    if at.step.lasts:
        return at.calendar.after(at.context.now(), length(at.step.lasts))
    value = parse(at.step.until).evaluate(of_case(at.context, at.message, at.case))
    try:
        if isinstance(value, str) and len(value) == 10:
            return datetime.combine(date.fromisoformat(value), time(), at.calendar.zone)
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise StepFailed(at.step.id, at.case.key, f"'until' gives {value!r}, which is no date or moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _reply(at: Place, ref: str) -> Told[CaseWork]:
    return take(at, at.context.store.waits.arrival(at.wait.id, ref))


def _bounce(at: Place, ref: str) -> Told[CaseWork]:
    arrival = at.context.store.waits.arrival(at.wait.id, ref)
    return ask_person(at, [Doubt(step=at.step.id, case=at.case.key, about="missing", reason=arrival.note)])


def _came(at: Place, ref: str) -> Told[CaseWork]:
    arrival = at.context.store.waits.arrival(at.wait.id, ref)
    return at.ended("came", f"{at.step.event} came: {arrival.note}" if arrival.note else f"{at.step.event} came")


def _remind(at: Place, _ref: str) -> Told[CaseWork]:
    if is_closed(at):
        return at.ended("closed", "the case was closed meanwhile: nobody is reminded")
    document, _ = loaded(at.context, at.message)
    return remind(at, document)


def _deadline(at: Place, _ref: str) -> Told[CaseWork]:
    wait = at.wait
    if wait.kind == "time":
        return at.ended("time", "the time is over: it goes on")
    if is_closed(at):
        return at.ended("closed", "the case was closed meanwhile")
    what = f"no answer of {wait.asked}" if wait.kind == "answer" else f"no {wait.event}"
    told = f"{what} within {at.step.within}"
    if at.step.otherwise == "go_on":
        return at.ended("late", f"{told}: it goes on without")
    return ask_person(at, [Doubt(step=at.step.id, case=at.case.key, about="missing", reason=told)])
