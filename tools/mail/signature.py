"""Where the sender's signature stands in his own text.

Anchors, strongest first: the delimiter of RFC 3676 ("-- "), the line of a phone or an app, a closing with a name, the
sender's name alone on a line, a block of contact details. From an anchor the signature goes on while lines have its
form: short, no sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.documents import wordlist
from tools.mail.closing import closing_and_name, is_closing
from tools.mail.line import Line
from tools.mail.vocabulary import fold, is_mobile
from workflow.document import Address

MAX_LINES = 18  #: with something on them
_REACH = 40  #: lines from the end in which a signature may begin

_DELIMITER = re.compile(r"^(?:--|—|––|—-|-—|– –|_{2,60}|-{2,60}|\*{3,60}|={3,60}|~{3,60}|[-_=*]{2,}\s?[-_=*]{2,})$")
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
_SENTENCE_END = re.compile(r"[.!?。！？…]['\")\]]?$")
_AFTERTHOUGHT = re.compile(r"^(?:p\.?\s?p?\.?\s?s\b\.?|n\.?b\b\.?|ps:|edit:|update:)", re.I)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|prof|ing|dipl|jr|sr|ii|iii|phd|mba|esq|cpa|herr|frau|mme|m)\b\.?", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SEPARATOR = re.compile(r"\s[|·•‖∙▪◆■–—/.-]\s|[|·•‖∙▪◆■]")
_PIECE = re.compile(r"\s*[,|@·•/]\s*|\s[-–—]\s|\s(?:at|from|with|bei|von|chez|de|da|van|från|fra)\s")
_NAME_DRESS = re.compile(r"^[\s\-–—/~*_]+|[\s*_,.!;]+$")


#: Local parts of mailboxes that belong to a task and not to a person (RFC 2142, and usual ones of many languages).
_ROLES = wordlist.words(
    """
    abuse accounting accounts accueil admin administracion administratie administration ap ar assistance atencion
    backoffice billing boekhouding buchhaltung bureau care compras compta comptabilite contabilidad contact contacto
    contatto customer debitoren desk dispatch einkauf empfang enquiries facturacion facturation facturen fattura fax
    feedback finance finanzas finanzen frontdesk hello help helpdesk hilfe hr inbox info inkoop invoice invoices it
    jobs kantoor klantenservice kontakt kreditoren kundenservice logistik mail mailbox mailer marketing no noc
    noreply notice notices notifications office operations ops orders ordini pedidos personal planning postmaster
    procurement purchasing rechnung rechnungen reception reply reservations returns sales scan scanner secretariat
    security sekretariat service services servizio shipping shop soporte suporte support system team ufficio ventas
    verkauf verkoop versand vertrieb vendas webmaster
    """
)


class Names:
    """By what a sender's name is recognised: words of the display name and of the local part, and the initials."""

    def __init__(self, sender: Address) -> None:
        words = [fold(word) for word in _WORD.findall(_TITLE.sub(" ", sender.name[:120]))]
        local = [fold(word) for word in re.split(r"[^a-zA-Z]+", sender.email.partition("@")[0]) if len(word) >= 3]
        self.words = frozenset(word for word in (*words, *local) if len(word) >= 2)
        #: Whether the mailbox is one person's, who then signs with this name; a department's is signed by anybody.
        self.personal = len(words) >= 2 and not set(re.split(r"[^a-z]+", sender.email.partition("@")[0])) & _ROLES
        initials = "".join(word[0] for word in words)
        self.initials = frozenset({initials, initials[::-1]}) if len(initials) >= 2 else frozenset()

    def match(self, text: str) -> bool:
        """Whether a line is the sender's name and nothing else."""
        text = _NAME_DRESS.sub("", text[:80])
        if not text or any(char.isdigit() or char in ":：" for char in text):
            return False
        plain = _TITLE.sub(" ", text)
        words = [fold(word) for word in _WORD.findall(plain)]
        if not words or len(words) > 5 or len(text) > 60:
            return False
        if len(words) == 1 and (words[0] in self.initials or fold(text.replace(".", "")) in self.initials):
            return True
        known = [word for word in words if self._known(word)]
        return bool(known) and len(known) * 2 >= len(words)

    def _known(self, word: str) -> bool:
        if word in self.words:
            return True
        # Short forms: Chris for Christopher; and local parts that glue a name together.
        return len(word) >= 3 and any(
            own.startswith(word) or (len(word) >= 4 and own.endswith(word)) for own in self.words
        )


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
    if _AFTERTHOUGHT.match(text):
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
    if (
        _SENTENCE_END.search(text)
        and words >= (5 if first else 6)
        and not text.endswith(("Inc.", "Ltd.", "Co.", "St."))
    ):
        return True
    if text.endswith((":", "：")) and words >= 2:
        return True
    lower = sum(1 for word in text.split() if word[:1].islower())
    return words >= 12 or (words >= 7 and lower * 3 >= words * 2)


def find(lines: Sequence[Line], sender: Address, *, more: bool = False) -> list[tuple[int, int]]:
    """Ranges of lines `[start, end)` in the sender's own text that are signature, in order. `more`: he wrote other text
    above, so that these lines may be a signature and nothing else."""
    count = len(lines)
    while count and lines[count - 1].blank:
        count -= 1
    names = Names(sender)
    marked = _marked(lines[:count], names)
    if marked:
        return marked
    first = next((i for i, line in enumerate(lines[:count]) if not line.blank), count) - more
    found: list[tuple[int, int]] = []
    for index in range(max(first, count - _REACH, 0), count):
        if lines[index].blank or (found and index < found[-1][1]):
            continue
        end = _signature(lines, index, count, names, first)
        if end > index:
            # A message of "Thanks" and a name says thanks: the first line is never only a part of the signature.
            floor = found[-1][1] if found else first + 1
            found.append((min(index, max(_above(lines, index, names), floor)), end))
            if end >= count:
                break
    return found


def _marked(lines: Sequence[Line], names: Names) -> list[tuple[int, int]]:
    """What the mail program itself marked, when nothing of the sender's follows but blank lines."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if not line.signed:
            continue
        if found and all(lines[i].blank or lines[i].signed for i in range(found[-1][1], index)):
            found[-1] = found[-1][0], index + 1
        else:
            found.append((index, index + 1))
    if not found:
        return []
    found[0] = _above(lines, found[0][0], names), found[0][1]
    return found


def _above(lines: Sequence[Line], start: int, names: Names) -> int:
    """Where a signature begins, with the delimiter, the name and the closing right above it."""
    at = start
    for index in range(start - 1, max(start - 6, 0), -1):
        text = lines[index].text
        if not text:
            continue
        if not (_DELIMITER.match(text) or _closes(text) or closing_and_name(text) or names.match(text)):
            break
        at = index
    return at


def _closes(text: str) -> bool:
    """Whether a line is a closing, or has the form of one: a few words and a comma."""
    if is_closing(text):
        return True
    short = len(text.split()) <= 4 and len(text) <= 40
    return short and text.endswith((",", "，")) and not any(char.isdigit() for char in text)


def _signature(lines: Sequence[Line], index: int, count: int, names: Names, first: int) -> int:
    """The end of the signature that begins at a line; the line itself when none does."""
    text = lines[index].text
    if _DELIMITER.match(text):
        end = _extent(lines, index + 1, count, loose=text in {"--", "—"})
        return end if end >= count and index > first else index
    if is_mobile(text):
        return index + 1
    following = _next(lines, index + 1, count)
    if is_closing(text) and index > first:
        return _after_closing(lines, index, following, count, names)
    if name := closing_and_name(text):
        if names.match(name) or (index + 1 >= count and _capital(name)):
            return _complete(lines, index, count, names)
        return index
    if index <= first or _introduced(lines, index):
        return index
    head = _PIECE.split(text, 1)[0]
    if names.match(text) or (len(head) < len(text) and names.match(head) and _capital(head) and not is_prose(text)):
        return _complete(lines, index, count, names)
    if not lines[index - 1].blank:
        return index
    forms = (_contact_block,) if names.personal else (_contact_block, _name_block, _lone_name)
    return count if any(form(lines, index, count) for form in forms) else index


def _after_closing(lines: Sequence[Line], index: int, following: int, count: int, names: Names) -> int:
    """A closing makes a signature when it ends the text, or a name or a short line follows it."""
    if following >= count:
        return count
    if is_closing(lines[following].text):
        further = _next(lines, following + 1, count)
        end = _after_closing(lines, following, further, count, names)
        return end if end > following else index
    text = lines[following].text
    named = names.match(text) or is_mobile(text) or _DELIMITER.match(text)
    short = len(text.split()) <= 4 and not is_prose(text, first=True) and not text[:1].islower()
    if not named and not short:
        return index
    end = _extent(lines, following, count)
    if end >= count or named:
        return end
    return index


def _complete(lines: Sequence[Line], index: int, count: int, names: Names) -> int:
    """A signature at the sender's name; what follows must have its form, or begin after a blank line."""
    end = _extent(lines, index + 1, count)
    if end >= count:
        return count
    return end if lines[end - 1].blank else index


def _extent(lines: Sequence[Line], start: int, count: int, loose: bool = False) -> int:
    """Where lines stop having the form of a signature."""
    used = 0
    for index in range(start, count):
        line = lines[index]
        if line.blank:
            continue
        used += 1
        if used > (30 if loose else MAX_LINES):
            return index
        if not loose and (line.long or is_prose(line.text, first=used == 1)) and not is_closing(line.text):
            # A motto right below the last line is part of it; a sentence apart from it, or that goes on, is not.
            motto = index + 1 >= count and used > 2 and not lines[index - 1].blank and not line.long
            return count if motto and not _AFTERTHOUGHT.match(line.text) and not line.text.endswith("?") else index
    return count


def _contact_block(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in contact details that no sentence introduces."""
    block = _last_block(lines, index, count)
    if not block:
        return False
    details = sum(1 for line in block if has_contact(line.text))
    if len(block) == 1:
        pieces = _PIECE.split(block[0].text)
        return details == 1 and len(pieces) >= 2 and 2 <= len(pieces[0].split()) <= 3 and _capital(pieces[0])
    return details >= 2 and details * 3 >= len(block) and not has_contact(block[0].text) and _capital(block[0].text)


def _name_block(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in the name of somebody else than From names (a department's mailbox) with a title, a
    company or an address below it."""
    block = _last_block(lines, index, count)
    if (
        len(block) < 2
        or lines[index + 1].blank
        or any(line.text[:1] in "-*•–>" or line.text[:1].isdigit() for line in block[:2])
    ):
        return False
    name = block[0].text
    return 2 <= len(name.split()) <= 4 and len(_WORD.findall(name)) >= 2 and _capital(name) and _capital(block[1].text)


def _introduced(lines: Sequence[Line], index: int) -> bool:
    """Whether the line above announces what follows, so that it belongs to what the sender says."""
    before = next((lines[i].text for i in range(index - 1, -1, -1) if not lines[i].blank), "")
    return before.endswith((":", "：")) and not is_closing(before)


def _lone_name(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in one to three words with capitals on a line alone, after a sentence has ended."""
    text = lines[index].text
    if index + 1 < count or len(text) > 40 or any(char.isdigit() for char in text):
        return False
    before = next((lines[i].text for i in range(index - 1, -1, -1) if not lines[i].blank), "")
    return (
        1 <= len(text.split()) <= 3
        and _capital(text)
        and bool(_SENTENCE_END.search(before))
        and len(before.split()) > 3
    )


def _last_block(lines: Sequence[Line], index: int, count: int) -> list[Line]:
    """The lines to the end, when all have the form of a signature."""
    block = [line for line in lines[index:count] if not line.blank]
    if not block or len(block) > 10 or any(line.long or is_prose(line.text) for line in block):
        return []
    return block


def _capital(text: str) -> bool:
    """Whether all words of a short text begin with capitals, as names do."""
    words = _WORD.findall(text)
    small = sum(1 for word in words if word[0].islower())
    return 0 < len(words) <= 6 and (small == 0 or (small == 1 and len(words) >= 3))


def _next(lines: Sequence[Line], start: int, count: int) -> int:
    """The next line with something on it."""
    for index in range(start, min(count, start + 6)):
        if not lines[index].blank:
            return index
    return count if all(line.blank for line in lines[start:count]) else start
