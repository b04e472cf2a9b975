"""Attachments stand on the case once each, under names that do no harm, and none keeps another back."""

from __future__ import annotations

import pytest
from desk import RUN, Desk, opening

from tools.salesforce.arguments import File
from tools.salesforce.files import name_of
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault

CONTENTS = {"c1": b"%PDF-1.7 \x00\xff", "c2": b"a,b\r\n1,2\r\n", "c3": b"third"}


def files(*digests: str) -> list[dict[str, str]]:
    return [{"key": f"{RUN}:{one}", "name": f"file {one}.pdf", "content": one} for one in digests]


def test_each_file_stands_on_the_case_with_its_bytes(desk: Desk) -> None:
    [row] = open_record(desk.client, opening(files=files("c1", "c2")), CONTENTS.__getitem__).records
    assert [file["failure"] for file in row["files"]] == [None, None]
    links = desk.rows(f"SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{row['case']}'")
    assert len(links) == 2
    with desk.org.context() as context:
        kept = context.connection.execute(
            "SELECT data FROM _contents WHERE id = ?", (row["files"][0]["id"],)
        ).fetchone()
    assert bytes(kept[0]) == CONTENTS["c1"]


def test_the_calls_of_files_are_told_apart(desk: Desk) -> None:
    result = open_record(desk.client, opening(files=files("c1", "c2")), CONTENTS.__getitem__)
    assert (result.calls, result.records[0]["file_calls"]) == (1, 2)


def test_a_repeat_uploads_nothing_twice(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(files=files("c1", "c1", "c2")), CONTENTS.__getitem__).records
    [again] = open_record(desk.connect(), opening(files=files("c1", "c2", "c3")), CONTENTS.__getitem__).records
    assert desk.count("ContentVersion") == 3
    assert [file["id"] for file in again["files"][:2]] == [file["id"] for file in first["files"]]


def test_a_lost_reply_uploads_nothing_twice(desk: Desk) -> None:
    desk.org.faults.declare(Fault(sobject="ContentVersion", method="POST", drop="reply"))
    [row] = open_record(desk.client, opening(files=files("c1", "c2")), CONTENTS.__getitem__).records
    assert [file["failure"] for file in row["files"]] == [None, None]
    assert desk.count("ContentVersion") == 2


def test_one_file_that_fails_keeps_no_other_back(desk: Desk) -> None:
    desk.org.faults.declare(Fault(sobject="ContentVersion", method="POST", code="STORAGE_LIMIT_EXCEEDED", times=3))
    [row] = open_record(desk.client, opening(files=files("c1", "gone", "c2")), CONTENTS.__getitem__).records
    codes = [file["failure"]["code"] if file["failure"] else None for file in row["files"]]
    assert codes == ["STORAGE_LIMIT_EXCEEDED", "CONTENT_MISSING", None]
    assert row["case"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\temp\\offer.pdf", "C:_temp_offer.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("  ", "attachment"),
        ("a\x00b\r\n.txt", "a\ufffdb_.txt"),
        ("ü" * 300 + ".pdf", "ü" * 250 + "….pdf"),
    ],
)
def test_a_file_name_is_no_path_and_shows_its_type(name: str, kept: str) -> None:
    assert name_of(File(key="k", name=name, content="c")) == kept


def test_a_file_without_an_ending_gets_that_of_its_type() -> None:
    assert name_of(File(key="k", name="scan", media_type="application/pdf", content="c")) == "scan.pdf"
