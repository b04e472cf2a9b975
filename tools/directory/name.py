"""A name of an account, as words: those that count, and the ways to write them joined."""

from __future__ import annotations

from collections.abc import Sequence

from tools.directory.grammar import LEGAL_FORMS
from tools.directory.tokens import fold, written


class Name:
    """One name of one account: `core`, the words that count, in order, and `forms`, the ways to write them joined."""

    __slots__ = ("account", "core", "forms", "small", "text")

    def __init__(self, account: int, text: str) -> None:
        self.account, self.text = account, text
        words = written(text)
        everything = [word.lower() for word in words] if text.isascii() else [fold(word) for word in words]
        self.small: frozenset[str] = frozenset()
        if len(words) > 1 and any(word[0].isupper() for word in words):
            pairs = zip(words[1:], everything[1:], strict=True)
            self.small = frozenset(folded for word, folded in pairs if len(word) <= 4 and word.islower())
        plain = [word for word in everything if word not in self.small] if self.small else everything
        plain = plain or everything
        core = [word for word in everything if word not in LEGAL_FORMS and word not in self.small] or everything
        self.core = tuple(core)
        self.forms = {"".join(everything)}
        if len(plain) < len(everything):
            self.forms.add("".join(plain))
        if len(core) < len(plain):
            self.forms.add("".join(core))


def initials(words: Sequence[str]) -> str:
    """The first letters of words."""
    return "".join([word[0] for word in words])
