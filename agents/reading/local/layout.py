"""Labelled values: 'Label: value' lines, two-column tables and tables with a header row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from agents.reading.local.scope import Passage
from agents.reading.local.words import listed
from workflow.document import Document, Table

LABEL = re.compile(r"(?:^|(?<=[.;!?。] ))(?P<label>[^\s:：=|][^\n:：=\t|]{0,47}?) ?(?:[:：=]|\t+| \| ) ?")
"""A label at the beginning of a line or of a sentence within it, and what divides it from its value."""
DIVIDERS = re.compile(r"[:：=\t|]")
WIDEST = 500
"""Characters of a line at most: a longer one is a paragraph and labels nothing."""
FOLLOWING = re.compile(r"[^\n:：]{1,80}")
LONGEST = 6
"""Words that a label has at most: 'Please note the following' is none."""


HEADERS = frozenset(
    listed(
        """
        http https mailto from to cc bcc subject sent date reply-to von an betreff gesendet datum de à objet
        envoyé para asunto enviado fecha van aan onderwerp verzonden da a oggetto inviato data assunto 差出人 宛先 件名
        日時 送信日時 发件人 收件人 主题 日期 发送时间 re fw fwd
        """
    )
)
"""Names of mail header fields as programs print them above quoted and forwarded messages, and URL schemes."""


def is_header(line: str) -> bool:
    """Whether a line is a mail header field, as printed above a forwarded message."""
    label = re.split(r"[:：]", line.lstrip(" >*"), maxsplit=1)
    return len(label) == 2 and label[0].strip(" *").lower() in HEADERS and bool(label[1].strip())


class Labelled(NamedTuple):
    """A label and the value beside it, as offsets `[start, end)` in the part named `part`."""

    part: str
    label: str
    start: int
    end: int


def labelled(document: Document, passages: tuple[Passage, ...]) -> tuple[Labelled, ...]:
    """All labelled values within the passages, in document order."""
    found: list[Labelled] = []
    for passage in passages:
        for label, start, end in _lines(passage.text):
            found.append(Labelled(passage.part, label, passage.start + start, passage.start + end))
    for part in document.parts:
        spans = [(p.start, p.end) for p in passages if p.part == part.name]
        for table in part.tables:
            found.extend(_cells(part.name, part.text, table, spans))
    return tuple(found)


@lru_cache(maxsize=1024)
def _lines(text: str) -> tuple[tuple[str, int, int], ...]:
    """`Label: value` lines; the value of an empty one is the next line, as forms print it."""
    found = []
    lines = text.split("\n")
    at = 0
    for number, line in enumerate(lines):
        bare = line.lstrip(" \t>*•·-–")
        indent = len(line) - len(bare)
        bare = bare.rstrip()
        if bare and len(bare) <= WIDEST and DIVIDERS.search(bare):
            after = lines[number + 1].strip() if number + 1 < len(lines) else ""
            found += _labels(bare, at + indent, after, at + len(line) + 1 + _margin(lines, number + 1))
        at += len(line) + 1
    return tuple(found)


def _margin(lines: list[str], number: int) -> int:
    return len(lines[number]) - len(lines[number].lstrip()) if number < len(lines) else 0


def _labels(line: str, at: int, after: str, after_at: int) -> list[tuple[str, int, int]]:
    """The labels of one line: its own, or one behind a full stop, whose value ends with the sentence."""
    found = []
    for match in LABEL.finditer(line):
        label = match["label"].strip(" *_\"'")
        if not label or len(label.split()) > LONGEST or not any(c.isalpha() for c in label) or label.lower() in HEADERS:
            continue
        value = line[match.end() :]
        if match.start():
            value = re.split(r"[.;。](?=\s|$)", value, maxsplit=1)[0]
        start = at + match.end() + len(value) - len(value.lstrip())
        value = value.strip()
        if value:
            found.append((label, start, start + len(value)))
        elif FOLLOWING.fullmatch(after):
            found.append((label, after_at, after_at + len(after)))
        if not match.start():
            break
    return found


def _cells(part: str, text: str, table: Table, spans: list[tuple[int, int]]) -> list[Labelled]:
    """Each cell of a row that lies within the spans, labelled by its column's header or by the row's first cell."""
    rows = table.rows
    if not rows:
        return []
    found = []
    if table.header or (len(rows) > 1 and len(rows[0]) > 2):
        names = [text[a:b].strip() for a, b in rows[0]]
        for row in rows[1:]:
            for name, (start, end) in zip(names, row, strict=False):
                if name and start < end and _within(start, end, spans):
                    found.append(Labelled(part, name, start, end))
        return found
    for row in rows:
        if len(row) >= 2 and row[1][0] < row[1][1] and _within(*row[1], spans):
            found.append(Labelled(part, text[row[0][0] : row[0][1]].strip(" :："), *row[1]))
    return found


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b for a, b in spans)
