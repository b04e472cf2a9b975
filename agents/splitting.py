"""The splitting specialist: which accounts does a message ask about, and which text concerns each?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.accounts import Candidates
from workflow.definition import AccountRule
from workflow.document import Document, Span
from workflow.evidence import holds
from workflow.identifiers import digest
from workflow.interpretation import Request, Splitting


def split(reader: Reader, document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
    """The reader's answer, made sound: known accounts only, quotes that hold, spans inside the text, one request each.

    What had to be repaired lowers the confidence and is said in the reason. There is always at least one request.
    """
    answer = reader.split(document, candidates, rule)
    known = {candidate.account.id for candidate in candidates.candidates}
    repairs: list[str] = []
    requests: list[Request] = []
    for request in answer.requests:
        sound = _sound(document, request, known, repairs)
        double = next((index for index, other in enumerate(requests) if _same(sound, other)), None)
        if double is None:
            requests.append(sound)
        else:
            requests[double] = _merged(requests[double], sound)
            repairs.append(f"{sound.named or sound.key} was given twice")
    if not requests:
        requests = [Request(key=digest(document.subject))]
        repairs.append("no request was given")
    confidence = min(1.0, max(0.0, answer.confidence)) * (0.7 if repairs else 1.0)
    reason = "; ".join([answer.reason, *repairs])
    return Splitting(requests=_with_own_keys(requests), confidence=round(confidence, 3), reason=reason)


def _sound(document: Document, request: Request, known: set[str], repairs: list[str]) -> Request:
    accounts = tuple(dict.fromkeys(account for account in request.accounts if account in known))
    if len(accounts) < len(set(request.accounts)):
        repairs.append(f"{request.named or request.key}: an account that is no candidate was dropped")
    evidence = tuple(each for each in request.evidence if holds(document, each))
    if request.evidence and not evidence:
        repairs.append(f"{request.named or request.key}: its quotes are not in the message")
    spans = tuple(span for span in dict.fromkeys(request.spans) if _inside(document, span))
    return request.model_copy(update={"accounts": accounts, "evidence": evidence, "spans": spans})


def _inside(document: Document, span: Span) -> bool:
    """Whether a span is a stretch of a part that there is."""
    return any(part.name == span.part and span.start < span.end <= len(part.text) for part in document.parts)


def _same(one: Request, other: Request) -> bool:
    """Whether two requests are about one account. Accounts that the org lacks are told apart by their names."""
    if one.accounts or other.accounts:
        return one.accounts == other.accounts
    return bool(one.named) and one.named.casefold() == other.named.casefold()


def _merged(one: Request, other: Request) -> Request:
    # No spans means the whole message, which takes in whatever the other has.
    spans = tuple(dict.fromkeys(one.spans + other.spans)) if one.spans and other.spans else ()
    return one.model_copy(update={"spans": spans, "evidence": tuple(dict.fromkeys(one.evidence + other.evidence))})


def _with_own_keys(requests: list[Request]) -> tuple[Request, ...]:
    """Each with a key that no other has: the account's id where it is clear."""
    taken: set[str] = set()
    out = []
    for number, request in enumerate(requests):
        key = request.accounts[0] if len(request.accounts) == 1 else request.key or digest(f"{number} {request.named}")
        if key in taken:
            key = digest(f"{number} {key} {request.named}")
        taken.add(key)
        out.append(request.model_copy(update={"key": key}))
    return tuple(out)
