"""Text that grows as a page is walked: white space collapses, blocks begin on new lines."""

from __future__ import annotations


class Flow:
    """A text under construction. Line breaks and spaces wait until something follows them."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._breaks = 0
        self._space = False
        self._tabs = 0
        self.length = 0
        self.flat = 0  #: above 0 inside a table cell that must stay on one line

    def line(self, gap: int = 1) -> None:
        """What follows begins on a new line, after `gap - 1` blank lines at least."""
        if self.flat:
            self._space = True
        elif self.length:
            self._breaks = max(self._breaks, gap)

    def newline(self) -> None:
        """A line break as such: two of them make a blank line."""
        if self.flat:
            self._space = True
        elif self.length:
            self._breaks = min(self._breaks + 1, 2)

    def blank(self) -> None:
        """A paragraph of a space only: it is there to leave a line empty."""
        if self._breaks:
            self.newline()
        else:
            self._space = True

    def cell(self) -> None:
        """The next cell of a row."""
        self._tabs += 1

    def write(self, text: str) -> None:
        """Text whose white space collapses."""
        words = text.split()
        if not words:
            if text:
                if "\u00a0" in text:
                    self.blank()
                self._space = True
            return
        if text[0].isspace():
            self._space = True
        self._put(" ".join(words))
        self._space = text[-1].isspace()

    def verbatim(self, text: str) -> None:
        """Text whose line breaks and spaces count."""
        for index, row in enumerate(text.split("\n")):
            if index:
                self.newline()
            if not row:
                continue
            stripped = row.rstrip()
            if stripped:
                self._put(stripped)
            self._space = len(stripped) < len(row)

    def mark(self) -> int:
        """Where the text ends now; what follows begins at or after it."""
        return self.length

    def _put(self, text: str) -> None:
        if self._breaks and self.length:
            self._append("\n" * self._breaks)
        elif self._tabs:
            self._append("\t" * self._tabs)
        elif self._space and self.length:
            self._append(" ")
        self._breaks = self._tabs = 0
        self._space = False
        self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)

    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)
