"""Files are read in a process of its own, with limits of time and memory; one that oversteps them is replaced.

A reader of PDF or Office files is a library of a hundred thousand lines, and the files come from strangers. What breaks
is the file's note, never the run.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tools.documents.ocr import Engine
from tools.documents.text import DocumentText
from tools.documents.worker import TEXT, Request

SECONDS = 12.0
"""That one file may take; its reader stops itself before, with what it has."""

OCR_SECONDS = 40.0
"""The same where pictures are read."""

MOST_FILES = 500
"""After which a process is replaced, whatever it may have kept."""

MOST_BYTES = 200_000_000
"""Of one answer."""

COMMAND = (sys.executable, "-m", "tools.documents.worker")
ROOT = Path(__file__).resolve().parents[2]


class Overstepped(Exception):
    """The reader was ended; the message says why."""


class Process:
    """One reading process."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        self.process = subprocess.Popen(  # noqa: S603  (our own module)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        self.given, self.taken = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self.given, False)
        os.set_blocking(self.taken, False)
        self.files = 0

    def read(self, request: Request, content: bytes, seconds: float) -> DocumentText:
        """The process's answer. Raises Overstepped where there is none in time, or the process has ended."""
        self.files += 1
        end = time.monotonic() + seconds
        header = request.model_dump_json().encode()
        self._give(len(header).to_bytes(4, "big") + header, end)
        self._give(content, end)
        size = int.from_bytes(self._take(4, end), "big")
        if size > MOST_BYTES:
            raise Overstepped("its reader gave too much")
        return TEXT.validate_json(self._take(size, end))

    def _give(self, content: bytes, end: float) -> None:
        left = memoryview(content)
        while left:
            self._wait(self.given, selectors.EVENT_WRITE, end)
            try:
                left = left[os.write(self.given, left[:1_000_000]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Overstepped("its reader broke down") from error

    def _take(self, size: int, end: float) -> bytes:
        pieces: list[bytes] = []
        while size:
            self._wait(self.taken, selectors.EVENT_READ, end)
            try:
                piece = os.read(self.taken, min(size, 1_000_000))
            except BlockingIOError:
                continue
            if not piece:
                raise Overstepped("its reader broke down, or ran out of memory")
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _wait(self, handle: int, event: int, end: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(handle, event)
            if not selector.select(max(0.0, end - time.monotonic())):
                raise Overstepped("it took too long")

    def close(self) -> None:
        """Ends the process and all that it started."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self.process.wait()


class Sandbox:
    """The reading processes of this one: as many as are at work at the same time. Safe between threads."""

    def __init__(self, command: tuple[str, ...] = COMMAND, seconds: float = SECONDS, ocr: float = OCR_SECONDS) -> None:
        self.command, self.seconds, self.ocr = command, seconds, ocr
        self._idle: list[Process] = []
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def read(self, reader: str, content: bytes, engine: Engine | None = None) -> DocumentText:
        """What a reader of `tools/documents/worker.py` gives for a file; where it is ended, a note says why."""
        seconds = self.seconds if engine is None else self.ocr
        request = Request(reader=reader, size=len(content), engine=engine)
        try:
            process = self._take()
        except OSError as error:
            return DocumentText(notes=(f"not read: its reader does not start ({error.strerror or error})",))
        try:
            found = process.read(request, content, seconds)
        except Overstepped as error:
            process.close()
            return DocumentText(notes=(f"not read: {error}",))
        except BaseException:
            process.close()
            raise
        self._give_back(process)
        return found

    def _take(self) -> Process:
        with self._lock:
            if self._owner != os.getpid():  # after a fork the processes belong to the parent
                self._idle, self._owner = [], os.getpid()
            if self._idle:
                return self._idle.pop()
        return Process(self.command)

    def _give_back(self, process: Process) -> None:
        if process.files >= MOST_FILES:
            process.close()
            return
        with self._lock:
            self._idle.append(process)

    def close(self) -> None:
        """Ends all that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        if self._owner == os.getpid():
            for process in idle:
                process.close()


SANDBOX = Sandbox()
"""The one that `tools.documents.read` uses."""

atexit.register(SANDBOX.close)
