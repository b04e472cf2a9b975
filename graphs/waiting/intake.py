"""A message that comes in: does it answer a question that a case waits for? Then it is handed to that case."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.context import Context
from tools.salesforce.thread import TOKEN, identifier
from workflow.accounts import Candidates
from workflow.document import Document, ZoneKind
from workflow.errors import NotFound
from workflow.waits import Arrival, Wait
from workflow.work import CaseWork, MessageWork

NO_ANSWER = frozenset({"auto_reply", "receipt", "newsletter", "spam"})
"""Kinds of messages that answer nothing, whatever they refer to: the wait goes on."""

BOUNCE = "bounce"
MOST_TEXT = 20_000
"""Characters of a part in which the token of a question that came back is looked for."""


@dataclass(frozen=True)
class Pointed:
    """The waits that a message points to, and whether it may be an answer."""

    waits: tuple[Wait, ...] = ()
    bounced: bool = False
    automatic: bool = False

    @property
    def belongs(self) -> bool:
        """Whether it goes on the case that waits: a person wrote it there, if only to say thanks."""
        return bool(self.waits) and not self.bounced and not self.automatic


def pointed(context: Context, message: MessageWork, document: Document) -> Pointed:
    """What the store knows of the message's thread; nothing outside is asked."""
    bounced = message.triage is not None and not message.is_work and message.triage.kind == BOUNCE
    automatic = message.triage is not None and not message.is_work and message.triage.kind in NO_ANSWER
    references = tuple(dict.fromkeys(identifier(text) for text in document.in_reply_to))
    bare = tuple(text[1:-1] for text in references)
    found = context.store.waits.awaiting_answer(_tokens(document, bounced), (*references, *bare))
    return Pointed(tuple(found), bounced, automatic)


def told(pointing: Pointed, appended: bool, is_work: bool) -> str:
    """In words, what a message that is handed to no wait means for those that it points to; '' where to none."""
    cases = ", ".join(dict.fromkeys(wait.number or wait.record for wait in pointing.waits))
    if pointing.waits and pointing.bounced:
        return f"the question of case {cases} could not be delivered: a person is asked there"
    if pointing.waits and not is_work:
        return f"no answer to the question of case {cases}: it waits on"
    if pointing.waits and not appended:
        return f"the question that it answers is of case {cases}, which is closed"
    return ""


def hand_over(
    context: Context, run: str, message: MessageWork, document: Document, record: str, pointing: Pointed
) -> MessageWork:
    """The message with the waits that it was handed to. What is handed over is remembered before anybody acts on it."""
    if pointing.bounced:
        chosen, note = pointing.waits[:1], "the question could not be delivered"
    else:
        records = dict.fromkeys((record, *(wait.parent for wait in pointing.waits if record == wait.record)))
        found = {wait.id: wait for each in records if each for wait in context.store.waits.on_record(each)}
        open_waits = [wait for wait in found.values() if wait.run != run]
        chosen, note = _chosen(context, message, document, open_waits)
    for wait in chosen:
        arrival = Arrival(
            wait=wait.id, kind="bounce" if pointing.bounced else "reply", ref=run, document=str(message.document or ""),
            candidates=str(message.candidates or ""), note=note, at=context.stamp(),
        )  # fmt: skip
        context.store.waits.arrive(arrival)
    return message.model_copy(update={"answers": tuple(wait.id for wait in chosen)})


def _chosen(
    context: Context, message: MessageWork, document: Document, waits: list[Wait]
) -> tuple[tuple[Wait, ...], str]:
    """The waits that the message answers: those whose accounts it names, where it names several; else the one of its
    token, the only one, or the one whose account it names."""
    named = _named(context, message, waits) if len(waits) > 1 else []
    if len(named) > 1:
        return tuple(named), ""
    tokens = _tokens(document, False)
    by_token = [wait for wait in waits if wait.token in tokens]
    if by_token or len(waits) < 2:
        return tuple(by_token[:1] or waits), ""
    if named:
        return tuple(named), ""
    return tuple(waits[:1]), f"it does not say which of {len(waits)} questions it answers"


def _named(context: Context, message: MessageWork, waits: list[Wait]) -> list[Wait]:
    candidates = context.load(message.candidates, Candidates) if message.candidates else Candidates()
    said = {
        candidate.account.id
        for candidate in candidates.candidates
        if any(mention.exact and mention.span and mention.zone is ZoneKind.NEW for mention in candidate.mentions)
    }
    return [wait for wait in waits if _account(context, wait) in said]


def _account(context: Context, wait: Wait) -> str:
    try:
        kept = context.store.runs.get(wait.run).cases.get(wait.case, "")
    except NotFound:
        return ""
    case = context.load(kept, CaseWork) if kept else None
    return case.account.id if case is not None and case.account is not None else ""


def _tokens(document: Document, anywhere: bool) -> tuple[str, ...]:
    """The tokens in the subject; with `anywhere`, those in the texts too: a bounce brings the question along."""
    texts = [document.subject[:1000]]
    if anywhere:
        texts += [part.text[:MOST_TEXT] for part in document.parts]
    return tuple(dict.fromkeys(found for text in texts for found in TOKEN.findall(text)))[:5]
