"""Questions to a sender: a draft on the case under a key, or sent by the org and never twice."""

from __future__ import annotations

from typing import Any

import pytest
from desk import RUN, Desk, log, no_contents, opening

from tools.salesforce.arguments import SendMessage
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault
from tools.salesforce.send_message import send_message
from workflow.result import Result

MARKER = f"[ref:{RUN}:1]"


@pytest.fixture
def case(desk: Desk) -> str:
    return str(open_record(desk.client, opening(), no_contents).records[0]["case"])


def _ask(desk: Desk, case: str, **more: Any) -> Result:
    given = {
        "run": log(status="Waiting"), "case": case, "to": "kim@sender.example", "subject": f"Re: A flat tyre {MARKER}",
        "text": "Which size?", "marker": MARKER, **more,
    }  # fmt: skip
    return send_message(desk.connect(), SendMessage.model_validate(given), f"{RUN}:ask:1")


def _outgoing(desk: Desk) -> list[dict[str, Any]]:
    fields = "Id, Subject, ToAddress, TextBody, Status, ParentId, FromAddress"
    return desk.rows(f"SELECT {fields} FROM EmailMessage WHERE Incoming = false")


def test_without_being_told_to_send_a_draft_stands_on_the_case(desk: Desk, case: str) -> None:
    result = _ask(desk, case)
    (draft,) = _outgoing(desk)
    assert (draft["Status"], draft["ParentId"], draft["TextBody"]) == ("5", case, "Which size?")
    assert result.records[0] == {"id": draft["Id"], "message_id": "", "sent": False, "found": False}
    assert desk.rows("SELECT Status__c FROM Orchestration_Run__c")[0]["Status__c"] == "Waiting"


def test_a_draft_that_a_person_has_sent_is_left_as_it_is(desk: Desk, case: str) -> None:
    first = _ask(desk, case).records[0]
    desk.change("EmailMessage", first["id"], Status="3")
    again = _ask(desk, case).records[0]
    assert (again["id"], again["sent"], again["found"]) == (first["id"], True, True)
    assert len(_outgoing(desk)) == 1


def test_what_is_sent_is_logged_on_the_case_by_the_org(desk: Desk, case: str) -> None:
    result = _ask(desk, case, send=True, sender="desk@example.com")
    (message,) = _outgoing(desk)
    assert (message["Status"], message["ToAddress"], message["FromAddress"]) == (
        "3", "kim@sender.example", "desk@example.com",
    )  # fmt: skip
    assert result.records[0]["id"] == message["Id"]
    assert result.records[0]["message_id"].startswith("<")


@pytest.mark.parametrize("send", [True, False])
@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_lost_connection_doubles_nothing(desk: Desk, case: str, drop: Any, send: bool) -> None:
    path = "actions/*" if send else "composite"
    desk.org.faults.declare(Fault(method="POST", path=path, drop=drop))
    result = _ask(desk, case, send=send)
    if not result.ok:
        assert send
        assert result.failure is not None
        assert (drop, result.failure.retry) == ("request", "unknown")
        assert _ask(desk, case, send=True, tried_seconds_ago=300).ok
    assert len(_outgoing(desk)) == 1


def test_a_second_try_looks_first_and_waits_while_the_first_may_be_at_work(desk: Desk, case: str) -> None:
    soon = _ask(desk, case, send=True, tried_seconds_ago=5).failure
    assert soon is not None
    assert (soon.code, soon.retry) == ("IN_DOUBT", "later")
    assert _outgoing(desk) == []
    assert _ask(desk, case, send=True, tried_seconds_ago=300).records[0]["found"] is False
    assert _ask(desk, case, send=True, tried_seconds_ago=1).records[0]["found"] is True
    assert len(_outgoing(desk)) == 1


@pytest.mark.parametrize(
    "to", ["", "kim", "kim@sender.example, eve@else.example", "kim@sender.example\nBcc: eve@e.example"]
)
def test_only_one_plain_address_is_written_to(desk: Desk, case: str, to: str) -> None:
    failure = _ask(desk, case, to=to, send=True).failure
    assert failure is not None
    assert failure.code == "INVALID_EMAIL_ADDRESS"
    assert _outgoing(desk) == []


def test_the_action_is_described_and_refuses_what_it_does_not_know(desk: Desk) -> None:
    place = "actions/standard/emailSimple"
    assert desk.client.request("GET", "actions/standard")["actions"][0]["name"] == "emailSimple"
    assert {row["name"] for row in desk.client.request("GET", place)["inputs"]} > {"emailAddresses", "logEmailOnSend"}
    for given in ({"emailAddresses": "a@b.example"}, {"emailAdresses": "a@b.example"}):
        with pytest.raises(Exception, match=r"REQUIRED_FIELD_MISSING|INVALID_INPUT"):
            desk.client.request("POST", place, {"inputs": [given]})
