"""Which kind of document a file is: by what it says, by its name, by what the mail says; or none."""

from __future__ import annotations

import pytest
from letters import WHOLE, span_of
from shoebox import KINDS, file, kinds_of, mail

from agents.reading.local.documents import classify_documents
from workflow.document import Document, Span
from workflow.evidence import Evidence, holds
from workflow.interpretation import FiledDocument, Request

STATEMENTS = {
    "en": "Harbour Bank\nCurrent account\nStatement period 1 May to 31 May\nOpening balance 12.00\nClosing balance 90.00",
    "de": "Hafenbank\nKontoauszug Nr. 5\nBuchungstag\tWertstellung\tBetrag\nneuer Saldo vom 31.05.2025\t90,00",
    "fr": "Banque du Port\nRELEVÉ DE COMPTE\nAncien solde 12,00\nNouveau solde au 31/05/2025 90,00",
    "es": "Banco del Puerto\nExtracto de cuenta\nSaldo anterior 12,00\nSaldo final 90,00",
    "nl": "Havenbank\nRekeningafschrift\nBeginsaldo 12,00\nEindsaldo 90,00",
    "it": "Banca del Porto\nESTRATTO CONTO\nSaldo iniziale 12,00\nSaldo finale 90,00",
    "pt": "Banco do Porto\nExtrato de conta\nSaldo inicial 12,00\nSaldo final 90,00",
    "ja": "みなと銀行\n普通預金 お取引明細書\n年月日\t摘要\t差引残高\n2025.05.31\t給与\t90,000",
    "zh": "海港银行\n账户交易明细\n交易日期\t摘要\t余额\n2025-05-31\t工资\t9000",
}
LETTER = "Dear all,\nwe have moved. Our new address is 8 Canal Court.\nYours\n"


def filed(body: str, *files: object, subject: str = "Documents") -> tuple[FiledDocument, ...]:
    document = mail(body, *files, subject=subject)  # type: ignore[arg-type]
    return classify_documents(document, WHOLE, KINDS).files


@pytest.mark.parametrize("language", sorted(STATEMENTS))
def test_a_paper_is_told_by_its_text_in_each_language(language: str) -> None:
    (one,) = filed("See attached.", file("scan_001.pdf", STATEMENTS[language]))
    assert one.type == "bank_statement"
    assert one.confidence > 0.8


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Attached is my last payslip.", "payslip"),
        ("Anbei mein Personalausweis.", "identity"),
        ("Ci-joint le contrat signé.", "contract_signed"),
        ("Adjunto mi nómina.", "payslip"),
        ("In bijlage vindt u mijn bankafschrift.", "bank_statement"),
        ("In allegato la busta paga.", "payslip"),
        ("Segue em anexo o extrato bancário.", "bank_statement"),
        ("給与明細書を添付いたします。", "payslip"),
        ("附件是我的身份证。", "identity"),
    ],
)
def test_a_file_without_text_is_what_the_mail_says(body: str, kind: str) -> None:
    (one,) = filed(body, file("scan_001.pdf"))
    assert (one.type, one.reason) == (kind, "the mail says so")
    assert one.evidence[-1].quote == body


@pytest.mark.parametrize(
    "body",
    [
        "I will send the payslip tomorrow.",
        "Please send me the payslip form.",
        "The payslip is not attached.",
        "Die Gehaltsabrechnung wird nachgereicht.",
        "Le bulletin de paie suivra.",
        "給与明細書は後日お送りします。",
    ],
)
def test_what_comes_later_or_is_asked_for_has_not_come(body: str) -> None:
    (one,) = filed(
        body + " " + "We also talked about many other things that have nothing to do with this. " * 3, file("x.pdf")
    )
    assert one.type is None


def test_a_file_is_what_its_name_says_where_it_has_no_text() -> None:
    (one,) = filed("Here you go", file("2025_Kontoauszug-03.pdf"))
    assert one.type == "bank_statement"
    assert Evidence(quote="2025_Kontoauszug-03.pdf", kind="header") in one.evidence


def test_operations_own_words_tell_a_kind_that_nobody_else_has() -> None:
    by_text, by_name = filed(
        "See attached.",
        file("a.pdf", "BERTH AND MOORING CARD\nSail number and berth: 44 / C\nValid for the season"),
        file("bkarte.pdf"),
    )
    assert (by_text.type, by_name.type) == ("boat_card", "boat_card")
    assert by_text.confidence > 0.9


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("letter.docx", LETTER),
        ("minutes.docx", "Minutes of the meeting\nAttendees: Ada, Bo\nAgenda: the new pier"),
        ("logo.png", ""),
        ("list.csv", "name\ttown\nAda\tLeeds\nBo\tYork"),
        ("rechnung.pdf", "RECHNUNG Nr. 7\nRechnungsdatum 1.5.2025\nZahlbar bis 15.5.2025\nBitte auf unser Bankkonto"),
    ],
)
def test_a_file_may_be_none_of_the_kinds(name: str, text: str) -> None:
    (one,) = filed("See attached.", file(name, text))
    assert one.type is None
    assert one.confidence > 0.7
    assert one.evidence == ()


def test_a_paper_that_is_none_of_the_kinds_is_named_in_the_reason() -> None:
    (one,) = filed("See attached.", file("x.pdf", "RECHNUNG Nr. 7\nRechnungsdatum 1.5.2025\nZahlbar bis 15.5.2025"))
    assert one.reason == "it looks like another paper (invoice)"


def test_hidden_text_of_a_file_says_nothing() -> None:
    (one,) = filed("See attached.", file("x.pdf", LETTER, hidden="BANK STATEMENT\nOpening balance\nClosing balance"))
    assert one.type is None


def test_quotes_hold_and_stand_in_the_file_and_in_the_mail() -> None:
    document = mail("Attached is the bank statement.", file("x.pdf", STATEMENTS["en"]))
    (one,) = classify_documents(document, WHOLE, KINDS).files
    assert all(holds(document, each) for each in one.evidence)
    assert {span.part for each in one.evidence for span in each.spans} == {"attachment:x.pdf", "body"}
    assert one.reason == "'Statement period' and 'Opening balance' and 'Closing balance' in its text, the mail says so"


def test_of_several_files_the_one_beside_a_name_is_meant() -> None:
    found = filed("Attached: the bank statement (a.pdf) and the payslip (b.pdf).", file("a.pdf"), file("b.pdf"))
    assert kinds_of(found) == {"a.pdf": "bank_statement", "b.pdf": "payslip"}


def test_what_one_file_clearly_is_the_others_are_not_by_the_mail_alone() -> None:
    found = filed("Attached is the bank statement.", file("a.pdf", STATEMENTS["en"]), file("logo.png"))
    assert kinds_of(found) == {"a.pdf": "bank_statement", "logo.png": None}


def test_the_paper_that_is_left_over_is_the_file_that_is_left_over_and_a_person_may_look() -> None:
    found = filed("Attached are my bank statement and my payslip.", file("a.pdf", STATEMENTS["en"]), file("scan.pdf"))
    assert kinds_of(found) == {"a.pdf": "bank_statement", "scan.pdf": "payslip"}
    assert found[1].confidence < 0.7


def test_a_passport_is_told_by_its_machine_readable_line() -> None:
    (one,) = filed(
        "Hi", file("x.jpg", "SPECIMEN\nP<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", media_type="image/jpeg")
    )
    assert one.type == "identity"


def test_files_inside_an_archive_are_told_and_the_archive_is_not() -> None:
    archive = file("all.zip", "statement.pdf\t4711", media_type="application/zip")
    found = filed("See attached.", archive, file("all.zip/statement.pdf", STATEMENTS["en"]))
    assert kinds_of(found) == {"all.zip/statement.pdf": "bank_statement"}


# -- a message of several requests ---------------------------------------------------------------------------------------

BODY = "For Norvik Ltd the payslip is in n.pdf.\nFor Zelles GmbH attached is the bank statement z.pdf.\n"


def _requests(document: Document) -> tuple[Request, Request]:
    first, second = BODY.splitlines()
    return (
        Request(key="n", named="Norvik Ltd", spans=(span_of(document, first),)),
        Request(key="z", named="Zelles GmbH", spans=(span_of(document, second),)),
    )


def _names(document: Document, one: Request, other: Request) -> list[str]:
    return [each.filename for each in classify_documents(document, one, KINDS, (other,)).files]


def test_a_file_belongs_to_the_request_whose_sentence_speaks_of_it() -> None:
    document = mail(BODY, file("n.pdf", "Payslip"), file("z.pdf", STATEMENTS["en"]))
    one, other = _requests(document)
    assert (_names(document, one, other), _names(document, other, one)) == (["n.pdf"], ["z.pdf"])


def test_a_file_belongs_to_the_request_that_it_names_and_to_all_where_it_names_none() -> None:
    files = (file("norvik_may.pdf", "Payslip"), file("b.pdf", "Payslip\nZelles GmbH"), file("terms.pdf", "Terms"))
    document = mail("See attached.", *files)
    one, other = Request(key="n", named="Norvik Ltd"), Request(key="z", named="Zelles GmbH")
    assert _names(document, one, other) == ["norvik_may.pdf", "terms.pdf"]
    assert _names(document, other, one) == ["b.pdf", "terms.pdf"]


def test_a_file_whose_text_a_request_owns_is_its_own() -> None:
    document = mail("See attached.", file("list.csv", "Payslip of Ada"))
    one = Request(key="n", spans=(Span(part="attachment:list.csv", start=0, end=7),))
    assert _names(document, one, Request(key="z")) == ["list.csv"]
    assert _names(document, Request(key="z"), one) == []


def test_nonsense_is_told_in_bounded_time() -> None:
    evil = "bank statement opening balance " * 60_000
    found = filed("attached " * 5_000, *(file(f"{n}.pdf", evil) for n in range(3)))
    assert len(found) == 3
