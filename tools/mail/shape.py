"""The shape of a line: contact details, a sentence, a name."""

from __future__ import annotations

import re

from tools.mail.names import WORD

_PHONE = re.compile(r"(?:\+|\(|\b)\d[\d\s().\-/–]{5,18}\d\b")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}")
_URL = re.compile(
    r"(?:https?://|www\.)\S{3,}|\b[a-z0-9][\w-]{1,40}\.(?:com|net|org|info|biz|io|eu|[a-z]{2})(?:/\S*)?\b", re.I
)
_POSTAL = re.compile(
    r"\b[A-Z]{2}[ ,]+\d{5}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    r"|\b(?:[A-Z]{1,2}-)?\d{4,5} [A-ZÀ-Þ]\w{2,}"
    r"|\b\d{4} [A-Z]{2}\b|\b\d{2}-\d{3} \w|〒\d{3}|\bP\.? ?O\.? Box\b"
    r"|\b\d{1,5}[a-z]? [A-ZÀ-Þ][\w'’.]+(?: [A-ZÀ-Þ][\w'’.]*){0,3}"
    r" (?:St|Street|Ave|Avenue|Rd|Road|Blvd|Dr|Drive|Lane|Ln|Way|Hwy|Pkwy|Suite)\b|\b[A-ZÀ-Þ]\w+(?:str\.|straße"
    r"|strasse|weg|laan|straat|gatan|vej)\s?\d"
)
_LABEL = re.compile(
    r"^(?:t|tel|téléphone|tél|telefon|telefono|teléfono|telefoon|phone|ph|m|mob|mobil|mobile|móvil|cell|cel|gsm"
    r"|f|fax|e|"
    r"e-?mail|mail|w|web|website|www|o|office|direct|d|durchwahl|dw|c|p|skype|linkedin|twitter|电话|手机|邮箱"
    r"|電話|携帯|"
    r"tlf|tfno|puh|тел|моб|факс|ustid|vat|tva|kvk|btw|iban|bic|hrb|siret|abn)\b\.?\s?[:.)]",
    re.I,
)
_SEPARATOR = re.compile(r"\s[|·•‖∙▪◆■–—/.-]\s|[|·•‖∙▪◆■]")
#: How a sentence ends.
SENTENCE_END = re.compile(r"[.!?。！？…]['\")\]]?$")
#: How an afterthought below a signature begins.
AFTERTHOUGHT = re.compile(r"^(?:p\.?\s?p?\.?\s?s\b\.?|n\.?b\b\.?|ps:|edit:|update:)", re.I)


def has_contact(text: str) -> bool:
    """Whether a line holds a telephone number, an address of mail, web or post, or a label of one."""
    return bool(
        _LABEL.match(text) or _EMAIL.search(text) or _URL.search(text) or _POSTAL.search(text) or _is_phone(text)
    )


def _is_phone(text: str) -> bool:
    match = _PHONE.search(text)
    return bool(match) and 7 <= sum(char.isdigit() for char in match[0]) <= 15  # type: ignore[index]


def is_prose(text: str, *, first: bool = False) -> bool:
    """Whether a line is the sender's sentence rather than a line of a signature."""
    words = len(text.split())
    if AFTERTHOUGHT.match(text):
        return True
    ideographic = sum(1 for char in text if "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3")
    if ideographic > 24 and not has_contact(text):
        return True
    separators = len(_SEPARATOR.findall(text))
    if len(text) > (220 if separators >= 2 or has_contact(text) else 100):
        return True
    contact = has_contact(text)
    if separators >= 2 or (contact and words <= 10):
        return False
    if text.endswith("?"):
        return True
    if contact:
        return words > 14
    if SENTENCE_END.search(text) and words >= (5 if first else 6) and not text.endswith(("Inc.", "Ltd.", "Co.", "St.")):
        return True
    if text.endswith((":", "：")) and words >= 2:
        return True
    lower = sum(1 for word in text.split() if word[:1].islower())
    return words >= 12 or (words >= 7 and lower * 3 >= words * 2)


def has_capitals(text: str) -> bool:
    """Whether all words of a short text begin with capitals, as names do."""
    words = WORD.findall(text)
    small = sum(1 for word in words if word[0].islower())
    return 0 < len(words) <= 6 and (small == 0 or (small == 1 and len(words) >= 3))
