"""Mail to many: newsletters, bulletins, unsolicited offers and phishing, told by structure before words."""

from __future__ import annotations

import re

from agents.reading.local.automatic import OPENING, new_text
from agents.reading.local.finders.addresses import registrable
from workflow.accounts import Candidates
from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Evidence, quote_of
from workflow.interpretation import Triage

UNSUBSCRIBE = re.compile(
    r"\bunsubscribe\b|\bopt.?out of (?:these|our) (?:e?mails|messages)|you (?:get|received?|"
    r"are receiving) this (?:e?-?mail |message )?because|"
    r"view (?:this )?(?:e?mail )?(?:in|online|browser)|manage (?:your )?(?:preferences|"
    r"subscription)|\babmelden\b|newsletter abbestellen|im browser (?:ansehen|anzeigen)|"
    r"se désabonner|désinscri\w+|gérer vos préférences|darse de baja de (?:la|este|nuestro)|"
    r"cancelar (?:la )?suscripción|ver en (?:el )?navegador|"
    r"\buitschrijven\b|\bafmelden\b|bekijk (?:in|online)|disiscri\w+|annulla iscrizione|"
    r"cancelar (?:a )?subscrição|descadastr\w+|配信停止|退订|取消订阅",
    re.IGNORECASE,
)
NO_ACTION = re.compile(
    r"\bno (?:further )?action (?:is )?(?:required|needed|necessary)|\bnothing (?:to do|"
    r"is required) on your (?:side|part|end)|for (?:your )?information only|"
    r"(?:es besteht )?kein(?:e|erlei)? handlungsbedarf|keine (?:weiteren )?(?:aktion|"
    r"maßnahmen?) (?:erforderlich|nötig)|nur zur information|"
    r"aucune action (?:n'est )?(?:requise|nécessaire)|à titre (?:purement )?(?:informatif|"
    r"d'information)|no (?:se )?requiere (?:ninguna )?acción|a título informativo|"
    r"geen actie (?:nodig|vereist)|ter informatie|nessuna azione (?:è )?(?:richiesta|necessaria)|a titolo informativo|"
    r"nenhuma ação (?:é )?(?:necessária|requerida)|a título informativo|"
    r"対応(?:は)?不要|ご対応の必要はありません|无需(?:任何)?操作|仅供参考",
    re.IGNORECASE,
)
OFFER = (
    re.compile(r"\b(?:going through|came across|visited|looked at|checking|reviewing) your (?:web ?site|"
        r"site|page|company|profile)|auf ihre (?:website|seite) (?:gestoßen|aufmerksam)|"
        r"parcour\w+ votre site|visit(?:é|ando) su (?:sitio|web)|uw website bekeken|"
        r"visitat\w* il vostro sito", re.IGNORECASE),
    re.compile(r"\b(?:we|i) (?:can|could|would like to|want to) (?:help you|offer|provide|increase|boost|"
        r"improve|fix|build|design|rank)\b|\bwir (?:bieten|können ihnen)\b|\bnous (?:proposons|"
        r"offrons)\b|\bofrecemos\b|\bwij bieden\b|\boffriamo\b|\boferecemos\b|弊社では.{0,20}提供|"
        r"我们(?:提供|专业)", re.IGNORECASE),
    re.compile(r"^\W*(?:(?:dear|hello|hi|greetings|attention|attn),?\s+(?:sir|madam|business owner|(?:web)?site owner|"
        r"owner|manager|friend|beneficiary|decision maker|valued \w+|webmaster|team lead)\b|"
        r"(?:sehr geehrter|lieber) (?:geschäftsinhaber|unternehmer|webmaster)|"
        r"cher (?:entrepreneur|propriétaire|webmaster)|estimad[oa] (?:empresari|propietari|webmaster)\w*|"
        r"beste (?:ondernemer|webmaster)|gentile (?:imprenditore|titolare|webmaster))", re.IGNORECASE | re.MULTILINE),
    re.compile(r"\b(?:pre-?(?:selected|approved|qualified)|you (?:have been|were|are) (?:selected|chosen|a winner)|"
        r"act (?:now|fast|today)|today only|(?:slots?|spots?|places?|offer|deal) (?:are |is )?"
        r"(?:limited|close|end|expire)\w*|no (?:obligation|paperwork|strings|credit check)|risk[- ]free|"
        r"100 ?% (?:free|guaranteed)|"
        r"guaranteed (?:results|approval|ranking|income)|nur (?:noch )?heute|unverbindlich|sans engagement|"
        r"sin compromiso|vrijblijvend|senza impegno|sem compromisso)\b", re.IGNORECASE),
    re.compile(r"\b(?:shall|may|can|should) (?:i|we) send (?:you )?(?:a |our |the )*(?:quote|price|"
        r"proposal|details|brochure|samples?)|\bprice list\b|\bjust \$?\d+|\bstarting (?:at|"
        r"from) (?:just |only )?[$€£]\s?\d+|\blimited (?:time )?offer\b|\bfree (?:trial|webinar|"
        r"audit|consultation)\b", re.IGNORECASE),
    re.compile(r"\b(?:if (?:you(?:'re| are) )?)?not interested\b|\breply (?:with )?[\"“'](?:stop|cancel|no|"
        r"unsubscribe|remove)[\"”']|falls kein interesse|si (?:vous n'êtes pas|"
        r"cela ne vous) intéress|si no (?:le|les) interesa", re.IGNORECASE),
)  # fmt: skip
PHISH = (
    re.compile(r"\b(?:verify|confirm|update|validate|reactivate) your (?:account|password|payment|"
        r"mailbox|identity|billing|credentials|details)|(?:konto|zahlung|passwort|"
        r"identität) (?:bestätigen|verifizieren)|(?:vérifi|confirm)\w+ votre (?:compte|paiement|"
        r"identité)|(?:verifique|confirme|actualice) su (?:cuenta|pago|contraseña)|(?:verifieer|"
        r"bevestig) uw (?:account|betaling)|(?:verifichi|conferm\w+) il (?:suo|tuo) (?:conto|"
        r"account)|(?:verifique|confirme) (?:a )?sua (?:conta|senha)|アカウントを?(?:確認|更新)|(?:验证|"
        r"确认)您的(?:账户|帐户|密码)", re.IGNORECASE),
    re.compile(r"\b(?:within|in) (?:the next )?(?:12|24|48|72) ?(?:hours|h)\b|innerhalb von (?:24|"
        r"48) stunden|(?:sous|dans les) (?:24|48) ?h|en (?:24|48) horas|binnen (?:24|48) uur|"
        r"entro (?:24|48) ore|(?:24|48)時間以内|(?:24|48)小时内", re.IGNORECASE),
    re.compile(r"\b(?:will be|has been|was) (?:suspended|blocked|deactivated|cancelled|canceled|"
        r"terminated|closed|limited|locked)\b|wird gesperrt|sera (?:suspendu|bloqué)|"
        r"será (?:suspendida|bloqueada)|wordt geblokkeerd|sarà (?:sospeso|bloccato)|"
        r"será (?:suspensa|bloqueada)|停止され|将被(?:停用|冻结)", re.IGNORECASE),
    re.compile(r"\b(?:mailbox|e-?mail) (?:storage|quota|account)|\bstorage (?:full|limit)|"
        r"\bpostfach (?:voll|speicher)", re.IGNORECASE),
)  # fmt: skip
NO_REPLY = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|newsletter|news|marketing|mailer|notifications?|info-?mail|campaign)",
    re.IGNORECASE,
)


def bulk(document: Document, candidates: Candidates) -> Triage | None:
    """A newsletter, an unsolicited offer or phishing; None where the sender is known, or too little speaks for it."""
    if candidates.sender:
        return None
    text = "\n".join([document.subject, *(p.text[:OPENING] for p in document.parts if p.kind == "body")])
    listed, first = _listing(document, text)
    if listed >= 2:
        return _no("newsletter", f"mail to many: {first}", min(0.97, 0.75 + 0.08 * listed), document, UNSUBSCRIBE)
    phish = sum(bool(p.search(text)) for p in PHISH) + _suspicious(document, text)
    if phish >= 3:
        return _no(
            "spam",
            "asks for credentials or payment with a threat and a foreign link",
            min(0.95, 0.7 + 0.07 * phish),
            document,
            PHISH[0],
        )
    offer = sum(bool(p.search(text)) for p in OFFER)
    if offer >= 3 or (offer == 2 and listed):
        pattern = next(p for p in OFFER if p.search(text))
        return _no(
            "spam", "an unsolicited offer from an unknown sender", min(0.95, 0.65 + 0.08 * offer), document, pattern
        )
    return None


def notice(document: Document) -> Triage | None:
    """A bulletin that says itself that nothing need be done, and asks nothing."""
    text = "\n".join([document.subject, new_text(document)])
    if NO_ACTION.search(text) and not re.search(r"[?？]", text) and not document.in_reply_to:
        return _no("newsletter", "it says that nothing need be done", 0.85, document, NO_ACTION)
    return None


def _listing(document: Document, text: str) -> tuple[int, str]:
    """How many signs of a mailing list there are, and the first."""
    headers = document.headers
    signs = [
        (2, "List-Unsubscribe", "list-unsubscribe" in headers),
        (1, "List-Id", "list-id" in headers),
        (1, "Precedence: bulk", headers.get("precedence", "").strip().lower() in ("bulk", "list", "junk")),
        (1, "an unsubscribe line", bool(UNSUBSCRIBE.search(text))),
        (1, "sent by a mailbox that takes no answers", bool(NO_REPLY.search(document.sender.email))),
    ]
    found = [(weight, name) for weight, name, there in signs if there]
    return sum(weight for weight, _ in found), ", ".join(name for _, name in found)


def _suspicious(document: Document, text: str) -> int:
    """Signs in links and greeting: our own address in a link, an address as a greeting, links to a foreign host."""
    ours = {a.email for a in (*document.to, *document.cc) if a.email}
    links = [link.target for part in document.parts for link in part.links]
    mine = any(address in link for address in ours for link in links)
    greeted = any(
        re.search(rf"(?:dear|hello|hi|attention)\s+{re.escape(address)}", text, re.IGNORECASE) for address in ours
    )
    hosts = {registrable(link) for link in links} - {None, registrable(document.sender.domain)}
    away = bool(hosts) and not any(host and host in text.lower() for host in hosts)
    return int(mine) + int(greeted) + int(away)


def _no(kind: str, reason: str, confidence: float, document: Document, pattern: re.Pattern[str]) -> Triage:
    """The answer with the first words that speak for it; none where only headers do."""
    evidence: tuple[Evidence, ...] = ()
    for part in document.parts:
        found = pattern.search(part.text, 0, OPENING)
        span = Span(part=part.name, start=found.start(), end=found.end()) if found else None
        if span is not None and document.zone(span) is not ZoneKind.HIDDEN:
            evidence = (quote_of(document, span),)
            break
    return Triage(actionable=False, kind=kind, reason=reason, confidence=round(confidence, 2), evidence=evidence)
