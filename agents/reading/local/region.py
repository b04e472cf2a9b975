"""Where a message comes from, as far as that decides how dates, money and phone numbers are read."""

from __future__ import annotations

from workflow.accounts import Account
from workflow.document import Document

TOP_LEVEL = {
    "uk": "GB", "de": "DE", "at": "AT", "ch": "CH", "fr": "FR", "be": "BE", "nl": "NL", "es": "ES", "it": "IT",
    "pt": "PT", "br": "BR", "ca": "CA", "au": "AU", "nz": "NZ", "ie": "IE", "mx": "MX", "ar": "AR", "cl": "CL",
    "co": "CO", "jp": "JP", "cn": "CN", "tw": "TW", "hk": "HK", "sg": "SG", "in": "IN", "us": "US", "lu": "LU",
    "dk": "DK", "se": "SE", "no": "NO", "fi": "FI", "pl": "PL", "cz": "CZ", "za": "ZA",
}  # fmt: skip
"""Country-code domain → ISO 3166-1."""

LANGUAGES = {"en": "US", "de": "DE", "fr": "FR", "es": "ES", "nl": "NL", "it": "IT", "pt": "PT", "ja": "JP", "zh": "CN"}
"""Language → where most of those who write it live, when nothing else is known."""

NAMES = {
    "united states": "US", "usa": "US", "united states of america": "US", "canada": "CA", "united kingdom": "GB",
    "great britain": "GB", "england": "GB", "germany": "DE", "deutschland": "DE", "austria": "AT", "switzerland": "CH",
    "france": "FR", "belgium": "BE", "netherlands": "NL", "spain": "ES", "italy": "IT", "portugal": "PT",
    "brazil": "BR", "mexico": "MX", "ireland": "IE", "australia": "AU", "new zealand": "NZ", "japan": "JP",
    "china": "CN", "singapore": "SG", "india": "IN", "luxembourg": "LU", "denmark": "DK", "sweden": "SE",
    "norway": "NO", "finland": "FI", "poland": "PL",
}  # fmt: skip

DOLLARS = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN", "AR": "ARS", "CL": "CLP",
           "CO": "COP", "TW": "TWD"}  # fmt: skip
"""What a bare $ is worth where the dollar is not that of the United States."""


def regions(document: Document, account: Account | None) -> tuple[str, ...]:
    """ISO 3166-1 codes, likeliest first: the account's country, the sender's domain, the language's home."""
    found = []
    if account is not None:
        for name, value in account.values.items():
            if "country" in name.lower() and isinstance(value, str) and value:
                found.append(value.upper() if len(value) == 2 else NAMES.get(value.strip().lower(), ""))
    found.append(TOP_LEVEL.get(document.sender.domain.rpartition(".")[2], ""))
    found.append(LANGUAGES.get(document.language[:2], ""))
    found += ["US", "GB"]
    return tuple(dict.fromkeys(code for code in found if code))


def month_first(where: tuple[str, ...], language: str) -> bool:
    """Whether 6/7 is the seventh of June: in the United States, and in Canada for those who write English."""
    return where[0] in ("US", "PH") or (where[0] == "CA" and language != "fr")


def dollar(where: tuple[str, ...]) -> str:
    """The currency of a bare $."""
    return DOLLARS.get(where[0], "USD")
