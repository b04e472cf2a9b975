"""Whose words each stretch of a body is.

The text is cut at the openers of older messages; what is left of the sender's is searched for signatures and
disclaimers. Zones cover the text in order; blank lines belong to the zone above them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.documents.text import DocumentText, Range
from tools.mail import disclaimer, signature, thread
from tools.mail.line import Line, split
from tools.mail.opener import Opener
from tools.mail.vocabulary import POINTING, subject_kind
from workflow.document import Address, Zone, ZoneKind

_FEW = 30  #: words of new text that may be no more than a pointer to what is below
_STUB = 12  #: words of a forwarded message that say nothing by themselves


NOBODY = Address()


@dataclass(frozen=True)
class Context:
    """What is known of the message beside its text."""

    sender: Address = NOBODY
    recipients: frozenset[str] = frozenset()  #: addresses of To and Cc
    subject: str = ""
    replying: bool = False  #: In-Reply-To or References are there


def zone(body: DocumentText, context: Context) -> tuple[Zone, ...]:
    """The zones of one body text."""
    text = body.text
    shown = body.hidden[0][0] if body.hidden else len(text)
    lines = split(text[:shown], body.quoted, body.signed)
    kinds: list[ZoneKind | None] = [None] * len(lines)
    _mark_thread(lines, kinds, context)
    more = False
    for start, end in _runs(kinds):
        _mark_own(text, lines, kinds, start, end, context, more)
        more = more or any(not line.blank for line in lines[start:end])
    return _covering(lines, kinds, len(text), body.hidden)


def _mark_thread(lines: Sequence[Line], kinds: list[ZoneKind | None], context: Context) -> None:
    """Older and forwarded messages."""
    index = 0
    begun = False
    while index < len(lines):
        line = lines[index]
        if line.blank:
            index += 1
            continue
        if line.quoted:
            end = _quoted_end(lines, index)
            _mark_quoted(lines, kinds, index, end, context)
            begun = True
            index = end
            continue
        opener = thread.find(lines, index)
        if opener is None or (opener.form == "line" and not any(text.text for text in lines[:index])):
            index += 1
            continue
        start = max(opener.start, _free_from(kinds, opener.start, index))
        index = _mark_opened(lines, kinds, opener, start, context, begun)
        begun = True


def _free_from(kinds: list[ZoneKind | None], start: int, index: int) -> int:
    """An opener may begin some lines above where it was recognised, but not inside what is marked already."""
    for at in range(index - 1, start - 1, -1):
        if kinds[at] is not None:
            return at + 1
    return start


def _mark_opened(
    lines: Sequence[Line],
    kinds: list[ZoneKind | None],
    opener: Opener,
    start: int,
    context: Context,
    begun: bool,
) -> int:
    """Mark what an opener introduces; gives the line after it."""
    following = next((i for i in range(opener.end, len(lines)) if not lines[i].blank), len(lines))
    forwarded = not begun and _passed_on(opener, lines[:start], kinds, context)
    if opener.form == "forward":
        forwarded = True
    kind = ZoneKind.FORWARD if forwarded else ZoneKind.QUOTE
    if _only(opener, lines[:start], kinds, context, forwarded) and following < len(lines) - 1:
        _mark(kinds, start, opener.end, kind)
        return opener.end
    if following < len(lines) and lines[following].quoted:
        end = _quoted_end(lines, following)
        _mark(kinds, start, following, kind)
        _mark_levels(lines, kinds, following, end, kind, opener)
        return end
    _mark(kinds, start, opener.end, kind)
    _mark_levels(lines, kinds, opener.end, len(lines), kind, opener)
    return len(lines)


def _only(
    opener: Opener, above: Sequence[Line], kinds: list[ZoneKind | None], context: Context, forwarded: bool
) -> bool:
    """Whether an introduction stands above all of a message that answers nothing: what follows without marks then holds
    what the sender says, if anything does."""
    if forwarded or opener.form != "introduction" or context.replying or subject_kind(context.subject):
        return False
    return all(line.blank or kind is not None for line, kind in zip(above, kinds, strict=False))


def _mark_quoted(lines: Sequence[Line], kinds: list[ZoneKind | None], start: int, end: int, context: Context) -> None:
    """Marked lines without an introduction in front are quotes, unless they begin with a forward's headers."""
    for index in range(start, min(end, start + 4)):
        opener = thread.find(lines, index)
        if not opener:
            continue
        forwarded = opener.form == "forward" or (
            opener.form != "introduction" and _passed_on(opener, lines[:start], kinds, context)
        )
        kind = ZoneKind.FORWARD if forwarded else ZoneKind.QUOTE
        _mark(kinds, start, end, kind)
        _mark_levels(lines, kinds, min(opener.end, end), end, kind, opener)
        return
    forwarded = subject_kind(context.subject) == "forward" and not any(
        not lines[i].blank and kinds[i] is None for i in range(start)
    )
    _mark(kinds, start, end, ZoneKind.FORWARD if forwarded else ZoneKind.QUOTE)


def _passed_on(opener: Opener, above: Sequence[Line], kinds: list[ZoneKind | None], context: Context) -> bool:
    """Whether an older message was passed on to be read, as against kept below an answer to it."""
    prefix = subject_kind(context.subject)
    if opener.form == "forward" or prefix == "forward":
        return True
    words = " ".join(line.text for line, kind in zip(above, kinds, strict=False) if kind is None)
    few = len(words.split()) <= _FEW and len(words) < 200
    if few and POINTING.search(words):
        return True
    if prefix == "reply" or context.replying or opener.form == "introduction":
        return False
    # Printed headers in a message that answers nothing: passed on, unless we had written what is below.
    return not (opener.senders and set(opener.senders) & context.recipients)


def _mark_levels(
    lines: Sequence[Line], kinds: list[ZoneKind | None], start: int, end: int, kind: ZoneKind, first: Opener
) -> None:
    """Mark older text. In a forward, what the forwarded message itself quotes is a quote, once that message has said
    something of its own; a second forwarded message beside the first is none."""
    _mark(kinds, start, end, kind)
    if kind is ZoneKind.QUOTE:
        return
    words = 0
    index = start
    depth = _depth(lines[start]) if start < end else 0
    while index < end:
        line = lines[index]
        opener = thread.find(lines, index) if not line.blank else None
        if opener and (opener.start < start or not opener.answered(first)):
            words, index = 0, max(opener.end, index + 1)
            continue
        if opener or (line.quoted and _depth(line) > depth):
            if words > _STUB:
                _mark(kinds, index, end, ZoneKind.QUOTE)
                return
            words, depth = 0, _depth(line)
            first = opener or first
            index = max(opener.end if opener else index + 1, index + 1)
            continue
        words += _weight(line.bare)
        index += 1


def _weight(text: str) -> int:
    """Words of a line; scripts without spaces count two characters as a word."""
    wide = sum(1 for char in text if "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3")
    return len(text.split()) + wide // 2


def _depth(line: Line) -> int:
    """How many `>` stand before a line."""
    head = line.text[:20].replace(" ", "")
    return len(head) - len(head.lstrip(">＞"))


def _quoted_end(lines: Sequence[Line], start: int) -> int:
    """The end of a run of marked lines, over blank lines and over single words that wrapping tore off."""
    end = index = start
    while index < len(lines):
        if lines[index].quoted:
            end = index + 1
        elif index - end > 3 if lines[index].blank else not _torn(lines, index):
            break
        index += 1
    return end


def _torn(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the end of the quoted line above, broken off without its mark: short, going on in the middle of
    a sentence, between marked lines, below a full one."""
    if index == 0 or index + 1 >= len(lines):
        return False
    above, below = lines[index - 1], lines[index + 1]
    text = lines[index].text
    return (
        above.quoted
        and below.quoted
        and len(above.text) >= 60
        and above.text[-1] not in ".?!:。？！"
        and len(text) <= 60
        and not text[:1].isupper()
    )


def _mark(kinds: list[ZoneKind | None], start: int, end: int, kind: ZoneKind) -> None:
    for index in range(start, end):
        kinds[index] = kind


def _runs(kinds: Sequence[ZoneKind | None]) -> list[Range]:
    """Runs of lines that nobody has claimed: the sender's own."""
    found = []
    start = -1
    for index, kind in enumerate(kinds):
        if kind is None and start < 0:
            start = index
        elif kind is not None and start >= 0:
            found.append((start, index))
            start = -1
    if start >= 0:
        found.append((start, len(kinds)))
    return found


def _mark_own(
    text: str,
    lines: Sequence[Line],
    kinds: list[ZoneKind | None],
    start: int,
    end: int,
    context: Context,
    more: bool,
) -> None:
    """Signatures and disclaimers in a run of the sender's own lines."""
    own = lines[start:end]
    for begin, stop in disclaimer.find(own, text):
        _mark(kinds, start + begin, start + stop, ZoneKind.DISCLAIMER)
    rest = [index for index in range(start, end) if kinds[index] is None]
    signed = signature.find([lines[index] for index in rest], context.sender, more=more)
    for begin, stop in signed:
        for index in rest[begin:stop]:
            kinds[index] = ZoneKind.SIGNATURE
    if not signed:
        return
    below = rest[signed[-1][0]] - start
    for begin, stop in disclaimer.find(own, text, below):
        for index in range(start + begin, start + stop):
            if kinds[index] is None or begin > below:
                kinds[index] = ZoneKind.DISCLAIMER


def _covering(
    lines: Sequence[Line], kinds: Sequence[ZoneKind | None], length: int, hidden: tuple[Range, ...]
) -> tuple[Zone, ...]:
    """Zones over all characters: blank lines as the line above, the rest of a cut text as its last line."""
    found: list[tuple[ZoneKind, int, int]] = []
    current = next((k or ZoneKind.NEW for line, k in zip(lines, kinds, strict=True) if not line.blank), ZoneKind.NEW)
    for line, kind in zip(lines, kinds, strict=True):
        if not line.blank:
            current = kind or ZoneKind.NEW
        if line.end <= line.start:
            continue
        if found and found[-1][0] is current:
            found[-1] = current, found[-1][1], line.end
        else:
            found.append((current, line.start, line.end))
    shown = hidden[0][0] if hidden else length
    if found:
        found[-1] = found[-1][0], found[-1][1], shown
    elif shown:
        found.append((current, 0, shown))
    if shown < length:
        found.append((ZoneKind.HIDDEN, shown, length))
    return tuple(Zone(kind=kind, start=start, end=end) for kind, start, end in found if end > start)
