"""Dates, however written, in nine languages; years and weekdays are completed from the date of the message."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

from agents.reading.local.finders.found import Found, apart
from agents.reading.local.finders.months import MONTHS, NUMBERS, WEEKDAYS
from agents.reading.local.words import fold

_NAMES = sorted({*MONTHS}, key=len, reverse=True)
# Accents are folded away before matching, one character for one, so that offsets stay those of the text.
MONTH = "(?P<month>" + "|".join(_NAMES) + r")\b\.?"
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
YEAR = r"(?P<year>20\d\d|19\d\d)"
ORDINAL = r"(?:st|nd|rd|th|er|re|\.|º|ª|°)?"

DAY_MONTH = re.compile(
    rf"\b{DAY}{ORDINAL}(?:\s+(?:of|de|del|di|du))?[\s.\-]+{MONTH}(?:,?[\s\-]+(?:de\s+|del\s+)?{YEAR})?(?!\d)"
)
MONTH_DAY = re.compile(rf"\b{MONTH}\s*{DAY}(?:st|nd|rd|th)?(?!\d|[:.,]\d{{2}}\b(?!\d))(?:,?\s+{YEAR})?(?!\d)")
ISO = re.compile(r"(?<!\d)(?P<year>20\d\d|19\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")
YEAR_FIRST = re.compile(
    r"(?<![\d/.])(?P<year>20\d\d|19\d\d)[/.](?P<month>0?[1-9]|1[0-2])[/.](?P<day>[0-3]?\d)(?![\d/])"
)
NUMERIC = re.compile(
    r"(?<![\d/.\-$€£])(?P<a>[0-3]?\d)(?P<sep>[/.\-])(?P<b>[0-3]?\d)(?P=sep)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"
)
SHORT = re.compile(r"(?<![\d/.\-$€£,])(?P<a>[0-3]?\d)/(?P<b>[0-3]?\d)(?![\d/%,.]\d|/|\d)")
DOTTED = re.compile(r"(?<![\d.,])(?P<a>[0-3]?\d)\.\s?(?P<b>[01]?\d)\.(?!\d|\s?\d{2})")
CJK = re.compile(
    r"(?:(?:令和(?P<era>\d{1,2}|元)|(?P<year>20\d\d|19\d\d))年\s*)?(?P<month>1[0-2]|"
    r"0?[1-9])月\s*(?P<day>3[01]|[12]\d|0?[1-9])[日号]"
)
MONTH_EDGE = re.compile(
    rf"\b(?P<edge>end(?: of)?|ende|fin(?: de)?|finales de|a finales de|eind|einde|fine(?: di)?|final de|fim de|"
    rf"beginning of|start of|early|anfang|début(?: de)?|debut(?: de)?|principios de|inicio de|begin|inizio(?: di)?|"
    rf"inicio de)\s+(?:the\s+)?{MONTH}(?:,?\s+(?:de\s+)?{YEAR})?(?!\d)"
)
CJK_EDGE = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<edge>末|底|初)")
NTH = re.compile(r"\bthe (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b(?! of\b)")

RELATIVE = {
    name: days
    for days, names in {
        0: "today|this morning|tonight|heute|aujourd'hui|ce matin|hoy|esta manana|vandaag|vanmorgen|vanochtend|oggi|"
        "stamattina|hoje|esta manha|本日|今日|今朝|今天|今早",
        1: "tomorrow|morgen frueh|demain|mañana mismo|domani|amanhã|明日|明天",
        -1: "yesterday|last night|gestern|hier|ayer|anoche|gisteren|gisteravond|gisternacht|gistermiddag|ieri|ontem|"
        "昨日|昨夜|昨晩|昨天|昨晚",
        -2: "day before yesterday|vorgestern|avant-hier|anteayer|eergisteren|l'altro ieri|altroieri|anteontem|"
        "一昨日|前天",
        2: "day after tomorrow|übermorgen|après-demain|pasado mañana|overmorgen|dopodomani|明後日|后天",
    }.items()
    for name in (fold(n) for n in names.split("|"))
}
RELATIVE_WORD = re.compile(
    r"(?<![\w])(?:" + "|".join(sorted(map(re.escape, RELATIVE), key=len, reverse=True)) + r")(?![a-z])"
)
UNITS = {
    unit: days
    for days, names in {
        1: "days day tagen tage tag jours jour días día dias dia dagen dag giorni giorno",
        7: "weeks week wochen woche semaines semaine semanas semana weken settimane settimana",
        30: "months month monaten monate monat mois meses mes maanden maand mesi mese mês",
    }.items()
    for unit in (fold(n) for n in names.split())
}
AHEAD = re.compile(
    r"\b(?:in|within|en|dans|binnen|over|tra|fra|em|dentro de)\s+(?P<count>\d{1,3}|[a-z]+)\s+(?P<unit>"
    + "|".join(UNITS) + r")\b"
)  # fmt: skip
AGO = re.compile(
    r"\b(?:(?:vor|il y a|hace|ha)\s+(?P<before>\d{1,3}|[a-z]+)\s+(?P<unit>" + "|".join(UNITS) + r")\b"
    r"|(?P<after>\d{1,3}|[a-z]+)\s+(?P<units>" + "|".join(UNITS) + r")\s+(?:ago|geleden|fa|atras)\b)"
    r"|(?P<cjk>\d{1,3}|[一二三四五六七八九十])(?P<cjk_unit>日|天|週間|周|个月|か月)前"
)  # fmt: skip
_CJK_UNITS = {"日": 1, "天": 1, "週間": 7, "周": 7, "个月": 30, "か月": 30}
_CJK_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
LAST = re.compile(
    r"(?:\b(?:last|past|letzte[nrms]?|vorige[nrms]?|vergangene[nrms]?|derniere?|pasad[oa]|ultim[oa]|afgelopen|vorige|"
    r"scors[oa]|passad[oa])\s+(?:week\s+|woche\s+)?|先週の?|上周|上星期)$"
)
LAST_AFTER = re.compile(r"\s+(?:dernier|derniere|pasado|passe|scorso|scorsa|passad[oa])\b")
"""What puts a weekday into the past."""
COMING = frozenset({"next", "coming", "nachsten", "kommenden", "volgende", "komende", "prochain", "prossimo"})
_NEXT = fold(
    "next|this|coming|on|by|nächsten?|naechsten?|kommenden?|diesen?|am|prochaine?|ce|le|"
    "próximo|proximo|este|el|volgende|komende|aanstaande|prossimo|questo|na|próxima|proxima"
)
WEEKDAY = re.compile(
    rf"(?:\b(?P<which>{_NEXT})\s+)?\b(?P<weekday>" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b"
)
BEFORE_DATE = re.compile(r"[,.]?\s*\(?(?:the |den |dem |le |el |il |dia )?(?:\d|(?:" + "|".join(_NAMES) + r")\b)")
"""A weekday that stands before this is the weekday of the date that follows."""
MONTH_END = re.compile(
    r"\b(?P<edge>end of (?:the|this) month|monatsende|ende des monats|fin du mois|fin de mes|final de mes|"
    r"einde van de maand|fine mese|fim do mes|end of next month|ende nachsten monats|"
    r"end of (?:the|this) year|jahresende|"
    r"fin de l'annee|fin de ano|final de ano|einde van het jaar|fine anno|fim do ano|"
    r"end of (?:the|this) quarter|quartalsende|"
    r"fin du trimestre|fin de trimestre|kwartaaleinde|fine trimestre)\b|(?P<cjk>今月末|来月末|年末|本月底|下月底|年底)"
)


@lru_cache(maxsize=2048)
def find_dates(text: str, today: date | None, month_first: bool = True, past: bool = False) -> tuple[Found, ...]:
    """The dates of a text as ISO 8601 strings. Without `today` only those with a year are found.

    `past`: what is asked for has happened, so that a bare weekday is the last one.

    `month_first` says how 6/7/2025 is read where both readings are days; a number above 12 decides by itself.
    """
    plain = level(text)
    found: list[Found] = []
    for pattern in (DAY_MONTH, MONTH_DAY, ISO, YEAR_FIRST, CJK):
        for match in pattern.finditer(plain):
            _add(found, match, _year(match), _month(match), int(match["day"]), today, 0.95)
    for match in NUMERIC.finditer(plain):
        first = month_first and match["sep"] == "/"
        month, day = _order(int(match["a"]), int(match["b"]), first)
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        _add(found, match, year, month, day, today, 0.9)
    for pattern, first in ((SHORT, month_first), (DOTTED, False)):
        for match in pattern.finditer(plain):
            month, day = _order(int(match["a"]), int(match["b"]), first)
            _add(found, match, None, month, day, today, 0.5)
    found.extend(_edges(plain, today))
    if today is not None:
        found.extend(_relative(plain, today, past))
    return apart(found)


def level(text: str) -> str:
    """The text folded character for character, so that offsets stay the same."""
    return (
        "".join(folded if len(folded := fold(char)) == 1 else char.lower()[:1] or char for char in text)
        if not text.isascii()
        else text.lower()
    )


def _year(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    if groups.get("era"):
        return 2018 + (1 if groups["era"] == "元" else int(groups["era"]))
    return int(groups["year"]) if groups.get("year") else None


def _month(match: re.Match[str]) -> int:
    name = match["month"].rstrip(".")
    return int(name) if name.isdigit() else MONTHS[name]


def _order(a: int, b: int, month_first: bool) -> tuple[int, int]:
    """Month and day of two numbers."""
    if a > 12:
        return b, a
    if b > 12:
        return a, b
    return (a, b) if month_first else (b, a)


def _add(
    found: list[Found], match: re.Match[str], year: int | None, month: int, day: int, today: date | None, sure: float
) -> None:
    value = _complete(year, month, day, today)
    if value is not None:
        end = match.end() - (len(match.group()) - len(match.group().rstrip(" .,")))
        found.append(Found(value.isoformat(), match.start(), end, sure))


def _complete(year: int | None, month: int, day: int, today: date | None) -> date | None:
    """The date; a year that is left out is the message's, or the next where that would lie nine months back."""
    if year is None:
        if today is None:
            return None
        year = today.year
        months = month - today.month
        year += 1 if months <= -9 else -1 if months >= 10 else 0
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _edges(plain: str, today: date | None) -> list[Found]:
    """'end of May', '5月末'."""
    found = []
    for pattern in (MONTH_EDGE, CJK_EDGE):
        for match in pattern.finditer(plain):
            month = _month(match)
            value = _complete(_year(match), month, 1, today)
            if value is None:
                continue
            if re.match(r"end|ende|fin|final|eind|fine|fim|a finales|末|底", match["edge"]):
                value = value.replace(day=calendar.monthrange(value.year, value.month)[1])
            found.append(Found(value.isoformat(), match.start(), match.end(), 0.75))
    return found


def _relative(plain: str, today: date, past: bool) -> list[Found]:
    found = []
    for match in AGO.finditer(plain):
        told = match["before"] or match["after"] or match["cjk"]
        back = int(told) if told.isdigit() else NUMBERS.get(told) or _CJK_NUMBERS.get(told)
        if back is None:
            continue
        days = _CJK_UNITS[match["cjk_unit"]] if match["cjk"] else UNITS[match["unit"] or match["units"]]
        value = months_ahead(today, -back) if days == 30 else today - timedelta(days=back * days)
        found.append(Found(value.isoformat(), match.start(), match.end(), 0.5))
    for match in RELATIVE_WORD.finditer(plain):
        value = today + timedelta(days=RELATIVE[match.group()])
        found.append(Found(value.isoformat(), match.start(), match.end(), 0.6))
    for match in AHEAD.finditer(plain):
        count = int(match["count"]) if match["count"].isdigit() else NUMBERS.get(match["count"])
        if count is None:
            continue
        unit = UNITS[match["unit"]]
        value = months_ahead(today, count) if unit == 30 else today + timedelta(days=count * unit)
        found.append(Found(value.isoformat(), match.start(), match.end(), 0.5))
    for match in WEEKDAY.finditer(plain):
        weekday = WEEKDAYS[match["weekday"]]
        if len(match["weekday"]) <= 4 and not match["which"]:
            continue
        if BEFORE_DATE.match(plain, match.end()):
            continue
        ahead = (weekday - today.weekday()) % 7
        if match["which"] in ("next", "nachsten", "nachste", "volgende") and ahead <= 3:
            ahead += 7
        last = LAST.search(plain, 0, match.start()) if not match["which"] else None
        told = bool(last or LAST_AFTER.match(plain, match.end()))
        if told or (past and ahead and match["which"] not in COMING):
            ahead -= 7
        value = today + timedelta(days=ahead)
        found.append(Found(value.isoformat(), last.start() if last else match.start(), match.end(), 0.4))
    for match in MONTH_END.finditer(plain):
        found.append(Found(_period_end(match.group(), today).isoformat(), match.start(), match.end(), 0.6))
    for match in NTH.finditer(plain):
        day_of = _complete(today.year, today.month, int(match["day"]), today)
        if day_of is not None:
            value = day_of if day_of >= today else months_ahead(day_of, 1)
            found.append(Found(value.isoformat(), match.start(), match.end(), 0.45))
    return found


def _period_end(words: str, today: date) -> date:
    if re.search(r"year|jahr|annee|ano\b|anno|年末|年底|jaar", words):
        return date(today.year, 12, 31)
    if re.search(r"quart|trimestre|kwart", words):
        month = (today.month - 1) // 3 * 3 + 3
        return date(today.year, month, calendar.monthrange(today.year, month)[1])
    first = today.replace(day=1)
    if re.search(r"next|nachst|来|下", words):
        first = months_ahead(first, 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def months_ahead(day: date, months: int) -> date:
    """The same day so many months later, or the month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
