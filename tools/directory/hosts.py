"""Hosts: websites and mail domains in text and links, and the accounts that they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

SEPARATORS = re.compile(r"[\s;,|]+")
_LETTER = "a-z0-9\u00c0-\u024f\u0370-\u04ff"
"""What hosts are made of where people write them: not the characters of scripts without spaces around them."""

_LABEL = rf"[{_LETTER}](?:[{_LETTER}-]{{0,61}}[{_LETTER}])?"
_BEGINS = rf"(?<![{_LETTER}_@])(?<![{_LETTER}_][.-])"
EMAIL = re.compile(
    rf"(?<![{_LETTER}_.+'-])[{_LETTER}_.+'-]{{1,64}}@((?:{_LABEL}\.){{1,8}}[a-z]{{2,24}})(?![{_LETTER}_])",
    re.IGNORECASE,
)
HOST = re.compile(
    rf"{_BEGINS}(?:(?P<scheme>[a-z][a-z0-9+.-]{{1,9}})://)?(?P<host>(?:{_LABEL}\.){{1,8}}(?:xn--[a-z0-9-]{{2,59}}|[a-z]{{2,24}}))"
    rf"(?![{_LETTER}_@])(?::\d{{1,5}})?(?P<path>/[^\s<>\"'\]\[{{}}|]*)?(?P<query>\?[^\s<>\"']*)?",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"(?<!\w)(?P<name>[^\W_]{1,40}(?:[ -][^\W_]{1,40}){0,5})\s+(?:dot|punkt|point|punto|punt|ponto)\s+"
    r"(?P<tld>[a-z]{2,4}(?:\s+(?:dot|punkt|point|punto|punt|ponto)\s+[a-z]{2})?)\b",
    re.IGNORECASE | re.UNICODE,
)
"""An address as it is dictated: 'maple court dot com'."""

BROKEN = re.compile(
    r"(?<![\w.-])(?P<left>(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){0,5})[ \t>]{0,8}\r?\n[ \t>]{0,8}"
    r"(?P<right>[\w-]{0,63}\.[a-z]{2,24}(?:\.[a-z]{2})?)(?![\w@])",
    re.IGNORECASE | re.UNICODE,
)
"""A host that a line break cut in two."""

PLAIN_LABEL = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PLAIN_ADDRESS = re.compile(r"(?:https?://)?(?:www\d?\.)?((?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24})/?")
RESERVED = frozenset({"example", "test", "invalid", "local", "internal", "intranet", "lan", "corp"})
"""Top-level names for private use (RFC 2606, RFC 6762 and custom), which the Public Suffix List leaves out."""

MOST_TARGETS = 3
"""How deep addresses inside addresses (tracking links) are followed."""


class FoundHost(NamedTuple):
    """A host in a text: where it stands, what it is, its path, and whether it is the domain of a mail address."""

    start: int
    end: int
    host: str
    path: str = ""
    mail: bool = False
    marked: bool = False  #: with a scheme or 'www.': surely meant as an address
    address: str = ""  #: the whole mail address, in lower case
    spoken: bool = False  #: one reading of several of a dictated address


@lru_cache(maxsize=1)
def _extractor() -> TLDExtract:
    # The snapshot of the Public Suffix List inside the package: no network, no cache directory.
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


@lru_cache(maxsize=1)
def _suffixes() -> frozenset[str]:
    """The rules of the Public Suffix List."""
    return frozenset(_extractor().tlds)


def parts(host: str) -> tuple[str, str]:
    """The registered name and the public suffix of a host; both empty where it has no public suffix."""
    labels = host.rsplit(".", 2)
    rules = _suffixes()
    if len(labels) > 1 and labels[-1] in rules and labels[-2]:
        # The commonest case, told without a walk through all rules: no longer rule begins with this one.
        beside = f"{labels[-2]}.{labels[-1]}"
        wild = f"*.{labels[-1]}" in rules or f"*.{beside}" in rules
        if beside not in rules and not wild and PLAIN_LABEL.fullmatch(labels[-2]):
            return labels[-2], labels[-1]
    return _looked_up(host)


@lru_cache(maxsize=50_000)
def _looked_up(host: str) -> tuple[str, str]:
    found = _extractor()(host)
    if found.domain and found.suffix:
        return str(found.domain), str(found.suffix)
    labels = host.rsplit(".", 2)
    if len(labels) > 1 and labels[-1] in RESERVED:
        return labels[-2], labels[-1]
    return "", ""


def registrable(host: str) -> str:
    """The part of a host that someone registered: 'shop.example.co.uk' → 'example.co.uk'; empty where there is none."""
    name, suffix = parts(host)
    return f"{name}.{suffix}" if name else ""


def label(host: str) -> str:
    """The name in a host, without suffix and hyphens: 'www.maple-court.co.uk' → 'maplecourt'."""
    return parts(host)[0].replace("-", "")


def clean(value: str) -> tuple[str, str]:
    """Host and first path segment of an address as a record states it: ('example.com', '') for most."""
    text = value.strip().strip("<>\"'").lower()
    plain = PLAIN_ADDRESS.fullmatch(text)
    if plain:
        return plain.group(1), ""
    text = text.partition("@")[2] if "@" in text and "/" not in text else text
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        host = (parts.hostname or "").strip(".")
    except ValueError:
        return "", ""
    segment = parts.path.strip("/").partition("/")[0]
    return _bare(host), segment if "." not in segment else ""


def values(field: object) -> Iterator[str]:
    """The addresses that one field holds: several may stand in it, divided by ; , | or space."""
    if not field:
        return
    for value in SEPARATORS.split(str(field)):
        if "." in value:
            yield value


def _bare(host: str) -> str:
    host = host.casefold()
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return ""
    return re.sub(r"^www\d?\.", "", host)


def find(text: str) -> Iterator[FoundHost]:
    """Hosts and mail domains that are written in a text, in order, those in mail addresses first."""
    taken: list[tuple[int, int]] = []
    if "@" in text:
        for match in EMAIL.finditer(text):
            taken.append(match.span())
            host = _bare(match.group(1))
            yield FoundHost(match.start(), match.end(), host, mail=True, marked=True, address=match.group().lower())
    for match in HOST.finditer(text) if "." in text else ():
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        host = match["host"]
        marked = bool(match["scheme"]) or host.lower().startswith("www.")
        if not marked and not registrable(host.lower()):
            continue
        path = (match["path"] or "").rstrip(".,;:!?)")
        yield FoundHost(match.start(), _end(match, text), _bare(host), path, marked=marked)
        for inner in targets(match.group()):
            yield FoundHost(match.start(), _end(match, text), inner, marked=True)
    lowered = text.lower()
    if any(word in lowered for word in (" dot ", " punkt ", " point ", " punto ", " punt ", " ponto ")):
        yield from _spoken(text)


def _end(match: re.Match[str], text: str) -> int:
    return match.start() + len(match.group().rstrip(".,;:!?)'\"»"))


def _spoken(text: str) -> Iterator[FoundHost]:
    """Every reading of a dictated host: the words before 'dot' may be more than its name."""
    for match in SPOKEN.finditer(text):
        tld = re.sub(r"\s+\w+\s+", ".", match["tld"].lower()) if " " in match["tld"] else match["tld"].lower()
        starts = [match.start("name")] + [match.start("name") + m.end() for m in re.finditer(r"[ -]", match["name"])]
        for start in starts:
            name = re.sub(r"[ -]", "", text[start : match.end("name")].lower())
            host = f"{name}.{tld}"
            if registrable(host):
                yield FoundHost(start, match.end("tld"), host, spoken=True)


def broken(text: str) -> Iterator[FoundHost]:
    """Hosts as they are when a line break inside them is taken away. Many are none: look them up before use."""
    for match in BROKEN.finditer(text):
        joined = re.sub(r"^https?://", "", match["left"].lower()) + match["right"].lower()
        if registrable(joined):
            yield FoundHost(match.start(), match.end("right"), _bare(joined), marked=joined.startswith("www."))


def targets(url: str, depth: int = 0) -> list[str]:
    """Hosts of addresses inside an address: where a tracking link leads."""
    plain = "?" not in url and "%" not in url and url.count("://") < 2
    if depth >= MOST_TARGETS or plain:
        return []
    found: list[str] = []
    rest = unquote(url[url.find("?") + 1 :] if "?" in url else url[8:])
    for match in re.finditer(r"https?://[^\s&\"'<>]+", rest, re.IGNORECASE):
        host, _ = clean(match.group())
        if host and host not in found:
            found.append(host)
        found.extend(h for h in targets(match.group(), depth + 1) if h not in found)
    return found
