"""JSON and XML to `path: value` lines, so that labels stand beside their values."""

from __future__ import annotations

import json
from typing import Any

from tools.documents import charset, plain
from tools.documents.damage import DAMAGE
from tools.documents.text import DocumentText

MAX_LINES = 20_000
MAX_DEPTH = 40


def read_json(content: bytes, label: str = "") -> DocumentText:
    """Scalars of a JSON text, each on a line behind its path; a text that is no JSON as it stands."""
    text, note = charset.decode(content, label)
    text, notes = plain.clean(text)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return DocumentText(text=text, notes=(*notes, "damaged JSON; read as plain text"))
    lines: list[str] = []
    stack: list[tuple[str, Any]] = [("", found)]
    while stack and len(lines) < MAX_LINES:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [(f"{path}.{key}" if path else str(key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(f"{path}[{number}]", inner) for number, inner in reversed(list(enumerate(value)))]
        elif value is not None:
            told = json.dumps(value) if isinstance(value, (bool, int, float)) else " ".join(str(value).split())
            lines.append(f"{path}: {told}" if path else told)
    if stack:
        notes.append(f"more than {MAX_LINES:,} values; the rest was skipped")
    return DocumentText(text="\n".join(lines), notes=tuple([note] * bool(note) + notes))


def read_xml(content: bytes) -> DocumentText:
    """Texts and attributes of an XML file behind the names of their elements; damaged XML as it stands."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content[:10_000_000], parser)
    except DAMAGE:
        root = None
    if root is None:
        text, notes = plain.clean(charset.decode(content)[0])
        return DocumentText(text=text, notes=(*notes, "damaged XML; read as plain text"))
    lines: list[str] = []
    for element in root.iter():
        if len(lines) >= MAX_LINES:
            break
        if not isinstance(element.tag, str):
            continue
        name = _path(element)
        attributes = ", ".join(f"{_local(key)} {value}" for key, value in list(element.attrib.items())[:20])
        value = " ".join(((element.text or "") + "".join(child.tail or "" for child in element)).split())
        if value or (attributes and not len(element)):
            lines.append(f"{name}{f' ({attributes})' if attributes else ''}: {value}".rstrip())
    text, notes = plain.clean("\n".join(lines))
    if len(lines) >= MAX_LINES:
        notes.append(f"more than {MAX_LINES:,} values; the rest was skipped")
    return DocumentText(text=text, notes=tuple(notes))


def _path(element: Any) -> str:
    """The last two names, which is where labels stand."""
    parent = element.getparent()
    return f"{_local(parent.tag)} {_local(element.tag)}" if parent is not None else _local(element.tag)


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]
