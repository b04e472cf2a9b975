"""Accounts that somebody else expressly asks for: on behalf of a client, a tenant, a neighbour who wants something.

A sender asks for its own house. Another account that it names in running text is asked about only where the text says
so; cues of nine languages, none of any trade.
"""

from __future__ import annotations

import re

from agents.reading.local.accounts_roles import JOINED
from agents.reading.local.accounts_spots import Spot
from agents.reading.local.sentences import Sentence, sentences
from agents.reading.local.stance import asks
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import tokens
from workflow.document import Document

_THE = (
    r"(?:\W+(?:the|our|their|der|die|das|dem|den|des|unser\w*|le|la|les|l['’]|el|los|las|de|het|onze|il|lo"
    r"|gli|o|a|os|as|firma|company))*\W*$"
)

_BEHALF = "|".join(
    (
        r"on behalf of|acting for|we act for|(?:for|from) (?:our|my|a) (?:client|customer|tenant|neighbour"
        r"|neighbor|member)s?",
        r"as (?:the )?(?:managers?|managing agents?|agents?|administrators?|accountants?|brokers?) (?:of|for)",
        r"im auftrag(?: von| der| des| unser\w*)?|namens|in vertretung|als (?:verwalter\w*|makler\w*|betreuer\w*)",
        r"für unser\w* (?:mandant\w*|kund\w*|mieter\w*|mitglied\w*|nachbar\w*)",
        r"au nom d[eu]|pour le compte d[eu]|en (?:notre |ma )?qualité de [\w'’ ]{3,30}? d[eu]|pour (?:notre"
        r"|mon|nos) (?:client|cliente|locataire|voisin)s?",
        r"en nombre del?|por cuenta del?|como (?:administrador\w*|gestor\w*|agente\w*|corredor\w*) del?"
        r"|para (?:nuestr[oa]|mi) (?:cliente|inquilin[oa]|vecin[oa])",
        r"namens|in opdracht van|uit naam van|als (?:beheerder|makelaar|adviseur) van|voor (?:onze"
        r"|mijn) (?:klant|huurder|buurman|relatie)",
        r"per conto d\w+|in nome d\w+|come (?:amministratore|gestore|agente) d\w+|per (?:il nostro"
        r"|la nostra|un nostro|una nostra) (?:cliente|inquilin[oa]|vicin[oa])",
        r"em nome d[aeo]s?|por conta d[aeo]s?|na qualidade de [\w ]{3,30}? d[aeo]s?"
        r"|como (?:administrador\w*|gestor\w*|agente) d[aeo]s?|para (?:o nosso|a nossa|um nosso) (?:cliente"
        r"|inquilin[oa]|vizinh[oa])",
    )
)
_NEW_OF = (
    r"(?:new|neue[rsnm]?|nouve(?:l|lle|au|aux)|nuev[oa]s?|nieuwe?|nuov[oaei]|nov[oa]s?)\s+[\w-]+(?:\s+[\w-]+)?\s+"
    r"(?:of|for|von|der|des|für|d[eu]|pour|del?|para|van|voor|d[aei]l?\w*|per|d[aeo]s?)"
)
BEFORE = re.compile(
    rf"\b(?:{_BEHALF}|{_NEW_OF}){_THE}|(?:代表|受|代理|应|我们的客户|我司客户|弊社の顧客の?|代わって)[「『“\"]?$",
    re.IGNORECASE,
)

_WANTS = "|".join(
    (
        r"(?:also |now |urgently |would (?:also )?)?(?:wants?|needs?|like|likes|requests?|requires?"
        r"|asks? (?:for|you|that|to)|wishes)\b",
        r"asked (?:me|us) to (?:report|pass|forward|order|ask|request|write)",
        r"(?:has|have) (?:had )?(?:no|lost)\b|(?:has|have) been without|(?:is|are) (?:down|without|offline"
        r"|dead)|(?:can['’]?t|cannot)\b",
        r"(?:does|do)(?: not|n['’]t) (?:work|get|receive)",
        r"(?:braucht|brauchen|benötigt|benötigen|möchte\w*|bittet|bitten|wünscht|wünschen|will|wollen"
        r"|hätte\w* gern\w*)\b",
        r"(?:hat|haben) (?:\w+\W+){0,5}kein\w*\b",
        r"(?:souhaite(?:nt)?|demande(?:nt)?|voudrai(?:t|ent)|désire(?:nt)?|veut|veulent|a besoin"
        r"|ont besoin)\b|n['’](?:a|ont) (?:plus|pas)\b",
        r"(?:necesitan?|quieren?|pide[n]?|solicitan?|desean?)\b|(?:no|lleva\w* \w+ sin) (?:tienen?|funciona)",
        r"(?:wil|willen|vraagt|vragen|verzoekt|wenst|zou graag)\b|(?:heeft|hebben) (?:\w+\W+){0,5}(?:geen|nodig)\b",
        r"(?:vuole|vogliono|chiede|chiedono|desidera\w*|vorrebbe\w*|richiede|ha bisogno)\b|non (?:ha|hanno|riceve)\b",
        r"(?:quer|querem|pede|pedem|precisa|precisam|deseja|solicita|gostaria)\b|não (?:tem|têm|recebe)",
    )
)
_BETWEEN = (
    r"(?:['’]s)?(?:\W*\([^)]*\))?(?:,?\W+(?:(?:who|die|der|qui|que|che|also|auch|aussi|también|ook|anche"
    r"|também|would)\b|(?:in|at|à|en|em|te|a|bei|next|here|aqui|hier)\s+[\w'’-]+))*\W+"
)
AFTER = re.compile(
    rf"^{_BETWEEN}(?:{_WANTS})"
    r"|^(?:様|さん)?[^。、，]{0,6}(?:から|より)?[^。]{0,20}(?:希望|依頼|お願い|必要)|^[^。，]{0,8}(?:需要|想要|希望|要求|请)",
    re.IGNORECASE,
)
FRONT = 6
"""Words that may stand in a sentence before the account whose wish it tells."""


def is_claimed(document: Document, spot: Spot) -> bool:
    """Whether the text says that somebody asks for the account of this spot."""
    return claims(document.part(spot.part).text, spot.start, spot.end)


def claims(text: str, start: int, end: int) -> bool:
    """Whether the sentence around characters `[start, end)` says that somebody asks for what is named there."""
    before, after = _around(text, start, end)
    return bool(BEFORE.search(before)) or (len(before.split()) <= FRONT and bool(AFTER.search(after)))


_NO_CUSTOMER = re.compile(
    r"(?:not|isn['’]t|aren['’]t|never)\s+(?:yet\s+)?(?:been\s+)?(?:a |your |our )?(?:with you|customers?|clients?)"
    r"|(?:new|prospective|possible|future) (?:customer|client)"
    r"|(?:noch )?kein(?:e)? kund\w*|noch nicht (?:kunde|bei ihnen)|neukund\w*"
    r"|(?:pas|non) (?:encore )?(?:client|cliente)\b|futur\w* client\w*|nouveau client|nouvelle cliente"
    r"|(?:no|todavía no|aún no) (?:es|son) (?:todavía |aún )?(?:cliente|vuestr|su)|nuevo cliente|nueva clienta"
    r"|(?:nog )?geen klant|nog niet (?:klant|bij (?:jullie|u))|nieuwe klant"
    r"|non (?:è|sono) (?:ancora |oggi )?(?:vostr[oi] )?client[ei]|nuov[oa] cliente"
    r"|(?:ainda )?não (?:é|são) (?:ainda )?(?:vosso |seu )?cliente|novo cliente"
    r"|まだ(?:お)?(?:取引|契約)|新規のお客|还不是|尚未合作|新客户",
    re.IGNORECASE,
)


_WISH = re.compile(
    rf"\b(?:{_WANTS})|\bhätte\w* (?:\w+ )?gern|\b(?:offers?|quotes?|quotation|angebot\w*|devis|offre|presupuesto|oferta"
    r"|offertes?|preventivo|offerta|proposta|orçamento)\b|見積|报价",
    re.IGNORECASE,
)


def is_newcomer(text: str, start: int, end: int) -> bool:
    """Whether the sentence says that who is named there is no customer yet, and wants something."""
    before, after = _around(text, start, end)
    near = f"{before[-60:]} {after}"
    return bool(_NO_CUSTOMER.search(near)) and (asks(near) or bool(_WISH.search(near)))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    sentence = next((each for each in sentences(text) if each.start <= start < each.end), None)
    if sentence is None:
        return text[max(0, start - 120) : start], text[end : end + 120]
    return text[sentence.start : start], text[end : sentence.end]


def is_asked_for(document: Document, spot: Spot) -> bool:
    """Whether the sentence that names it asks for something."""
    sentence = _sentence_of(document.part(spot.part).text, spot)
    return sentence is not None and asks(sentence.text)


FEW = 4
"""Small words that may stand before an account which begins a sentence: 'And for the one in Leeds …'."""


def begins_request(document: Document, spot: Spot) -> bool:
    """Whether it begins a sentence that goes on: only small words stand before it, and more than a word behind."""
    text = document.part(spot.part).text
    sentence = _sentence_of(text, spot)
    if sentence is None or spot.part == "subject":
        return False
    before = [token.folded for token in tokens(text[sentence.start : spot.start])]
    behind = tokens(text[spot.end : sentence.end])
    return len(before) <= FEW and all(word in STOPWORDS or len(word) <= 2 for word in before) and len(behind) >= 4


def is_joined(document: Document, spot: Spot, others: list[Spot]) -> bool:
    """Whether it is counted up with one of the others: 'for X and Y'."""
    for other in others:
        if other.part != spot.part:
            continue
        first, second = sorted((spot, other), key=lambda each: each.start)
        between = document.part(spot.part).text[first.end : second.start]
        if len(between.split()) <= 4 and JOINED.search(between) and not re.search(r"[.!?。！？]", between):
            return True
    return False


def _sentence_of(text: str, spot: Spot) -> Sentence | None:
    return next((each for each in sentences(text) if each.start <= spot.start < each.end), None)
