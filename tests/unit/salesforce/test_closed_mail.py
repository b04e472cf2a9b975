"""Mail of the org is put together as it came: with its files and its telling headers, the same bytes each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from desk import Desk

from tools.salesforce import mail_record
from tools.salesforce.client import of_token
from tools.salesforce.closed import ClosedCase, closed_mail
from tools.salesforce.decided import decided
from tools.salesforce.org import INSTANCE_URL, adapter

LONG_AGO = datetime.now(UTC) - timedelta(days=1)


def begun(desk: Desk, subject: str = "A flat tyre", **mail: Any) -> tuple[str, str]:
    case = desk.add("Case", Subject=subject, Status="Closed")
    values = {"ParentId": case, "Incoming": True, "Status": "1", "Subject": subject, "TextBody": "Please help.", **mail}
    return case, desk.add("EmailMessage", **values)


def attach(desk: Desk, mail: str, name: str, content: bytes) -> None:
    parts = {
        "entity_content": (None, f'{{"Title": "{name}", "PathOnClient": "{name}", "FirstPublishLocationId": "{mail}"}}', "application/json"),
        "VersionData": (name, content, "application/octet-stream"),
    }  # fmt: skip
    desk.client.request("POST", "sobjects/ContentVersion", files=parts)


def read(desk: Desk, **more: Any) -> list[ClosedCase]:
    reading = of_token(INSTANCE_URL, desk.org.session_id, inner=adapter(desk.org), only_reads=True)
    return list(closed_mail(reading, LONG_AGO, **more))


def test_files_come_with_the_mail_through_a_client_that_only_reads(desk: Desk) -> None:
    _, mail = begun(desk)
    attach(desk, mail, "photo.png", b"\x89PNG\r\n")
    attach(desk, mail, "list.csv", b"a;b\n1;2\n")
    [case] = read(desk)
    message = message_from_bytes(case.raw, policy=policy.default)
    found = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert found["photo.png"] == b"\x89PNG\r\n"
    assert set(found) == {"photo.png", "list.csv"}
    assert [
        list(message_from_bytes(c.raw, policy=policy.default).iter_attachments()) for c in read(desk, files=False)
    ] == [[]]


def test_the_same_mail_is_the_same_bytes(desk: Desk) -> None:
    _, mail = begun(desk, HtmlBody="<p>Please help.</p>", MessageDate="2025-01-02T08:00:00.000+0000")
    attach(desk, mail, "photo.png", b"\x89PNG\r\n")
    assert read(desk)[0].raw == read(desk)[0].raw


def test_headers_that_tell_a_machine_from_a_person_are_kept(desk: Desk) -> None:
    headers = "Auto-Submitted: auto-replied\nIn-Reply-To: <a@x.example>\nBcc: all@x.example\nX-Other: y"
    begun(desk, Headers=headers, ToAddress="desk@vendor.example", MessageIdentifier="<b@x.example>")
    message = message_from_bytes(read(desk)[0].raw, policy=policy.default)
    assert (message["Auto-Submitted"], message["In-Reply-To"], message["To"], message["Message-ID"]) == (
        "auto-replied", "<a@x.example>", "desk@vendor.example", "<b@x.example>",
    )  # fmt: skip
    assert (message["Bcc"], message["X-Other"]) == (None, None)


def test_a_file_that_is_too_large_is_left_out_and_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail_record, "LARGEST_FILE", 10)
    _, mail = begun(desk)
    attach(desk, mail, "large.bin", b"x" * 11)
    assert b"large.bin" not in read(desk)[0].raw
    assert "large.bin has 11 bytes" in caplog.text


def test_only_cases_that_a_mail_began_and_that_are_closed_are_read(desk: Desk) -> None:
    case, _ = begun(desk)
    desk.add("Case", Subject="by phone", Status="Closed")
    open_case = desk.add("Case", Subject="open")
    desk.add("EmailMessage", ParentId=open_case, Incoming=True, TextBody="x", Status="1")
    child = desk.add("Case", Subject="child", Status="Closed", ParentId=case)
    desk.add("EmailMessage", ParentId=child, Incoming=True, TextBody="x", Status="1")
    assert [found.id for found in read(desk)] == [case]
    assert list(closed_mail(desk.client, datetime.now(UTC) + timedelta(hours=1))) == []


def test_what_people_decided_is_the_owner_the_membership_or_not_known(desk: Desk) -> None:
    user = desk.rows("SELECT Id FROM User LIMIT 1")[0]["Id"]
    in_queue, _ = begun(desk, "a")
    desk.change("Case", in_queue, OwnerId=desk.queues["TIRES"], AccountId=desk.account)
    by_person, _ = begun(desk, "b")
    found = decided(desk.client, read(desk))
    assert (found[in_queue][0].account, found[in_queue][0].queues, found[in_queue][0].by) == (
        desk.account, (desk.queues["TIRES"],), "owner",
    )  # fmt: skip
    assert (found[by_person][0].queues, found[by_person][0].by) == ((), "")
    desk.add("GroupMember", GroupId=desk.queues["PARENTS"], UserOrGroupId=user)
    assert decided(desk.client, read(desk))[by_person][0].by == "member"
