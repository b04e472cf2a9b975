"""The question to the sender: who is asked, in which words, until when; sent or left as a draft, once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from agents.reading.local.drafting import remind as reminder_of
from graphs.context import stamp_of
from graphs.outcome import Told
from graphs.waiting.place import Place
from tools.salesforce.thread import identifier, token
from workflow.calendar import length
from workflow.document import Document
from workflow.identifiers import digest
from workflow.waits import Told as Said
from workflow.waits import Wait, wait_id
from workflow.work import CaseWork

SEND = "salesforce.send_message"
NOBODY = re.compile(
    r"(?:^|[._+-])(?:no[._-]?reply|do[._-]?not[._-]?reply|mailer-daemon|postmaster|bounces?)(?:[._+@-]|$)"
)
"""Local parts behind which nobody reads."""

LONGEST_SUBJECT = 200
TOKENS = re.compile(r"\s*\[ref:[^\]\s]{1,120}\]")
PREFIX = re.compile(r"^\s*(?:(?:re|aw|sv|antw|rif|res|tr|fwd?|wg)\s*:\s*)+", re.IGNORECASE)


def addressee(document: Document) -> str:
    """The address to ask: the sender's, or the reply address where it is of the same domain; '' where nobody reads."""
    reply = document.reply_to
    own = reply is not None and reply.email and reply.domain == document.sender.domain
    address = reply.email if reply is not None and own else document.sender.email
    local = address.rpartition("@")[0]
    return "" if not local or NOBODY.search(f"{local.lower()}@") else address


def ask(at: Place, document: Document, question: str) -> Told[CaseWork]:
    """Asks once more and begins to wait anew: reminders and the deadline count from now."""
    turn = at.case.talk.turn + 1
    to = addressee(document)
    sent = _write(at, document, to, question, "question")
    now = at.context.now()
    calendar = at.calendar
    reminders = sorted(stamp_of(calendar.after(now, length(text))) for text in at.step.remind)
    deadline = stamp_of(calendar.after(now, length(at.step.within))) if at.step.within else ""
    said = Said(by="us", at=stamp_of(now), text=question, ref=sent["id"], sent=sent["sent"])
    known = at.context.store.waits.find(wait_id(at.case.key, at.step.id))
    saved = at.case.saved
    wait = Wait(
        id=wait_id(at.case.key, at.step.id), run=at.run, case=at.case.key, step=at.step.id, kind="answer",
        record=at.record, parent=saved.parent if saved else "", number=saved.number if saved else "",
        token=at.case.key if saved and saved.parent else at.run, asked=to,
        references=_references(document, known, sent["message_id"]), subject=_subject(at, document),
        question=question, sent=sent["sent"], turn=turn, deadline=deadline,
        reminders=tuple(each for each in reminders if not deadline or each < deadline),
        opened=known.opened if known else stamp_of(now), changed=stamp_of(now),
    )  # fmt: skip
    at.context.store.waits.put(wait)
    talk = at.case.talk.model_copy(update={"wait": wait.id, "turn": turn, "told": (*at.case.talk.told, said)})
    how = "asked" if wait.sent else "a question is drafted, for a person to send: it asks"
    reason = f"{how} {to} for {', '.join((*at.case.missing, *at.case.missing_documents)) or 'more'}"
    reason += f"; waits until {deadline}" if deadline else ""
    return Told(at.case.model_copy(update={"talk": talk}), reason, "waiting", _detail(wait, question))


def remind(at: Place, document: Document) -> Told[CaseWork]:
    """Reminds of the question; the deadline stays."""
    wait = at.wait
    text = reminder_of(wait.question, document.language, at.context.definition.questions)
    sent = _write(at, document, wait.asked, text, "reminder")
    later = {
        "reminders": wait.reminders[1:],
        "references": _references(document, wait, sent["message_id"]),
        "changed": at.context.stamp(),
    }
    wait = wait.model_copy(update=later)
    at.context.store.waits.put(wait)
    said = Said(by="us", at=at.context.stamp(), text=text, kind="reminder", ref=sent["id"], sent=sent["sent"])
    talk = at.case.talk.model_copy(update={"told": (*at.case.talk.told, said)})
    how = f"reminded {wait.asked}" if sent["sent"] else f"a reminder to {wait.asked} is drafted, for a person to send"
    return Told(at.case.model_copy(update={"talk": talk}), how, "waiting", _detail(wait, text))


def _write(at: Place, document: Document, to: str, text: str, kind: str) -> dict[str, Any]:
    """Sends or drafts one message, once: under a key, with a number that no other message to the sender has."""
    number = 1 + sum(said.by == "us" for said in at.case.talk.told)
    name = at.case.key if at.case.saved and at.case.saved.parent else at.run
    marker = f"{token(name)[:-1]}:{number}]"
    key = f"{at.case.key}:{digest(at.step.id)[:8]}:{number}"
    store, tried = at.context.store.attempts, ""
    if at.step.send:
        tried = store.begin(key, at.context.stamp())
    ago = (at.context.now() - datetime.fromisoformat(tried).astimezone(UTC)).total_seconds() if tried else None
    arguments = {
        "run": at.log(f"{kind} {number} to {to}"),
        "case": at.record,
        "to": to,
        "subject": f"{_subject(at, document)} {marker}",
        "text": text,
        "marker": marker,
        "send": at.step.send,
        "sender": at.step.send_from,
        "tried_seconds_ago": ago,
    }
    result = at.context.tools.call(SEND, arguments, key)
    if result.failure is not None and at.step.send and not tried and result.failure.retry != "unknown":
        store.undo(key)
    return at.checked(SEND, result).records[0]


def _subject(at: Place, document: Document) -> str:
    bare = PREFIX.sub("", TOKENS.sub("", document.subject)).strip()
    return f"Re: {bare or at.context.definition.title}"[:LONGEST_SUBJECT]


def _references(document: Document, known: Wait | None, sent: str) -> tuple[str, ...]:
    """What a reply may name: the sender's own message, and all that was sent."""
    before = known.references if known else ()
    told = (identifier(document.message_id), *before, identifier(sent))
    return tuple(dict.fromkeys(each for each in told if each))


def _detail(wait: Wait, text: str) -> dict[str, Any]:
    return {
        "wait": wait.id, "asked": wait.asked, "question": text, "sent": wait.sent, "turn": wait.turn,
        "deadline": wait.deadline, "reminders": list(wait.reminders),
    }  # fmt: skip
