"""The documents specialist: which kind of document is each file that concerns a request?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.document import Document, Part, ZoneKind
from workflow.documents import DocumentSet, files
from workflow.evidence import Evidence, holds
from workflow.interpretation import Documents, FiledDocument, Request

NOT_TOLD = "the reader says nothing of it"


def classify_documents(
    reader: Reader,
    document: Document,
    request: Request,
    kinds: DocumentSet,
    others: tuple[Request, ...] = (),
) -> Documents:
    """The reader's answer, made sound: files that there are, kinds that are configured, quotes that hold.

    An answer that gave quotes of which none holds keeps its kind for the reviewer and loses its confidence. A file of
    which the reader says nothing is none of the kinds; only files that it assigns to the other requests are left out.
    """
    answer = reader.classify_documents(document, request, kinds, others)
    there = {part.name: part for part in files(document)}
    told: dict[str, FiledDocument] = {}
    for filed in answer.files:
        if filed.part in there and filed.part not in told:
            told[filed.part] = _sound(document, there[filed.part], filed, kinds)
    for name, part in there.items():
        if name not in told and not others:
            told[name] = FiledDocument(part=name, filename=_name(part), type=None, confidence=0.0, reason=NOT_TOLD)
    return Documents(files=tuple(told[name] for name in there if name in told))


def _sound(document: Document, part: Part, filed: FiledDocument, kinds: DocumentSet) -> FiledDocument:
    confidence = min(1.0, max(0.0, filed.confidence))
    if filed.type is not None and kinds.get(filed.type) is None:
        reason = f"the reader named '{filed.type}', which is not configured"
        return FiledDocument(part=part.name, filename=_name(part), type=None, confidence=0.0, reason=reason)
    proven = tuple(each for each in filed.evidence if holds(document, each) and not _unseen(document, each))
    changes: dict[str, object] = {"filename": _name(part), "evidence": proven, "confidence": confidence}
    if filed.evidence and not proven:
        changes |= {"confidence": 0.0, "reason": f"{filed.reason}; its quotes are not in the message"}
    return filed.model_copy(update=changes)


def _unseen(document: Document, evidence: Evidence) -> bool:
    return any(document.zone(span) is ZoneKind.HIDDEN for span in evidence.spans)


def _name(part: Part) -> str:
    """What people call the file; a file without a name has that of its part."""
    return part.filename or part.name.partition(":")[2]
