"""Records by the stock client: create, read, change, upsert, delete."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from org_desk import Desk, refusal
from simple_salesforce.exceptions import (
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceResourceNotFound,
)


def test_a_created_record_can_be_read_with_all_its_fields(desk: Desk) -> None:
    account = desk.add("Account", Name="  Hillside Wheels ", NumberOfEmployees=12, AnnualRevenue=1500)
    row = desk.sf.Account.get(account)
    assert row["attributes"] == {"type": "Account", "url": f"/services/data/v59.0/sobjects/Account/{account}"}
    assert (row["Id"], row["Name"], row["NumberOfEmployees"]) == (account, "Hillside Wheels", 12)
    assert (row["AnnualRevenue"], type(row["AnnualRevenue"])) == (1500.0, float)
    assert row["CreatedDate"] == row["SystemModstamp"] == "2026-03-04T10:30:00.000+0000"
    assert (row["IsDeleted"], row["Website"]) == (False, None)
    assert row["OwnerId"] == row["CreatedById"]
    assert row["OwnerId"].startswith("005")


def test_ids_of_15_and_of_18_characters_mean_the_same_record(desk: Desk) -> None:
    account = desk.add("Account", Name="A")
    assert len(account) == 18
    assert desk.sf.Account.get(account[:15])["Id"] == account
    contact = desk.add("Contact", LastName="L", AccountId=account[:15])
    assert desk.values(f"SELECT AccountId FROM Contact WHERE AccountId = '{account[:15]}'") == [account]
    assert desk.sf.Contact.get(contact)["AccountId"] == account


def test_a_change_touches_only_what_it_names_and_stamps_the_record(desk: Desk) -> None:
    case = desk.add("Case", Subject="S", Description="kept")
    desk.clock.advance(minutes=5)
    assert desk.sf.Case.update(case, {"Subject": "T"}) == 204
    row = desk.sf.Case.get(case)
    assert (row["Subject"], row["Description"]) == ("T", "kept")
    assert row["LastModifiedDate"] == row["SystemModstamp"] == "2026-03-04T10:35:00.000+0000"
    assert row["CreatedDate"] == "2026-03-04T10:30:00.000+0000"


def test_an_empty_text_is_no_value(desk: Desk) -> None:
    case = desk.add("Case", Subject="S", Description="   ")
    assert desk.sf.Case.get(case)["Description"] is None
    desk.sf.Case.update(case, {"Subject": ""})
    assert desk.rows("SELECT Subject FROM Case WHERE Subject = null") == [{"Subject": None}]


def test_cases_are_numbered_and_open_until_their_status_closes_them(desk: Desk) -> None:
    first, second = desk.add("Case", Subject="a"), desk.add("Case", Subject="b")
    assert desk.values("SELECT CaseNumber FROM Case ORDER BY CaseNumber") == ["00000001", "00000002"]
    row = desk.sf.Case.get(first)
    assert (row["Status"], row["Priority"], row["IsClosed"], row["ClosedDate"]) == ("New", "Medium", False, None)
    desk.sf.Case.update(first, {"Status": "Closed"})
    assert desk.values("SELECT Id FROM Case WHERE IsClosed = TRUE") == [first]
    assert desk.sf.Case.get(first)["ClosedDate"] == "2026-03-04T10:30:00.000+0000"
    desk.sf.Case.update(first, {"Status": "Working"})
    row = desk.sf.Case.get(first)
    assert (row["IsClosed"], row["ClosedDate"]) == (False, None)
    assert desk.sf.Case.get(second)["IsClosed"] is False


def test_a_case_takes_the_account_of_its_contact_and_shows_the_contact(desk: Desk) -> None:
    account = desk.add("Account", Name="A")
    contact = desk.add("Contact", FirstName="Ana", LastName="Lima", Email="ana@a.test", AccountId=account)
    case = desk.add("Case", ContactId=contact)
    row = desk.sf.Case.get(case)
    assert (row["AccountId"], row["ContactEmail"]) == (account, "ana@a.test")
    assert desk.values("SELECT Id FROM Case WHERE ContactEmail = 'ANA@a.test'") == [case]
    assert desk.sf.Contact.get(contact)["Name"] == "Ana Lima"


@pytest.mark.parametrize("path", ["Orchestration_Key__c/K-1", "orchestration_key__c/k-1"])
def test_an_upsert_creates_then_changes_the_same_record(desk: Desk, path: str) -> None:
    created = desk.sf.Case.upsert("Orchestration_Key__c/K-1", {"Subject": "a"}, raw_response=True)
    assert created.status_code == 201
    assert created.json()["created"] is True
    changed = desk.sf.Case.upsert(path, {"Subject": "b"}, raw_response=True)
    assert changed.status_code == 200
    assert changed.json() == {"id": created.json()["id"], "success": True, "errors": [], "created": False}
    assert desk.rows("SELECT Subject, Orchestration_Key__c FROM Case") == [
        {"Subject": "b", "Orchestration_Key__c": "K-1"}
    ]
    assert desk.sf.Case.get_by_custom_id("Orchestration_Key__c", "K-1")["Subject"] == "b"
    assert desk.sf.Case.delete("Orchestration_Key__c/K-1") == 204


def test_an_upsert_by_a_key_that_several_records_have_names_them_all(desk: Desk) -> None:
    ids = [desk.add("Case", Thread_Token__c="T"), desk.add("Case", Thread_Token__c="t")]
    with pytest.raises(SalesforceMoreThanOneRecord) as error:
        desk.sf.Case.upsert("Thread_Token__c/T", {"Subject": "x"})
    assert error.value.content == [f"/services/data/v59.0/sobjects/Case/{one}" for one in ids]
    assert desk.values("SELECT Subject FROM Case") == [None, None]


def test_an_upsert_may_not_repeat_its_key_in_the_body(desk: Desk) -> None:
    with pytest.raises(SalesforceMalformedRequest) as error:
        desk.sf.Case.upsert("Orchestration_Key__c/K", {"Orchestration_Key__c": "K"})
    message = "The Orchestration_Key__c field should not be specified in the sobject data."
    assert refusal(error) == (400, "INVALID_FIELD", message)


def test_an_upsert_by_a_field_that_is_no_key_is_refused(desk: Desk) -> None:
    with pytest.raises(SalesforceResourceNotFound) as error:
        desk.sf.Case.upsert("Subject/x", {"Status": "New"})
    message = "Provided external ID field does not exist or is not accessible: Subject"
    assert refusal(error) == (404, "NOT_FOUND", message)


def test_before_version_46_an_upsert_that_changes_answers_without_a_body(desk: Desk) -> None:
    desk.sf.Case.upsert("Orchestration_Key__c/K", {"Subject": "a"})
    place = f"{desk.url}/services/data/v45.0/sobjects/Case/Orchestration_Key__c/K"
    headers = {"Authorization": f"Bearer {desk.org.session_id}"}
    answer = desk.session.patch(place, json={"Subject": "b"}, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_parent_can_be_named_by_its_external_id(desk: Desk) -> None:
    run = desk.add("Orchestration_Run__c", Run_Key__c="R-1")
    hop = desk.add("Orchestration_Hop__c", Hop_Key__c="H-1", Run__r={"Run_Key__c": "R-1"})
    assert desk.sf.Orchestration_Hop__c.get(hop)["Run__c"] == run
    with pytest.raises(SalesforceMalformedRequest) as error:
        desk.sf.Orchestration_Hop__c.create({"Hop_Key__c": "H-2", "Run__r": {"Run_Key__c": "R-2"}})
    message = "Foreign key external ID: R-2 not found for field Run_Key__c in entity Orchestration_Run__c"
    assert refusal(error) == (400, "INVALID_FIELD", message)


def test_a_deleted_record_is_gone_but_for_query_all(desk: Desk) -> None:
    case = desk.add("Case", Orchestration_Key__c="K")
    assert desk.sf.Case.delete(case) == 204
    assert desk.rows("SELECT Id FROM Case") == []
    assert desk.rows("SELECT Id, IsDeleted FROM Case", include_deleted=True) == [{"Id": case, "IsDeleted": True}]
    for attempt in (desk.sf.Case.get, desk.sf.Case.delete, lambda one: desk.sf.Case.update(one, {"Subject": "x"})):
        with pytest.raises(SalesforceResourceNotFound) as error:
            attempt(case)
        assert refusal(error) == (404, "ENTITY_IS_DELETED", "entity is deleted")
    again = desk.add("Case", Orchestration_Key__c="K")
    assert again != case


def test_deleting_a_case_takes_its_mail_along_and_releases_its_children(desk: Desk) -> None:
    parent = desk.add("Case", Subject="parent")
    child = desk.add("Case", ParentId=parent)
    run = desk.add("Orchestration_Run__c", Run_Key__c="R", Case__c=parent)
    desk.add("EmailMessage", ParentId=parent, Subject="mail")
    desk.sf.Case.delete(parent)
    assert desk.rows("SELECT Id FROM EmailMessage") == []
    assert desk.sf.Case.get(child)["ParentId"] is None
    assert desk.sf.Orchestration_Run__c.get(run)["Case__c"] is None


def test_an_account_with_cases_may_not_be_deleted(desk: Desk) -> None:
    account = desk.add("Account", Name="A")
    desk.add("Case", AccountId=account)
    with pytest.raises(SalesforceMalformedRequest) as error:
        desk.sf.Account.delete(account)
    assert refusal(error)[1] == "DELETE_FAILED"
    assert desk.sf.Account.get(account)["IsDeleted"] is False


def test_a_record_can_be_changed_only_if_nobody_changed_it_since(desk: Desk) -> None:
    case = desk.add("Case", Subject="a")
    seen = {"If-Unmodified-Since": "Wed, 04 Mar 2026 10:30:00 GMT"}
    assert desk.raw("PATCH", f"sobjects/Case/{case}", json={"Subject": "b"}, headers=seen).status_code == 204
    desk.clock.advance(seconds=5)
    desk.sf.Case.update(case, {"Subject": "by a person"})
    refused = desk.raw("PATCH", f"sobjects/Case/{case}", json={"Subject": "c"}, headers=seen)
    assert refused.status_code == 412
    assert desk.sf.Case.get(case)["Subject"] == "by a person"


def test_what_changed_and_what_was_deleted_in_a_span_of_time_is_listed(desk: Desk) -> None:
    kept, gone = desk.add("Account", Name="kept"), desk.add("Account", Name="gone")
    desk.clock.advance(hours=1)
    desk.sf.Account.delete(gone)
    desk.clock.advance(hours=1)
    start, end = datetime(2026, 3, 4, 10, tzinfo=UTC), datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert desk.sf.Account.updated(start, end)["ids"] == [kept]
    deleted = desk.sf.Account.deleted(start, end)["deletedRecords"]
    assert deleted == [{"id": gone, "deletedDate": "2026-03-04T11:30:00.000+0000"}]


def test_relationships_of_a_record_have_addresses(desk: Desk) -> None:
    account = desk.add("Account", Name="A")
    contact = desk.add("Contact", LastName="L", AccountId=account)
    assert desk.raw("GET", f"sobjects/Contact/{contact}/Account?fields=Name").json()["Name"] == "A"
    children: Any = desk.raw("GET", f"sobjects/Account/{account}/Contacts?fields=LastName").json()
    assert [row["LastName"] for row in children["records"]] == ["L"]


def test_only_the_fields_asked_for_are_read(desk: Desk) -> None:
    account = desk.add("Account", Name="A")
    row = desk.raw("GET", f"sobjects/Account/{account}?fields=name,Phone").json()
    del row["attributes"]
    assert row == {"Name": "A", "Phone": None}
