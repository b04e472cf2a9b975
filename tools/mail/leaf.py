"""The leaves of a message's MIME tree and what each is for: body, attachment, nested message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tools.mail.entity import Entity

Role = Literal["body", "attachment", "message"]

#: Only machinery of signatures: nothing that anybody wrote.
_SILENT = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_BODIES = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown"})


@dataclass(frozen=True)
class Leaf:
    """One entity that is read by itself. `alternatives`: all forms of the same body, poorest first."""

    role: Role
    entity: Entity
    alternatives: tuple[Entity, ...] = ()


def leaves(entity: Entity) -> Iterator[Leaf]:
    """Leaves of one message in order; nested messages are leaves and not entered."""
    media_type = entity.media_type
    if media_type in _SILENT:
        return
    if media_type in _MESSAGES or (entity.children and not media_type.startswith("multipart/")):
        yield Leaf("message" if entity.children else "attachment", entity)
    elif media_type == "multipart/alternative":
        yield from _alternative(entity)
    elif entity.children:
        for child in entity.children:
            yield from leaves(child)
    elif is_body(entity):
        yield Leaf("body", entity)
    else:
        yield Leaf("attachment", entity)


def is_body(entity: Entity) -> bool:
    """Text that a mail program shows as the message itself."""
    if entity.disposition == "attachment" or entity.filename:
        return False
    return entity.media_type in _BODIES or entity.media_type.startswith("multipart/")


def _alternative(entity: Entity) -> Iterator[Leaf]:
    """The forms of one body as one leaf; what is no form of the text (a calendar entry, files) follows by itself."""
    found = [leaf for child in entity.children for leaf in leaves(child)]
    forms = [form for leaf in found if leaf.role == "body" for form in (leaf.alternatives or (leaf.entity,))]
    if forms:
        yield Leaf("body", forms[-1], tuple(forms))
    yield from (leaf for leaf in found if leaf.role != "body")
