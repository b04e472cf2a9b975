"""Sums of money: by symbol, ISO 4217 code or word; European and American separators; 'k' and 'million'."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from agents.reading.local.finders.dates import level
from agents.reading.local.finders.found import Found, apart
from agents.reading.local.words import listed

SYMBOLS = {
    "$": "USD", "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "mx$": "MXN", "r$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₹": "INR", "₩": "KRW",
    "zł": "PLN", "kč": "CZK", "₺": "TRY", "₽": "RUB", "₪": "ILS", "฿": "THB", "fr.": "CHF", "kr.": "SEK",
}  # fmt: skip
CODES = listed(
    """
        usd eur gbp jpy cny rmb chf cad aud nzd sek nok dkk pln czk huf ron bgn try inr brl mxn ars clp cop pen
        zar aed sar ils krw sgd hkd twd thb myr idr php vnd
        """
)
_WORDS = {
    "USD": "dollars dollar bucks dolares dolar dollari dollaro",
    "EUR": "euros euro eur",
    "GBP": "pounds sterling pound quid livres sterlines",
    "CHF": "franken francs franchi",
    "JPY": "円 yen",
    "CNY": "元 人民币 yuan renminbi 块",
    "BRL": "reais real",
    "MXN": "pesos",
    "SEK": "kronor",
    "PLN": "zloty zlotys",
    "INR": "rupees",
}
WORDS = {level(word): code for code, names in _WORDS.items() for word in names.split()} | {
    code: "CNY" if code == "rmb" else code.upper() for code in CODES
}

NUMBER = (
    r"(?P<number{0}>\d{{1,3}}(?:[.,'’ \u00a0\u202f]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d{{1,2}})?(?![\d])|\d+)"
)
SCALE = (
    r"(?:\s?(?P<scale{0}>k|m|mio\.?|million(?:en|s|es|i)?|millones|milioni|milhoes|tsd\.?|thousand|mil|mille|"
    r"tausend|duizend|万|億|亿|千)(?![a-z]))?"
)
_SYMBOL = "|".join(sorted(map(re.escape, SYMBOLS), key=len, reverse=True))
_WORD = "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
_CODE = "|".join(CODES)
BEFORE = re.compile(
    rf"(?<![a-z0-9_$])(?:(?P<symbol>{_SYMBOL})|(?P<code>{_CODE})\b)\s?{NUMBER.format('')}(?:,-|,—)?{SCALE.format('')}"
    rf"(?:\s?(?P<also>{_CODE})\b)?"
)
AFTER = re.compile(
    rf"(?<![a-z0-9_.,\-/]){NUMBER.format('2')}(?:,-)?{SCALE.format('2')}\s?"
    rf"(?:(?P<symbol2>{_SYMBOL})|(?P<word>{_WORD})(?![a-z]))"
)
SCALES = {"k": 1e3, "tsd": 1e3, "thousand": 1e3, "mil": 1e3, "mille": 1e3, "tausend": 1e3, "duizend": 1e3, "千": 1e3,
          "万": 1e4, "億": 1e8, "亿": 1e8}  # fmt: skip


@lru_cache(maxsize=2048)
def find_money(text: str, dollar: str = "USD") -> tuple[Found, ...]:
    """Sums as `{"amount": float, "currency": ISO 4217}`. `dollar` is the currency that a bare $ means here."""
    plain = level(text)
    found: list[Found] = []
    for match in BEFORE.finditer(plain):
        currency = SYMBOLS.get(match["symbol"] or "") or WORDS[match["code"]]
        if match["also"]:
            currency = WORDS[match["also"]]
        elif match["symbol"] == "$":
            currency = dollar
        _add(found, match, match["number"], match["scale"], currency)
    for match in AFTER.finditer(plain):
        currency = SYMBOLS.get(match["symbol2"] or "") or WORDS[match["word"]]
        if match["symbol2"] == "$" or match["word"] in ("dollars", "dollar"):
            currency = dollar
        _add(found, match, match["number2"], match["scale2"], currency)
    return apart(found)


def _add(found: list[Found], match: re.Match[str], number: str, scale: str | None, currency: str) -> None:
    amount = parse_number(number)
    if amount is None:
        return
    if scale:
        amount *= SCALES.get(scale.rstrip("."), 1e6)
    value: dict[str, Any] = {"amount": round(amount, 2), "currency": currency}
    found.append(Found(value, match.start(), match.end(), 0.9))


def parse_number(text: str) -> float | None:
    """A number with either kind of separators: '1.234,50' and '1,234.50' are the same; '1.234' is a thousand."""
    digits = re.sub(r"['’\s\u00a0\u202f]", "", text)
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(digits) if digits.isdigit() else None
    mark, tail = digits[last], digits[last + 1 :]
    other = "," if mark == "." else "."
    if other in digits:
        whole, decimals = digits[:last].replace(other, ""), tail
    elif digits.count(mark) > 1 or len(tail) == 3:
        whole, decimals = digits.replace(mark, ""), ""
    else:
        whole, decimals = digits[:last], tail
    try:
        return float(f"{whole or 0}.{decimals or 0}")
    except ValueError:
        return None
