"""Moments as people read them. The browser turns them into its own time zone; without a script they are in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Moment:
    """`iso` for machines (empty where nothing is known), `words` for people, `ago` for how long it has been."""

    iso: str
    words: str
    ago: str = ""


def moment(at: str | datetime | None, now: datetime | None = None) -> Moment:
    """A moment of ISO 8601; what cannot be read is shown as it stands."""
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at) if at else None
        except ValueError:
            return Moment("", str(at))
    if at is None:
        return Moment("", "—")
    utc = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    words = f"{utc.day} {utc:%b %Y %H:%M} UTC"
    return Moment(utc.isoformat(timespec="seconds").replace("+00:00", "Z"), words, ago(utc, now) if now else "")


def ago(at: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that counts."""
    seconds = (now - at).total_seconds()
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "now"
