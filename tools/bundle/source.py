"""The files of a bundle: found in a directory, with others laid over them, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from workflow.errors import BundleError
from workflow.nearest import suggestion

FOLDERS = {
    "workflows": ".yaml",
    "categories": ".yaml",
    "fields": ".yaml",
    "documents": ".yaml",
    "tables": ".csv",
    "teams": ".yaml",
    "prompts": ".md",
    "learned": ".yaml",
}
"""Folder → how its files end."""
SINGLE = ("models.yaml", "connections.yaml", "limits.yaml")
LARGEST = 20_000_000
"""Bytes of one file."""
OURS = frozenset({".yaml", ".yml", ".csv", ".json", ".xlsx", ".xls", ".md", ".txt"})


def read_files(directory: Path, replace: Mapping[str, Path]) -> tuple[dict[str, str], list[BundleError]]:
    """Bundle-relative file → text (without BOM, lines ended by \\n), in order, and the files that cannot be."""
    found: dict[str, Path] = {}
    errors: list[BundleError] = []
    if not directory.is_dir():
        return {}, [BundleError(str(directory), "", "there is no such directory", "A bundle is a directory of files")]
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_file() and not any(part.startswith((".", "~")) for part in PurePosixPath(name).parts):
            found[name] = path
    for name, path in replace.items():
        found[PurePosixPath(name).as_posix()] = Path(path)
    texts: dict[str, str] = {}
    for name in sorted(found):
        misplaced = _misplaced(name)
        if misplaced:
            errors.append(misplaced)
        elif _belongs(name):
            text = _read(name, found[name])
            if isinstance(text, BundleError):
                errors.append(text)
            else:
                texts[name] = text
    return texts, errors


def plain_text(text: str) -> str:
    """A file's text in the one form that is hashed and kept: no BOM, lines ended by \\n."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _belongs(name: str) -> bool:
    path = PurePosixPath(name)
    return name in SINGLE or (len(path.parts) == 2 and FOLDERS.get(path.parts[0]) == path.suffix)


def _misplaced(name: str) -> BundleError | None:
    # A file that looks like a part of the bundle and would be passed over in silence.
    path = PurePosixPath(name)
    if _belongs(name) or path.suffix.lower() not in OURS or path.stem.upper() in {"README", "CHANGELOG", "LICENSE"}:
        return None
    if len(path.parts) == 1:
        return BundleError(name, "", "the bundle has no such file", suggestion(name, SINGLE))
    folder = path.parts[0]
    if folder not in FOLDERS:
        return BundleError(name, "", f"the bundle has no folder '{folder}'", suggestion(folder, FOLDERS))
    if len(path.parts) > 2:
        return BundleError(name, "", "folders inside a folder are not read", f"Move it to {folder}/{path.name}")
    return BundleError(
        name, "", f"files in {folder}/ end in {FOLDERS[folder]}", f"Save it as {path.stem}{FOLDERS[folder]}"
    )


def _read(name: str, path: Path) -> str | BundleError:
    try:
        if path.stat().st_size > LARGEST:
            return BundleError(name, "", f"the file has {path.stat().st_size} bytes, {LARGEST} are the most")
        return plain_text(path.read_bytes().decode("utf-8"))
    except OSError as error:
        return BundleError(name, "", f"{path} cannot be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return BundleError(
            name, "", "the file is not UTF-8", "Save it as UTF-8 (in a spreadsheet: 'CSV UTF-8')", line=line
        )
