"""Fields that name what the request is about: the account's name as written, its host, its code."""

from __future__ import annotations

import re
from typing import Any

from agents.reading.local.cues import FieldCues
from agents.reading.local.finders.addresses import find_hosts, registrable
from agents.reading.local.scene import Scene
from workflow.accounts import Mention, Recognition
from workflow.document import Span, ZoneKind
from workflow.evidence import find_quote
from workflow.fields import FieldType as T

Answer = tuple[Any, tuple[Span, ...], float]


def answers(fields: list[FieldCues], scene: Scene) -> dict[str, Answer]:
    """Field id → answer, for fields whose description says that they name the thing that the request is about."""
    found: dict[str, Answer] = {}
    for cues in fields:
        answer = None
        if cues.field.type in (T.HOST, T.URL) and (cues.about or cues.sole):
            answer = _host(cues, scene)
        elif cues.field.type is T.STRING and "number_word" in cues.name_concepts:
            answer = _code(scene) if is_accounts_code(cues) else None
        elif cues.field.type is T.STRING and cues.about and is_name(cues):
            answer = _name(scene)
        if answer is not None:
            found[cues.field.id] = answer
    return found


def is_name(cues: FieldCues) -> bool:
    """Whether a field asks for a name that is no person's."""
    return bool({"name"} & cues.name_concepts) and not {"person_word", "staff", "customer", "driver"} & cues.name_concepts


def is_accounts_code(cues: FieldCues) -> bool:
    """Whether a code is one by which the account is known, as far as a mention of it may be trusted to be that."""
    return not {"invoice", "order", "policy", "claim", "contract", "bank", "card", "parcel"} & cues.name_concepts


def _name(scene: Scene) -> Answer | None:
    """The name as written in new text, else in the signature or a forwarded text."""
    told = [m for m in scene.own if m.by is Recognition.NAME and m.span]
    told += [m for m in scene.own if m.by is Recognition.GROUP and m.span and m.exact]
    if told:
        best = min(told, key=_rank)
        assert best.span is not None
        return scene.document.text(best.span), (best.span,), 0.9 if best.zone is ZoneKind.NEW else 0.75
    if scene.request.named:
        for span in find_quote(scene.document, scene.request.named):
            if scene.reads(span):
                return scene.document.text(span), (span,), 0.8
    return None


def _rank(mention: Mention) -> tuple[bool, bool, int, int]:
    """Exact before fuzzy, new text before other zones, body before attachments, longer before shorter."""
    assert mention.span is not None
    order = (ZoneKind.NEW, ZoneKind.FORWARD, ZoneKind.SIGNATURE, ZoneKind.QUOTE, ZoneKind.DISCLAIMER, ZoneKind.HIDDEN)
    return (not mention.exact, mention.by is not Recognition.NAME, order.index(mention.zone), -len(mention.text))


def _host(cues: FieldCues, scene: Scene) -> Answer | None:
    """The account's host where the text has it, else the one host in the request's own new text."""
    for mention in sorted((m for m in scene.own if m.by is Recognition.HOST and m.span), key=_rank):
        assert mention.span is not None
        host = registrable(re.sub(r"\s+", "", scene.document.text(mention.span)).strip("./"))
        if host and mention.zone in (ZoneKind.NEW, ZoneKind.FORWARD, ZoneKind.SIGNATURE):
            return host, (mention.span,), 0.9
    known = {host for text in _texts(scene) if (host := registrable(text))}
    options = []
    for line in scene.lines:
        for one in find_hosts(line.text):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span) or line.quo:
                continue
            if one.value in known:
                return one.value, (span,), 0.9
            own_site = line.passage.zone is ZoneKind.SIGNATURE and one.value == registrable(scene.document.sender.domain)
            if (own_site or line.passage.zone in (ZoneKind.NEW, ZoneKind.FORWARD)) and not _sideways(line.text, one.start):
                options.append((one.value, span))
    values = {value for value, _ in options}
    if len(values) != 1 or known and scene.account is not None:
        return None
    return options[0][0], (options[0][1],), 0.6


def _sideways(text: str, start: int) -> bool:
    """Whether the words before a host make it the source of something, not the thing itself."""
    return bool(re.search(r"(?:script|pixel|feed|mail|from|von|de|van|via|by|par|por|door|to)\s+(?:\w+\s+){0,2}(?:at|from)?\s*$", text[:start], re.IGNORECASE))


def _texts(scene: Scene) -> list[str]:
    """What the directory knows of the account that may be a host or a list of hosts."""
    if scene.account is None:
        return []
    texts = []
    for value in scene.account.values.values():
        if isinstance(value, str) and "." in value and "@" not in value and len(value) < 400:
            texts += [piece.strip() for piece in value.replace(",", ";").replace(" ", ";").split(";") if "." in piece]
    return texts


def _code(scene: Scene) -> Answer | None:
    """The code by which the account was recognised in the text."""
    told = [m for m in scene.own if m.by is Recognition.CODE and m.span]
    if not told:
        return None
    best = min(told, key=_rank)
    assert best.span is not None
    return scene.document.text(best.span).strip(), (best.span,), 0.9
