"""Bytes to text: declared charsets, wrongly declared ones, and none at all."""

from __future__ import annotations

import codecs
import re

from tools.documents import script
from tools.documents.wordlist import words

#: Codecs that may decode foreign bytes. Python knows others under "charset" names (rot13, idna, unicode_escape)
#: that are no charsets, and some of them take quadratic time.
_ALLOWED = words(
    """
    utf-8 utf-8-sig utf-7 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii big5 big5hkscs cp950 gb2312
    gbk gb18030 hz shift_jis shift_jisx0213 shift_jis_2004 cp932 euc_jp euc_jis_2004 euc_jisx0213 iso2022_jp
    iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_2004 iso2022_jp_ext iso2022_kr euc_kr cp949 johab koi8-r
    koi8-u koi8-t kz1048 ptcp154 mac-roman mac-cyrillic mac-greek mac-latin2 mac-turkish mac-iceland tis-620 cp437
    cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp1006
    cp1125 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-1 iso8859-2 iso8859-3 iso8859-4
    iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15
    iso8859-16
    """
)

#: Labels that Python does not know, and supersets that senders really mean (after the WHATWG Encoding Standard).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",
}
_LABELS = {
    "x-sjis": "cp932",
    "ms932": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949",
    "x-windows-949": "cp949",
    "windows-949": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "windows-874": "cp874",
    "x-cp1252": "cp1252",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "cesu-8": "utf-8",
    "unicode": "utf-16",
    "cp-850": "cp850",
    "ansi": "cp1252",
}
_ESCAPES = re.compile(rb"\x1b[$(][@BIJ(]")
_HIGH = re.compile(rb"[\x80-\xff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"))
_MORE_BOMS = ((codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF32_BE, "utf-32"))


def codec(label: str) -> str:
    """The Python codec that is meant by a charset label; empty when it is none that we decode."""
    name = label.strip().strip("'\"").lower()[:40]
    if not name:
        return ""
    name = _LABELS.get(name, name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if found not in _ALLOWED:
        return ""
    return _MEANT.get(found, found)


def decode(content: bytes, label: str = "") -> tuple[str, str]:
    """Text of `content`, and a note when the declared charset was unknown or wrong (empty otherwise).

    Never raises: bytes that no charset explains become U+FFFD. Order: byte order mark, UTF-8 where the bytes are valid
    UTF-8 (also against a declaration of a single-byte charset: text in those is practically never valid UTF-8 by
    chance), the declared charset, ISO-2022-JP by its escapes, UTF-16 by its zero bytes, the charset of another script
    than Latin by its letters, Windows-1252.
    """
    for mark, name in (*_BOMS, *_MORE_BOMS):
        if content.startswith(mark):
            return content.decode(name, "replace"), ""
    declared = codec(label)
    if not _HIGH.search(content) and b"\x00" not in content:
        return _seven_bit(content, declared, label)
    single = not declared or declared.startswith(("cp125", "iso8859", "koi8", "mac", "cp4", "cp8"))
    if single or declared == "utf-8":
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            wrong = bool(declared) and declared != "utf-8" and codecs_differ(label)
            return text, f"declared as {label}, is UTF-8" if wrong else ""
    if declared and declared != "utf-8":
        try:
            return content.decode(declared), ""
        except (UnicodeDecodeError, ValueError):
            # Single-byte charsets leave few bytes undefined; gateways append lines in other charsets.
            text = _by_line(content, declared) if single else content.decode(declared, "replace")
            return text, f"bytes that are not {label}"
    unknown = f"unknown charset {label[:40]}; " if label and not declared else ""
    sixteen = _utf16(content)
    if sixteen:
        return content.decode(sixteen, "replace"), f"{unknown}read as {sixteen}"
    if _mostly_utf8(content):
        return content.decode("utf-8", "replace"), f"{unknown}damaged UTF-8"
    guessed = script.guess(content)
    if guessed:
        return content.decode(guessed, "replace"), f"{unknown}no charset told; read as {guessed}"
    return _by_line(content, "cp1252"), f"{unknown}not UTF-8; read as windows-1252" if label else ""


def _by_line(content: bytes, name: str) -> str:
    """Lines that are UTF-8 as that, others in a single-byte charset."""
    lines = []
    for line in content.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode(name, "replace"))
    return "\n".join(lines)


def codecs_differ(label: str) -> bool:
    """Whether a label promises something else than ASCII (which every mailer declares and nobody checks)."""
    return label.strip().lower() not in {"us-ascii", "ascii", "iso-8859-1", ""}


def _seven_bit(content: bytes, declared: str, label: str) -> tuple[str, str]:
    """Pure 7-bit content: ASCII, unless an escape-based charset is used."""
    if declared.startswith("iso2022") or declared in {"hz", "utf-7"}:
        return content.decode(declared, "replace"), ""
    if _ESCAPES.search(content):
        return content.decode("iso2022_jp_ext", "replace"), f"declared as {label}, is ISO-2022-JP" if label else ""
    if declared.startswith(("utf-16", "utf-32")):
        return content.decode("ascii", "replace"), f"declared as {label}, is ASCII"
    return content.decode("ascii", "replace"), "" if declared or not label else f"unknown charset {label[:40]}"


def _utf16(content: bytes) -> str:
    """UTF-16 without a mark shows in zero bytes at every second place of Latin text."""
    head = content[:400]
    if len(head) < 4:
        return ""
    if head[1::2].count(0) > len(head) * 0.35:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > len(head) * 0.35 else ""


def _mostly_utf8(content: bytes) -> bool:
    """Cut or damaged UTF-8: most multi-byte sequences are whole."""
    head = content[:20_000]
    text = head.decode("utf-8", "replace")
    good = sum(1 for char in text if ord(char) > 127 and char != "\ufffd")
    return good >= 4 * text.count("\ufffd")
