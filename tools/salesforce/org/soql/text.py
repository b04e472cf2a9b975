"""String literals of SOQL: their escapes, and LIKE patterns."""

from __future__ import annotations

import re

ESCAPES = {"n": "\n", "N": "\n", "r": "\r", "R": "\r", "t": "\t", "T": "\t", "b": "\b", "B": "\b", "f": "\f", "F": "\f"}
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.S)
PLAIN = frozenset("'\"\\%_")


class BadEscape(ValueError):
    """A backslash before a character that it cannot escape."""


def read(raw: str) -> str:
    """The text that a literal means."""
    return ESCAPE.sub(lambda m: _meant(m.group(1)), raw)


def pattern(raw: str) -> str:
    r"""A LIKE pattern for SQLite with `\` as its escape character; `%` and `_` are wild unless escaped."""
    return ESCAPE.sub(lambda m: _meant_in_pattern(m.group(1)), raw)


def _meant(code: str) -> str:
    if code in PLAIN:
        return code
    if code in ESCAPES:
        return ESCAPES[code]
    if code.startswith("u") and len(code) == 5:
        char = chr(int(code[1:], 16))
        return "\ufffd" if "\ud800" <= char <= "\udfff" else char
    raise BadEscape(code)


def _meant_in_pattern(code: str) -> str:
    meant = _meant(code)
    return "\\" + meant if meant in "%_\\" else meant
