"""Fields that name what the request is about: the account's name as written, its host, its code."""

from __future__ import annotations

import re

from agents.reading.local.answer import Answer
from agents.reading.local.cues import FieldCues
from agents.reading.local.finders.addresses import find_hosts, registrable
from agents.reading.local.scene import Scene
from agents.reading.local.words import tokens
from workflow.accounts import Mention, Recognition
from workflow.document import Span, ZoneKind
from workflow.evidence import find_quote
from workflow.fields import FieldType as T


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
    return (
        bool({"name"} & cues.name_concepts) and not {"person_word", "staff", "customer", "driver"} & cues.name_concepts
    )


def is_accounts_code(cues: FieldCues) -> bool:
    """Whether a code is one by which the account is known, as far as a mention of it may be trusted to be that."""
    return not {"invoice", "order", "policy", "claim", "contract", "bank", "card", "parcel"} & cues.name_concepts


def _name(scene: Scene) -> Answer | None:
    """The name as written in new text, else in the signature or a forwarded text."""
    told = _seen(scene, Recognition.NAME) + [(m, s) for m, s in _seen(scene, Recognition.GROUP) if m.exact]
    # One word of a name ('all the northern depots') points at an account and does not name it.
    told = [(m, s) for m, s in told if m.exact or len(tokens(scene.document.text(s))) > 1]
    if told:
        best, span = min(told, key=lambda pair: _rank(pair[0]))
        return scene.document.text(span), (span,), 0.9 if best.zone is ZoneKind.NEW else 0.75
    if scene.request.named:
        for span in find_quote(scene.document, scene.request.named):
            if scene.reads(span):
                return scene.document.text(span), (span,), 0.8
    return None


def _seen(scene: Scene, by: Recognition) -> list[tuple[Mention, Span]]:
    """The mentions of the request's own account of one kind, with their places."""
    return [(m, m.span) for m in scene.own if m.by is by and m.span is not None]


def _rank(mention: Mention) -> tuple[bool, bool, int, int]:
    """Exact before fuzzy, new text before other zones, body before attachments, longer before shorter."""
    order = (ZoneKind.NEW, ZoneKind.FORWARD, ZoneKind.SIGNATURE, ZoneKind.QUOTE, ZoneKind.DISCLAIMER, ZoneKind.HIDDEN)
    return (not mention.exact, mention.by is not Recognition.NAME, order.index(mention.zone), -len(mention.text))


def _host(cues: FieldCues, scene: Scene) -> Answer | None:
    """The account's host where the text has it, else the one host in the request's own new text."""
    for mention, place in sorted(_seen(scene, Recognition.HOST), key=lambda pair: _rank(pair[0])):
        host = registrable(re.sub(r"\s+", "", scene.document.text(place)).strip("./"))
        if host and mention.zone in (ZoneKind.NEW, ZoneKind.FORWARD, ZoneKind.SIGNATURE):
            return host, (place,), 0.9
    known = {host for text in _texts(scene) if (host := registrable(text))}
    options = []
    for line in scene.lines:
        for one in find_hosts(line.text):
            span = line.span(one.start, one.end)
            if scene.is_foreign(span) or line.quo:
                continue
            if one.value in known:
                return one.value, (span,), 0.9
            own_site = line.passage.zone is ZoneKind.SIGNATURE and one.value == registrable(
                scene.document.sender.domain
            )
            if (own_site or line.passage.zone in (ZoneKind.NEW, ZoneKind.FORWARD)) and not _sideways(
                line.text, one.start
            ):
                options.append((one.value, span))
    values = {value for value, _ in options}
    if len(values) != 1 or (known and scene.account is not None):
        return None
    return options[0][0], (options[0][1],), 0.6


def _sideways(text: str, start: int) -> bool:
    """Whether the words before a host make it the source of something, not the thing itself."""
    return bool(
        re.search(
            r"(?:script|pixel|feed|mail|from|von|de|van|via|by|par|por|door|to)\s+(?:\w+\s+){0,2}(?:at|from)?\s*$",
            text[:start],
            re.IGNORECASE,
        )
    )


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
    told = _seen(scene, Recognition.CODE)
    if not told:
        return None
    _, span = min(told, key=lambda pair: _rank(pair[0]))
    return scene.document.text(span).strip(), (span,), 0.9
