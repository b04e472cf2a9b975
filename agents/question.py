"""What a drafted question may say: nothing that leads anywhere, and no fact that is not the case's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workflow.evidence import Folded

PLACE = re.compile(r"\S*(?:://|www\.|@)\S*|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)
"""Addresses, links and hosts."""

FIGURES = re.compile(r"[\w+./:-]*\d[\w+./:-]*")
"""Words with a figure in them: amounts, dates, codes, account numbers."""

LONGEST = 4000
"""Characters of a question."""


def strange(question: str, known: Iterable[str], others: Iterable[str] = ()) -> str:
    """The first thing in a question that is neither the case's nor the definition's; '' where there is none.

    `known` are texts of the case and of the definition; `others` are names of accounts that the case is not about.
    """
    if len(question) > LONGEST:
        return f"{len(question)} characters"
    allowed = Folded(" \n ".join(known)).text
    for pattern in (PLACE, FIGURES):
        for match in pattern.finditer(question):
            told = match[0].strip(".,;:()-/")
            if told and Folded(told).text not in allowed:
                return told
    folded = Folded(question).text
    for name in others:
        bare = Folded(name).text.strip()
        if len(bare) > 3 and bare in folded and bare not in allowed:
            return name
    return ""
