"""The sentences of a request, each with its features and with how much it counts for what the request is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from agents.reading.local.lexicon import ACTS, STATES
from agents.reading.local.meaning import GENERAL, Features, concepts_in, features
from agents.reading.local.scope import Passage, passages
from agents.reading.local.stance import asks, human, is_courtesy, leaves_alone
from agents.reading.local.words import tokens
from workflow.document import Document, ZoneKind
from workflow.interpretation import Request

ASKING = 1.4
"""A sentence that asks for something counts more than one that tells."""
STATUS_QUO = 0.3
"""One that says what stays as it is counts little."""
SUBJECT, REPLY_SUBJECT = 2.0, 0.4
"""A subject sums up the message; that of a reply sums up an older one."""
ASIDE = 0.5
"""An attachment that the new text does not speak of; text that is shared with other requests."""
NAMED = 0.3
"""Words in quotation marks: a button called 'Cancel' cancels nothing."""
OTHERS_WORDS = frozenset({ZoneKind.QUOTE, ZoneKind.SIGNATURE})
"""What somebody else wrote, or stands under every mail: it says what is asked only where the new words say little, and
name nothing to be done or wrong."""
BRIEF = 25
"""Words of new text up to which it is only a cover note for what it brings."""

QUOTED = re.compile(r"[\"“„«「](?P<text>[^\"“”„»«」\n]{2,60})[\"”“»」]|[‘'](?P<single>[^'‘’\n]{2,40})[’'](?!\w)")
POINTING = re.compile(
    r"\b(?:attach\w*|enclosed|see below|below|spreadsheet|the (?:letter|file|document|list|form|sheet|pdf|doc)|"
    r"anbei|anhang|angehängt|beigefügt\w*|siehe unten|unten|ci-joint\w*|pièce jointe|"
    r"ci-dessous|en annexe|adjunt\w*|abajo|anexo|"
    r"bijlage\w*|bijgevoegd\w*|hieronder|allegat\w*|sotto|em anexo|abaixo)\b|添付|下記|附件|如下|见下",
    re.IGNORECASE,
)
REPLY = re.compile(r"\s*(?:re|aw|antw|sv|rv|res|回复|答复|返信)\s*[:：]", re.IGNORECASE)


class Said(NamedTuple):
    """A sentence: its features, how much it counts, and its characters `[start, end)` in the passage."""

    features: Features
    weight: float
    passage: Passage
    start: int
    end: int


def said_of(document: Document, request: Request, others: tuple[Request, ...] = ()) -> tuple[Said, ...]:
    """The sentences of a request that say something, in document order."""
    readable = passages(document, request, others)
    new = [p for p in readable if p.zone is ZoneKind.NEW and p.part == "body"]
    whole = _brings(p.text for p in new)
    refers = whole and (_points(p.text for p in new) or not _names_what(p.text for p in new))
    aside = ASIDE if request.spans and _says_what(readable) else 1.0
    found = []
    for passage in readable:
        if passage.zone in OTHERS_WORDS and not refers:
            continue
        weight = passage.weight * _part_weight(passage, whole)
        if passage.role == "shared":
            weight *= aside
        if not weight:
            continue
        for sentence in human(passage.text):
            if is_courtesy(sentence.text):
                continue
            one = weight * (ASKING if asks(sentence.text) else 1.0)
            one *= STATUS_QUO if leaves_alone(sentence.text) else 1.0
            found.append(Said(unquoted(sentence.text), one, passage, sentence.start, sentence.end))
    return tuple(found)


def brings(document: Document) -> bool:
    """Whether the sender's new words are only a cover note for what comes with them, or point to it."""
    bodies = (part for part in document.parts if part.kind == "body")
    return _brings(part.text[z.start : z.end] for part in bodies for z in part.zones if z.kind is ZoneKind.NEW)


def _brings(texts: Iterable[str]) -> bool:
    new = " ".join(texts)
    return len(tokens(new)) <= BRIEF or bool(POINTING.search(new))


def _points(texts: Iterable[str]) -> bool:
    return bool(POINTING.search(" ".join(texts)))


def _says_what(readable: tuple[Passage, ...]) -> bool:
    """Whether a request's own text says what is to be done or wrong, and does not merely name what it is about."""
    return _names_what(passage.text for passage in readable if passage.role == "own")


def _names_what(texts: Iterable[str]) -> bool:
    return any(
        name in ACTS | STATES and name not in GENERAL
        for text in texts
        for sentence in human(text)
        for _, _, name, _ in concepts_in(sentence.text, True)
    )


def _part_weight(passage: Passage, brought: bool) -> float:
    if passage.part == "subject":
        return REPLY_SUBJECT if REPLY.match(passage.text) else SUBJECT
    return 1.0 if passage.part == "body" or brought else ASIDE


@lru_cache(maxsize=4096)
def unquoted(text: str) -> Features:
    """A sentence's features; what stands in quotation marks is named rather than said, and counts less."""
    if not QUOTED.search(text):
        return features(text, True)
    rest = dict(features(QUOTED.sub(" … ", text), True))
    for match in QUOTED.finditer(text):
        for name, value in features(match["text"] or match["single"], True).items():
            rest[name] = max(rest.get(name, 0.0), NAMED * value)
    return rest
