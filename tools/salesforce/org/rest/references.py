"""References of composite requests: `@{refCase.id}`, `@{found.records[0].Id}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tools.salesforce.org.failure import ApiError

REFERENCE = re.compile(r"@\{([^}]*)\}")
STEP = re.compile(r"\.?([A-Za-z0-9_]+)|\[(\d+)\]")
NAME = re.compile(r"[A-Za-z0-9]\w*", re.ASCII)


def check_name(name: Any) -> str:
    """A reference id; raises JSON_PARSER_ERROR for one that cannot be referred to."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        problem = (
            "must start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."
        )
        raise ApiError("JSON_PARSER_ERROR", f"Provided referenceId ('{name}') {problem}")
    return name


def fill(value: Any, answers: Mapping[str, Any]) -> Any:
    """The value with its references replaced by what earlier sub-requests answered; raises PROCESSING_HALTED."""
    if isinstance(value, str):
        return _fill_text(value, answers)
    if isinstance(value, dict):
        return {name: fill(one, answers) for name, one in value.items()}
    if isinstance(value, list):
        return [fill(one, answers) for one in value]
    return value


def _fill_text(text: str, answers: Mapping[str, Any]) -> Any:
    if "@{" not in text:
        return text
    whole = REFERENCE.fullmatch(text)
    if whole is not None:
        return _find(whole.group(1), answers)

    def shown(match: re.Match[str]) -> str:
        found = _find(match.group(1), answers)
        return str(found).lower() if isinstance(found, bool) else "" if found is None else str(found)

    return REFERENCE.sub(shown, text)


def _find(path: str, answers: Mapping[str, Any]) -> Any:
    steps = list(STEP.finditer(path))
    if not steps or "".join(step.group() for step in steps) != path or steps[0].group(1) is None:
        raise _no_value(path)
    name = steps[0].group(1)
    if name not in answers:
        raise _no_value(path)
    value = answers[name]
    for step in steps[1:]:
        key, index = step.groups()
        try:
            value = value[key] if key is not None else value[int(index)]
        except (KeyError, IndexError, TypeError):
            raise _no_value(path) from None
    if isinstance(value, (dict, list)):
        raise _no_value(path)
    return value


def _no_value(path: str) -> ApiError:
    name = re.split(r"[.\[]", path, maxsplit=1)[0]
    return ApiError("PROCESSING_HALTED", f"Invalid reference specified. No value for {path} found in {name}")
