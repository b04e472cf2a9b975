"""Which text parts of a message are read: ours and Python's email library, beside the parts that a set names.

    python -m evals.bench.mime FOLDER

FOLDER holds messages (`*.eml`), each with the tree that stalwart's mail-parser makes of it in a `.json` beside it.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from evals.interval import wilson
from tools.mail import read
from workflow.errors import InputError

_UNSEEN = re.compile(r"<(head|style|script|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.S | re.I)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class TextPart:
    """The words of one text; `forms` numbers the multipart/alternative that it is a form of. What is not `counted` is
    no body by itself."""

    words: tuple[str, ...]
    forms: int = -1
    counted: bool = True


@dataclass
class Tally:
    """Text parts of all messages: read, or another form of the same read; and those of which words were lost."""

    read: int = 0
    of: int = 0
    crashed: int = 0
    lost: list[str] = field(default_factory=list)


Reader = Callable[[bytes], str]


def ours(raw: bytes) -> str:
    """All text of our document."""
    try:
        return "\n".join(part.text for part in read(raw).document.parts)
    except InputError:
        return ""


def library(raw: bytes) -> str:
    """All text that Python's email library decodes, tags and all: what a careful user of it would get."""
    found = []
    for part in message_from_bytes(raw, policy=policy.default).walk():
        if part.get_content_maintype() == "text":
            try:
                content = part.get_content()
            except (LookupError, UnicodeError, ValueError, KeyError, AssertionError):
                continue
            found.append(seen(content) if part.get_content_subtype() == "html" else content)
    return "\n".join(found)


def parts(tree: dict[str, Any]) -> Iterator[TextPart]:
    """The text parts of a reference tree, nested messages too; attachments that are no form of a body are left out."""
    entities = tree["parts"]
    forms = _forms(entities)
    for number, entity in enumerate(entities):
        body = entity["body"] if isinstance(entity["body"], dict) else {}
        if "Message" in body and isinstance(body["Message"], dict):
            yield from parts(body["Message"])
            continue
        text = body.get("Text") or (
            seen(body["Html"]) if body.get("Html") else bytes(body.get("Binary") or []).decode("latin-1")
        )
        words = tuple(_WORD.findall(text.replace("\ufffd", " ")))
        counted = number in tree["text_body"] or number in tree["html_body"]
        if words and (counted or number in forms):
            yield TextPart(words, forms.get(number, -1), counted)


def _forms(entities: list[dict[str, Any]]) -> dict[int, int]:
    """Entities inside a multipart/alternative → the outermost one that they are in."""
    found: dict[int, int] = {}
    for number, entity in enumerate(entities):
        children = entity["body"].get("Multipart", []) if isinstance(entity["body"], dict) else []
        if number in found or _type(entity) == "alternative":
            found.update(dict.fromkeys(children, found.get(number, number)))
    return found


def _type(entity: dict[str, Any]) -> str:
    for header in entity["headers"]:
        if header["name"] == "content_type" and isinstance(header["value"], dict):
            return str(header["value"].get("ContentType", {}).get("c_subtype", ""))
    return ""


def seen(page: str) -> str:
    """The words of a page, its tags and its head left out."""
    return html.unescape(_UNSEEN.sub(" ", page))


def measure(folder: Path, readers: dict[str, Reader]) -> tuple[int, dict[str, Tally]]:
    """The number of messages, and how many of their text parts each reader has. Raises InputError without messages."""
    paths = [path for path in sorted(folder.rglob("*.eml")) if path.with_suffix(".json").exists()]
    if not paths:
        raise InputError(f"{folder}: no messages with a .json beside them")
    tallies = {name: Tally() for name in readers}
    for path in paths:
        wanted = list(parts(json.loads(path.with_suffix(".json").read_bytes())))
        for name, reader in readers.items():
            _add(tallies[name], f"{path.parent.name}/{path.stem}", path.read_bytes(), reader, wanted)
    return len(paths), tallies


def _add(tally: Tally, name: str, raw: bytes, reader: Reader, wanted: list[TextPart]) -> None:
    try:
        found = set(_WORD.findall(reader(raw)))
    except Exception:  # noqa: BLE001 (a reader that crashes is what is counted)
        tally.crashed += 1
        found = set()
    told = {part.forms for part in wanted if part.forms >= 0 and found.issuperset(part.words)}
    for part in (one for one in wanted if one.counted):
        tally.of += 1
        if found.issuperset(part.words) or part.forms in told:
            tally.read += 1
        else:
            missing = [word for word in part.words if word not in found]
            tally.lost.append(f"{name}: {len(missing)} of {len(part.words)} words, such as {missing[0]!r}")


def rows(messages: int, tallies: dict[str, Tally]) -> list[str]:
    """The table as text, and below it what was lost."""
    found = [f"{messages} messages", f"{'reader':24}{'text parts read':>28}{'crashed':>10}"]
    for name, tally in tallies.items():
        low, high = wilson(tally.read, tally.of) or (0.0, 0.0)
        found.append(f"{name:24}{f'{tally.read} of {tally.of} ({low:.2f}-{high:.2f})':>28}{tally.crashed:10}")
    for name, tally in tallies.items():
        found += [f"{name}: {one}" for one in tally.lost]
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.mime", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    try:
        print("\n".join(rows(*measure(given.folder, {"email (Python)": library, "switchyard": ours}))))
    except InputError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
