"""The answer specialist: what does the sender's answer add to what is known of a case, and what does it contradict?"""

from __future__ import annotations

import re
from typing import Any

from agents.extraction import extract
from agents.reading.local.bare import bare_values
from agents.reading.reader import Reader
from agents.verification import refusal
from workflow.accounts import Candidates
from workflow.document import Document, Span, ZoneKind
from workflow.documents import DocumentSet
from workflow.fields import FieldDefinition, FieldSet, FieldType
from workflow.identifiers import canonical
from workflow.interpretation import Answer, Contradiction, Documents, Extraction, FieldValue, Request, Splitting

TOLD = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.PERSON})
"""Types whose values are words, which people write shorter the second time."""


def answer(
    reader: Reader,
    reply: Document,
    message: str,
    request: Request,
    fields: FieldSet,
    category: str | None,
    candidates: Candidates,
    known: Extraction,
    asked: tuple[str, ...] = (),
) -> Answer:
    """What was known, with what the answer's own new text states beside it; `message` names the answer, `asked` the
    fields that were asked for: a line that is little more than one such value answers, without naming the field.

    A value that is known stays with its evidence. Another one in the answer is a contradiction, never a replacement.
    """
    whole = Request(key=request.key, accounts=request.accounts, named=request.named)
    own = without_subject(reply)
    said = extract(reader, own, whole, fields, category, candidates)
    stated_there = {value.field for value in said.values if _is_own(reply, value)}
    wanted = [field for field in fields.fields if field.id in asked and field.id not in stated_there]
    bare = [
        value
        for value in bare_values(own, wanted)
        if not any(refusal(own, field, value) for field in wanted if field.id == value.field)
    ]
    there = {value.field: value for value in known.values if value.evidence.kind != "not_stated"}
    added: dict[str, FieldValue] = {}
    contradictions = []
    for value in (*said.values, *bare):
        field = fields.get(value.field)
        if field is None or not _is_own(reply, value):
            continue
        stated = value.model_copy(update={"message": message})
        if value.field not in there:
            added[value.field] = stated
        elif not _agree(field, there[value.field].value, value.value):
            known_value = there[value.field].value
            contradictions.append(Contradiction(field=value.field, known=known_value, stated=stated))
    kept = tuple(value for value in known.values if value.field not in added)
    merged = Extraction(
        values=(*kept, *added.values()),
        not_stated=tuple(name for name in known.not_stated if name not in added),
    )
    return Answer(extraction=merged, added=tuple(added), contradictions=tuple(contradictions))


def part_about(reply: Document, splitting: Splitting, account: str) -> Document | None:
    """The answer without what it says of other accounts, all places kept; None where it has no lines of its own for
    this one: a line about two may give either's value to the other."""
    mine = [request for request in splitting.requests if request.accounts == (account,)]
    if len(mine) != 1 or not mine[0].spans:
        return None
    foreign = [span for each in splitting.requests if each is not mine[0] for span in each.spans]
    if any(_in_one_line(reply, one, other) for one in mine[0].spans for other in foreign):
        return None
    parts = tuple(
        part.model_copy(update={"text": _blanked(part.text, [s for s in foreign if s.part == part.name])})
        for part in reply.parts
    )
    return reply.model_copy(update={"parts": parts})


def _in_one_line(reply: Document, one: Span, other: Span) -> bool:
    if one.part != other.part:
        return False
    between = reply.part(one.part).text[min(one.end, other.end) - 1 : max(one.start, other.start)]
    return "\n" not in between


def _blanked(text: str, spans: list[Span]) -> str:
    for span in spans:
        blank = re.sub(r"[^\n]", " ", text[span.start : span.end])
        text = text[: span.start] + blank + text[span.end :]
    return text


def without_subject(reply: Document) -> Document:
    """The answer without its subject, which is that of our question."""
    parts = tuple(
        part.model_copy(update={"text": "", "zones": (), "links": ()}) if part.kind == "subject" else part
        for part in reply.parts
    )
    return reply.model_copy(update={"subject": "", "parts": parts})


def answered_documents(
    reader: Reader, reply: Document, message: str, request: Request, kinds: DocumentSet, known: Documents
) -> tuple[Documents, tuple[str, ...]]:
    """The files that were known and those of the answer, and the kinds that only the answer brought."""
    whole = Request(key=request.key, accounts=request.accounts, named=request.named)
    said = reader.classify_documents(reply, whole, kinds)
    files = tuple(
        file.model_copy(update={"message": message}) for file in said.files if file.type in (*kinds.ids, None)
    )
    merged = Documents(files=(*known.files, *files))
    return merged, tuple(kind for kind in merged.types if kind not in known.types)


def _is_own(reply: Document, value: FieldValue) -> bool:
    """Whether the answer says it in words of its own: our question stands quoted below it, with what was known."""
    evidence = value.evidence
    if evidence.kind != "quote" or not evidence.spans:
        return False
    parts = {part.name: part.kind for part in reply.parts}
    return all(
        parts[span.part] == "attachment" or (parts[span.part] == "body" and reply.zone(span) is ZoneKind.NEW)
        for span in evidence.spans
    )


def _agree(field: FieldDefinition, known: Any, stated: Any) -> bool:
    """Whether two values say the same; a list that is told again may be told in part."""
    if field.many and isinstance(known, (list, tuple)) and isinstance(stated, (list, tuple)):
        return {_plain(item) for item in stated} <= {_plain(item) for item in known}
    if field.type in TOLD:
        one, other = _plain(known), _plain(stated)
        return one in other or other in one
    return _plain(known) == _plain(stated)


def _plain(value: Any) -> str:
    return " ".join(value.casefold().split()) if isinstance(value, str) else canonical(value)
