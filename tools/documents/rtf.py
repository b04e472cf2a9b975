"""Rich Text Format to text (after the RTF specification 1.9.1): paragraphs, tables, links; hidden text apart.

One pass over the tokens, so that the time is that of the length. The libraries for it give no hidden text and no
tables, and search with patterns whose time is quadratic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tools.documents import charset, colour, link, plain
from tools.documents.table import Sheet
from tools.documents.text import DocumentText
from tools.documents.wordlist import words
from workflow.document import Link

MAX_TOKENS = 1_000_000  #: about two seconds
MAX_DEPTH = 500
MAX_COLOURS = 2_000
MAX_UNSEEN = 20_000  #: stretches of hidden text

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_HYPERLINK = re.compile(r'HYPERLINK\s+(?:\\\w\s+)?"?([^"\s]{4,2000})', re.IGNORECASE)

#: Groups that hold no text of the document.
_SILENT = words(
    """
    fonttbl colortbl stylesheet info pict object objdata themedata colorschememapping latentstyles datastore
    listtable listoverridetable revtbl rsidtbl generator xmlnstbl filetbl sp template bkmkstart bkmkend
    atnid atnauthor annotation pntext pn listtext falt panose password operator comment doccomm
    """
)
#: Groups that an asterisk marks as optional, and that hold text all the same.
_KEPT = words("shpinst shptxt fldrslt fldinst shppict nonshppict")
_SIGNS = {
    "par": "\n", "line": "\n", "sect": "\n\n", "page": "\n\n", "tab": "\t", "emdash": "—", "endash": "–",
    "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "nestcell": " ", "nestrow": " ", "softline": "\n",
}  # fmt: skip
_ESCAPED = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_FONT_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_SMALLEST = 3  #: half points; smaller letters cannot be read


@dataclass(frozen=True)
class _State:
    """What holds inside a group."""

    silent: bool = False
    group: str = ""  #: the destination that the group is
    fallback: int = 1  #: characters that stand for a \\u character and are skipped
    hidden: bool = False
    tiny: bool = False
    ink: int = 0  #: number of the colour of letters
    shaded: bool = False
    font: int = -1


@dataclass
class _File:
    """One file while it is read."""

    sheet: Sheet = field(default_factory=Sheet)
    unseen: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    colours: list[colour.Colour | None] = field(default_factory=list)
    mixed: dict[str, int] = field(default_factory=dict)  #: parts of the colour that is being told
    octets: bytearray = field(default_factory=bytearray)
    skip: int = 0
    starred: bool = False
    line: list[str] = field(default_factory=list)
    length: int = 0  #: of the line so far
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    instruction: list[str] = field(default_factory=list)
    target: str = ""
    begun: int = 0
    pending: list[tuple[int, int, str]] = field(default_factory=list)  #: links of the line
    in_table: bool = False
    html: bool = True  #: inside of what stands for HTML that was wrapped, and not in what replaces it

    def read(self, text: str) -> DocumentText:
        """All tokens, and then what is left."""
        at, count = 0, 0
        while at < len(text) and count < MAX_TOKENS and self.sheet.length <= plain.MAX_CHARS:
            match = _TOKEN.match(text, at)
            if match is None:
                break
            at, count = match.end(), count + 1
            word, number, octet, sign, brace, run = match.groups()
            if octet is None:
                self.flush()
            if brace:
                self.brace(brace)
            elif word == "bin":
                at += min(max(0, int(number or 0)), len(text))
            elif word:
                self.word(word, number)
            elif octet is not None:
                self.octet(int(octet, 16))
            elif sign:
                self.sign(sign)
            elif run:
                self.run(run)
        if at < len(text):
            self.notes.append("too long; cut")
        self.flush()
        self.end_line()
        self.end_table()
        return self.sheet.document(hidden="\n".join(self.unseen), links=self.links, notes=self.notes)

    def brace(self, brace: str) -> None:
        """A group begins or ends."""
        self.skip, self.starred = 0, False
        if brace == "{":
            if len(self.stack) < MAX_DEPTH:
                self.stack.append(self.state)
                self.state = replace(self.state, group="")
            return
        ended = self.state
        self.state = self.stack.pop() if self.stack else _State()
        if ended.group == "fldinst":
            found = _HYPERLINK.search("".join(self.instruction)[:4000])
            self.target, self.instruction = link.target(found[1]) if found else "", []
        elif ended.group == "fldrslt" and self.target:
            if self.length > self.begun and len(self.links) + len(self.pending) < 2000:
                self.pending.append((self.begun, self.length, self.target))
            self.target = ""

    def word(self, word: str, number: str | None) -> None:
        """A control word."""
        if self.skip:
            self.skip -= 1
            return
        value = int(number) if number else None
        on = value != 0
        state = self.state
        if not state.group and (word in _SILENT or word in _KEPT or self.starred):
            silent = state.silent or word in _SILENT or (self.starred and word not in _KEPT) or word == "fldinst"
            self.state = replace(state, group=word, silent=silent)
            self.starred = False
            if word == "fldrslt":
                self.begun = self.length
            return
        if state.group == "colortbl":
            self.mixed[word] = value or 0
        elif word == "u" and value is not None:
            self.put(chr(value % 65536))
            self.skip = state.fallback
        elif word == "uc":
            self.state = replace(state, fallback=max(0, min(value or 0, 20)))
        elif word in ("v", "webhidden", "deleted"):
            self.state = replace(state, hidden=on)
        elif word == "fs":
            self.state = replace(state, tiny=0 < (value if value is not None else 24) <= _SMALLEST)
        elif word == "cf":
            self.state = replace(state, ink=value or 0)
        elif word in ("highlight", "cb", "chcbpat"):
            self.state = replace(state, shaded=bool(value))
        elif word == "plain":
            self.state = replace(state, hidden=False, tiny=False, ink=0, shaded=False)
        elif word == "f" and value is not None:
            self.state = replace(state, font=value)
        elif word == "fcharset" and value is not None:
            self.fonts.setdefault(state.font, _FONT_CHARSETS.get(value, ""))
        elif word == "ansicpg":
            self.page = charset.codec(f"cp{value}") or self.page
        elif word == "htmlrtf":
            self.html = not on
        elif not state.silent:
            self.place(word)

    def place(self, word: str) -> None:
        """A word that is a sign, or ends a paragraph, a cell or a row."""
        if word in ("par", "sect", "page") and not self.in_table:
            self.end_line()
        elif word == "cell":
            self.cells.append(" ".join("".join(self.line).split()))
            self.line, self.length, self.pending = [], 0, []
        elif word == "row":
            self.rows.append(self.cells)
            self.cells = []
            self.in_table = False
        elif word in ("intbl", "trowd"):
            if not self.in_table and self.length:
                self.end_line()
            self.in_table = True
        elif word == "pard":
            self.in_table = False
        elif word in _SIGNS:
            self.put(_SIGNS[word])

    def sign(self, sign: str) -> None:
        """A control symbol."""
        if sign == "*":
            self.starred = True
        elif self.skip:
            self.skip -= 1
        elif sign in _ESCAPED:
            self.put(_ESCAPED[sign])

    def octet(self, value: int) -> None:
        """A byte in the charset of the font."""
        if self.skip:
            self.skip -= 1
        else:
            self.octets.append(value)

    def run(self, run: str) -> None:
        """Characters as they stand."""
        state = self.state
        if state.group == "colortbl":
            for _ in range(run.count(";")):
                told = self.mixed.get("red"), self.mixed.get("green"), self.mixed.get("blue")
                if len(self.colours) < MAX_COLOURS:
                    self.colours.append((told[0] or 0, told[1] or 0, told[2] or 0) if self.mixed else None)
                self.mixed = {}
            return
        if self.skip:
            skipped = min(self.skip, len(run))
            self.skip -= skipped
            run = run[skipped:]
        if not run.isascii():
            run = run.encode("latin-1", "replace").decode(self.charset(), "replace")
        if state.group == "fldinst" or (state.silent and self.stack and self.stack[-1].group == "fldinst"):
            self.instruction.append(run)
        self.put(run)

    def charset(self) -> str:
        """That of the font in which the text stands."""
        return self.fonts.get(self.state.font, "") or self.page

    def flush(self) -> None:
        """Decode the bytes that came one after the other."""
        if self.octets:
            octets, self.octets = bytes(self.octets), bytearray()
            self.put(octets.decode(self.charset(), "replace"))

    def put(self, text: str) -> None:
        """Text of the document; nothing where the group holds none."""
        state = self.state
        if state.silent or not text or not self.html:
            return
        if state.hidden or state.tiny or self._white():
            if text.strip() and len(self.unseen) < MAX_UNSEEN:
                self.unseen.append(plain.scrub(text).strip())
            return
        self.line.append(text)
        self.length += len(text)

    def _white(self) -> bool:
        ink = self.colours[self.state.ink] if 0 < self.state.ink < len(self.colours) else None
        return ink is not None and not self.state.shaded and not self.in_table and colour.alike(ink, (255, 255, 255))

    def end_line(self) -> None:
        """Write a paragraph. Surrogates that were told one by one are joined."""
        text = "".join(self.line).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        pending, self.line, self.length, self.pending = self.pending, [], 0, []
        self.end_table()
        if not text.strip():
            self.sheet.gap()
            return
        begin = self.sheet.length
        written = plain.scrub(text).rstrip()
        self.sheet.line(written)
        for start, end, target in pending:
            shown = plain.scrub(text[start:end]).strip()
            place = written.find(shown) if shown else -1
            if place >= 0:
                self.links.append(Link(start=begin + place, end=begin + place + len(shown), target=target))

    def end_table(self) -> None:
        """Write the rows so far."""
        rows, self.rows = self.rows, []
        if not rows:
            return
        self.sheet.gap()
        if len(rows) > 1 and any(len(row) > 1 for row in rows):
            self.sheet.table([plain.scrub(cell).replace("\n", " ") for cell in row] for row in rows)
        else:
            for row in rows:
                self.sheet.row(row)
        self.sheet.gap()


def read(content: bytes) -> DocumentText:
    """Text of an .rtf file; damage is read as far as it goes."""
    found = _File().read(content.decode("latin-1"))
    return found if found.text else replace(found, notes=(*found.notes, "no text in it"))
