"""Which kind of document each file of a message is: by what it says, by its name, and by what the mail says of it."""

from __future__ import annotations

from collections.abc import Sequence

from agents.reading.local.documents_looks import Look, look_at
from agents.reading.local.documents_mentions import Mention, mentions
from agents.reading.local.documents_profiles import Profile, Profiles, profiles_of
from agents.reading.local.documents_scores import Against, Signals, against, own_of, probabilities, signals_of
from agents.reading.local.memo import Memo
from agents.reading.local.words import fold
from workflow.document import Document, Part, Span
from workflow.documents import DocumentSet, files
from workflow.evidence import Evidence, quote_of
from workflow.interpretation import Documents, FiledDocument, Request

MOST_FILES = 100
"""Files of a message that are looked at."""

CLEAR = 0.75
"""A file whose title or name says so much for a kind needs no word of the mail, and leaves that word to the others."""

_looks: Memo[Document, dict[str, Look]] = Memo(
    lambda document: {part.name: look_at(part) for part in files(document)[:MOST_FILES]}
)


def classify_documents(
    document: Document, request: Request, kinds: DocumentSet, others: tuple[Request, ...] = ()
) -> Documents:
    """The files that concern a request, each with the likeliest kind or none."""
    profiles = profiles_of(kinds)
    looks = _looks(document)
    parts = [look.part for look in looks.values()]
    said = mentions(document, parts, profiles.book)
    shown = {name: own_of(look, profiles) for name, look in looks.items()}
    first = {name: signals_of(look, shown[name], (), profiles, frozenset()) for name, look in looks.items()}
    filed = []
    for name, look in looks.items():
        if not concerns(document, look.part, request, others, said):
            continue
        own = _meant(name, looks, said, first, profiles)
        signals = signals_of(look, shown[name], own, profiles, _left_over(name, looks, said, first, profiles))
        filed.append(_filed(document, look, profiles, signals, against(look, profiles)))
    return Documents(files=tuple(filed))


def concerns(
    document: Document, part: Part, request: Request, others: tuple[Request, ...], said: Sequence[Mention]
) -> bool:
    """Whether a file is this request's own, or all requests' alike.

    Whose it is tells, in this order: text of the file that a request owns, the file's name, the sentence of the mail
    that speaks of it, and the account that the file names.
    """
    if not others:
        return True
    requests = (request, *others)
    spoken = [mention.whole for mention in said if mention.file == part.name]
    for owners in (
        [one for one in requests if any(span.part == part.name for span in _spans(one))],
        [one for one in requests if _names(one, part.filename, others=requests)],
        [one for one in requests if any(_inside(span, _spans(one)) for span in spoken)],
        [one for one in requests if _names(one, part.text[:20_000], others=requests)],
    ):
        if owners and len(owners) < len(requests):
            return request in owners
    return True


def _spans(request: Request) -> list[Span]:
    return [*request.spans, *(span for evidence in request.evidence for span in evidence.spans)]


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(span.part == one.part and span.start < one.end and one.start < span.end for one in spans)


def _names(request: Request, text: str, others: Sequence[Request]) -> bool:
    """Whether a text has the request's name, or the word of it that no other request's name has."""
    if not request.named:
        return False
    told = fold(text).replace("_", " ").replace("-", " ")
    if fold(request.named).replace("-", " ") in told:
        return True
    shared = {word for other in others if other is not request for word in fold(other.named).split()}
    own = [word for word in fold(request.named).split() if len(word) > 3 and word not in shared]
    return bool(own) and own[0] in told.split()


def _meant(
    name: str,
    looks: dict[str, Look],
    said: Sequence[Mention],
    first: dict[str, list[Signals]],
    profiles: Profiles,
) -> list[Mention]:
    """What the mail says of one file: by its name, of the only file, or of any where no other clearly is that."""
    meant = []
    clear = _clear(first, profiles)
    for mention in said:
        if mention.file == name or (not mention.file and len(looks) == 1):
            meant.append(mention)
        elif not mention.file and (mention.role == "state" or not _claimed(mention, name, clear, profiles)):
            meant.append(mention._replace(strength=0.5 * mention.strength))
    return meant


def _clear(first: dict[str, list[Signals]], profiles: Profiles) -> dict[str, set[str]]:
    """Kind → the files that are of it by their own title or name."""
    found: dict[str, set[str]] = {}
    for name, signals in first.items():
        for profile, each in zip(profiles.profiles, signals, strict=True):
            if max(each.title, each.name) >= CLEAR:
                found.setdefault(profile.id, set()).add(name)
    return found


def _claimed(mention: Mention, name: str, clear: dict[str, set[str]], profiles: Profiles) -> bool:
    """Whether another file is what is mentioned."""
    meant = [profile.id for profile in profiles.profiles if _is(mention, profile)]
    return any(clear.get(kind, set()) - {name} for kind in meant)


def _is(mention: Mention, profile: Profile) -> bool:
    return mention.owner == profile.id or (mention.role == "usual" and mention.owner in profile.usual)


def _left_over(
    name: str,
    looks: dict[str, Look],
    said: Sequence[Mention],
    first: dict[str, list[Signals]],
    profiles: Profiles,
) -> frozenset[str]:
    """The kind that a file is by what is left over: of those that the mail names and that no file clearly is.

    Where there are as many as files that show nothing of what they are, these are taken in the order of the mail.
    """
    clear = _clear(first, profiles)
    told = {file for files_of in clear.values() for file in files_of}
    unclear = [file for file in looks if file not in told]
    named = dict.fromkeys(
        profile.id
        for mention in sorted(said, key=lambda one: (one.span.part != "body", one.span.part, one.span.start))
        for profile in profiles.profiles
        if mention.strength >= 0.7 and not mention.file and _is(mention, profile)
    )
    left = [kind for kind in named if kind not in clear]
    if len(looks) < 2 or name not in unclear or len(left) != len(unclear):
        return frozenset()
    return frozenset({left[unclear.index(name)]})


def _filed(
    document: Document, look: Look, profiles: Profiles, signals: Sequence[Signals], other: Against
) -> FiledDocument:
    shares = probabilities(signals, other)
    none = max(0.0, 1 - sum(shares))
    best = max(range(len(shares)), key=lambda n: shares[n])
    scores = {p.id: round(s, 4) for p, s in zip(profiles.profiles, shares, strict=True) if s >= 0.005}
    part, filename = look.part.name, look.part.filename
    if none >= shares[best]:
        reason = _none(look, other)
        return FiledDocument(
            part=part, filename=filename, type=None, confidence=round(none, 3), reason=reason, scores=scores
        )
    chosen = signals[best]
    return FiledDocument(
        part=part,
        filename=filename,
        type=profiles.profiles[best].id,
        confidence=round(shares[best], 3),
        reason=_reason(document, chosen),
        evidence=_evidence(document, look, chosen),
        scores=scores,
    )


def _none(look: Look, other: Against) -> str:
    if other.paper and max(other.title, other.name) >= 0.5:
        return f"it looks like another paper ({other.paper.replace('_', ' ')})"
    return "no text in it, and nothing is said of it" if not look.text.strip() else "like none of the kinds"


def _reason(document: Document, chosen: Signals) -> str:
    told = []
    quotes = [" ".join(document.text(span).split()) for span in chosen.spans]
    if chosen.title >= 0.3 and quotes:
        told.append(f"'{quotes[0]}' in its title")
        quotes = quotes[1:]
    if chosen.inside >= 0.3 and quotes:
        told.append(" and ".join(f"'{quote}'" for quote in quotes) + " in its text")
    if chosen.name >= 0.4:
        told.append("its name says so")
    if chosen.mail >= 0.4:
        told.append("the mail says so")
    return ", ".join(told) or "its words are most like those of this kind"


def _evidence(document: Document, look: Look, chosen: Signals) -> tuple[Evidence, ...]:
    """Quotes of the file and of the mail; the file's name as a field of its header."""
    found = [quote_of(document, span) for span in chosen.spans]
    if chosen.name >= 0.4:
        found.append(Evidence(quote=look.part.filename, kind="header"))
    found += [quote_of(document, mention.whole) for mention in chosen.said]
    return tuple(found)
