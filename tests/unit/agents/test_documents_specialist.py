"""The documents specialist trusts no reader: files that there are, kinds that are configured, quotes that hold."""

from __future__ import annotations

from letters import WHOLE, span_of
from shoebox import KINDS, file, mail

from agents.documents import classify_documents
from agents.reading.local import LocalReader
from workflow.document import Document, Span
from workflow.evidence import Evidence, quote_of
from workflow.interpretation import Documents, FiledDocument, Request

DOCUMENT = mail("Attached is my payslip.", file("a.pdf", "PAYSLIP May", hidden=" PASSPORT"), file("b.pdf"))


class Answering(LocalReader):
    """A reader that gives one answer."""

    def __init__(self, *files: FiledDocument) -> None:
        self.files = files

    def classify_documents(self, *given: object) -> Documents:  # type: ignore[override]
        return Documents(files=self.files)


def told(part: str = "attachment:a.pdf", kind: str | None = "payslip", **more: object) -> FiledDocument:
    return FiledDocument(part=part, filename="?", type=kind, **{"confidence": 0.9, "reason": "so", **more})  # type: ignore[arg-type]


def sound(*files: FiledDocument, others: tuple[Request, ...] = ()) -> tuple[FiledDocument, ...]:
    return classify_documents(Answering(*files), DOCUMENT, WHOLE, KINDS, others).files


def quote(document: Document, words: str) -> Evidence:
    return quote_of(document, span_of(document, words, "attachment:a.pdf"))


def test_an_answer_with_quotes_that_hold_is_taken_with_the_files_own_name() -> None:
    (first, _) = sound(told(evidence=(quote(DOCUMENT, "PAYSLIP"),)))
    assert (first.type, first.filename, first.confidence) == ("payslip", "a.pdf", 0.9)


def test_a_file_of_which_nothing_is_said_is_none_of_the_kinds() -> None:
    (_, second) = sound(told())
    assert (second.filename, second.type, second.reason) == ("b.pdf", None, "the reader says nothing of it")


def test_files_that_are_left_to_other_requests_are_left_out() -> None:
    assert [each.filename for each in sound(told(), others=(Request(key="other"),))] == ["a.pdf"]


def test_a_kind_that_is_not_configured_is_none() -> None:
    (first, _) = sound(told(kind="visa"))
    assert (first.type, first.confidence) == (None, 0.0)
    assert first.reason == "the reader named 'visa', which is not configured"


def test_files_that_are_not_there_and_second_answers_are_dropped() -> None:
    found = sound(told("attachment:c.pdf"), told(), told(kind="identity"), told("body"))
    assert [(each.filename, each.type) for each in found] == [("a.pdf", "payslip"), ("b.pdf", None)]


def test_quotes_that_do_not_hold_or_that_nobody_sees_take_the_confidence() -> None:
    false = Evidence(quote="PASSPORT", spans=(Span(part="attachment:a.pdf", start=0, end=7),))
    for evidence in (false, quote(DOCUMENT, "PASSPORT")):
        (first, _) = sound(told(kind="identity", evidence=(evidence,)))
        assert (first.type, first.confidence, first.evidence) == ("identity", 0.0, ())


def test_confidence_stays_between_nothing_and_all() -> None:
    assert [each.confidence for each in sound(told(confidence=7.0), told("attachment:b.pdf", confidence=-1.0))] == [
        1.0,
        0.0,
    ]
