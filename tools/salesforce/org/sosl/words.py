"""Words in texts: what SQL asks of each field that is searched."""

from __future__ import annotations

import re
from functools import lru_cache


def has(text: str | None, pattern: str) -> bool:
    """Whether a text has a word or phrase; letter case does not matter."""
    return text is not None and _compiled(pattern).search(str(text).casefold()) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
