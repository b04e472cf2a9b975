"""Values that stand alone in an answer: who was asked for one thing often writes that and no more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.reading.local.scene import Line, scene_of
from agents.reading.local.stance import asks
from agents.reading.local.typed import find
from workflow.accounts import Candidates
from workflow.document import Document, ZoneKind
from workflow.evidence import quote_of
from workflow.fields import FieldDefinition
from workflow.fields import FieldType as T
from workflow.interpretation import FieldValue, Request

SEEN = frozenset({
    T.DATE, T.DATETIME, T.DURATION, T.MONEY, T.PERCENT, T.NUMBER, T.INTEGER, T.EMAIL, T.PHONE, T.HOST, T.URL, T.VIN,
    T.IBAN, T.POSTAL_CODE,
})  # fmt: skip
"""Types whose values can be told by their form alone."""

FIGURE = re.compile(r"\d")
MOST_BESIDE = 3
"""Words beside the value in its line: 'on', 'please', 'as of'."""

CONFIDENCE = 0.6


def bare_values(document: Document, wanted: Sequence[FieldDefinition]) -> list[FieldValue]:
    """A value for each wanted field that is the only one of its type, where the new text has one value of that type,
    with figures, in a line that says little else and has no other figure."""
    scene = scene_of(document, Request(key="answer"), None, Candidates(), ())
    found = []
    for field in wanted:
        if field.type not in SEEN or sum(other.type == field.type for other in wanted) > 1:
            continue
        told = [
            (line, one)
            for line in scene.lines
            if line.part == "body" and line.passage.zone is ZoneKind.NEW
            for one in find(field.type, line.text, scene)
        ]
        if len({one.key for _, one in told}) != 1:
            continue
        line, one = told[0]
        if _stands_alone(line, one.start, one.end):
            evidence = quote_of(document, line.span(one.start, one.end))
            found.append(FieldValue(field=field.id, value=one.value, evidence=evidence, confidence=CONFIDENCE))
    return found


def _stands_alone(line: Line, start: int, end: int) -> bool:
    text = line.text
    beside = f"{text[:start]} {text[end:]}"
    figures = FIGURE.search(text[start:end]) is not None and FIGURE.search(beside) is None
    return figures and len(re.findall(r"\w+", beside)) <= MOST_BESIDE and not asks(text)
