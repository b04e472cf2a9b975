"""Search terms: words, phrases, wild cards, AND, OR and NOT, read into a tree that says what a record must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.salesforce.org.failure import ApiError

MOST_WORDS, MOST_WILD = 50, 10
NONE_FOUND = "No search term found. The search term must be enclosed in braces."
TOKEN = re.compile(r'"(?P<phrase>(?:\\.|[^"\\])*)"|(?P<bracket>[()])|(?P<word>(?:\\.|[^\s()"\\])+)', re.S)
RESERVED = re.compile(r"[&|!\[\]^~{}]")
"""Characters that a search must escape. `* ? " ( )` have a meaning; other punctuation parts words."""


@dataclass(frozen=True)
class Term:
    """A word or phrase as a pattern over folded text."""

    pattern: str


@dataclass(frozen=True)
class Joined:
    """Terms of which all (AND) or one (OR) must be there."""

    operator: str
    parts: tuple[Wanted, ...]


@dataclass(frozen=True)
class Without:
    """A term that must not be there."""

    part: Wanted


Wanted = Term | Joined | Without


def read(text: str) -> Wanted:
    """The tree of a search text; words beside each other are all wanted. Raises ApiError MALFORMED_SEARCH."""
    tokens = list(_tokens(text))
    words = [value for kind, value in tokens if kind == "term"]
    if not words:
        raise ApiError("MALFORMED_SEARCH", NONE_FOUND)
    if len(words) > MOST_WORDS:
        raise ApiError("MALFORMED_SEARCH", f"a search may have {MOST_WORDS} words at most")
    if max(len(re.sub(r"\W|_", "", _plain(word))) for word in words) < 2:
        raise ApiError("MALFORMED_SEARCH", f"search term must be longer than one character: {text.strip()}")
    reading = _Reading(tokens)
    tree = reading.any_of()
    if reading.place < len(tokens):
        raise ApiError("MALFORMED_SEARCH", "a bracket is closed that was not opened")
    return tree


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        found = TOKEN.match(text, place)
        if found is None:
            raise ApiError("MALFORMED_SEARCH", f"line 1:{place} mismatched character '{text[place]}' expecting '\"'")
        place = found.end()
        word = found["word"]
        if found["bracket"]:
            yield found["bracket"], ""
        elif word is None:
            yield "term", found["phrase"]
        elif word.upper() in ("AND", "OR", "NOT"):
            yield word.upper(), ""
        else:
            bare = re.sub(r"\\.", lambda m: "_" * len(m.group()), word, flags=re.S)
            reserved = RESERVED.search(bare)
            if reserved is not None:
                at = found.start() + reserved.start()
                raise ApiError(
                    "MALFORMED_SEARCH", f"line 1:{at} mismatched character '{reserved.group()}' expecting '}}'"
                )
            yield "term", word


def _plain(word: str) -> str:
    return re.sub(r"\\(.)", r"\1", word, flags=re.S)


@dataclass
class _Reading:
    """Goes through tokens: OR binds weakest, NOT strongest (SOSL Reference, FIND)."""

    tokens: list[tuple[str, str]]
    place: int = 0

    def any_of(self) -> Wanted:
        parts = [self.all_of()]
        while self._next() == "OR":
            self.place += 1
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Joined("OR", tuple(parts))

    def all_of(self) -> Wanted:
        parts = [self.one()]
        while self._next() in ("AND", "NOT", "term", "("):
            self.place += self._next() == "AND"
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Joined("AND", tuple(parts))

    def one(self) -> Wanted:
        kind, value = self.tokens[self.place] if self.place < len(self.tokens) else ("<EOF>", "")
        self.place += 1
        if kind == "term":
            return Term(_pattern(value))
        if kind == "NOT" and self.place > 1:
            return Without(self.one())
        if kind == "(":
            inner = self.any_of()
            if self._next() != ")":
                raise ApiError("MALFORMED_SEARCH", "a bracket is not closed")
            self.place += 1
            return inner
        raise ApiError("MALFORMED_SEARCH", f"unexpected token: '{kind}'")

    def _next(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else "<EOF>"


def _pattern(word: str) -> str:
    r"""A word or phrase as a pattern: `*` any letters, `?` one, punctuation as the end of a word."""
    pieces: list[str] = []
    wild = 0
    for sign in re.findall(r"\\.|.", word.casefold(), re.S):
        if sign in ("*", "?"):
            wild += 1
            if not (pieces and pieces[-1] == r"\w*" and sign == "*"):
                pieces.append(r"\w*" if sign == "*" else r"\w")
        elif re.fullmatch(r"\w", sign[-1]):
            pieces.append(sign[-1])
        elif pieces and pieces[-1] != r"\W+":
            pieces.append(r"\W+")
    if wild > MOST_WILD:
        raise ApiError("MALFORMED_SEARCH", f"a word may have {MOST_WILD} wild cards at most")
    while pieces and pieces[-1] == r"\W+":
        pieces.pop()
    return rf"(?<!\w){''.join(pieces)}(?!\w)" if pieces else "(?!)"
