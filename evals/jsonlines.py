"""Files of one JSON object a line, read strictly: an error names the file, the line and the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from workflow.errors import InputError

M = TypeVar("M", bound=BaseModel)


def problem(file: Path, line: int, key: str, text: str) -> InputError:
    """An error that says where to look. A line of 0 and an empty key are left out."""
    place = ", ".join(word for word in (str(file), f"line {line}" if line else "", key) if word)
    return InputError(f"{place}: {text}")


def text_of(file: Path) -> str:
    """The text of a file. Raises InputError where it cannot be read or is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise problem(file, 0, "", error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise problem(file, 0, "", f"is not UTF-8 at byte {error.start}") from error


def read(file: Path, kind: type[M], what: str = "message") -> list[tuple[int, M]]:
    """Line number → record of `kind`. Raises InputError for the first line that is no such record, and for a value
    of the key `what` that is given twice."""
    rows: list[tuple[int, M]] = []
    seen: dict[Any, int] = {}
    # Not splitlines(): a JSON string may hold line separators other than \n as they are.
    for number, line in enumerate(text_of(file).split("\n"), 1):
        if not line.strip():
            continue
        row = parse(file, number, line, kind)
        name = getattr(row, what)
        if name in seen:
            raise problem(file, number, what, f"{name} is given twice, first on line {seen[name]}")
        seen[name] = number
        rows.append((number, row))
    return rows


def parse(file: Path, number: int, line: str, kind: type[M]) -> M:
    """One line as a record of `kind`. Raises InputError."""
    try:
        data = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise problem(file, number, "", f"is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise problem(file, number, "", "is not a JSON object")
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise problem(file, number, key, first["msg"]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in dict(pairs[:n]))
        raise ValueError(f"the key '{twice}' is given twice in one object")
    return data
