"""The language of a text, by py3langid."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tools.documents.wordlist import words

#: The languages of business mail; fewer candidates make short texts surer.
LANGUAGES = words(
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk"
    " ur vi zh"
)
ENOUGH = 2000  #: characters

#: Log-odds of languages in business mail before a word is read: what decides between kin when a text is short.
_PRIOR = (
    {"en": 2.0}
    | dict.fromkeys(("de", "fr", "es", "it", "nl", "pt"), 1.5)
    | dict.fromkeys(("sv", "da", "pl", "cs"), 0.5)
)

_NOISE = re.compile(r"\S*\ufffd\S*|https?://\S+|www\.\S+|\S+@\S+|[\d_#*|<>=/\\-]+|\b[A-Z0-9]{4,}\b")
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7a3]"), "ko"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\u0e00-\u0e7f]"), "th"),
)


@cache
def _identifier() -> Any:
    """The model, loaded once (0.3 s)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(sorted(LANGUAGES))
    return identifier


def detect(text: str, more: str = "") -> str:
    """ISO 639-1 of a text; `more` (a subject) helps where it is short. Empty when there is too little to tell."""
    plain = _plain(text)
    if len(plain) < 40 and more:
        plain = f"{plain} {_plain(more)}".strip()
    letters = sum(1 for char in plain if char.isalpha())
    if letters < 3:
        return ""
    for script, language in _SCRIPTS:
        if len(script.findall(plain)) * 4 >= letters:
            return language
    if letters < 6:
        return ""
    ranked: list[tuple[str, float]] = _identifier().rank(plain)[:6]
    return max(ranked, key=lambda found: found[1] + _PRIOR.get(found[0], 0.0))[0]


def _plain(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text[:ENOUGH]).split())
