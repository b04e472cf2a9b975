"""Closed cases come with their first incoming mail, and with nothing of those that are open or in no category."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from desk import Desk

from tools.salesforce.closed import ClosedCase, closed_cases
from workflow.errors import InputError


def closed(desk: Desk, **values: str) -> str:
    return desk.add("Case", **{"Status": "Closed", "Category__c": "billing", **values})


def mail(desk: Desk, case: str, **values: object) -> None:
    desk.add("EmailMessage", ParentId=case, **{"Incoming": True, "Status": "1", **values})


def read(desk: Desk, most: int = 50) -> list[ClosedCase]:
    return list(closed_cases(desk.client, "Category__c", most=most))


def text(case: ClosedCase) -> tuple[str, str, str]:
    message = message_from_bytes(case.raw, policy=policy.default)
    body = message.get_body(("plain", "html"))
    assert body is not None
    return str(message["From"]), str(message["Subject"]), body.get_content().strip()


def test_the_first_mail_that_came_in_is_the_text(desk: Desk) -> None:
    case = closed(desk, Subject="of the case", Description="of the case", AccountId=desk.account)
    mail(desk, case, TextBody="our answer", Incoming=False, MessageDate="2025-01-01T08:00:00.000+0000")
    mail(desk, case, TextBody="a reminder", FromAddress="ada@x.example", MessageDate="2025-01-03T08:00:00.000+0000")
    mail(
        desk, case, TextBody="The sum is wrong.", Subject="Invoice", FromAddress="ada@x.example", FromName="Ada N.",
        MessageDate="2025-01-02T08:00:00.000+0000",
    )  # fmt: skip
    [found] = read(desk)
    assert text(found) == ('"Ada N." <ada@x.example>', "Invoice", "The sum is wrong.")
    assert (found.id, found.account, found.values) == (case, desk.account, {"Category__c": "billing"})


def test_without_a_mail_the_case_itself_is(desk: Desk) -> None:
    closed(desk, Subject="Invoice", Description="The sum is wrong.", SuppliedEmail="bo@x.example")
    assert text(read(desk)[0]) == ("bo@x.example", "Invoice", "The sum is wrong.")


def test_a_mail_of_html_alone_is_read(desk: Desk) -> None:
    mail(desk, closed(desk), HtmlBody="<p>The sum is wrong.</p>")
    assert "The sum is wrong." in text(read(desk)[0])[2]


def test_open_cases_and_those_without_a_category_or_a_text_are_left_out(desk: Desk) -> None:
    closed(desk, Status="New", Description="open")
    closed(desk, Category__c="", Description="in no category")
    closed(desk, Subject="says nothing")
    assert read(desk) == []


def test_a_child_is_told_by_its_own_description(desk: Desk) -> None:
    parent = closed(desk, Description="both", Category__c="")
    child = closed(desk, Description="The east branch: the sum is wrong.", ParentId=parent)
    mail(desk, child, TextBody="all that was written about both branches")
    assert [text(case)[2] for case in read(desk)] == ["The east branch: the sum is wrong."]


def test_no_more_are_read_than_asked_for(desk: Desk) -> None:
    for number in range(5):
        closed(desk, Description=f"number {number}")
    assert len(read(desk, most=3)) == 3


def test_a_header_cannot_be_smuggled_in(desk: Desk) -> None:
    mail(desk, closed(desk), TextBody="text", Subject="Invoice\nBcc: all@x.example", FromName="Ada\r\nX: y")
    message = message_from_bytes(read(desk)[0].raw, policy=policy.default)
    assert message["Bcc"] is None
    assert message["X"] is None


def test_a_field_that_the_org_does_not_have_is_told(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"(?s)closed cases cannot be read: .*Kategorie__c"):
        list(closed_cases(desk.client, "Kategorie__c"))
    with pytest.raises(InputError, match="no API name"):
        list(closed_cases(desk.client, "Id FROM User --"))
