"""What a person may type to find an account: its name, key, codes, sites, phones and towns in one folded line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any


def fold(text: str) -> str:
    """A text without letter case, accents and line breaks."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def line(name: str, key: str, row: Mapping[str, Any], fields: Sequence[str]) -> bytes:
    """The line of a record, with its line break."""
    stated = (str(row[field]) for field in fields if row.get(field))
    return (fold(" ".join((name, key, str(row["Id"]), *stated))) + "\n").encode("utf-8", "replace")
