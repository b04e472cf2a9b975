"""Where a link really leads."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "sip", "callto", "sms"})
#: Services that scan links wrap them: the host's end, and the query parameter that holds the target.
_WRAPPERS = (
    ("safelinks.protection.outlook.com", "url"),
    ("linkprotect.cudasvc.com", "a"),
    ("google.com", "q"),
    ("l.facebook.com", "u"),
    ("slack-redir.net", "url"),
)


def target(address: str) -> str:
    """The target of an `href` with wrappers of link scanners undone; empty for anchors, scripts and the unreadable."""
    address = "".join(address.split())[:2000]
    for _ in range(3):
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            return ""
        if not parts.scheme and "." in address.split("/")[0] and not address.startswith(("#", "/", "?")):
            return f"http://{address}"
        if parts.scheme.lower() not in _SCHEMES:
            return ""
        inner = _unwrapped(host, parts.path, parts.query)
        if not inner:
            break
        address = inner
    return address


def _unwrapped(host: str, path: str, query: str) -> str:
    for end, name in _WRAPPERS:
        if (host == end or host.endswith("." + end)) and (end != "google.com" or path == "/url"):
            inner = parse_qs(query[:2000]).get(name, [""])[0]
            return inner if inner.startswith(("http://", "https://", "mailto:")) else ""
    if host == "urldefense.com" and path.startswith("/v3/__"):
        return unquote(path[6:].partition("__;")[0]).replace("*", "")
    if host == "urldefense.proofpoint.com":
        inner = parse_qs(query[:2000]).get("u", [""])[0]
        return unquote(inner.replace("-", "%").replace("_", "/"))
    return ""
