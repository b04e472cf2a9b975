"""Mailboxes: the messages of an mbox file by their places, and those of a Maildir folder (RFC 4155, maildir(5))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

MAX_LINE = 65_536  #: bytes of a line that are looked at

#: `From somebody Tue Jun  3 10:12:00 2025`: an envelope has a time; a sentence that begins so hardly has.
_ENVELOPE = re.compile(rb"From (?:\S{1,300} )?.{0,60}\b\d{1,2}:\d{2}(?::\d{2})?\b.{0,40}\r?\n?$")
_STUFFED = re.compile(rb"^>(>*From )", re.M)


def places(path: Path) -> Iterator[tuple[int, int]]:
    """`(begin, end)` in bytes of each message of an mbox, without its envelope line. Reads line by line."""
    begin = -1
    at = 0
    blank = True
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE):
            if blank and line.startswith(b"From ") and _ENVELOPE.match(line):
                if begin >= 0:
                    yield begin, at
                begin = at + len(line)
            blank = not line.strip(b"\r\n")
            at += len(line)
    if begin >= 0 and at > begin:
        yield begin, at


def is_mbox(path: Path) -> bool:
    """Whether a file begins with an envelope line and a second message follows."""
    with path.open("rb") as file:
        if file.read(5) != b"From ":
            return False
    return len(list(islice(places(path), 2))) == 2


def message(path: Path, begin: int, end: int) -> bytes:
    """One message of an mbox, with the marks before its own `From ` lines taken off."""
    with path.open("rb") as file:
        file.seek(begin)
        return _STUFFED.sub(rb"\1", file.read(end - begin)).rstrip(b"\r\n") + b"\n"


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir."""
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def maildir(folder: Path) -> list[Path]:
    """The messages of a Maildir, new ones first; what is just being delivered (`tmp`) is left alone."""
    return [
        path for name in ("new", "cur") for path in sorted((folder / name).iterdir()) if not path.name.startswith(".")
    ]
