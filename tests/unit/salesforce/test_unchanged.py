"""A change never overwrites what somebody else changed meanwhile, and is made once though its reply is lost."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from desk import RUN, Desk, log, no_contents, opening
from requests.adapters import BaseAdapter

from tools.salesforce.arguments import UpdateRecord
from tools.salesforce.client import Client, of_token
from tools.salesforce.open_record import open_record
from tools.salesforce.org import INSTANCE_URL, Fault, adapter
from tools.salesforce.records import update_record
from workflow.result import Result


class Between(BaseAdapter):
    """The way to the org, on which something happens just before the nth write."""

    def __init__(self, inner: BaseAdapter, happens: Any, nth: int = 1) -> None:
        super().__init__()
        self.inner, self.happens, self.left = inner, happens, nth

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        if b"PATCH" in bytes(request.body or b"") and self.left:
            self.left -= 1
            if not self.left:
                self.happens()
        return self.inner.send(request, **options)

    def close(self) -> None:
        return


def order(desk: Desk, key: str = RUN, logged: bool = True, **more: Any) -> UpdateRecord:
    told = log(key) if logged else None
    return UpdateRecord.model_validate(
        {"object": "Account", "id": desk.account, "values": {"Phone": "1", "Fax": "2"}, "log": told, **more}
    )


def client_with(desk: Desk, happens: Any, nth: int = 1) -> Client:
    between = Between(adapter(desk.org), happens, nth)
    return of_token(INSTANCE_URL, desk.org.session_id, inner=between, sleep=desk.waits.append)


def code(result: Result) -> str:
    return result.failure.code if result.failure else ""


@pytest.mark.parametrize("logged", [True, False])
def test_two_calls_change_a_record(desk: Desk, logged: bool) -> None:
    open_record(desk.client, opening(), no_contents)
    desk.client.describe("Account")
    result = update_record(desk.client, order(desk, logged=logged), "k")
    assert (code(result), result.calls) == ("", 2)
    assert desk.one("Account", desk.account, "Phone", "Fax") == {"Phone": "1", "Fax": "2"}


def test_a_field_that_a_person_changed_between_look_and_write_is_left(desk: Desk) -> None:
    client = client_with(desk, lambda: desk.change("Account", desk.account, Phone="9"))
    result = update_record(client, order(desk), "k")
    assert result.failure is not None
    assert (result.failure.code, result.failure.fields, result.failure.retry) == (
        "CHANGED_MEANWHILE",
        ("Phone",),
        "never",
    )
    assert desk.one("Account", desk.account, "Phone", "Fax") == {"Phone": "9", "Fax": None}


def test_another_field_that_a_person_changed_is_kept_beside_ours(desk: Desk) -> None:
    client = client_with(desk, lambda: desk.change("Account", desk.account, Website="w.example"))
    assert code(update_record(client, order(desk), "k")) == ""
    assert desk.one("Account", desk.account, "Phone", "Website") == {"Phone": "1", "Website": "w.example"}


@pytest.mark.parametrize("logged", [True, False])
@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_lost_reply_does_not_lose_or_repeat_the_change(desk: Desk, drop: Any, logged: bool) -> None:
    desk.org.faults.declare(Fault(method="POST", path="composite", nth=2, drop=drop))
    assert code(update_record(desk.client, order(desk, logged=logged), "k")) == ""
    assert desk.one("Account", desk.account, "Phone") == {"Phone": "1"}


def test_after_a_restart_a_change_that_was_made_is_not_made_over_a_persons(desk: Desk) -> None:
    assert code(update_record(desk.client, order(desk), "k")) == ""
    desk.change("Account", desk.account, Phone="9")
    again = update_record(desk.connect(), order(desk), "k")
    assert again.records[0]["notes"] == ["it was done already, and is left as it is"]
    assert desk.one("Account", desk.account, "Phone") == {"Phone": "9"}


def test_what_stands_so_already_is_not_written(desk: Desk) -> None:
    desk.change("Account", desk.account, Phone="1", Fax="2")
    stamp = desk.one("Account", desk.account, "SystemModstamp")
    assert update_record(desk.client, order(desk), "k").records[0]["notes"] == ["it stood so already"]
    assert desk.one("Account", desk.account, "SystemModstamp") == stamp


def test_it_is_written_only_where_a_field_stands_as_expected(desk: Desk) -> None:
    result = update_record(desk.client, order(desk, expected={"Phone": "7"}), "k")
    assert (code(result), result.failure and result.failure.fields) == ("CHANGED_MEANWHILE", ("Phone",))
    desk.change("Account", desk.account, Phone="7")
    assert code(update_record(desk.client, order(desk, expected={"Phone": "7"}), "k")) == ""


def test_a_refused_change_stands_on_the_record_of_the_run(desk: Desk) -> None:
    open_record(desk.client, opening(), no_contents)
    client = client_with(desk, lambda: desk.change("Account", desk.account, Phone="9"))
    update_record(client, order(desk), "k")
    [run] = desk.rows("SELECT Status__c, Reason__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Failed"
    assert "Phone changed meanwhile" in run["Reason__c"]
