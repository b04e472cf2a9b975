"""A model's reading beside the local reader's: where they differ, or nobody's new words speak for it, nobody is sure.

A message can tell a model what to say; it cannot tell the local reader, which knows no instructions. What differs keeps
the model's answer for the person who is asked, and no more confidence than `UNSURE`.
"""

from __future__ import annotations

from collections.abc import Sequence

from agents.reading.local.said import brings
from workflow.definition import SecondLook
from workflow.definition.second_look import DOUBTED
from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Evidence
from workflow.interpretation import Classification, Request, Splitting, Triage

UNSURE = 0.3
"""Below every threshold that makes sense."""


def at_triage(rule: SecondLook, said: Triage, local: Triage) -> Triage:
    """Work or none: work that is lost is the worst mistake, work that is none costs a look."""
    if rule.work == "go_on" or said.actionable or not local.actionable:
        return said
    return said.model_copy(update=_unsure(said, f"the local reader takes it for work: {local.reason}"))


def at_splitting(rule: SecondLook, said: Splitting, local: Splitting) -> Splitting:
    """Which accounts are asked about: each request has one that the local reader sees too, and none is left out."""
    if rule.accounts == "go_on":
        return said
    left = list(local.requests)
    distinct = {request.accounts or (request.named.casefold(),): request for request in said.requests}
    for request in distinct.values():
        same = next((other for other in left if _same(request, other)), None)
        if same is None:
            told = f"the local reader sees no request about {_name(request)}"
            return said.model_copy(update=_unsure(said, told))
        left.remove(same)
    if left:
        told = f"the local reader sees a request about {', '.join(_name(each) for each in left[:3])} too"
        return said.model_copy(update=_unsure(said, told))
    return said


def at_classification(
    rule: SecondLook, document: Document, said: Classification, local: Classification
) -> Classification:
    """The category: the local reader's own, or likely enough to it (less is enough where it only doubts); and in the
    sender's own new words."""
    if said.category is None:
        return said
    if rule.category == "review" and said.category != local.category:
        likely = local.scores.get(said.category, 0.0)
        enough = min(rule.likely_from, DOUBTED) if local.confidence < rule.unsure_below else rule.likely_from
        if likely < enough or not likely:
            told = f"the local reader reads '{local.category}' ({likely:.0%} for '{said.category}')"
            return said.model_copy(update=_unsure(said, told))
    if rule.own_words == "review" and not in_own_words(document, said.evidence):
        told = "no new words of the sender speak for it"
        return said.model_copy(update=_unsure(said, told))
    return said


def in_own_words(document: Document, evidence: Sequence[Evidence]) -> bool:
    """Whether a quote stands in what the sender has written anew, or brings along: a file or a forwarded message that
    the new words point to, or that a note of a few words covers."""
    spans = [span for each in evidence for span in each.spans]
    return any(_is_new(document, span) for span in spans) or (
        any(_is_brought(document, span) for span in spans) and brings(document)
    )


def _is_new(document: Document, span: Span) -> bool:
    return document.zone(span) is ZoneKind.NEW and document.part(span.part).kind in ("subject", "body")


def _is_brought(document: Document, span: Span) -> bool:
    return document.zone(span) in (ZoneKind.NEW, ZoneKind.FORWARD)


def _same(one: Request, other: Request) -> bool:
    """Whether two requests may be about one account; accounts that the org lacks go by their names."""
    if one.accounts or other.accounts:
        return bool(set(one.accounts[:1]) & set(other.accounts)) or one.accounts == other.accounts
    return True


def _name(request: Request) -> str:
    return request.named or ("an account" if request.accounts else "no known account")


def _unsure(said: Triage | Splitting | Classification, told: str) -> dict[str, object]:
    return {"confidence": min(said.confidence, UNSURE), "reason": f"{said.reason}; {told}"}
