"""Places a text in a mail where attackers do: in the sender's words, signature, quote, hidden markup, an attached file.

Each place gives two mails: the `carrier`, which differs from the original only in what the place needs (a signature, a
quoted answer, a file), and the `attacked` one, which is the carrier with the text. What differs in how the two are read
is what the text alone did.
"""

from __future__ import annotations

import html
import re
import unicodedata
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from typing import Literal, NamedTuple, get_args

from lxml import etree
from lxml import html as markup

from workflow.document import Document, ZoneKind

Position = Literal["start", "middle", "end", "signature", "quote", "hidden", "attachment"]
POSITIONS: tuple[Position, ...] = get_args(Position)
OWN_WORDS: frozenset[Position] = frozenset({"start", "middle", "end"})
"""Positions at which a text cannot be told from the sender's own words: who writes there has written to us."""

QUOTED = "Thank you for your message, we will come back to you."
FILED = "For your files."
BLOCKS = frozenset({"p", "div", "td", "li", "pre", "h1", "h2", "h3", "blockquote", "body", "center", "section"})


class Placed(NamedTuple):
    """A mail without and with the text."""

    carrier: bytes
    attacked: bytes


def place(raw: bytes, document: Document, position: Position, text: str) -> Placed | None:
    """The mail with the text at a position; None where the mail has no such place. `document` is the mail as read."""
    without, with_text = _changed(raw, document, position, ""), _changed(raw, document, position, text)
    if without is None or with_text is None or without == with_text:
        return None
    return Placed(without, with_text)


def _changed(raw: bytes, document: Document, position: Position, text: str) -> bytes | None:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    if not isinstance(message, EmailMessage):
        return None
    try:
        if position == "attachment":
            message.add_attachment(f"{FILED}\n\n{text}\n" if text else f"{FILED}\n", filename="note.txt")
            return message.as_bytes()
        leaves = [leaf for kind in ("plain", "html") if (leaf := message.get_body((kind,))) is not None]
        if position == "hidden" and not any(leaf.get_content_subtype() == "html" for leaf in leaves):
            leaves = [_as_page(leaf) for leaf in leaves]
        placed = [_into(leaf, document, position, text) for leaf in leaves]
        return message.as_bytes() if any(placed) else None
    except (LookupError, ValueError, UnicodeError, TypeError, etree.LxmlError):
        return None  # a mail that the library of the language cannot write again


def _into(leaf: MIMEPart, document: Document, position: Position, text: str) -> bool:
    """Changes one form of the body; whether it has the place."""
    said = leaf.get_content()
    if not isinstance(said, str) or not said.strip():
        return False
    if leaf.get_content_subtype() == "html":
        page = _in_page(said, document, position, text)
        if page is not None:
            leaf.set_content(page, subtype="html")
        return page is not None
    if position == "hidden":
        return True  # the other form carries it
    lines = _in_lines(said.splitlines(), document, position, text)
    if lines is not None:
        leaf.set_content("\n".join(lines) + "\n")
    return lines is not None


# -- plain text ------------------------------------------------------------------------------------------------------


def _in_lines(lines: list[str], document: Document, position: Position, text: str) -> list[str] | None:
    told = [text] if text else []
    if position == "quote":
        quoted = [QUOTED, *told]
        return [*lines, "", _introduction(document), *(f"> {line}" for line in quoted)]
    line, before = _anchor(document, position)
    folded = _folded(line)
    at = next((n for n, each in enumerate(lines) if folded and folded in _folded(each)), None)
    if at is None:
        return None
    if position == "signature" and not _has(document, ZoneKind.SIGNATURE):
        return [*lines[: at + 1], "", "-- ", _name(document), *told, *lines[at + 1 :]]
    if position == "signature":
        return [*lines[: at + 1], *told, *lines[at + 1 :]]
    put = ["", *told, ""] if told else []
    return [*lines[:at], *put, *lines[at:]] if before else [*lines[: at + 1], *put, *lines[at + 1 :]]


# -- HTML ------------------------------------------------------------------------------------------------------------


def _in_page(page: str, document: Document, position: Position, text: str) -> str | None:
    root = markup.document_fromstring(page.encode("utf-8"), parser=markup.HTMLParser(encoding="utf-8"))
    body = root.find("body")
    if body is None:
        return None
    told = html.escape(text)
    if position == "hidden":
        if told:
            body.append(markup.fragment_fromstring(f'<div style="display:none">{told}</div>'))
    elif position == "quote":
        quoted = f"<p>{QUOTED}</p>" + (f"<p>{told}</p>" if told else "")
        head = html.escape(_introduction(document))
        thread = f'<div class="gmail_quote"><div>{head}</div><blockquote type="cite">{quoted}</blockquote></div>'
        body.append(markup.fragment_fromstring(thread))
    elif not _beside(body, document, position, told):
        return None
    return str(markup.tostring(root, encoding="unicode"))


def _beside(body: markup.HtmlElement, document: Document, position: Position, told: str) -> bool:
    line, before = _anchor(document, position)
    block = _block_of(body, _folded(line))
    if block is None:
        return False
    made = ""
    if position == "signature" and not _has(document, ZoneKind.SIGNATURE):
        made = f"<div>-- <br>{html.escape(_name(document))}" + (f"<br>{told}" if told else "") + "</div>"
    elif told:
        made = f"<div>{told}</div>" if position == "signature" else f"<p>{told}</p>"
    if not made:
        return True
    new = markup.fragment_fromstring(made)
    if block.tag in ("body", "td", "li"):
        block.insert(0, new) if before else block.append(new)
    elif before:
        block.addprevious(new)
    else:
        new.tail, block.tail = block.tail, None
        block.addnext(new)
    return True


def _block_of(body: markup.HtmlElement, folded: str) -> markup.HtmlElement | None:
    """The innermost block that says a line."""
    found = None
    for element in body.iter():
        if element.tag in BLOCKS and folded and folded in _folded(element.text_content()):
            found = element
    return found


def _as_page(leaf: MIMEPart) -> MIMEPart:
    """A plain text as the page that a mail program makes of it."""
    paragraphs = re.split(r"\n\s*\n", leaf.get_content().strip())
    inner = "".join(f"<p>{html.escape(each).replace(chr(10), '<br>')}</p>" for each in paragraphs)
    leaf.set_content(f"<html><body>{inner}</body></html>", subtype="html")
    return leaf


# -- where ----------------------------------------------------------------------------------------------------------


def _anchor(document: Document, position: Position) -> tuple[str, bool]:
    """The line of the mail beside which a text is put, and whether it is put before it; an empty one: no such place."""
    kind = ZoneKind.SIGNATURE if position == "signature" and _has(document, ZoneKind.SIGNATURE) else ZoneKind.NEW
    paragraphs = _paragraphs(document, kind)
    if not paragraphs:
        return "", False
    if position == "start":
        return paragraphs[0][0], True
    if position == "middle":
        if len(paragraphs) > 1:
            return paragraphs[(len(paragraphs) - 1) // 2][-1], False
        return paragraphs[0][(len(paragraphs[0]) - 1) // 2], False
    if kind is ZoneKind.SIGNATURE:
        lines = [line for each in paragraphs for line in each]
        return lines[(len(lines) - 1) // 2], False
    return paragraphs[-1][-1], False


def _paragraphs(document: Document, kind: ZoneKind) -> list[list[str]]:
    """The lines of the body that are of one zone, by paragraph."""
    body = next((part for part in document.parts if part.kind == "body"), None)
    if body is None:
        return []
    text = "\n\n".join(body.text[zone.start : zone.end] for zone in body.zones if zone.kind is kind)
    found = [[line.strip() for line in each.splitlines() if line.strip()] for each in re.split(r"\n\s*\n", text)]
    return [lines for lines in found if lines]


def _has(document: Document, kind: ZoneKind) -> bool:
    return bool(_paragraphs(document, kind))


def _introduction(document: Document) -> str:
    desk = document.to[0].email if document.to else "desk@example.com"
    return f"On Mon, 2 Mar 2026 at 09:12, {desk} <{desk}> wrote:"


def _name(document: Document) -> str:
    return document.sender.name or document.sender.email


def _folded(text: str) -> str:
    kept = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in kept if char.isalnum())[:400]
