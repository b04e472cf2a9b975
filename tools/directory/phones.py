"""Phones: numbers in a text, compared by national significant digits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

NUMBER = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\-/\u00a0\u2010-\u2015]{5,22}\d(?!\w)")
SHORTEST = 7
"""Fewer digits than this name no line outside of its own town."""


def national(value: str, country: str) -> str:
    """The national significant number that a record states, as digits; `country`: a name or ISO code, or empty."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(value, region(country) or None)
    except phonenumbers.NumberParseException:
        digits = re.sub(r"\D", "", value)
        return digits.lstrip("0") if len(digits) >= SHORTEST else ""
    return phonenumbers.national_significant_number(parsed)


@lru_cache(maxsize=512)
def region(country: str) -> str:
    """ISO 3166 code of a country as orgs write it: a code, or its English name or that in its own language."""
    text = country.strip()
    if len(text) == 2 and text.isalpha():
        return text.upper()
    return _COUNTRIES.get(text.casefold(), "")


_COUNTRIES = {
    name: code
    for code, names in {
        "US": "united states;united states of america;usa;u.s.;u.s.a.",
        "CA": "canada",
        "GB": "united kingdom;great britain;england;scotland;wales;uk",
        "IE": "ireland",
        "DE": "germany;deutschland",
        "AT": "austria;österreich",
        "CH": "switzerland;schweiz;suisse;svizzera",
        "FR": "france",
        "BE": "belgium;belgië;belgique;belgien",
        "NL": "netherlands;the netherlands;nederland",
        "LU": "luxembourg;luxemburg",
        "ES": "spain;españa",
        "PT": "portugal",
        "IT": "italy;italia",
        "PL": "poland;polska",
        "CZ": "czech republic;czechia",
        "SE": "sweden;sverige",
        "NO": "norway;norge",
        "DK": "denmark;danmark",
        "FI": "finland;suomi",
        "MX": "mexico;méxico",
        "BR": "brazil;brasil",
        "AR": "argentina",
        "AU": "australia",
        "NZ": "new zealand",
        "JP": "japan;日本",
        "CN": "china;中国",
        "IN": "india",
        "ZA": "south africa",
    }.items()
    for name in names.split(";")
}


class PhoneIndex:
    """National significant number → accounts."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self._codes: set[int] = set()
        for digits, number in entries:
            if len(digits) >= SHORTEST and number not in self._numbers[digits][-1:]:
                self._numbers[digits].append(number)

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Places `(start, end)` of numbers that accounts have, with those accounts."""
        if not self._numbers:
            return
        for match in NUMBER.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            for form in _forms(digits, match.group().startswith("+")):
                accounts = self._numbers.get(form)
                if accounts:
                    yield match.start(), match.end(), tuple(accounts)
                    break


def _forms(digits: str, international: bool) -> Iterator[str]:
    """What a number may be nationally: as written, without the trunk zero, without a country code of 1 to 3 digits."""
    if not international:
        yield digits
        yield digits.lstrip("0")
    bare = digits[2:] if digits.startswith("00") else digits
    if international or digits.startswith("00") or len(digits) >= 11:
        for length in (1, 2, 3):
            rest = bare[length:]
            if len(rest) >= SHORTEST:
                yield rest
                # '+49 (0) 30 …': the trunk zero is written inside.
                yield rest.lstrip("0")
