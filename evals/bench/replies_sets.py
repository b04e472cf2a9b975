"""Public sets of messages in which the reply is known, as cases.

Expected under a folder: `discourse` (email_reply_trimmer), `mail-parser-reply`, `talon` and `zapier`
(email-reply-parser), each with the folders of its own repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import yaml

from workflow.errors import InputError

_LABELS = Path(__file__).with_name("replies_labels.yaml")
_HTML_REPLY = "Hi. I am fine.\n\nThanks,\nAlex"  #: what talon's test expects of each of its pages


@dataclass(frozen=True)
class Case:
    """A message and its reply.

    `raw` is an RFC 5322 message, `text` its plain text, `page` its HTML where it is a page. `either`: lines that may
    stand in the reply or not. `closings`: the set keeps some letter closings and drops others, so that they count
    neither way.
    """

    name: str
    raw: bytes
    text: str
    reply: str
    page: str = ""
    either: str = ""
    closings: bool = False


def load(folder: Path) -> dict[str, list[Case]]:
    """The cases of each set, by its name. Raises InputError where a set is not there."""
    sets: dict[str, Callable[[Path], Iterator[Case]]] = {
        "discourse": _discourse,
        "mail-parser-reply": _labelled,
        "zapier": _labelled,
        "talon": _talon,
        "talon html": _talon_html,
    }
    found = {}
    for name, read in sets.items():
        place = folder / name.partition(" ")[0]
        cases = list(read(place))
        if not cases:
            raise InputError(f"{place}: the messages of {name} are not here")
        found[name] = cases
    return found


def _discourse(place: Path) -> Iterator[Case]:
    for path in sorted((place / "test" / "emails").glob("*.txt")):
        text, reply = _text(path), _text(place / "test" / "trimmed" / path.name)
        yield Case(path.stem, message(text), text, reply, closings=True)


def _labelled(place: Path) -> Iterator[Case]:
    labels = yaml.safe_load(_LABELS.read_text(encoding="utf-8"))[place.name]
    for name, told in labels.items():
        path = place / "test" / "emails" / f"{name}.txt"
        if not path.exists():
            continue
        text = _text(path)
        lines = text.split("\n")
        reply = _picked(lines, told["reply"])
        yield Case(name, message(text), text, reply, either=_picked(lines, told.get("either", "")))


def _picked(lines: list[str], ranges: object) -> str:
    """The lines of ranges such as `1 9-34`."""
    found: list[str] = []
    for piece in str(ranges).split():
        first, _, last = piece.partition("-")
        found += lines[int(first) - 1 : int(last or first)]
    return "\n".join(found)


def _talon(place: Path) -> Iterator[Case]:
    for path in sorted((place / "tests" / "fixtures" / "standard_replies").glob("*.eml")):
        part = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
        text = part.get_content().replace("\r\n", "\n") if part else ""
        stated = path.with_name(f"{path.stem}_reply_text")
        reply = _text(stated) if stated.exists() else "Hello"
        yield Case(path.stem, message(text), text, reply, closings=True)


def _talon_html(place: Path) -> Iterator[Case]:
    for path in sorted((place / "tests" / "fixtures" / "html_replies").glob("*.html")):
        page = _text(path)
        yield Case(path.stem, message(page, "html"), "", _HTML_REPLY, page=page, closings=True)


def message(text: str, subtype: str = "plain") -> bytes:
    """A message of that text, of whose sender and header nothing is known."""
    head = f"Subject: \nMIME-Version: 1.0\nContent-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: 8bit"
    return f"{head}\n\n{text}".encode("utf-8", "surrogateescape")


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return text.replace("\r\n", "\n")
