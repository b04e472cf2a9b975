"""The kinds of documents that operations configure, and the files of a message that may be of them."""

from __future__ import annotations

from pydantic import Field

from workflow.document import Document, Part
from workflow.fields import Strict

ARCHIVES = frozenset({"application/zip", "application/x-zip-compressed", "application/x-zip"})
"""Files that only hold others: these stand beside them, one by one."""

MACHINERY = ("message/", "text/rfc822-headers")
"""What mail programs report to each other."""


class DocumentType(Strict):
    """One kind of document, told to people and readers alike, and the categories whose work needs one."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    labels: dict[str, str] = Field(default_factory=dict)  #: language → how senders are asked for one in that language
    description: str = ""
    examples: tuple[str, ...] = ()  #: titles of such documents, and phrases that stand in them
    file_names: tuple[str, ...] = ()  #: words that the names of such files have
    required: tuple[str, ...] = ()  #: ids of the categories that need one before the work can begin


class DocumentSet(Strict):
    """The kinds of one file."""

    documents: tuple[DocumentType, ...] = Field(min_length=1)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids, in the order of the file."""
        return tuple(each.id for each in self.documents)

    def get(self, name: str) -> DocumentType | None:
        """The kind of that id, or None."""
        return next((each for each in self.documents if each.id == name), None)


def files(document: Document) -> tuple[Part, ...]:
    """The parts that are files with a content of their own, in the order of the message."""
    folders = {part.filename.rpartition("/")[0] for part in document.parts if "/" in part.filename}
    return tuple(
        part
        for part in document.parts
        if part.kind == "attachment"
        and not part.media_type.startswith(MACHINERY)
        and not (part.media_type in ARCHIVES and part.filename in folders)
    )
