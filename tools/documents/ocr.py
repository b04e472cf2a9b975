"""Pictures to words, by Tesseract where it is installed. What is not read is said in a note, never passed over."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import median

from pydantic import BaseModel, ConfigDict

from tools.documents.glyphs import Piece

SETTING = "SWITCHYARD_OCR"
"""Environment variable: `off`, or languages as Tesseract names them ('eng+deu')."""

LANGUAGES = ("eng", "deu", "fra", "spa", "nld", "ita", "por", "jpn", "chi_sim")
SCRIPT = "script/Latin"
"""One model for all languages in Latin letters; where it is installed it stands for the seven of them."""

MOST_LANGUAGES = 4
"""Each costs its own time for every word."""

MEMORY = 2_000_000_000
"""Bytes that Tesseract may take."""

DENSITY = 200
"""Dots an inch at which pages are drawn for it."""

SURE = 35.0
"""Words of less confidence (of 100) are left out."""

LEGIBLE = 55.0
"""A picture whose words have less confidence in the middle is a photo, and its words are chance."""


class Engine(BaseModel):
    """Tesseract: the path of its program, the languages, and the seconds that one picture may take."""

    model_config = ConfigDict(frozen=True)

    program: str
    languages: str = "eng"
    seconds: float = 20.0

    def words(self, picture: bytes, density: int = 0) -> list[Piece]:
        """The words of a picture (PNG, JPEG, TIFF, BMP, GIF, PNM), in points at `density` dots an inch.

        Empty where nothing can be read. Raises OcrFailed where it took too long or could not be done.
        """
        command = [self.program, "stdin", "stdout", "-l", self.languages, "--psm", "3"]
        command += ["--dpi", str(density)] if density else []
        done = _run([*command, "tsv"], picture, self.seconds)
        return words_of(done.decode("utf-8", "replace"), 72 / (density or 72))


class OcrFailed(Exception):
    """The picture could not be read; the message says why."""


def engine(find: Callable[[str], str | None] = shutil.which, setting: str | None = None) -> Engine | None:
    """What reads pictures on this machine; None where nothing does, or it is switched off."""
    wanted = os.environ.get(SETTING, "") if setting is None else setting
    program = None if wanted.strip().lower() == "off" else find("tesseract")
    return _engine(program, wanted.strip()) if program else None


@lru_cache(maxsize=8)
def _engine(program: str, wanted: str) -> Engine | None:
    try:
        listed = _run([program, "--list-langs"], b"", 10).decode("utf-8", "replace")
    except OcrFailed:
        return None
    there = frozenset(listed.split())
    chosen = _chosen(there, wanted)
    return Engine(program=program, languages="+".join(chosen)) if chosen else None


def _chosen(there: frozenset[str], wanted: str) -> Sequence[str]:
    """The languages to read in, of those that are installed."""
    if wanted and wanted.lower() != "on":
        return [language for language in wanted.split("+") if language in there]
    if SCRIPT in there:
        return [SCRIPT, *(language for language in ("jpn", "chi_sim") if language in there)]
    return [language for language in LANGUAGES if language in there][:MOST_LANGUAGES]


def _run(command: Sequence[str], given: bytes, seconds: float) -> bytes:
    """What a program writes, within its limits. Raises OcrFailed."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        process = subprocess.Popen(  # noqa: S603  (the program is the administrator's, its arguments are ours)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError as error:
        raise OcrFailed(f"{command[0]} does not start: {error.strerror or error}") from error
    with process:
        _bound(process.pid)
        try:
            out, _ = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise OcrFailed(f"it took more than {seconds:g} s") from None
    if process.returncode:
        raise OcrFailed(f"it ended with status {process.returncode}")
    return out


def _bound(pid: int) -> None:
    """Limits a program's memory, where the system can do that from outside."""
    try:
        import resource

        resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, AttributeError, OSError):
        return


def words_of(table: str, scale: float) -> list[Piece]:
    """The words of Tesseract's TSV, in reading order; `scale` makes points of pixels.

    Words of one line get one baseline and size, by which lines and columns are put together again.
    """
    lines: dict[tuple[str, ...], list[tuple[float, float, float, float, str]]] = {}
    sureness: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            left, top, width, height, sure = (float(cells[n]) for n in (6, 7, 8, 9, 10))
        except ValueError:
            continue
        if sure >= SURE:
            sureness.append(sure)
            lines.setdefault(tuple(cells[1:5]), []).append((left, top, width, height, cells[11].strip()))
    if not sureness or median(sureness) < LEGIBLE:
        return []
    pieces = []
    for words in lines.values():
        size = max(1.0, median(height for _, _, _, height, _ in words)) * scale
        bottom = -median(top + height for _, top, _, height, _ in words) * scale
        for left, _, width, _, text in words:
            pieces.append(Piece(left * scale, (left + width) * scale, bottom, size, text + " ", False))
    return pieces


def allowance(seconds: float) -> Callable[[], bool]:
    """Whether that many seconds have passed since now."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
