"""ZIP archives, bounded: members as files of their own, and the check before Office files are opened."""

from __future__ import annotations

import io
import zipfile

from tools.documents.damage import DAMAGE
from tools.documents.text import DocumentText, Member

MAX_MEMBERS = 50
MAX_BYTES = 50_000_000  #: of all members unpacked
MAX_RATIO = 200  #: unpacked to packed, above which a member is taken for a bomb
MAX_OFFICE = 150_000_000  #: unpacked bytes of an Office file

_CHUNK = 65_536


def read(content: bytes) -> DocumentText:
    """The list of the members as text, and the members themselves."""
    notes: list[str] = []
    members: list[Member] = []
    names: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(files) > MAX_MEMBERS:
                notes.append(f"{len(files)} files inside; read up to {MAX_MEMBERS}")
            left = MAX_BYTES
            for info in files[:MAX_MEMBERS]:
                name = _name(info)
                names.append(f"{name}\t{info.file_size}")
                if _skipped(name):
                    continue
                found, note = _member(archive, info, left)
                if note:
                    notes.append(f"{name}: {note}")
                else:
                    left -= len(found)
                    members.append(Member(filename=name, content=found))
    except DAMAGE as error:
        notes.append(f"not read: damaged archive ({type(error).__name__})")
    return DocumentText(text="\n".join(names), notes=tuple(notes), members=tuple(members))


def _name(info: zipfile.ZipInfo) -> str:
    """The member's path without ways out of it."""
    parts = [part for part in info.filename.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join("".join(char for char in part if char.isprintable()) for part in parts)[-200:] or "unnamed"


def _skipped(name: str) -> bool:
    """Leftovers of file systems."""
    return name.startswith("__MACOSX/") or name.endswith((".DS_Store", "Thumbs.db"))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> tuple[bytes, str]:
    if info.flag_bits & 0x1:
        return b"", "not read: protected by a password"
    if info.file_size > left:
        return b"", "not read: the archive unpacks to too much"
    if info.file_size > _CHUNK and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return b"", "not read: packed suspiciously tight"
    try:
        with archive.open(info) as stream:
            # The directory may lie about the size: read no more than it promised.
            found = stream.read(info.file_size + 1)
    except DAMAGE as error:
        return b"", f"not read: damaged ({type(error).__name__})"
    if len(found) > info.file_size:
        return b"", "not read: larger than the archive says"
    return found, ""


def office_note(content: bytes) -> str:
    """Why an Office file must not be opened; empty when it may."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            total = sum(info.file_size for info in infos)
            packed = sum(info.compress_size for info in infos)
            if any(info.flag_bits & 0x1 for info in infos):
                return "not read: protected by a password"
    except DAMAGE as error:
        return f"not read: damaged file ({type(error).__name__})"
    if len(infos) > 10_000 or total > MAX_OFFICE or (total > 20_000_000 and total > MAX_RATIO * max(packed, 1)):
        return "not read: unpacks to too much"
    return ""


def names(content: bytes) -> frozenset[str]:
    """The paths inside; empty when it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist()[:10_000])
    except DAMAGE:
        return frozenset()
