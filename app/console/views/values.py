"""Values as people read them."""

from __future__ import annotations

from typing import Any

LONGEST = 400
"""Characters of one value in a cell."""


def shown(value: Any) -> str:
    """A value of a field, a table or a record in one line; '—' where there is none."""
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, dict):
        return _cut(_dict(value))
    if isinstance(value, (list, tuple)):
        return _cut(", ".join(shown(element) for element in value))
    return _cut(str(value))


def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole per cent; never 100 % for what is less than 1."""
    if share is None:
        return "—"
    rounded = round(share * 100)
    return f"{99 if rounded == 100 and share < 1 else rounded} %"


def level(share: float | None) -> str:
    """`high`, `middle` or `low`: how a share is coloured."""
    if share is None:
        return "none"
    return "high" if share >= 0.9 else "middle" if share >= 0.7 else "low"


def duration(milliseconds: float) -> str:
    """Milliseconds in the unit that fits."""
    if milliseconds < 1:
        return "< 1 ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    if milliseconds < 60_000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds / 60_000:.1f} min"


def size(count: int) -> str:
    """Bytes in the unit that fits."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count = count / 1000  # type: ignore[assignment]
    return f"{count:.1f} GB"


def _dict(value: dict[str, Any]) -> str:
    if set(value) == {"amount", "currency"}:
        amount = value["amount"]
        number = f"{amount:,.2f}" if isinstance(amount, (int, float)) else str(amount)
        return f"{number} {value['currency'] or ''}".strip()
    return ", ".join(f"{name}: {shown(part)}" for name, part in value.items())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
