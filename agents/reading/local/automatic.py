"""Mail that a machine sent of itself: bounces, receipts, calendar answers, out-of-office replies.

After RFC 3464 (delivery status), 8098 (disposition), 5546 (iTIP) and 3834 (automatic responses).
"""

from __future__ import annotations

import re

from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Evidence, quote_of
from workflow.interpretation import Triage

SUBJECT = re.compile(
    r"^\W*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|autoreply|"
    r"out of (?:the )?office|ooo\b|away from|"
    r"automatische antwort|abwesenheitsnotiz|abwesenheit|abwesend|réponse automatique|"
    r"message d'absence|absence du bureau|"
    r"respuesta automática|fuera de (?:la )?oficina|automatisch antwoord|afwezigheid\w*|automatische reactie|"
    r"risposta automatica|fuori sede|assenza dall'ufficio|resposta automática|fora do escritório|ausência temporária|"
    r"自動応答|自動返信|不在通知|不在のお知らせ|自动回复|自动答复)",
    re.IGNORECASE,
)
ABSENT = re.compile(
    r"\b(?:i am|i'm|i will be|i'll be|currently) (?:currently )?(?:out of (?:the )?office|"
    r"on (?:annual |parental |sick )?(?:leave|vacation|holiday)|away)|"
    r"\bbin (?:ich )?(?:derzeit |zurzeit |momentan |bis \S+ )?(?:nicht im (?:büro|haus)|abwesend|im urlaub)|"
    r"\bje suis (?:actuellement )?(?:absente?|en congés?|en vacances)|"
    r"\bestoy (?:actualmente )?(?:fuera de (?:la )?oficina|de vacaciones|ausente)|"
    r"\bik ben (?:momenteel )?(?:afwezig|met vakantie|niet aanwezig|op vakantie)|"
    r"\bsono (?:attualmente )?(?:fuori (?:ufficio|sede)|in ferie|assente)|"
    r"\bestou (?:atualmente )?(?:fora do escritório|de férias|ausente)|"
    r"不在にしております|休暇をいただいて|休假中|不在办公室",
    re.IGNORECASE,
)
READ = re.compile(r"^\W*(?:read|gelesen|lu|leído|gelezen|letto|lida|開封済み|已读)\s*[:：]", re.IGNORECASE)
ANSWERED = re.compile(
    r"^\W*(?:accepted|declined|tentative|zugesagt|abgelehnt|mit vorbehalt|accepté|refusé|"
    r"provisoire|aceptad[oa]|rechazad[oa]|"
    r"geaccepteerd|afgewezen|accettato|rifiutato|aceite|recusad[oa]|承諾|辞退|已接受|已拒绝)\s*[:：]",
    re.IGNORECASE,
)


def automatic(document: Document) -> Triage | None:
    """What the headers and the structure prove to be automatic; None for what a person sent."""
    headers = document.headers
    kind = headers.get("content-type", "").lower()
    if "delivery-status" in kind or any(p.media_type == "message/delivery-status" for p in document.parts):
        return _no("bounce", "a delivery status report (RFC 3464)", 0.99, _header(headers, "content-type"))
    if "disposition-notification" in kind or any("disposition-notification" in p.media_type for p in document.parts):
        return _no("receipt", "a read receipt (RFC 8098)", 0.99, _header(headers, "content-type"))
    if _is_calendar_answer(document) and not new_text(document).strip():
        return _no("receipt", "an answer to an invitation, without a word (RFC 5546)", 0.97, *_subject(document))
    sender = document.sender.email.partition("@")[0]
    if sender in ("mailer-daemon", "postmaster") and headers.get("return-path", "").strip() in ("<>", ""):
        return _no("bounce", "sent by the mail system with an empty return path", 0.95, _header(headers, "from"))
    told = headers.get("auto-submitted", "").split(";")[0].strip().lower()
    if told in ("auto-replied", "auto-notified"):
        return _no("auto_reply", f"Auto-Submitted: {told} (RFC 3834)", 0.97, _header(headers, "auto-submitted"))
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder"):
        if headers.get(name, "no").strip().lower() not in ("no", "false"):
            return _no("auto_reply", f"the header {name}", 0.95, _header(headers, name))
    if headers.get("precedence", "").strip().lower() == "auto_reply":
        return _no("auto_reply", "Precedence: auto_reply", 0.95, _header(headers, "precedence"))
    if SUBJECT.search(document.subject):
        return _no("auto_reply", "the subject of an automatic reply", 0.92, *_subject(document))
    if READ.search(document.subject) and not re.search(r"[?？]", new_text(document)):
        return _no("receipt", "the subject of a read receipt", 0.85, *_subject(document))
    if ANSWERED.search(document.subject) and len(new_text(document)) < 20:
        return _no("receipt", "the subject of an answer to an invitation", 0.85, *_subject(document))
    return _absent(document)


def _absent(document: Document) -> Triage | None:
    """An out-of-office note without the header: short, and an answer or without a return path."""
    text = new_text(document)
    found = ABSENT.search(text)
    answers = bool(document.in_reply_to) or document.headers.get("return-path", "").strip() == "<>"
    if not found or not answers or len(text) > 800 or re.search(r"[?？]", text):
        return None
    for part in document.parts:
        at = part.text.find(found.group())
        if at >= 0:
            span = Span(part=part.name, start=at, end=at + len(found.group()))
            return _no("auto_reply", "an out-of-office note", 0.85, quote_of(document, span))
    return None


def _is_calendar_answer(document: Document) -> bool:
    return any(
        p.media_type == "text/calendar"
        and re.search(r"^METHOD:\s*(?:REPLY|COUNTER)", p.text, re.MULTILINE | re.IGNORECASE)
        for p in document.parts
    )


OPENING = 20_000
"""Characters of a zone that decide what kind of mail it is: the first ones."""


def new_text(document: Document) -> str:
    """What the sender wrote in the body, signature and quotes left out."""
    return "\n".join(
        part.text[zone.start : min(zone.end, zone.start + OPENING)]
        for part in document.parts
        if part.kind == "body"
        for zone in part.zones
        if zone.kind is ZoneKind.NEW
    )


def _no(kind: str, reason: str, confidence: float, *evidence: Evidence) -> Triage:
    return Triage(actionable=False, kind=kind, reason=reason, confidence=confidence, evidence=evidence)


def _header(headers: dict[str, str], name: str) -> Evidence:
    return Evidence(quote=f"{name}: {headers.get(name, '')}"[:200], kind="header")


def _subject(document: Document) -> tuple[Evidence, ...]:
    return (Evidence(quote=f"subject: {document.subject}"[:200], kind="header"),)
