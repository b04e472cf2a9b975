"""Mail that only thanks, or says that all is well."""

from __future__ import annotations

import re

from agents.reading.local.automatic import new_text
from agents.reading.local.meaning import concepts_in
from agents.reading.local.sentences import Sentence, sentences
from agents.reading.local.stance import is_courtesy
from agents.reading.local.words import tokens
from workflow.document import Document, Span, ZoneKind
from workflow.evidence import quote_of
from workflow.interpretation import Triage

NOTHING_MORE = re.compile(
    r"\b(?:nothing (?:else|more|further)|all (?:good|set|sorted|fine)|"
    r"no (?:further )?(?:questions|need)|problem (?:is )?solved|"
    r"(?:you )?can (?:now )?close (?:it|this|the (?:case|ticket))|"
    r"works? (?:again|now|perfectly|great)|got it|well received|much appreciated|looks (?:great|good|perfect)|"
    r"hat sich erledigt|alles (?:klar|gut|bestens)|funktioniert (?:wieder|jetzt)|passt (?:so|alles)|"
    r"c'est (?:bon|réglé|parfait)|tout (?:est )?(?:bon|fonctionne)|bien reçu|rien d'autre|"
    r"todo (?:bien|en orden|correcto|solucionado)|ya (?:funciona|está|quedó)|nada más|recibido|"
    r"alles (?:in orde|goed)|werkt weer|is opgelost|tutto (?:ok|bene|a posto|risolto)|ricevuto|niente altro|"
    r"tudo (?:certo|bem|ok|resolvido)|recebido|nada mais)\b|"
    r"解決しました|問題ありません|承知しました|了解しました|没问题了|已解决|收到",
    re.IGNORECASE,
)
REQUESTING = re.compile(
    r"[?？]|\b(?:what(?:['’]?s)?|how much|please|pls|could|can you|would you|need|want|but|however|also|"
    r"another|one more|still|"
    r"bitte|könnten|können sie|noch|aber|außerdem|veuillez|pourriez|merci de|mais|encore|aussi|"
    r"por favor|podrían?|pueden?|pero|también|todavía|graag|kunt|kunnen|maar|nog|ook|"
    r"per favore|potete|potreste|però|anche|ancora|poderiam?|podem|mas|também|ainda)\b|ください|お願い|请|但是|还有",
    re.IGNORECASE,
)
PLAIN = 7
"""Words of a sentence that may name a number and still be polite only: 'Thanks for invoice 4711'."""
LONGEST = 60
"""Words that a note of thanks has at most; in a longer one there may be more than thanks."""


def courtesy(document: Document) -> Triage | None:
    """A note of thanks: short, every sentence polite or closing, and nothing asked."""
    text = new_text(document)
    told = [s for s in sentences(text) if not _is_name(s, document)]
    if not told or len(tokens(text)) > LONGEST:
        return None
    closing = [s for s in told if _closes(s.text)]
    if not closing or any(not _closes(s.text) and not is_courtesy(s.text) for s in told):
        return None
    if any(REQUESTING.search(s.text) or _tells_more(s.text) for s in told):
        return None
    if any(part.kind == "attachment" for part in document.parts):
        return None
    # A note of thanks answers something; one that answers nothing may belong to a story that we do not see.
    answers = bool(document.in_reply_to) or bool(
        re.match(r"\s*(?:re|aw|antw|sv|rv|r|res|回复|答复|返信)\s*[:：]", document.subject, re.IGNORECASE)
    )
    confidence = 0.92 if answers else 0.75
    for part in document.parts:
        at = part.text.find(closing[0].text)
        if at >= 0 and part.kind == "body":
            span = Span(part=part.name, start=at, end=at + len(closing[0].text))
            if document.zone(span) is ZoneKind.NEW:
                return Triage(
                    actionable=False, kind="thanks", reason="it only thanks or says that all is well",
                    confidence=confidence, evidence=(quote_of(document, span),),
                )  # fmt: skip
    return None


def _closes(sentence: str) -> bool:
    said = {concept for _, _, concept, no in concepts_in(sentence) if not no}
    return "thank" in said or "good" in said or bool(NOTHING_MORE.search(sentence))


def _tells_more(sentence: str) -> bool:
    """Whether a sentence has a date, sum or number in it and more words than a mere note of thanks."""
    return any(c.isdigit() for c in sentence) and len(tokens(sentence)) > PLAIN


def _is_name(sentence: Sentence, document: Document) -> bool:
    """A line that only signs: the sender's name or a part of it."""
    names = {t.folded for t in tokens(document.sender.name)} | {document.sender.email.partition("@")[0]}
    words = tokens(sentence.text)
    return len(words) <= 3 and all(w.folded in names or len(w.text) == 1 for w in words)
