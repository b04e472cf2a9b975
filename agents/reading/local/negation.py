"""Negation: which words of a sentence are denied, in nine languages."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from operator import attrgetter

from agents.reading.local.words import Token, fold, listed, tokens

_CUES = """
not no never cannot can't won't don't doesn't didn't isn't aren't wasn't weren't wouldn't shouldn't couldn't haven't
hasn't hadn't without neither nor none nothing dont doesnt didnt wont cant isnt arent wasnt never nobody
ne n' pas non jamais sans aucun aucune rien ni n'est n'a n'avons n'ont n'arrive n'arrivent n'apparaît
nicht kein keine keinen keinem keiner nie niemals ohne nichts weder
no nunca jamás sin ningún ninguna nada tampoco ni
niet geen nooit zonder niets noch
non senza nessun nessuna nessuno niente né
não nunca jamais sem nenhum nenhuma nada nem
"""
CUES = frozenset(fold(word) for word in _CUES.split())
BACKWARD = frozenset({"nicht", "niet", "not", "pas"})
"""These also deny what stands before them: 'das benötigen wir nicht', 'dat hoeft niet'."""

BREAKS = re.compile(r"[,;:—–()]|\b(?:but|however|mais|aber|sondern|pero|sino|maar|ma|mas|porém)\b", re.IGNORECASE)
"""Where the reach of a negation ends."""

CJK_CUES = re.compile(r"ません|ない(?!と)|なく|なかっ|ず[に、。]|不(?!良|具合|正|動産)|没有|没|未|别|无法|勿")
_start = attrgetter("start")
_end = attrgetter("end")

REACH = 6
"""Words behind a cue that it denies at most (chosen so that 'not be able to keep using it' is one reach)."""


@lru_cache(maxsize=4096)
def denied(text: str) -> frozenset[int]:
    """The indices, among `tokens(text)`, of the words that a negation reaches.

    'not only', 'no later than' and double negations are no denials.
    """
    words = tokens(text)
    found: set[int] = set()
    for index, word in enumerate(words):
        if not (word.folded in CUES or word.folded.startswith("n'")):
            continue
        following = words[index + 1].folded if index + 1 < len(words) else ""
        if word.folded in ("not", "no", "pas", "nicht", "niet") and following in IDLE:
            continue
        found.update(_reached(text, words, index))
    return frozenset(found)


IDLE = frozenset(
    listed(
        """
        only later sooner problem worries rush hurry matter longer nur seulement alleen doubt more than
        """
    )
) - {
    "longer",
    "more",
}


def _reached(text: str, words: tuple[Token, ...], cue: int) -> set[int]:
    """The words behind the cue up to a break; for some cues those before it, too."""
    found = set()
    for index in range(cue + 1, min(len(words), cue + 1 + REACH)):
        if BREAKS.search(text, words[index - 1].end, words[index].start):
            break
        if BREAKS.fullmatch(words[index].text):
            break
        found.add(index)
    if words[cue].folded in BACKWARD:
        for index in range(cue - 1, max(-1, cue - 1 - REACH), -1):
            if BREAKS.search(text, words[index].end, words[index + 1].start):
                break
            found.add(index)
    if not found and words[cue].folded in CUES:
        found.update(range(max(0, cue - 3), cue))
    return found


def denied_at(text: str, start: int, end: int) -> bool:
    """Whether a negation reaches a word within characters `[start, end)` of a sentence."""
    reached, words = denied(text), tokens(text)
    first = bisect_left(words, start, key=_start) if reached else len(words)
    for index in range(first, len(words)):
        if words[index].start >= end:
            break
        if index in reached:
            return True
    return bool(
        CJK_CUES.match(text, end)
        or CJK_CUES.search(text[end : end + 6])
        or CJK_CUES.search(text[max(0, start - 2) : start])
    )


_DETERMINERS = frozenset(
    fold(word)
    for word in listed(
        """
        the a an any our my your all more de d' la le les l' der die das den dem mehr el los las un una il lo
        gli i o os as het een more
        """
    )
)
_DIRECT = frozenset(
    fold(word)
    for word in listed(
        """
        not no without except excluding nor nicht kein keine keinen keinem ohne außer weder pas sans sauf ni
        aucun aucune sin excepto salvo ningún ninguna niet geen zonder behalve noch non senza tranne eccetto né
        não sem exceto nem
        """
    )
)


def excluded_at(text: str, start: int, end: int) -> bool:
    """Whether the thing named at characters `[start, end)` is itself refused: 'not the lunch', 'sin vídeo'.

    Narrower than `denied_at`: in 'they do not want lunch' the wanting is denied, and lunch is what it is about.
    """
    words = tokens(text)
    before = bisect_right(words, start, key=_end)
    while before and words[before - 1].folded in _DETERMINERS:
        before -= 1
    if before and words[before - 1].folded in _DIRECT and not BREAKS.search(text, words[before - 1].end, start):
        return True
    return bool(re.match(r"(?:は|を|も)?(?:除く|除いて|以外|不要)|除外|除外する|なし(?!で)", text[end : end + 6]))
