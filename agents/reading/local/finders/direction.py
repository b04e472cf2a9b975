"""Whether a place is where something comes from or where it goes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from agents.reading.local.finders.dates import level

Direction = Literal["from", "to"]

FROM = re.compile(
    r"\b(?:from|out of|ex|departing|shipped from|von|aus|ab|depuis|de|du|d'|desde|van|uit|"
    r"vanuit|da|dal|dalla|dall'|do|desde a)\s*(?:the |der |la |el |il |o |a )?$"
)
TO = re.compile(
    r"\b(?:to|into|towards|for|destined for|nach|in die|in den|vers|a destination de|pour|en|"
    r"au|aux|a|al|hacia|hasta|naar|voor|in|verso|per|para|ate)\s*(?:the |der |la |el |il |o |"
    r"a |die )?$"
)
FIELD_FROM = re.compile(
    r"origin|departure|\bfrom\b|sender|export|loading|abgang|herkunft|depart|origen|salida|"
    r"herkomst|vertrek|partenza|origem|partida|出発|発送元|始发|起运"
)
FIELD_TO = re.compile(
    r"destination|arrival|\bto\b|consignee|import|unloading|ziel|empfang|arrivee|destino|"
    r"llegada|bestemming|aankomst|destinazione|arrivo|chegada|到着|宛先|目的"
)


@lru_cache(maxsize=1024)
def direction_of_field(text: str) -> Direction | None:
    """Which of the two a field asks for; None where its words say neither or both."""
    plain = level(text)
    away, towards = bool(FIELD_FROM.search(plain)), bool(FIELD_TO.search(plain))
    return None if away == towards else "from" if away else "to"


@lru_cache(maxsize=4096)
def direction_of(text: str, start: int, end: int) -> Direction | None:
    """What the words around characters `[start, end)` say of a place."""
    left, right = level(text[max(0, start - 24) : start]), text[end : end + 3]
    if right.startswith(("から", "より", "发", "出发")) or re.search(r"从$|自$", left):
        return "from"
    if right.startswith(("まで", "へ", "に", "行")) or re.search(r"到$|至$|往$", left):
        return "to"
    return "from" if FROM.search(left) else "to" if TO.search(left) else None
