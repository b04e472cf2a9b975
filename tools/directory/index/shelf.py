"""Where the files of an index stand: a folder with a pointer to those in use, which is exchanged in one step.

Files are never changed. A reader that has them mapped keeps what it sees, also when they are replaced and removed.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from tools.directory.index.sections import Damaged, Sections
from tools.directory.index.segment import Segment
from tools.directory.index.snapshot import Snapshot
from workflow.errors import InputError

POINTER, LOCK, SUFFIX, UNFINISHED = "current.json", "lock", ".idx", ".making"
ATTEMPTS = 5
"""A file named by the pointer may be gone when it is opened: another process has put newer ones in its place."""

BETWEEN = 0.02
"""Seconds between two looks at a lock."""

Write = Callable[[BinaryIO], None]


class Standing(BaseModel):
    """Which files are in use, and how far the org's records had come when they were made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    changes: str = ""
    rule: str  #: the rule that it was built for, as JSON
    fields: tuple[str, ...] = ()  #: what an account of the org had
    accounts: str = ""  #: SystemModstamp of the newest account, and …
    contacts: str = ""  #: … of the newest contact


class Shelf:
    """One index. Without a folder its files stand in memory, for this process alone."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory: dict[str, bytes] = {}
        self._standing: Standing | None = None

    @contextmanager
    def lock(self, patience: float) -> Iterator[bool]:
        """Holds the right to change what stands here; False where another process has it for longer than `patience`
        (seconds). Raises InputError for a folder that cannot be written.
        """
        if self._folder is None:
            yield True
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _unwritable(self._folder, error) from error
        try:
            yield _locked(file, time.monotonic() + patience)
        finally:
            os.close(file)

    def standing(self) -> Standing | None:
        """What is in use now; None where nothing is. Raises Damaged for a pointer that cannot be read."""
        if self._folder is None:
            return self._standing
        try:
            return Standing.model_validate_json((self._folder / POINTER).read_bytes())
        except FileNotFoundError:
            return None
        except (ValidationError, OSError) as error:
            raise Damaged(f"{POINTER} cannot be read") from error

    def open(self) -> tuple[Standing, Snapshot] | None:
        """The index that is in use; None where there is none. Raises Damaged for one that cannot be used."""
        for attempt in range(ATTEMPTS):
            standing = self.standing()
            if standing is None:
                return None
            try:
                changes = Segment(self._sections(standing.changes)) if standing.changes else None
                return standing, Snapshot(Segment(self._sections(standing.base)), changes)
            except FileNotFoundError as error:
                if attempt == ATTEMPTS - 1 or standing == self.standing():
                    raise Damaged(f"{Path(error.filename).name} is missing") from error
            except (KeyError, TypeError, ValueError) as error:
                raise Damaged(f"it cannot be read ({type(error).__name__}: {error})") from error
        raise Damaged("it is replaced again and again")

    def put(self, name: str, write: Write) -> str:
        """Makes a file; its name. It is in use when a standing names it. The lock must be held."""
        file_name = f"{name}-{token_hex(6)}{SUFFIX}"
        if self._folder is None:
            buffer = BytesIO()
            write(buffer)
            self._memory[file_name] = buffer.getvalue()
            return file_name
        path = self._folder / (file_name + UNFINISHED)
        try:
            with path.open("wb", buffering=1 << 20) as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            path.replace(self._folder / file_name)
        except OSError as error:
            path.unlink(missing_ok=True)
            raise _unwritable(self._folder, error) from error
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return file_name

    def use(self, standing: Standing) -> None:
        """Puts files into use, in one step, and removes all others. The lock must be held."""
        if self._folder is None:
            self._standing = standing
            self._memory = {k: v for k, v in self._memory.items() if k in (standing.base, standing.changes)}
            return
        path = self._folder / (POINTER + UNFINISHED)
        path.write_text(standing.model_dump_json(), "utf-8")
        path.replace(self._folder / POINTER)
        for other in self._folder.iterdir():
            ours = other.name.endswith((SUFFIX, SUFFIX + UNFINISHED))
            if ours and other.name not in (standing.base, standing.changes):
                with suppress(FileNotFoundError):
                    other.unlink()

    def _sections(self, name: str) -> Sections:
        if self._folder is None:
            return Sections(self._memory[name])
        return Sections.open(self._folder / name)


def _locked(file: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(BETWEEN)


def _unwritable(folder: Path, error: OSError) -> InputError:
    told = f"the directory's index cannot be written to {folder}: {error.strerror or error}"
    return InputError(f"{told}; SWITCHYARD_STATE names the folder where state may be kept")
