"""What a check of a bundle found."""

from __future__ import annotations

from typing import Literal

from workflow.document import Frozen

Level = Literal["error", "warning", "info"]


class Finding(Frozen):
    """One thing to look at. An error cannot be meant; a warning may be; an info is worth knowing.

    `key` is the place inside the file, such as `steps[3].when`; `line` counts from 1, 0 where none is known.
    """

    level: Level
    file: str
    key: str
    problem: str
    cure: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        place += f": {self.key}" if self.key else ""
        return f"{self.level}: {place}: {self.problem}" + (f". {self.cure}" if self.cure else "")
