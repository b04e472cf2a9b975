"""Whether a message is work."""

from __future__ import annotations

from agents.reading.local.automatic import automatic, new_text
from agents.reading.local.bulk import bulk, notice
from agents.reading.local.courtesy import courtesy
from agents.reading.local.likeness import profiles_of
from agents.reading.local.meaning import features
from agents.reading.local.stance import asks, human
from workflow.accounts import Candidates, Recognition
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.interpretation import Triage


def triage(document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
    """Structure first, in a fixed order; what is not clearly something else is work.

    How sure 'work' is depends on how much speaks for it: a known sender, an account named, something asked,
    words of the categories. Little of that makes it work of low confidence, never no work.
    """
    told = automatic(document) or bulk(document, candidates) or courtesy(document) or notice(document)
    if told is not None:
        return told
    readable = [p for p in document.parts if p.kind != "subject" and p.text.strip()]
    attached = any(p.kind in ("attachment", "message") for p in document.parts)
    if not readable and not attached and not features(document.subject):
        return Triage(actionable=False, kind="empty", reason="there is nothing to read in it", confidence=0.9)
    signs = [
        ("the sender is known", 0.2, bool(candidates.sender)),
        ("an account is named", 0.15, _names_account(candidates)),
        ("something is asked", 0.1, any(asks(s.text) for s in human(new_text(document)))),
        ("it speaks of what the categories do", 0.15, _is_ours(document, categories)),
    ]
    found = [(name, weight) for name, weight, there in signs if there]
    reason = ", ".join(name for name, _ in found) or "nothing says that it is no work"
    confidence = 0.45 + sum(weight for _, weight in found) - (0.15 if not readable else 0.0)
    return Triage(actionable=True, reason=reason, confidence=round(min(0.97, confidence), 2))


def _names_account(candidates: Candidates) -> bool:
    return any(
        m.exact and m.by not in (Recognition.SENDER_CONTACT, Recognition.SENDER_DOMAIN)
        for candidate in candidates.candidates
        for m in candidate.mentions
    )


SHARED = 4
"""Telling features that a message must share with one category to speak of what it is about."""


def _is_ours(document: Document, categories: tuple[CategorySet, ...]) -> bool:
    said = set(features(document.subject, True))
    for part in document.parts[:6]:
        for sentence in human(part.text[:4000]):
            said.update(features(sentence.text, True))
    told = {name for name in said if name[0] in "cwp"}
    return any(
        sum(name in profile.whole and profiles.rarity[name] > 0.5 for name in told) >= SHARED
        for profiles in map(profiles_of, categories)
        for profile in profiles.profiles
    )
