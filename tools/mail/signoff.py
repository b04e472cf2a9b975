"""The block below a sign-off: what stands right under the sender's own name, up to the next blank line.

A title, a company, a motto, or a sentence that somebody else has put there: the name sets it apart from the letter, so
that it belongs to the signature whatever it says. What a sender adds for the reader stands below a blank line, or
begins as an afterthought does.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.mail.closing import closing_and_name, is_closing
from tools.mail.line import Line
from tools.mail.names import Names
from tools.mail.shape import AFTERTHOUGHT, has_capitals, is_prose

MOST = 12  #: lines of one block; a longer one is a letter under a name at its top


def below(lines: Sequence[Line], name: int, end: int, count: int, names: Names) -> int:
    """Where the block ends whose lines have the form of a signature from the name at `name` to `end`; `end` itself
    where the name signs nothing off, or an afterthought follows it."""
    if end >= count or lines[end].blank or lines[end - 1].blank or not _signs_off(lines, name, names):
        return end
    stop = end
    while stop < count and not lines[stop].blank:
        if AFTERTHOUGHT.match(lines[stop].text) or is_closing(lines[stop].text):
            return end
        stop += 1
    return stop if stop - name <= MOST else end


def _signs_off(lines: Sequence[Line], name: int, names: Names) -> bool:
    """Whether a line is the sender's whole name (no word of it is strange to them), below a closing or a blank line, or
    any name right below a closing; and below something that was said."""
    text = closing_and_name(lines[name].text) or lines[name].text
    closed = is_closing(lines[name - 1].text) and len(text.split()) <= 4 and has_capitals(text)
    if not closed and not names.whole(text):
        return False
    start = name
    while start and not lines[start].blank and (start == name or is_closing(lines[start].text)):
        start -= 1
    apart = lines[start].blank or is_closing(lines[start].text)
    return apart and any(is_prose(line.text) or line.long for line in lines[:start])
