"""Names of people: after a form of address, after 'my name is', beside an address that spells them, or in capitals."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders.addresses import EMAIL
from agents.reading.local.finders.found import Found, apart
from agents.reading.local.lexicon import is_common_word
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import fold, listed

UP = r"[A-ZÀ-ÖØ-ÞŠŽŁĆČŃŚŻ][\w'’\-]*"
PARTICLE = (
    r"(?:van der|van den|van de|van|von der|von und zu|von|zu|de la|de los|de las|de|del|d"
    r"ella|di|da|dos|das|do|du|des|d'|le|la|bin|ibn|al|el|ter|ten|y|e)"
)
NAME = rf"{UP}\.?(?:[ \t]+(?:{PARTICLE}[ \t]+)?{UP}){{1,3}}"
TITLED = re.compile(
    rf"\b(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|M|Mme|Mlle|Madame|Monsieur|Sra?|Srta|Señora?|"
    rf"Don|Doña|mevrouw|mevr|mw|meneer|dhr|de heer|"
    rf"Sig|Sig\.ra|Signora?|Dott|Dott\.ssa|Senhora?|Sr\.ª|"
    rf"Exmo)\.?\s+(?:Dr\.\s+)?(?P<name>{UP}(?:[ \t]+(?:{PARTICLE}[ \t]+)?{UP}){{0,3}})"
)
INTRODUCED = re.compile(
    r"\b(?:[Mm]y name is|[Ii]'?m|[Ii] am|[Tt]his is|[Nn]ame is|[Nn]amed|[Cc]alled|"
    r"[Mm]ein [Nn]ame ist|[Ii]ch heiße|[Jj]e m'appelle|[Mm]on nom est|[Mm]e llamo|"
    r"[Mm]i nombre es|[Mm]ijn naam is|[Ii]k ben|[Mm]i chiamo|[Ii]l mio nome è|[Mm]eu nome é|[Cc]hamo-me|[Mm]e chamo)\s+"
    rf"(?P<name>{NAME})"
)
CAPITALS = re.compile(rf"(?<![\w.@])(?P<name>{NAME})(?![\w@])")
CJK_NAME = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,4}[ \u3000]?[\u4e00-\u9fff]{0,3})(?:さん|様|氏|と申します|先生|女士|小姐)"
)
CJK_SELF = re.compile(r"(?:私は|わたしは|我叫|我是|本人)(?P<name>[\u4e00-\u9fff]{2,4})")


@lru_cache(maxsize=2048)
def find_persons(text: str) -> tuple[Found, ...]:
    """Names as written. A pair of capitalised words alone is a weak finding: German and headings abound in them."""
    found = [_found(m, 0.8) for m in TITLED.finditer(text)]
    found += [_found(m, 0.85) for m in INTRODUCED.finditer(text)]
    found += [_found(m, 0.8) for m in CJK_NAME.finditer(text)]
    found += [_found(m, 0.8) for m in CJK_SELF.finditer(text)]
    for match in CAPITALS.finditer(text):
        one = _trimmed(match.group("name"), match.start("name"))
        if one is not None:
            found.append(_spelled(text, one))
    return apart(found)


def _found(match: re.Match[str], sure: float) -> Found:
    return Found(match["name"].strip(), match.start("name"), match.end("name"), sure)


def _trimmed(name: str, start: int) -> Found | None:
    """Without words at the beginning that no name has ('Please', 'Invoice'); None where one word or none is left."""
    words = name.split()
    while words and not _may_name(words[0]):
        start += len(words[0]) + len(name[len(words[0]) :]) - len(name[len(words[0]) :].lstrip())
        name = name[len(words[0]) :].lstrip()
        words = words[1:]
    while words and not _may_name(words[-1]):
        name = name[: -len(words[-1])].rstrip()
        words = words[:-1]
    if len([w for w in words if w[0].isupper()]) < 2 or any(not _may_name(w) for w in words if w[0].isupper()):
        return None
    return Found(name, start, start + len(name), 0.45)


TITLES = frozenset(
    listed(
        """
        mr mrs ms miss mx dr prof herr herrn frau mme mlle madame monsieur sr sra srta senor senora don dona mevrouw
        mevr mw meneer dhr sig signor signora dott dottssa senhor senhora exmo ing
        """
    )
)


def _may_name(word: str) -> bool:
    folded = fold(word.strip(".,'’"))
    if folded in TITLES:
        return False
    if (word.isupper() and len(word) > 2) or any(c.isdigit() for c in word):
        return False
    return folded not in STOPWORDS and not is_common_word(folded)


def _spelled(text: str, one: Found) -> Found:
    """Surer where an e-mail address near by is made of the name."""
    around = text[max(0, one.start - 60) : one.end + 80]
    for match in EMAIL.finditer(around):
        if alike(one.value, match.group().split("@")[0]):
            return one._replace(sure=0.75)
    return one


def alike(name: str, local: str) -> bool:
    """Whether the local part of an address is made of a name: its family name, or most of its parts."""
    letters = re.sub(r"[^a-z]", "", fold(local))
    parts = [fold(re.sub(r"\W", "", p)) for p in name.split() if len(p) > 2]
    return any(len(part) >= 4 and part in letters for part in parts)
