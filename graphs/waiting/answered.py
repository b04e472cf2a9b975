"""An answer came: what it says joins what was known, the rules decide again, and it is asked again or gone on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agents.answer import answer, answered_documents, part_about
from graphs import gate
from graphs.loaded import loaded
from graphs.outcome import Told
from graphs.steps.completeness import kinds_of
from graphs.waiting.amending import amend, is_closed
from graphs.waiting.asking import ask
from graphs.waiting.person import ask_person
from graphs.waiting.place import Place
from tools.directory.providers import PROVIDERS
from tools.salesforce.thread import TOKEN
from workflow.accounts import Candidates
from workflow.definition import DocumentsStep, ExtractionStep
from workflow.document import Document
from workflow.interpretation import Answer, Doubt, Extraction
from workflow.waits import Arrival
from workflow.waits import Told as Said
from workflow.work import CaseWork


def take(at: Place, arrival: Arrival) -> Told[CaseWork]:
    """Complete: the run goes on. In part: asked again, as often as the step says. In doubt: a person is asked."""
    reply = at.context.load(arrival.document, Document)
    if is_closed(at):
        return at.ended("closed", "the case was closed before the answer came: it stands on it, and nothing is changed")
    own = _own_part(at, arrival, reply)
    said = _read(at, arrival, own or reply)
    text = next((part.text for part in reply.parts if part.kind == "body"), "")
    heard = Said(by="sender", at=at.context.stamp(), kind="answer", ref=arrival.ref, text=text[:4000])
    talk = at.case.talk.model_copy(update={"told": (*at.case.talk.told, heard)})
    documents = said.documents or at.case.documents
    grown = at.case.model_copy(update={"talk": talk, "extraction": said.extraction, "documents": documents})
    grown, hops = gate.decided_again(at.context, at.message, grown, f"{at.step.id}.{talk.turn}.{len(talk.told)}")
    detail: dict[str, Any] = {
        "answer": arrival.ref, "from": reply.sender.email, "added": list(said.added),
        "extraction": said.extraction.model_dump(mode="json"),
        "contradictions": [each.model_dump(mode="json") for each in said.contradictions],
    }  # fmt: skip
    mixed = () if own else (_doubt(at, "it answers several questions, and what it says of this case stands not apart"),)
    doubts = (*mixed, *_doubts(at, arrival, reply, said, grown), *grown.doubts)
    if doubts:
        kept = talk.saved or at.context.keep(at.case)
        asked = grown.model_copy(update={"doubts": (), "talk": talk.model_copy(update={"saved": kept})})
        return replace(ask_person(at.on(asked), doubts, detail), hops=tuple(hops))
    words = f"the answer of {reply.sender.email} states {', '.join(said.added)}"
    grown, detail["written"] = amend(at, grown, words)
    if grown.missing or grown.missing_documents:
        document, _ = loaded(at.context, at.message)
        question = grown.completeness.question if grown.completeness else ""
        again = ask(at.on(grown), document, question)
        told = f"{words}; {again.reason}"
        return replace(again, reason=told, detail={**detail, **again.detail}, hops=tuple(hops))
    done = at.on(grown).ended("answered", f"{words}: nothing is missing any more", detail)
    return replace(done, hops=tuple(hops))


def _own_part(at: Place, arrival: Arrival, reply: Document) -> Document | None:
    """What the answer says of this case: all of it, or of one that answers several, the words about its account; None
    where those cannot be told apart."""
    if not at.context.store.waits.shared(arrival.ref):
        return reply
    candidates = at.context.load(arrival.candidates, Candidates) if arrival.candidates else Candidates()
    told = at.context.reader("local").split(reply, candidates, at.context.definition.account)
    return part_about(reply, told, at.case.account.id) if at.case.account is not None else None


def _read(at: Place, arrival: Arrival, reply: Document) -> Answer:
    candidates = at.context.load(arrival.candidates, Candidates) if arrival.candidates else Candidates()
    steps = at.context.definition.all_steps()
    fields = at.context.bundle.fields_of(at.context.definition)
    model = next((step.models[-1] for step in steps if isinstance(step, ExtractionStep)), "local")
    said = answer(
        at.context.reader(model), reply, arrival.ref, at.case.request, fields, at.case.category,
        candidates, at.case.extraction or Extraction(), at.case.missing,
    )  # fmt: skip
    kinds = kinds_of(at.context)
    if kinds is None or at.case.documents is None:
        return said
    looks = next((step.models[-1] for step in steps if isinstance(step, DocumentsStep)), "local")
    reader = at.context.reader(looks)
    documents, more = answered_documents(reader, reply, arrival.ref, at.case.request, kinds, at.case.documents)
    return said.model_copy(update={"documents": documents, "added": (*said.added, *more)})


def _doubts(at: Place, arrival: Arrival, reply: Document, said: Answer, grown: CaseWork) -> list[Doubt]:
    """Why a person is asked rather than the answer taken."""
    found = [_doubt(at, arrival.note)] if arrival.note else []
    stranger = _stranger(at, reply)
    if stranger:
        found.append(_doubt(at, stranger))
    for each in said.contradictions:
        told = f"{each.field}: {each.known!r} was known, the answer says {each.stated.value!r}"
        found.append(_doubt(at, f"{told} («{each.stated.evidence.quote[:80]}»)"))
    lacking = (*grown.missing, *grown.missing_documents)
    if lacking and not found:
        if not {*at.case.missing, *at.case.missing_documents} - {*lacking}:
            found.append(_doubt(at, f"the answer states nothing of what was asked: {', '.join(lacking)}", "missing"))
        elif at.case.talk.turn >= at.step.times:
            told = f"still missing after {at.case.talk.turn} questions: {', '.join(lacking)}"
            found.append(_doubt(at, told, "missing"))
    return found


def _stranger(at: Place, reply: Document) -> str:
    """Why the answer's sender may not answer for the one who was asked; '' where they may."""
    asked, wait = at.wait.asked.lower(), at.wait
    first, _ = loaded(at.context, at.message)
    sender = reply.sender.email.lower()
    if sender and sender in (asked, first.sender.email.lower()):
        return ""
    rule = at.step.answer_from
    told = f"the answer came from {sender or 'an address that cannot be read'}, and {asked} was asked"
    if rule == "domain" and reply.sender.domain == asked.rpartition("@")[2] != "":
        return f"{told}; anyone may have an address there" if reply.sender.domain in PROVIDERS else ""
    if rule == "thread":
        return (
            ""
            if wait.token in TOKEN.findall(reply.subject[:1000])
            else f"{told}, and its subject lacks the case's token"
        )
    return told


def _doubt(at: Place, reason: str, about: Any = "fields") -> Doubt:
    return Doubt(step=at.step.id, case=at.case.key, about=about, reason=reason)
