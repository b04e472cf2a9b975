"""Phones: numbers in a text, compared by national significant digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tools.directory.index.keys import Kind

if TYPE_CHECKING:
    from tools.directory.index.snapshot import Snapshot

NUMBER = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\-/\u00a0\u2010-\u2015]{5,22}\d(?!\w)")
PLAIN = re.compile(r"\+?[0-9][0-9 ()./-]*|\([0-9][0-9 ()./-]*")
"""A number without letters, extensions and digits of other scripts."""

SHORTEST = 7
"""Fewer digits than this name no line outside of its own town."""

MOST = 50
"""More accounts with one number are too many to tell one."""


def national(value: str, country: str) -> str:
    """The national significant number that a record states, as digits; `country`: a name or ISO code, or empty."""
    return _plain(value, country) or _parsed(value, country)


def _plain(value: str, country: str) -> str:
    """The same for the commonest forms, some twenty times as fast; '' for any other."""
    if len(value) == 12 and value[:2] == "+1" and value[2] > "1" and value.isascii() and value[1:].isdigit():
        return value[2:]
    if not PLAIN.fullmatch(value):
        return ""
    digits = "".join(char for char in value if char in "0123456789")
    if value[0] != "+":
        return digits if len(digits) == 10 and digits[0] > "1" and region(country) in ("US", "CA") else ""
    if digits[:1] == "1":
        return digits[1:] if len(digits) == 11 and digits[1] > "1" else ""
    for length in (2, 3):
        if _drops_only_zeros(digits[:length]):
            rest = digits[length:]
            return rest if 5 <= len(rest) <= 12 and rest[0] != "0" else ""
    return ""


@lru_cache(maxsize=512)
def _drops_only_zeros(code: str) -> bool:
    """Whether a country calling code is known, and numbers behind it lose nothing but a leading zero."""
    import phonenumbers

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    if len(regions) != 1 or not regions[0].isalpha():
        return False
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(regions[0])
    return metadata is not None and metadata.national_prefix_for_parsing in (None, "0")


def _parsed(value: str, country: str) -> str:
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


class Phones:
    """National significant number → accounts."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Places `(start, end)` of numbers that accounts have, with those accounts."""
        for match in NUMBER.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            for form in _forms(digits, match.group().startswith("+")):
                accounts = self._index.find(Kind.PHONE, form, MOST) if len(form) >= SHORTEST else ()
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
