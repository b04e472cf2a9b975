"""E-mail addresses, hosts, URLs and phone numbers."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from agents.reading.local.finders.found import Found, apart
from agents.reading.local.words import listed

EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@(?:[\w\-]+\.)+[a-zA-Z]{2,24}(?![\w\-])")
SPELLED_EMAIL = re.compile(
    r"\b([\w.+\-]{2,64})\s?(?:\(at\)|\[at\]|\{at\}| at )\s?([\w\-]+(?:(?:\.| dot |\(dot\)|"
    r"\[dot\])[\w\-]+)*(?:\.| dot |\(dot\)|\[dot\])[a-zA-Z]{2,10})\b"
)
URL = re.compile(r"\bhttps?://[^\s<>\"'）)\]}]+|\bwww\d?\.[^\s<>\"'）)\]},;]+", re.IGNORECASE)
HOST = re.compile(
    r"(?<![@\w.\-/])(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w\-]|\.[a-z])(?:/[^\s<>\"')]*)?",
    re.IGNORECASE,
)
SPELLED_HOST = re.compile(
    r"\b((?:[a-z0-9\-]+ ){0,3}[a-z0-9\-]+) (?:dot|punkt|point|punto|punt|ponto) (com|net|org|"
    r"info|biz|io|de|fr|nl|es|it|pt|ca|uk|co uk|eu|be|ch|at|jp|cn)\b",
    re.IGNORECASE,
)
FILES = frozenset(
    listed(
        """
        pdf doc docx xls xlsx csv txt png jpg jpeg gif zip html htm xml json eml msg ppt pptx mp4 mov ics svg
        webp heic
        """
    )
)
"""Endings of file names that are top-level domains nowhere or hardly anywhere."""

ARTICLES = frozenset(
    listed(
        """
        is the at on to our site website web page url under die das le la el il de auf von unter
        """
    )
)


@lru_cache(maxsize=2048)
def find_emails(text: str) -> tuple[Found, ...]:
    """Addresses in lower case."""
    if "@" not in text and " at " not in text and "(at)" not in text and "[at]" not in text:
        return ()
    found = [Found(m.group().lower().rstrip("."), m.start(), m.end(), 0.95) for m in EMAIL.finditer(text)]
    for match in SPELLED_EMAIL.finditer(text):
        domain = re.sub(r"\s?(?:\(dot\)|\[dot\]|\bdot\b)\s?", ".", match[2])
        if registrable(domain):
            found.append(Found(f"{match[1]}@{domain}".lower(), match.start(), match.end(), 0.7))
    return apart(found)


@lru_cache(maxsize=2048)
def find_hosts(text: str) -> tuple[Found, ...]:
    """Registrable hosts in lower case: 'https://www.Example.co.uk/x' is 'example.co.uk'. Mail domains are none."""
    found: list[Found] = []
    if "." in text:
        for match in URL.finditer(text):
            _add_host(found, match, text)
        for match in HOST.finditer(text):
            _add_host(found, match, text)
    for match in SPELLED_HOST.finditer(text):
        words = match[1].split()
        while len(words) > 1 and words[0].lower() in ARTICLES:
            words.pop(0)
        for drop in range(len(words)):
            if any(word.lower() in ARTICLES for word in words[drop:]):
                continue
            host = registrable("".join(words[drop:]).lower() + "." + match[2].lower().replace(" ", "."))
            if host:
                start = match.start() + match.group().find(words[drop])
                found.append(Found(host, start, match.end(), 0.6))
                break
    return apart(found)


def _add_host(found: list[Found], match: re.Match[str], text: str) -> None:
    written = match.group().rstrip(".,;:!?)")
    host = registrable(written)
    if host is None:
        return
    bare = re.sub(r"^https?://", "", written, flags=re.IGNORECASE).split("/")[0]
    if bare.lower().rpartition(".")[2] in FILES:
        return
    # 'end.The next sentence': a full stop without its space makes no host.
    if "/" not in written and not written.lower().startswith(("http", "www")):
        tail = bare.rpartition(".")[2]
        if tail[0].isupper() and not bare.split(".")[0][0].isupper():
            return
    found.append(Found(host, match.start(), match.start() + len(written), 0.9))


@lru_cache(maxsize=2048)
def find_urls(text: str) -> tuple[Found, ...]:
    """URLs as written, with a scheme."""
    found = []
    for match in URL.finditer(text):
        written = match.group().rstrip(".,;:!?)")
        value = written if written.lower().startswith("http") else f"https://{written}"
        if registrable(written):
            found.append(Found(value, match.start(), match.start() + len(written), 0.95))
    for match in HOST.finditer(text):
        if "/" in match.group() and registrable(match.group()):
            written = match.group().rstrip(".,;:!?)")
            found.append(Found(f"https://{written}", match.start(), match.start() + len(written), 0.8))
    return apart(found)


@cache
def _extractor() -> Any:
    import tldextract

    # No suffix list URLs and no cache: the list that comes with the package, and never the network or the disk.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@lru_cache(maxsize=20_000)
def registrable(written: str) -> str | None:
    """The registrable host of a URL or host in lower case, or None where its suffix is no public one."""
    text = written if "//" in written else f"//{written}"
    try:
        host = (urlsplit(text).hostname or "").rstrip(".")
    except ValueError:
        return None
    parts = _extractor()(host)
    if not parts.suffix or not parts.domain:
        return None
    return f"{parts.domain}.{parts.suffix}".lower()


PHONE_LIKE = re.compile(r"[+(]?\d[\d\s().\-/\u00a0]{5,22}\d")


MOST = 12
"""Runs of digits in one sentence above which it is a table of figures and names no phone."""


@lru_cache(maxsize=2048)
def find_phones(text: str, regions: tuple[str, ...]) -> tuple[Found, ...]:
    """Phone numbers in E.164; without a country code they are read as of the first region where they are possible."""
    if not 0 < len(PHONE_LIKE.findall(text)) <= MOST:
        return ()
    import phonenumbers

    found: dict[tuple[int, int], Found] = {}
    for region in regions[:3] or ("US",):
        for match in phonenumbers.PhoneNumberMatcher(
            text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=20
        ):
            if not _is_phone(match.raw_string.strip()):
                continue
            told = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            sure = 0.9 if phonenumbers.is_valid_number(match.number) else 0.7
            place = (match.start, match.end)
            if place not in found or found[place].sure < sure:
                found[place] = Found(told, match.start, match.end, sure)
        if found and all(one.sure >= 0.9 for one in found.values()):
            break
    return apart(list(found.values()))


def _is_phone(written: str) -> bool:
    """What a date, a postal code or a bare number of another kind is not."""
    digits = re.sub(r"\D", "", written)
    if re.match(r"(?:19|20)\d\d-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4}", written):
        return False
    if "+" in written:
        return True
    if len(digits) < 8:
        return False
    return digits != written or len(digits) == 10 or digits.startswith(("0", "1"))
