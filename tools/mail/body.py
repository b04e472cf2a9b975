"""The text that a message shows: the right one of its forms, decoded."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from tools.documents import charset, html, plain
from tools.documents.text import DocumentText, shifted
from tools.mail import transfer
from tools.mail.entity import Entity
from tools.mail.flowed import unflow
from tools.mail.leaf import Leaf

#: An HTML form with fewer words than this share of the plain one is a frame around pictures, or cut.
_POOR = 0.4


def read(leaf: Leaf) -> DocumentText:
    """The text of a body. Of several forms the HTML is what a person sees, so it is read unless it says much less than
    the plain text."""
    forms = leaf.alternatives or (leaf.entity,)
    pages = [form for form in forms if form.media_type == "text/html"]
    others = [form for form in forms if form.media_type != "text/html"]
    page = _page(pages[-1]) if pages else None
    if not others:
        return page or DocumentText()
    # Of a text in several parts inside one form, all parts count.
    if page is not None and _words(page) and len(others[0].content) < 40:
        return page
    text = joined([form_text(form) for form in (others if page is not None else _last(others))])
    if page is None:
        return text
    if _words(page) < _POOR * _words(text):
        note = "the HTML form says less than the plain text, which was read"
        return replace(text, notes=(*text.notes, note) if _words(page) else text.notes)
    return page


def _last(forms: list[Entity]) -> list[Entity]:
    """The richest form, and those of its own type: two plain texts are no forms of each other but pieces of a text."""
    richest = forms[-1]
    alike = [form for form in forms if form.media_type == richest.media_type]
    return [form for form in alike if form is richest or form.content.strip() not in richest.content]


def form_text(entity: Entity) -> DocumentText:
    """The text of a form that is declared as no HTML."""
    content = entity.content
    head = content[:600].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<head", b"<body")):
        return _page(entity)
    undeclared = transfer.is_quoted_printable(content)
    if undeclared:
        content = transfer.decode(content, "quoted-printable")[0]
    text, note = charset.decode(content, entity.parameters.get("charset", ""))
    if entity.media_type == "text/enriched":
        text = html.render(text.replace("<<", "&lt;")).text
    text, notes = plain.clean(text)
    if entity.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=entity.parameters.get("delsp", "").lower() == "yes")
    told = "quoted-printable that was not declared; decoded" if undeclared else ""
    return DocumentText(text=text.strip("\n"), notes=_notes(told, note, entity.damage, *notes))


def _page(entity: Entity) -> DocumentText:
    found = html.read(entity.content, entity.parameters.get("charset", ""))
    return replace(found, notes=_notes(entity.damage, *found.notes))


def _notes(*notes: str) -> tuple[str, ...]:
    return tuple(f"body: {note}" for note in notes if note)


def _words(found: DocumentText) -> int:
    """Words that can be seen."""
    shown = found.hidden[0][0] if found.hidden else len(found.text)
    return len(found.text[:shown].split())


def joined(texts: list[DocumentText]) -> DocumentText:
    """Texts below each other with an empty line between; all places move along. Hidden text must be at the ends."""
    told = [text for text in texts if text.text or text.notes]
    if len(told) < 2:
        return told[0] if told else DocumentText()
    return reduce(_join, told)


def _join(one: DocumentText, other: DocumentText) -> DocumentText:
    """Two texts as one. What is hidden of the first moves to the end, so that visible text stays in one piece."""
    first = one.hidden[0][0] if one.hidden else len(one.text)
    second = other.hidden[0][0] if other.hidden else len(other.text)
    head, tail = one.text[:first].rstrip("\n"), one.text[first:].strip("\n")
    gap = "\n\n" if head and second else ""
    shown = head + gap + other.text[:second].rstrip("\n")
    unseen = "\n".join(text for text in (tail, other.text[second:].strip("\n")) if text)
    text = shown + ("\n\n" if shown and unseen else "") + unseen
    moved = shifted(other, len(head) + len(gap))
    return DocumentText(
        text=text,
        tables=(*one.tables, *moved.tables),
        links=(*one.links, *moved.links),
        hidden=((len(text) - len(unseen), len(text)),) if unseen else (),
        quoted=(*one.quoted, *moved.quoted),
        signed=(*one.signed, *moved.signed),
        notes=(*one.notes, *other.notes),
    )
