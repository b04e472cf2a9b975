"""Learned artefacts: immutable files by content, under the state directory, for all orgs of it.

They are shared by the homes of a state directory, as a bundle is: what names one is a file of the bundle.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workflow.errors import InputError, NotFound
from workflow.identifiers import Digest, digest

ENDING = ".npz"


class Artefacts:
    """Content-addressed: the name of a file is the digest of its bytes, which is checked when it is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> Digest:
        """Keeps bytes and returns their address. Raises InputError where they cannot be written."""
        key = digest(data)
        place = self._place(key)
        if place.is_file():
            return key
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Written under another name first: a file that stands there is whole.
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(place)
        except OSError as error:
            raise InputError(f"{place} cannot be written: {error.strerror or error}") from error
        return key

    def get(self, key: str) -> bytes:
        """The bytes at that address. Raises NotFound, or InputError where the file holds something else."""
        place = self._place(key)
        try:
            data = place.read_bytes()
        except OSError as error:
            raise NotFound(
                f"there is no learned artefact {key} ({place}): copy the file from the state directory where it was "
                "learned, learn again, or remove the bundle's learned/ file"
            ) from error
        if digest(data) != key:
            raise InputError(f"{place} was changed: it is not what was learned; copy the file anew, or learn again")
        return data

    def has(self, key: str) -> bool:
        """Whether it is there."""
        return self._place(key).is_file()

    def _place(self, key: str) -> Path:
        return self.folder / f"{key}{ENDING}"
