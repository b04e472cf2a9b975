"""Dates with a time of day, and durations."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from agents.reading.local.finders.dates import find_dates, level
from agents.reading.local.finders.found import Found, apart
from agents.reading.local.finders.months import NUMBERS

CLOCK = re.compile(
    r"(?<![\d:.,$€£])(?P<hour>[01]?\d|2[0-3])(?:(?:[:.h時点]\s?(?P<minute>[0-5]\d)?分?(?!\d|"
    r"\.\d))?\s?(?P<half>a\.?m\.?|p\.?m\.?)\b"
    r"|[:h](?P<minute2>[0-5]\d)(?!\d)|\s?(?:uhr|heures?|horas|uur|時|点|"
    r"h)\b(?:\s?(?P<minute3>[0-5]\d))?|[時点](?P<minute4>[0-5]?\d)?分?)"
)
NEAR = 25
"""Characters between a date and the time that belongs to it, at most."""


@lru_cache(maxsize=2048)
def find_datetimes(text: str, today: date | None, month_first: bool = True) -> tuple[Found, ...]:
    """Dates with the time of day beside them, as ISO 8601 without offset ('2025-06-11T14:00')."""
    plain = level(text)
    clocks = [(m.start(), m.end(), _clock(m)) for m in CLOCK.finditer(plain)]
    found = []
    for day in find_dates(text, today, month_first):
        near = [c for c in clocks if 0 <= c[0] - day.end <= NEAR or 0 <= day.start - c[1] <= NEAR]
        if not near:
            continue
        clock = min(near, key=lambda c: abs(c[0] - day.end))
        found.append(Found(f"{day.value}T{clock[2]}", min(day.start, clock[0]), max(day.end, clock[1]), day.sure))
    return apart(found)


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    minute = int(match["minute"] or match["minute2"] or match["minute3"] or match["minute4"] or 0)
    half = (match["half"] or "").replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}"


_UNITS = {
    "M!": "minutes minute min minuten minutos minuto minuti minuut 分間 分钟 分",
    "H!": "hours hour hrs hr stunden stunde std heures heure horas hora uren uur ore ora 時間 小时",
    "D": "days day tagen tage tag jours jour días día dagen dag giorni giorno dias dia 日間 天",
    "W": "weeks week wochen woche semaines semaine semanas semana weken settimane settimana 週間 周 星期",
    "M": "months month monaten monate monat mois meses mes maanden maand mesi mese mês ヶ月 か月 个月 カ月",
    "Y": "years year jahren jahre jahr ans an années année años año jaren jaar anni anno anos ano 年間 年",
}
UNITS = {level(name): unit for unit, names in _UNITS.items() for name in names.split()}
DURATION = re.compile(
    r"(?<![\d.,/\-])(?P<count>\d{1,4}(?:[.,]\d)?|" + "|".join(w for w in NUMBERS if len(w) > 2) + r")[\s\-]*(?P<unit>"
    + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + r")(?![a-z])"
)  # fmt: skip


@lru_cache(maxsize=2048)
def find_durations(text: str) -> tuple[Found, ...]:
    """Durations as ISO 8601 ('P30D', 'PT90M')."""
    found = []
    for match in DURATION.finditer(level(text)):
        count = match["count"].replace(",", ".")
        number = NUMBERS.get(count) if not count[0].isdigit() else float(count)
        if number is None:
            continue
        unit = UNITS[match["unit"]]
        told = f"{number:g}{unit[0]}"
        value = f"PT{told}" if unit.endswith("!") else f"P{told}"
        found.append(Found(value, match.start(), match.end(), 0.8))
    return apart(found)
