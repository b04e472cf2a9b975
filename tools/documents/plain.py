"""Plain text made safe to read: line ends, control characters, characters that only deceive."""

from __future__ import annotations

import re

MAX_CHARS = 500_000

#: Characters without a look of their own: soft hyphen, zero width space and no-break space that hide words from a
#: search, bidirectional overrides that show another order than is stored, tag characters that spell invisible ASCII.
#: Zero width (non-)joiners stay between characters: Persian, Indic scripts and emoji need them.
_DECEIVING = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
    "|(?<!\\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")


def scrub(text: str) -> str:
    """Text with `\\n` line ends, plain spaces, and without control and deceiving characters."""
    if text.isascii() and "\r" not in text and not _CONTROL.search(text):
        return text
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub("", _DECEIVING.sub("", text))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def clean(text: str) -> tuple[str, list[str]]:
    """Scrubbed text, bounded in length, and notes on what was removed."""
    notes = []
    if len(text) > MAX_CHARS:
        notes.append(f"{len(text):,} characters; read up to {MAX_CHARS:,}")
        text = text[:MAX_CHARS]
    if _TAGS.search(text):
        notes.append("text in invisible tag characters was removed")
    return scrub(text), notes
