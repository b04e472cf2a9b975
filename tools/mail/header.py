"""Header fields: unfolding, encoded words (RFC 2047), parameters (RFC 2231, 2045), raw 8-bit.

Sources: RFC 5322 section 2.2, RFC 2047, RFC 2231, RFC 6532 (raw UTF-8).
"""

from __future__ import annotations

import binascii
import re
from urllib.parse import unquote_to_bytes

from tools.documents import charset

MAX_FIELDS = 1000
MAX_FIELD_BYTES = 65_536

_NAME = re.compile(rb"([!-9;-~]{1,120})[ \t]*:")
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_PARAMETER = re.compile(r"""([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""", re.S)
_QUOTED_PAIR = re.compile(r"\\(.)", re.S)
_SECTION = re.compile(r"^(.*?)(?:\*(\d{1,3}))?(\*)?$", re.S)

Fields = tuple[tuple[str, str], ...]


def split(raw: bytes, start: int, end: int) -> tuple[Fields, int, list[str]]:
    """Header fields `(lower-case name, raw value)` of `raw[start:end]`, where the body begins, and notes.

    Values keep 8-bit bytes as decoded text. A line that is neither a field nor a continuation ends the header, so that
    a message without the blank line is still read.
    """
    fields: list[tuple[str, list[bytes]]] = []
    notes: list[str] = []
    at = start
    while at < end:
        stop = raw.find(b"\n", at, end)
        stop = end if stop < 0 else stop + 1
        line = raw[at : min(stop, at + MAX_FIELD_BYTES)]
        if not line.strip():
            at = stop
            # A line of spaces only is a continuation when more of the field follows (seen from old gateways).
            if line[:1] in b" \t" and line.strip(b"\r\n") and raw[at : at + 1] in (b" ", b"\t"):
                continue
            break
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line)
        elif match := _NAME.match(line):
            fields.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
        elif at == start and line.startswith((b"From ", b">From ")):
            pass
        else:
            notes.append("no blank line between header and body")
            break
        at = stop
        if len(fields) >= MAX_FIELDS:
            notes.append(f"more than {MAX_FIELDS} header fields; the rest was skipped")
            blank = re.compile(rb"\r?\n\r?\n").search(raw, at, end)
            at = blank.end() if blank else end
            break
    read: list[tuple[str, str]] = []
    for name, lines in fields:
        value = b"".join(lines)[:MAX_FIELD_BYTES]
        read.append((name, charset.decode(value)[0].strip()))
    return tuple(read), at, notes


def unfold(value: str) -> str:
    """One line: a fold is one space."""
    return _FOLD.sub(" ", value).strip()


def words(value: str) -> str:
    """A field value as a person reads it: encoded words decoded, folds removed.

    Neighbouring words of one charset are joined as bytes first, since senders split inside multi-byte characters.
    """
    value = unfold(value)
    if "=?" not in value:
        return value
    out: list[str] = []
    pending: list[bytes] = []
    label = ""
    last = 0
    for match in _WORD.finditer(value):
        between = value[last : match.start()]
        if pending and (between.strip() or match[1].lower() != label):
            out.append(charset.decode(b"".join(pending), label)[0])
            pending = []
            if between.strip():
                out.append(between)
        elif not pending:
            out.append(between)
        label = match[1].lower()
        pending.append(_word_bytes(match[2], match[3]))
        last = match.end()
    if pending:
        out.append(charset.decode(b"".join(pending), label)[0])
    out.append(value[last:])
    return "".join(out).replace("\r", " ").replace("\n", " ").replace("\x00", "").strip()


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    from tools.mail.transfer import decode

    return decode(raw, "base64")[0]


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """`text/plain; charset=x` → `("text/plain", {"charset": "x"})`; continuations joined, RFC 2231 and 2047 decoded."""
    value = unfold(value[:8192])
    head, _, rest = value.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(rest)):
        if count >= 200:
            break
        content = match[2].strip()
        if content.startswith('"'):
            content = _QUOTED_PAIR.sub(_unescaped, content.strip('"'))
        name = match[1].lower()
        section = _SECTION.match(name)
        if section and (section[2] or section[3]):
            pieces.setdefault(section[1], {})[int(section[2] or 0)] = (content, bool(section[3]))
        else:
            plain.setdefault(name, content)
    found = {name: words(text) for name, text in plain.items()}
    for name, sections in pieces.items():
        found[name] = _joined(sections)
    return head.strip().lower(), found


def _unescaped(match: re.Match[str]) -> str:
    # A Windows path in a filename is no quoted pair: keep the backslash before anything but a quote or backslash.
    return match[1] if match[1] in '"\\' else match[0]


def _joined(sections: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: sections in order; the first encoded one names the charset."""
    label = ""
    raw = b""
    for index, (text, encoded) in sorted(sections.items()):
        if encoded and not label and text.count("'") >= 2 and index == min(sections):
            label, _, text = text.split("'", 2)
        raw += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    if not any(encoded for _, encoded in sections.values()):
        return words(raw.decode("utf-8", "replace"))
    return charset.decode(raw, label)[0]
