"""Characters that would make a text look like another, made visible.

Bidirectional overrides and isolates reorder what stands around them (a file `evil[U+202E]fdp.exe` reads
`evilexe.pdf`), and control characters vanish. Both are shown as signs, wherever a page prints a text. Marks of
direction (U+200E, U+200F) are common in honest mail and stay.
"""

from __future__ import annotations

import re

_DECEIVING = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with deceiving characters as signs; line breaks and tabs stay."""
    return _DECEIVING.sub(_sign, text.replace("\r\n", "\n"))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else f"⟨U+{code:04X}⟩"
