"""What part a date plays: the start or end of something, a deadline, something past, an appointment."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from agents.reading.local.finders.dates import level

Role = Literal["start", "end", "due", "past", "visit", "birth"]

_DAY = (
    r"(?:\s*(?:on |the |le |el |il )?(?:\w*day|montag|dienstag|mittwoch|donnerstag|freitag|"
    r"samstag|sonntag|\w+di|\w*dag|\w+dì)?,?)?"
    r"\s*(?:on |the |am |le |el |il |den |dem |dia |o dia |il giorno )?$"
)
BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("birth", re.compile(r"(?:born|d\.?o\.?b\.?|date of birth|geb(?:oren|\.)?(?: am)?|ne\(?e?\)? le|nacid[oa] el|"
        r"geboren op|nat[oa] il|nascid[oa] em)\W*" + _DAY)),
    ("due", re.compile(r"(?:no later than|not later than|latest by|at the latest|due(?: on| by)?|deadline(?: is|"
        r" of)?:?|before|by|prior to|bis spatestens|spatestens(?: am| bis)?|avant(?: le)?|"
        r"au plus tard(?: le)?|d'ici(?: le| au)?|antes del?|a mas tardar(?: el)?|"
        r"uiterlijk(?: op)?|voor|entro(?: il)?|prima del|ate(?: dia| o dia)?|antes de|bis)\s*" + _DAY)),
    ("end", re.compile(r"(?:until|till|thru|through|ends?(?: on)?|ending(?: on)?|end date(?: is)?:?|"
        r"last (?:\w+ )?day(?: \w+)?(?: is| will be| of \w+)?,?|expir\w+(?: on)?|valid until|past|after|"
        r"beyond|zum|bis zum|per ende|jusqu'?au|jusqu'?a|hasta(?: el)?|fino al?|tot(?: en met)?|"
        r"t/m|termina(?: el)?|finaliza(?: el)?|endet am|lauft bis|se termine le|scade il)\s*" + _DAY)),
    ("start", re.compile(r"(?:as of|as from|from|starting|start(?:s)?(?: on)?|beginning|begin(?:s)?(?: on)?|"
        r"effective(?: date)?(?: as of| from| on)?:?|with effect from|"
        r"go(?:es)? live(?: with \w+)?(?: on)?|live on|valid from|commencing|onwards from|"
        r"ab(?: dem)?|von|mit wirkung (?:zum|vom)|gultig ab|a partir du|a compter du|des(?: le)?|"
        r"desde(?: el)?|a partir del?|con efecto(?: el| desde el)?|vanaf|ingaande(?: op| per)?|"
        r"met ingang van|per|dal|a partire dal|con decorrenza dal|a partir de|"
        r"com efeito a partir de|from the)\s*" + _DAY)),
    ("past", re.compile(r"(?:since|dated|sent on|received on|charged on|paid on|ordered on|happened on|"
        r"occurred on|was on|seit(?: dem)?|vom|depuis(?: le)?|en date du|date du|"
        r"con fecha(?: de)?|sinds|dal giorno|in data|datad[oa] de|desde o dia)\s*" + _DAY)),
    ("visit", re.compile(r"(?:appointment (?:on|for)|scheduled (?:for|on)|booked (?:for|on)|visit on|meeting on|"
        r"rendez-vous (?:le|du)|termin am|cita (?:el|del)|afspraak op|appuntamento (?:il|del))\s*" + _DAY)),
)  # fmt: skip
AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("start", re.compile(r"\s*(?:から|より|以降|起|开始|onwards?\b|an\b)")),
    ("due", re.compile(r"\s*(?:までに|之前|以前|前に|at the latest\b|latest\b)")),
    ("end", re.compile(r"\s*(?:まで|をもって|末|到期|截止|为止|(?:is|will be|would be|war|"
        r"sera|seria|is de) (?:my|our|the|el|"
        r"le|il|de)?\s*(?:last|ultimo|dernier|laatste))")),
    ("end", re.compile(r"[^.;]{0,12}\b(?:our|my|the) last day")),
    ("past", re.compile(r"\s*(?:に発生|の事故)")),
)  # fmt: skip

_FIELD: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("birth", re.compile(r"birth|born|geburt|naissance|nacim|geboort|nascit|nascim|生年|出生")),
    ("due", re.compile(r"\bdue\b|deadline|needed by|required by|by when|respond by|frist|echeance|limite|"
        r"uiterlijk|scaden|prazo|期限|截止")),
    ("start", re.compile(r"effect|from which|\bstart|begin|commence|valid from|move.?in|takes? over|entry|"
        r"inception|from when|begin|debut|inicio|ingang|decorr|inizio|開始|开始|生效")),
    ("end", re.compile(r"\bend(?:s|ing)?\b|expir|until|last day|last working|move.?out|terminat|leaving|vacat|"
        r"\bende|\bfin\b|einde|\bfine\b|termino|終了|结束")),
    ("past", re.compile(r"occurr|happened|incident|accident|\bloss\b|damage|since|purchase|ordered|order date|"
        r"invoice date|issued|received|\bevent\b|of the invoice|was (?:made|charged|sent)|"
        r"discovered|reported|schaden|unfall|sinistre|siniestro|sinistro|発生|事故")),
    ("visit", re.compile(r"appointment|visit|viewing|meeting|pick.?up|deliver|collection|travel|inspection|session|"
        r"booking|preferred|proposed|wunschtermin|rendez|cita|afspraak|appuntament|訪問|予約|预约")),
)  # fmt: skip

COMPATIBLE: dict[Role, dict[Role | None, float]] = {
    "start": {"start": 1.0, "end": 0.8, None: 0.5, "visit": 0.3, "due": 0.1, "past": 0.0, "birth": 0.0},
    "end": {"end": 1.0, "start": 0.35, None: 0.5, "due": 0.4, "visit": 0.2, "past": 0.0, "birth": 0.0},
    "due": {"due": 1.0, "end": 0.6, "start": 0.2, None: 0.45, "visit": 0.3, "past": 0.0, "birth": 0.0},
    "past": {"past": 1.0, None: 0.6, "start": 0.4, "visit": 0.2, "end": 0.2, "due": 0.0, "birth": 0.0},
    "visit": {"visit": 1.0, None: 0.65, "start": 0.5, "due": 0.4, "end": 0.2, "past": 0.0, "birth": 0.0},
    "birth": {"birth": 1.0, None: 0.2, "start": 0.0, "end": 0.0, "due": 0.0, "past": 0.2, "visit": 0.0},
}
"""Role of the field → role that the text gives the date (None: no cue) → how well they go together."""


RANGE_END = re.compile(
    r"(?:[\d日号]|[a-z]{3,})[.,]?\s*(?:to|bis(?: zum)?|until|till|through|au|al|a|tot(?: en met)?|"
    r"t/m|ate|-|–|—|から|より|至|到|~|〜)\s*(?:the |le |el |il |den |dem |dia |o dia )?$"
)
RANGE_START = re.compile(
    r"\s*(?:to|bis|until|till|through|au|al?|tot|t/m|ate|–|—|から|至|到|~|〜)\s*(?:the |le |el |"
    r"il |den |dem |dia |zum )?(?:\d|[a-z]{3,9} \d)"
)
LAST_DAY = re.compile(
    r"(?:last (?:working )?day|letzter? (?:arbeits)?tag|dernier jour|ultimo dia|"
    r"laatste (?:werk)?dag|ultimo giorno|最終\S{0,4}日|最后\S{0,4}天)[^.;]{0,30}$"
)


@lru_cache(maxsize=8192)
def role_of(text: str, start: int, end: int) -> Role | None:
    """The role that the words around characters `[start, end)` give a date."""
    left, right = level(text[max(0, start - 45) : start]), level(text[end : end + 45])
    if RANGE_END.search(left) and re.search(r"\d", left[-24:]):
        return "end"
    if RANGE_START.match(right):
        return "start"
    if LAST_DAY.search(left):
        return "end"
    for role, pattern in AFTER:
        if pattern.match(right):
            return role
    for role, pattern in BEFORE:
        if pattern.search(left):
            return role
    return None


FIRST_OR_LAST = re.compile(
    r"arriv|depart|check.?in|check.?out|\breturn|outbound|inbound|outward|anreise|abreise|"
    r"ankunft|abfahrt|ruckreise|depart|retour|"
    r"llegada|salida|ida\b|vuelta|regreso|aankomst|vertrek|terugreis|arrivo|partenza|ritorno|"
    r"chegada|partida|到着|出発|入住|退房|返程"
)
"""Two dates of a stay or journey: which of them is the first, the order of the fields tells."""


@lru_cache(maxsize=1024)
def roles_of_field(text: str) -> tuple[Role, ...]:
    """The roles that a field's id, label and description speak of."""
    plain = level(text)
    return tuple(role for role, pattern in _FIELD if pattern.search(plain))
