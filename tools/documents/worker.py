"""The process that reads files: whatever a file does to its reader, it does here.

Runs as `python -m tools.documents.worker` and answers the requests of `tools/documents/sandbox.py` on its standard
input, one after the other: the length of a header (4 bytes, big-endian), the header as JSON, the file. An answer is
the length of a `DocumentText` as JSON, and that. It ends with its input.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import IO

from pydantic import BaseModel, TypeAdapter

from tools.documents.damage import DAMAGE
from tools.documents.ocr import Engine
from tools.documents.text import DocumentText

MEMORY = 2_000_000_000
"""Bytes of address space that the process may take."""

READERS = ("pdf", "docx", "xlsx", "picture")
"""Modules of this room with a `read`; those of `BY_OCR` also take what reads pictures."""
BY_OCR = ("pdf", "picture")

TEXT: TypeAdapter[DocumentText] = TypeAdapter(DocumentText)


class Request(BaseModel):
    """One file to be read: by which reader, its size in bytes, and what reads pictures."""

    reader: str
    size: int
    engine: Engine | None = None


def read(request: Request, content: bytes) -> DocumentText:
    """The text of a file; what its reader runs out of becomes a note."""
    if request.reader not in READERS:
        return DocumentText(notes=(f"not read: there is no reader {request.reader!r}",))
    module = importlib.import_module(f"tools.documents.{request.reader}")
    try:
        found: DocumentText
        found = module.read(content, request.engine) if request.reader in BY_OCR else module.read(content)
        return found
    except MemoryError:
        return DocumentText(notes=("not read: it needs too much memory",))
    except DAMAGE as error:
        return DocumentText(notes=(f"not read: damaged ({type(error).__name__})",))


def serve(given: IO[bytes], taken: IO[bytes]) -> None:
    """Answers requests until there are no more."""
    while len(head := given.read(4)) == 4:
        request = Request.model_validate_json(given.read(int.from_bytes(head, "big")))
        answer = TEXT.dump_json(read(request, given.read(request.size)))
        taken.write(len(answer).to_bytes(4, "big") + answer)
        taken.flush()


def main() -> None:
    """Takes the limits upon itself, and serves; what libraries print goes nowhere."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # a system without such limits: time is limited all the same
    with os.fdopen(os.dup(1), "wb") as taken:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        serve(sys.stdin.buffer, taken)


if __name__ == "__main__":
    main()
