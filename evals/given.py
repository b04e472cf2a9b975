"""What the labels say of a message as the steps before a specialist would have handed it on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from evals.truth import ExpectedCase, Truth
from workflow.accounts import Account, Candidate, Candidates
from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Evidence, quote_of
from workflow.identifiers import digest
from workflow.interpretation import Classification, Extraction, FieldValue, Request, Splitting

LABELLED = "as labelled"
Lookup = Callable[[str], Account | None]
"""Key of an account, as the labels have it → the account."""


def splitting(
    truth: Truth, document: Document, candidates: Candidates, account: Lookup, read: Splitting | None = None
) -> Splitting:
    """The requests of the labels, in their order: those that were `read` where these are right, for labels do not say
    which text is whose; else of several each has the lines that name its account and those that follow."""
    chosen = [account(case.account) if case.account else None for case in truth.cases]
    right = _right(read, chosen)
    if right is not None:
        return right
    known = {each.account.id: each for each in candidates.candidates}
    names = [mentioned(known[each.id], document) if each and each.id in known else [] for each in chosen]
    several = len(truth.cases) > 1
    own = own_text(document, [[document.text(span) for span in spans] for spans in names]) if several else []
    requests = tuple(
        Request(
            key=each.id if each else digest(f"{truth.message} {number}"),
            accounts=(each.id,) if each else (),
            named=each.name if each else "",
            spans=tuple(own[number]) if several else (),
            evidence=tuple(_evidence(document, names[number])),
        )
        for number, each in enumerate(chosen)
    )
    return Splitting(requests=requests, confidence=1, reason=LABELLED)


def _right(read: Splitting | None, chosen: Sequence[Account | None]) -> Splitting | None:
    """What was read, in the order of the labels, where each account has one request of its own."""
    if read is None or len(read.requests) != len(chosen):
        return None
    left, out = list(read.requests), []
    for each in chosen:
        own = [r for r in left if (each.id in r.accounts if each else not r.accounts)]
        if len(own) != 1:
            return None
        left.remove(own[0])
        out.append(own[0].model_copy(update={"accounts": (each.id,) if each else ()}))
    return Splitting(requests=tuple(out), confidence=1, reason=LABELLED)


def classification(case: ExpectedCase) -> Classification:
    """The category of the labels."""
    return Classification(category=case.category, confidence=1, reason=LABELLED)


def extraction(case: ExpectedCase) -> Extraction:
    """The values of the labels."""
    evidence = Evidence(quote=LABELLED, kind="person")
    values = (
        FieldValue(field=name, value=value, evidence=evidence, confidence=1) for name, value in case.fields.items()
    )
    return Extraction(values=tuple(values))


def mentioned(candidate: Candidate, document: Document) -> list[Span]:
    """Where the directory recognised an account, the surest places first."""
    placed = [m for m in candidate.mentions if m.span is not None and m.zone is not ZoneKind.HIDDEN]
    ranked = sorted(placed, key=lambda mention: -mention.weight)
    return [mention.span for mention in ranked[:3] if mention.span is not None]


def own_text(document: Document, names: Sequence[Sequence[str]]) -> list[list[Span]]:
    """For each request the lines that name it, and those that follow until another one is named."""
    own: list[list[Span]] = [[] for _ in names]
    for part in document.parts:
        if part.kind == "subject":
            continue
        at, holder = 0, None
        for line in part.text.splitlines(keepends=True):
            start, at = at, at + len(line)
            span = Span(part=part.name, start=start, end=start + len(line.rstrip("\n")))
            if document.zone(span) in (ZoneKind.HIDDEN, ZoneKind.SIGNATURE, ZoneKind.DISCLAIMER) or not line.strip():
                holder = None if line.strip() else holder
                continue
            told = [number for number, each in enumerate(names) if any(name and name in line for name in each)]
            if len(told) == 1:
                holder = told[0]
            if holder is not None and len(told) <= 1:
                own[holder].append(span)
    return own


def _evidence(document: Document, spans: Sequence[Span]) -> list[Evidence]:
    return [quote_of(document, span) for span in spans]
