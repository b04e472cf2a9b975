"""Files and folders to work items, each with its name and its bytes.

A message is one file, or one of many in a mailbox; a form is a JSON object, one of a list, or a row of a CSV list; a
lead is one of an XML file. Equal content is the same work item, wherever it stands.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tools.documents import charset, delimited
from tools.mail import lead, mailbox
from workflow.errors import InputError

MAX_BYTES = 64_000_000  #: of a file that is read as a whole
MAX_ITEMS = 100_000  #: of one file
MAX_VALUES = 3_000_000  #: of one file

MESSAGES = (".eml", ".mail", ".msg", ".txt")
LISTS = (".mbox", ".mbx", ".json", ".jsonl", ".ndjson", ".xml", ".adf", ".csv", ".tsv")


@dataclass(frozen=True)
class Item:
    """A work item. `load` gives its bytes, or raises InputError or OSError."""

    name: str
    load: Callable[[], bytes]


@dataclass(frozen=True)
class Skipped:
    """What stands in a folder and is no work item, and why it is left."""

    name: str
    reason: str


def items(path: Path) -> Iterator[Item | Skipped]:
    """The work items of a file or folder, in order. Raises InputError for a path that is not there, and for a folder
    without any; a file that cannot be read is an item whose `load` raises."""
    if path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield from _file(path, path.name)
    else:
        raise InputError(f"{path}: no such file or folder")


def _folder(folder: Path) -> Iterator[Item | Skipped]:
    if mailbox.is_maildir(folder):
        for path in mailbox.maildir(folder):
            yield Item(path.name, path.read_bytes)
        inner = [path.name for path in sorted(folder.iterdir()) if path.is_dir() and path.name.startswith(".")]
        for name in inner:
            yield Skipped(name, "a folder inside the Maildir; name it to run its messages")
        return
    found = False
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield Skipped(path.name, "a folder; name it to run what is in it")
        elif path.suffix.lower() in (*MESSAGES, *LISTS):
            found = True
            yield from _file(path, path.name)
        else:
            yield Skipped(path.name, f"no work item: a file of kind {path.suffix or 'unknown'}")
    if not found:
        raise InputError(f"{folder}: no message in this folder (looked for {', '.join((*MESSAGES, *LISTS))})")


def _file(path: Path, name: str) -> Iterator[Item]:
    """The items of one file, by its name's ending; what is a list inside becomes items of their own."""
    kind = path.suffix.lower()
    split = {
        ".json": _json,
        ".jsonl": _json_lines,
        ".ndjson": _json_lines,
        ".xml": _leads,
        ".adf": _leads,
        ".csv": _rows,
        ".tsv": _rows,
    }.get(kind)
    if kind in (".mbox", ".mbx") or (not kind and _begins_as_mbox(path)):
        yield from _mbox(path, name)
    elif split is None:
        yield Item(name, path.read_bytes)
    else:
        try:
            yield from split(_content(path), name)
        except (InputError, OSError) as error:
            yield Item(name, partial(_fail, error))


def _fail(error: Exception) -> bytes:
    raise error


def _begins_as_mbox(path: Path) -> bool:
    try:
        return mailbox.is_mbox(path)
    except OSError:
        return False


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(f"{size:,} bytes are more than {MAX_BYTES:,}; split the list into smaller files")
    return path.read_bytes()


def _mbox(path: Path, name: str) -> Iterator[Item]:
    try:
        number = 0
        for number, (begin, end) in enumerate(mailbox.places(path), 1):
            yield Item(f"{name} message {number}", partial(mailbox.message, path, begin, end))
    except OSError as error:
        yield Item(name, partial(_fail, error))
        return
    if not number:
        reason = "no mailbox: a line 'From somebody Tue Jun  3 10:12:00 2025' stands above each message of an mbox"
        yield Item(name, partial(_fail, InputError(reason)))


def _json(raw: bytes, name: str) -> Iterator[Item]:
    """One object, or a list of them."""
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"[":
        yield Item(name, lambda: raw)
        return
    if (values := raw.count(b",")) > MAX_VALUES:
        raise InputError(f"about {values:,} values are more than {MAX_VALUES:,}; split the list into smaller files")
    try:
        listed = json.loads(charset.decode(raw, "utf-8")[0].lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise InputError(f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON that can be read: {str(error)[:80] or 'nested too deep'}") from error
    if not listed:
        raise InputError("the list is empty")
    for number, tree in enumerate(listed[:MAX_ITEMS], 1):
        yield _form(f"{name} item {number}", tree)
    yield from _too_many(name, len(listed))


def _json_lines(raw: bytes, name: str) -> Iterator[Item]:
    """One object a line."""
    lines = [(number, line) for number, line in enumerate(raw.split(b"\n"), 1) if line.strip()]
    if not lines:
        raise InputError("the file is empty")
    for number, line in lines[:MAX_ITEMS]:
        try:
            yield _form(f"{name} line {number}", json.loads(charset.decode(line, "utf-8")[0].lstrip("\ufeff")))
        except (ValueError, RecursionError) as error:
            reason = InputError(f"line {number}: not JSON ({getattr(error, 'msg', '') or 'nested too deep'})")
            yield Item(f"{name} line {number}", partial(_fail, reason))
    yield from _too_many(name, len(lines))


def _form(name: str, tree: Any) -> Item:
    """One object as an item of its own."""
    if not isinstance(tree, dict):
        return Item(name, partial(_fail, InputError("not an object of labels and values")))
    raw = json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Item(name, lambda: raw)


def _too_many(name: str, count: int) -> Iterator[Item]:
    if count > MAX_ITEMS:
        reason = InputError(f"{count:,} items are more than {MAX_ITEMS:,}; the rest was not run")
        yield Item(name, partial(_fail, reason))


def _leads(raw: bytes, name: str) -> Iterator[Item]:
    """The leads of an ADF file, the forms of another one whose root is a list of them, or the one that it is."""
    root, _ = lead.parse(raw)
    children = [child for child in root if isinstance(child.tag, str)]
    alike = len(children) > 1 and len({lead.name(child) for child in children}) == 1 and all(map(len, children))
    if not alike:
        yield Item(name, lambda: raw)
        return
    from lxml import etree

    for number, child in enumerate(children[:MAX_ITEMS], 1):
        child.tail = None
        written = partial(etree.tostring, child, encoding="utf-8", xml_declaration=True)
        yield Item(f"{name} {lead.name(child)} {number}", written)
    yield from _too_many(name, len(children))


def _rows(raw: bytes, name: str) -> Iterator[Item]:
    """Each row below the header as a form; its labels are the columns' names."""
    text = charset.decode(raw, "")[0].lstrip("\ufeff").lstrip("\r\n")
    first, _, rest = text.partition("\n")
    declared = first[4:5] if first.lower().startswith("sep=") else ""
    body = rest if declared else text
    reader = csv.reader(io.StringIO(body), delimiter=declared or delimited.found(body) or ",")
    header: list[str] = []
    count = 0
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _columns(cells)
                continue
            count += 1
            if count <= MAX_ITEMS:
                yield _row(f"{name} row {reader.line_num + bool(declared)}", header, cells)
    except csv.Error as error:
        raise InputError(f"row {reader.line_num}: {error}") from error
    if not count:
        raise InputError("no rows below the header; the first row names the columns")
    yield from _too_many(name, count)


def _columns(cells: list[str]) -> list[str]:
    """The columns' names, each once."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split())[:200] or f"column {number}"
        names.append(name if name not in names else f"{name} {number}")
    return names


def _row(name: str, header: list[str], cells: list[str]) -> Item:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        reason = InputError(f"{len(cells)} cells, but the header names {len(header)} columns")
        return Item(name, partial(_fail, reason))
    return _form(name, {label: cell for label, cell in zip(header, cells, strict=False) if cell.strip()})
