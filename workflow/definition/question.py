"""In which words a sender is asked."""

from __future__ import annotations

from workflow.fields import Strict


class QuestionWords(Strict):
    """Words around what is asked for, in one language; what is empty stays as the project has it."""

    opening: str = ""  #: the line above the fields
    documents: str = ""  #: the line above documents, where fields stand above them
    documents_alone: str = ""  #: the same where no field is asked for
    reminder: str = ""  #: the line with which a reminder begins
    closing: str = ""
