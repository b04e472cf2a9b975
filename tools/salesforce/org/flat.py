"""Query records as flat rows: parents as dotted names, children as how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def flatten(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """One level of names: `Account.Name` for a parent's field; of a child relationship the number of its records."""
    row: dict[str, Any] = {}
    for name, value in record.items():
        if name == "attributes":
            continue
        if isinstance(value, Mapping) and "records" in value:
            row[prefix + name] = value.get("totalSize")
        elif isinstance(value, Mapping):
            row |= flatten(value, f"{prefix}{name}.")
        else:
            row[prefix + name] = value
    return row
