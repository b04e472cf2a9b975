"""Documents of a case from the mail to the table, the question, the review, the line of JSON and the trace."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.main import cli
from app.settings import ROOT, Settings
from app.trace import timeline
from app.wiring import House
from workflow.errors import InputError
from workflow.review import CaseEdit, ReviewAnswer

DOCUMENTS = """\
documents:
  - id: credit_note
    label: Credit note
    description: What the billing office sent back
    examples: [Gutschrift]
    required: [billing]
  - id: invoice
    label: Invoice
    description: The invoice that is disputed
    required: [billing]
"""
INVOICE = "INVOICE\nInvoice no. INV-88123\nBill to: Quistrel Ford\nAmount due: 120.00\n"
BODY = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge. The invoice is attached.\n\nAda Norvik\n"
)
Kept = Callable[..., House]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped bundle with kinds of documents, and a table that reads them."""
    folder = tmp_path / "config"
    shutil.copytree(ROOT / "config", folder)
    (folder / "documents").mkdir()
    (folder / "documents" / "dealer_support.yaml").write_text(DOCUMENTS, "utf-8")
    flow = folder / "workflows" / "dealer-support.yaml"
    text = flow.read_text("utf-8")
    route = "      - {id: route, kind: decide"
    assert route in text
    step = "      - {id: papers, kind: documents, documents: dealer_support}\n"
    flow.write_text(text.replace(route, step + route), "utf-8")
    table = folder / "tables" / "dealer_support_routing.csv"
    lines = table.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("category"))
    width = lines[at].count(",")
    lines[at] = "documents," + lines[at]
    lines[at + 1 :] = [line if line.startswith("#") else "," + line for line in lines[at + 1 :]]
    lines.insert(at + 1, "invoice" + "," * width + ",POD_BILLING_PAPERS")
    table.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture
def house(config: Path, org_folder: Path, tmp_path: Path) -> Iterator[House]:
    made = House(Settings(config=config, org=org_folder, state=tmp_path / "state"))
    yield made
    made.close()


def mailed(*files: tuple[str, str], body: str = BODY, number: int = 1) -> bytes:
    """A message with text files."""
    message = EmailMessage()
    message["From"], message["To"] = "Ada Norvik <ada@quistrelford.com>", "support@vendor.invalid"
    message["Subject"], message["Date"] = "Charged twice", "Tue, 04 Mar 2025 10:00:00 -0500"
    message["Message-ID"] = f"<{number}@mail.invalid>"
    message.set_content(body)
    for name, text in files:
        message.add_attachment(text, filename=name)
    return message.as_bytes()


def test_documents_reach_table_question_record_and_prediction(house: House) -> None:
    report = house.runner.start("dealer-support", mailed(("inv.txt", INVOICE)))
    (case,) = report.proposal.cases
    assert case.documents is not None
    assert [(each.file, each.type) for each in case.documents] == [("inv.txt", "invoice")]
    assert case.missing_documents == ("credit_note",)
    assert case.queue == "POD_BILLING_PAPERS"
    told = report.prediction()["cases"][0]
    assert told["documents"] == [{"file": "inv.txt", "type": "invoice"}]
    assert told["missing_documents"] == ["credit_note"]
    (work,) = report.cases
    assert work.completeness is not None
    assert "- Credit note (What the billing office sent back)" in work.completeness.question
    assert "- Invoice" not in work.completeness.question


def test_the_trace_and_the_timeline_say_what_each_file_is_and_why(house: House) -> None:
    report = house.runner.start("dealer-support", mailed(("inv.txt", INVOICE), ("notes.txt", "Call me at noon.")))
    hops = {hop.step: hop for hop in house.store.hops.of(report.run.id)}
    assert hops["papers"].reason == "invoice, 1 of no kind"
    assert hops["complete"].reason.startswith("missing: credit_note")
    words = timeline(house.store, report.run)
    for told in ("inv.txt", "invoice", "'INVOICE' in its title", "attachment:inv.txt:0-7", "of no kind"):
        assert told in words
    rows = house.client.query("SELECT Timeline__c FROM Orchestration_Run__c")
    assert any("papers: invoice, 1 of no kind" in str(row.get("Timeline__c")) for row in rows)


def test_an_unsure_document_is_a_doubt_that_a_person_settles(house: House) -> None:
    body = BODY.replace("The invoice is attached.", "The invoice and the credit note are attached.")
    raw = mailed(("a.txt", "~"), ("b.txt", "~ ~"), body=body)
    assert house.runner.start("dealer-support", raw).outcome == "review"
    (review,) = house.store.reviews.open()
    doubts = [doubt for doubt in review.proposal.doubts if doubt.about == "documents"]
    assert [doubt.reason.split(":")[0] for doubt in doubts] == ["a.txt may be invoice", "b.txt may be credit_note"]
    key = review.proposal.cases[0].key

    def answer(**documents: str | None) -> ReviewAnswer:
        named = {name.replace("_", "."): kind for name, kind in documents.items()}
        return ReviewAnswer(decision="edit", by="una", cases={key: CaseEdit(documents=named)})

    for wrong, told in (({"a_txt": "invoces"}, "Did you mean 'invoice'?"), ({"c_txt": "invoice"}, "no file c.txt")):
        with pytest.raises(InputError, match=told):
            house.runner.answer(review.id, answer(**wrong))  # type: ignore[arg-type]
    report = house.runner.answer(review.id, answer(a_txt="credit_note", b_txt=None))
    (case,) = report.cases
    assert case.documents is not None
    assert [(each.type, each.reason) for each in case.documents.files] == [
        ("credit_note", "chosen by una"),
        (None, "chosen by una"),
    ]
    assert case.missing_documents == ("invoice",)
    assert case.edited == ("documents",)


def test_where_the_step_is_skipped_nothing_is_missing(config: Path, org_folder: Path, tmp_path: Path) -> None:
    flow = config / "workflows" / "dealer-support.yaml"
    text = flow.read_text("utf-8")
    flow.write_text(
        text.replace("documents: dealer_support}", "documents: dealer_support, when: attachments > 5}"), "utf-8"
    )
    made = House(Settings(config=config, org=org_folder, state=tmp_path / "state"))
    try:
        report = made.runner.start("dealer-support", mailed(("inv.txt", INVOICE)))
        assert report.proposal.cases[0].documents is None
        assert report.proposal.cases[0].missing_documents == ()
        assert "documents" not in report.prediction()["cases"][0]
    finally:
        made.close()


def test_the_command_prints_documents_in_words_and_as_json(
    config: Path, org_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHYARD_STATE", str(tmp_path / "state"))
    letter = tmp_path / "one.eml"
    letter.write_bytes(mailed(("inv.txt", INVOICE)))
    given: list[Any] = ["run", "dealer-support", str(letter), "--config", str(config), "--org", str(org_folder)]
    shown = CliRunner().invoke(cli, [*given, "--dry-run"])
    assert "missing credit_note" in shown.output
    line = json.loads(CliRunner().invoke(cli, [*given, "--json"]).output)
    assert line["cases"][0]["documents"] == [{"file": "inv.txt", "type": "invoice"}]
    assert line["cases"][0]["missing_documents"] == ["credit_note"]


def test_the_bundle_is_checked_and_right(config: Path) -> None:
    shown = CliRunner().invoke(cli, ["bundle", "check", str(config)])
    assert (shown.exit_code, "0 errors" in shown.output) == (0, True), shown.output
