"""The document and the candidates of a message that has been read."""

from __future__ import annotations

from graphs.context import Context
from workflow.accounts import Candidates
from workflow.document import Document
from workflow.errors import InputError
from workflow.work import MessageWork


def loaded(context: Context, message: MessageWork) -> tuple[Document, Candidates]:
    """Both, from the store; raises InputError where no read step ran before."""
    if message.document is None or message.candidates is None:
        raise InputError("the message has not been read: the definition needs a step of kind 'read' first")
    return context.load(message.document, Document), context.load(message.candidates, Candidates)
