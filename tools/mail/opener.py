"""What introduces an older message: its form, its lines and who is named in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal["introduction", "headers", "divider", "line", "forward"]

ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
TIME = re.compile(r"\b\d{1,2}\s?[:.hH]\s?\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b|[上下]午|\d時")
YEAR = re.compile(r"\b(?:19|20|25)\d{2}\b|\d{4}年|\b\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}\b")
_PERSON = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Opener:
    """Lines `[start, end)` that introduce an older message.

    `senders`: the addresses in its From. `author` and `readers`: its From and its To with Cc as printed, in lower case.
    """

    form: Form
    start: int
    end: int
    senders: tuple[str, ...] = ()
    author: str = ""
    readers: str = ""

    def answered(self, other: Opener) -> bool:
        """Whether this message may be what the author of another one had before him: he wrote or received it. True
        where the headers do not tell."""
        if not self.readers or not other.author:
            return True
        people = f"{self.author} {self.readers}"
        if any(address in people for address in other.senders):
            return True
        names = _PERSON.findall(ADDRESS.sub(" ", people))
        return any(name in names for name in _PERSON.findall(ADDRESS.sub(" ", other.author)) if name != "mailto")
