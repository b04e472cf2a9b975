"""Where the sender's signature stands in his own text.

Anchors, strongest first: the delimiter of RFC 3676 ("-- "), the line of a phone or an app, a closing with a name, the
sender's name alone on a line, a block of contact details. From an anchor the signature goes on while lines have its
form: short, no sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.mail.closing import closing_and_name, is_closing
from tools.mail.line import Line
from tools.mail.names import WORD, Names
from tools.mail.shape import AFTERTHOUGHT, SENTENCE_END, has_capitals, has_contact, is_prose
from tools.mail.signoff import below
from tools.mail.vocabulary import is_mobile
from workflow.document import Address

MAX_LINES = 18  #: with something on them
_REACH = 40  #: lines from the end in which a signature may begin

_DELIMITER = re.compile(r"^(?:--|—|––|—-|-—|– –|_{2,60}|-{2,60}|\*{3,60}|={3,60}|~{3,60}|[-_=*]{2,}\s?[-_=*]{2,})$")
_PIECE = re.compile(r"\s*[,|@·•/]\s*|\s[-–—]\s|\s(?:at|from|with|bei|von|chez|de|da|van|från|fra)\s")
_DASHED = re.compile(r"^(?:[-–—/~]{1,2}|//) ?[A-ZÀ-ÞŁŚŻ][\w'’-]{1,20}(?: [A-ZÀ-ÞŁŚŻ][\w'’.-]{0,20}){0,2}$")
#: A telephone number or an extension behind a name.
_NUMBER = re.compile(r"[\s,]+(?:ext\.?|x|tel\.?)?\s?(?=[+(\d])[\d\s().+-]{4,20}\d?\.?$", re.I)


def find(lines: Sequence[Line], sender: Address, *, more: bool = False) -> list[tuple[int, int]]:
    """Ranges of lines `[start, end)` in the sender's own text that are signature, in order. `more`: he wrote other text
    above, so that these lines may be a signature and nothing else."""
    count = len(lines)
    while count and lines[count - 1].blank:
        count -= 1
    names = Names(sender)
    marked = _marked(lines[:count], names)
    if marked:
        return marked
    first = next((i for i, line in enumerate(lines[:count]) if not line.blank), count) - more
    found: list[tuple[int, int]] = []
    for index in range(max(first, count - _REACH, 0), count):
        if lines[index].blank or (found and index < found[-1][1]):
            continue
        end = _signature(lines, index, count, names, first)
        if end > index:
            # A message of "Thanks" and a name says thanks: the first line is never only a part of the signature.
            floor = found[-1][1] if found else first + 1
            found.append((min(index, max(_above(lines, index, names), floor)), end))
            if end >= count:
                break
    return _joined(lines, found)


def _joined(lines: Sequence[Line], found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges, with a short line between two of them taken along."""
    joined = found[:1]
    for start, end in found[1:]:
        between = [line for line in lines[joined[-1][1] : start] if not line.blank]
        if len(between) <= 1 and all(len(line.text.split()) <= 4 and not is_prose(line.text) for line in between):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _marked(lines: Sequence[Line], names: Names) -> list[tuple[int, int]]:
    """What the mail program itself marked, when nothing of the sender's follows but blank lines."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if not line.signed:
            continue
        if found and all(lines[i].blank or lines[i].signed for i in range(found[-1][1], index)):
            found[-1] = found[-1][0], index + 1
        else:
            found.append((index, index + 1))
    if not found:
        return []
    found[0] = _above(lines, found[0][0], names), found[0][1]
    return found


def _above(lines: Sequence[Line], start: int, names: Names) -> int:
    """Where a signature begins, with the delimiter, the name and the closing right above it."""
    at = start
    for index in range(start - 1, max(start - 6, 0), -1):
        text = lines[index].text
        if not text:
            continue
        if not (_DELIMITER.match(text) or _closes(text) or closing_and_name(text) or names.match(text)):
            break
        at = index
    return at


def _closes(text: str) -> bool:
    """Whether a line is a closing, or has the form of one: a few words and a comma."""
    if is_closing(text):
        return True
    short = len(text.split()) <= 4 and len(text) <= 40
    return short and text.endswith((",", "，")) and not any(char.isdigit() for char in text)


def _signature(lines: Sequence[Line], index: int, count: int, names: Names, first: int) -> int:
    """The end of the signature that begins at a line; the line itself when none does."""
    text = lines[index].text
    if _DELIMITER.match(text):
        end = _extent(lines, index + 1, count, loose=text in {"--", "—"})
        return end if end >= count and index > first else index
    if is_mobile(text):
        return index + 1 if _stands_apart(lines, index, count) else index
    following = _next(lines, index + 1, count)
    if is_closing(text) and index > first:
        return _after_closing(lines, index, following, count, names)
    if (name := closing_and_name(text)) and index > first:
        if names.match(name) or (index + 1 >= count and has_capitals(name)):
            return _complete(lines, index, count, names)
        return index
    if index <= first or _introduced(lines, index):
        return index
    # Two letters right below a sentence may be its last word; they need a line of their own.
    named = names.match(text) and (len(text) > 2 or not text.isascii() or lines[index - 1].blank)
    if named or _named_first(text, names) or _pet_name(lines, index, count, names):
        return _complete(lines, index, count, names)
    if not lines[index - 1].blank:
        return index
    if _dashed_name(lines, index, count):
        return count
    forms = (_contact_block,) if names.personal else (_contact_block, _name_block, _lone_name)
    return count if any(form(lines, index, count) for form in forms) else index


def _named_first(text: str, names: Names) -> bool:
    """Whether a line begins with the sender's name and goes on with his company, his place or his extension."""
    head = min((pattern.split(text, 1)[0] for pattern in (_PIECE, _NUMBER)), key=len)
    return len(head) < len(text) and names.match(head) and has_capitals(head) and not is_prose(text)


def _pet_name(lines: Sequence[Line], index: int, count: int, names: Names) -> bool:
    """Whether the text ends, below a sentence, in one word alone that may be short for the sender's name."""
    if index + 1 < count or not lines[index - 1].blank:
        return False
    before = next((lines[i].text for i in range(index - 1, -1, -1) if not lines[i].blank), "")
    return names.shortened(lines[index].text) and bool(SENTENCE_END.search(before))


def _stands_apart(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether a line does not stand in the middle of others, as a sentence or a comment in a listing would."""
    if index == 0 or index + 1 >= count:
        return True
    return any(near.blank or is_mobile(near.text) or is_closing(near.text) for near in lines[index - 1 : index + 2 : 2])


def _after_closing(lines: Sequence[Line], index: int, following: int, count: int, names: Names) -> int:
    """A closing makes a signature when it ends the text, or a name or a short line follows it."""
    if following >= count:
        # Thanks that are said as a sentence, with no name below, are the last thing that the sender says.
        return index if lines[index].text.endswith((".", "!")) else count
    if is_closing(lines[following].text):
        further = _next(lines, following + 1, count)
        end = _after_closing(lines, following, further, count, names)
        return end if end > following else index
    text = lines[following].text
    named = names.match(text) or is_mobile(text) or _DELIMITER.match(text)
    short = len(text.split()) <= 4 and not is_prose(text, first=True) and not text[:1].islower()
    if not named and not short:
        return index
    end = _extent(lines, following, count)
    stop = _on(lines, below(lines, following, end, count, names), count)
    return stop if named or stop >= count or stop > end else index


def _complete(lines: Sequence[Line], index: int, count: int, names: Names) -> int:
    """A signature at the sender's name; what follows must have its form, or begin after a blank line."""
    end = _extent(lines, index + 1, count)
    end = _on(lines, below(lines, index, end, count, names), count)
    return end if end >= count or lines[end - 1].blank or lines[end].blank else index


def _on(lines: Sequence[Line], end: int, count: int) -> int:
    """The end of a signature whose block ends at `end`: further blocks of its form belong to it."""
    return _extent(lines, end, count) if end < count and lines[end].blank else end


def _extent(lines: Sequence[Line], start: int, count: int, loose: bool = False) -> int:
    """Where lines stop having the form of a signature."""
    used = 0
    for index in range(start, count):
        line = lines[index]
        if line.blank:
            continue
        used += 1
        if used > (30 if loose else MAX_LINES):
            return index
        if not loose and (line.long or is_prose(line.text, first=used == 1)) and not is_closing(line.text):
            # A motto right below the last line is part of it; a sentence apart from it, or that goes on, is not.
            motto = index + 1 >= count and used > 2 and not lines[index - 1].blank and not line.long
            if used > 1 and _enclosed(lines, index, count):
                continue
            return count if motto and not AFTERTHOUGHT.match(line.text) and not line.text.endswith("?") else index
    return count


def _enclosed(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether a sentence stands in the middle of a block of details, with no blank line above or below it."""
    if lines[index - 1].blank or index + 1 >= count or lines[index + 1].blank or AFTERTHOUGHT.match(lines[index].text):
        return False
    below = [line for line in lines[index + 1 : count] if not line.blank]
    return not any(line.long or is_prose(line.text) for line in below) and any(has_contact(line.text) for line in below)


def _contact_block(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in contact details that no sentence introduces."""
    block = _last_block(lines, index, count)
    if not block:
        return False
    details = sum(1 for line in block if has_contact(line.text))
    if len(block) == 1:
        pieces = _PIECE.split(block[0].text)
        return details == 1 and len(pieces) >= 2 and 2 <= len(pieces[0].split()) <= 3 and has_capitals(pieces[0])
    return details >= 2 and details * 3 >= len(block) and not has_contact(block[0].text) and has_capitals(block[0].text)


def _name_block(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in the name of somebody else than From names (a department's mailbox) with a title, a
    company or an address below it."""
    block = _last_block(lines, index, count)
    if len(block) < 2 or lines[index + 1].blank or _is_item(block[0].text):
        return False
    name, second = block[0].text, block[1].text
    extension = sum(char.isdigit() for char in second) * 2 > len(second)
    named = 2 <= len(name.split()) <= 4 and len(WORD.findall(name)) >= 2 and has_capitals(name)
    return named and (extension or (has_capitals(second) and not _is_item(second)))


def _is_item(text: str) -> bool:
    """Whether a line is one of a list."""
    return text[:1] in "-*•–>" or text[:1].isdigit()


def _introduced(lines: Sequence[Line], index: int) -> bool:
    """Whether the line above announces what follows, so that it belongs to what the sender says."""
    before = next((lines[i].text for i in range(index - 1, -1, -1) if not lines[i].blank), "")
    return before.endswith((":", "：")) and not is_closing(before)


def _dashed_name(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in a name behind a dash or a stroke: "/Ann", "- Ann Lee"."""
    return index + 1 >= count and bool(_DASHED.match(lines[index].text))


def _lone_name(lines: Sequence[Line], index: int, count: int) -> bool:
    """Whether the text ends in one to three words with capitals on a line alone, after a sentence has ended."""
    text = lines[index].text
    if index + 1 < count or len(text) > 40 or any(char.isdigit() for char in text):
        return False
    before = next((lines[i].text for i in range(index - 1, -1, -1) if not lines[i].blank), "")
    return (
        1 <= len(text.split()) <= 3
        and has_capitals(text)
        and len(before.split()) > 3
        and (bool(SENTENCE_END.search(before)) or (len(before.split()) > 7 and before[-1:].isalpha()))
    )


def _last_block(lines: Sequence[Line], index: int, count: int) -> list[Line]:
    """The lines to the end, when all have the form of a signature."""
    block = [line for line in lines[index:count] if not line.blank]
    if not block or len(block) > 10 or any(line.long or is_prose(line.text) for line in block):
        return []
    return block


def _next(lines: Sequence[Line], start: int, count: int) -> int:
    """The next line with something on it."""
    for index in range(start, min(count, start + 6)):
        if not lines[index].blank:
            return index
    return count if all(line.blank for line in lines[start:count]) else start
