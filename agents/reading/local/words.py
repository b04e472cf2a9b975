"""Words: folded forms, tokens with their places, and character n-grams."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Chinese characters, Japanese kana: written without spaces between words."""

ELISION = r"(?:[cdjlmnstCDJLMNST]|qu|Qu|dell|all|nell|sull|dall|un|Un|L|D)['’](?=[^\W\d_])"
TOKEN = re.compile(rf"[{CJK}]+|{ELISION}|[^\W_{CJK}]+(?:(?:['’\-.]|(?<=\d),(?=\d))(?=[^\W_{CJK}])[^\W_{CJK}]+)*")
"""A run of CJK characters, an elided article ("l'" of "l'accès"), or a word: letters and digits, joined inside by an
apostrophe, hyphen or dot."""


class Token(NamedTuple):
    """A word as written, folded, and its place `[start, end)` in the text."""

    text: str
    folded: str
    start: int
    end: int


def listed(text: str) -> tuple[str, ...]:
    """The words of a text: how word lists are written down here."""
    return tuple(text.split())


def is_cjk(char: str) -> bool:
    """Whether a character is one of a script without spaces."""
    code = ord(char)
    return code >= 0x3005 and (
        code == 0x3005
        or 0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF66 <= code <= 0xFF9F
    )


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Without letter case, accents, typographic apostrophes and width; 'Kündigung' → 'kundigung'."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    # Marks are dropped from Latin letters only: a Japanese voicing mark makes another word.
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text. Hyphenated words give the whole and no parts; dotted ones stay whole ('example.com')."""
    return tuple(Token(m.group(), fold(m.group()[:LONGEST]), m.start(), m.end()) for m in TOKEN.finditer(text))


LONGEST = 60
"""Characters by which a word is known at most: longer ones are no words."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A folded word without the commonest endings of the western languages: crude, and the same on both sides."""
    if len(word) < 5 or not word.isalpha():
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


ENDINGS = tuple(
    sorted(
        listed(
            """
        ations ation ations ating ated ates ings ing edly ed es s ies ers er ement ements ments ment ly en ern e
        n t ungen ung ieren iert ions ion ismo ando iendo ado ada ados adas aciones acion amos emos imos ons ez
        ent ant ante antes are ere ire ato ata ati ate zione zioni acao acoes ar ir or ores o a os as i
        """
        ),
        key=len,
        reverse=True,
    )
)


@lru_cache(maxsize=50_000)
def ngrams(word: str, size: int = 4) -> tuple[str, ...]:
    """The character n-grams of a folded word with its edges marked; two characters for CJK."""
    if word and is_cjk(word[0]):
        return tuple(word[i : i + 2] for i in range(len(word) - 1)) or (word,)
    marked = f"^{word}$"
    if len(marked) <= size:
        return (marked,)
    return tuple(marked[i : i + size] for i in range(len(marked) - size + 1))
