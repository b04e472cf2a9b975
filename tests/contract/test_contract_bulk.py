"""Bulk API 2.0 and the older Bulk API by the stock client."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from org_desk import BASE, Desk


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def results(desk: Desk, job: str, which: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(desk.raw("GET", f"jobs/ingest/{job}/{which}").text)))


def test_rows_are_saved_one_by_one_with_their_results(desk: Desk) -> None:
    rows = [{"Name": "a", "Site": "3"}, {"Name": "", "Site": "4"}, {"Name": 'b "c"\nd', "Site": ""}]
    [told] = desk.sf.bulk2.Account.insert(records=rows)
    assert (told["numberRecordsProcessed"], told["numberRecordsFailed"]) == (3, 1)
    assert desk.values("SELECT Name FROM Account ORDER BY Name") == ["a", 'b "c"\nd']
    error = "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"
    assert results(desk, told["job_id"], "failedResults") == [
        {"sf__Id": "", "sf__Error": error, "Name": "", "Site": "4"}
    ]
    good = results(desk, told["job_id"], "successfulResults")
    assert [(row["sf__Created"], row["Name"]) for row in good] == [("true", "a"), ("true", 'b "c"\nd')]
    assert results(desk, told["job_id"], "unprocessedrecords") == []


def test_fields_are_emptied_kept_and_found_by_external_ids(desk: Desk) -> None:
    desk.org.add_fields("Account", [field("Code__c", {"type": "string", "externalId": True, "unique": True})])
    account = desk.add("Account", Name="a", Code__c="A1", Site="s", Phone="1")
    desk.sf.bulk2.Account.update(records=[{"Id": account, "Site": "#N/A", "Phone": ""}])
    assert desk.rows("SELECT Site, Phone FROM Account") == [{"Site": None, "Phone": "1"}]
    told = desk.sf.bulk2.Account.upsert(
        records=[{"Code__c": "A1", "Name": "b"}, {"Code__c": "A2", "Name": "c"}], external_id_field="Code__c"
    )
    created = cells(desk.raw("GET", f"jobs/ingest/{told[0]['job_id']}/successfulResults").text)
    assert [row[1] for row in created] == ["sf__Created", "false", "true"]
    desk.sf.bulk2.Contact.insert(records=[{"LastName": "l", "Account.Code__c": "A2"}])
    assert desk.values("SELECT Account.Name FROM Contact") == [{"Name": "c"}]
    desk.sf.bulk2.Account.delete(records=[{"Id": account}])
    assert desk.values("SELECT Name FROM Account") == ["c"]


def test_a_query_comes_as_csv_in_pages(desk: Desk) -> None:
    desk.sf.bulk2.Account.insert(records=[{"Name": f"A{n:02}"} for n in range(25)])
    pages = list(desk.sf.bulk2.Account.query("SELECT Name, Owner.Name FROM Account ORDER BY Name", max_records=10))
    assert [len(cells(page)) for page in pages] == [11, 11, 6]
    assert cells(pages[0])[:2] == [["Name", "Owner.Name"], ["A00", "System Administrator"]]


def test_a_job_goes_through_its_states(desk: Desk) -> None:
    body = {"object": "Account", "operation": "insert", "columnDelimiter": "PIPE", "lineEnding": "CRLF"}
    job = desk.raw("POST", "jobs/ingest", json=body).json()
    assert (job["state"], job["contentUrl"]) == ("Open", f"{BASE[1:]}/jobs/ingest/{job['id']}/batches")
    place = f"jobs/ingest/{job['id']}"
    sent = desk.raw("PUT", f"{place}/batches", data="Name|Site\r\nx|y\r\n", headers={"Content-Type": "text/csv"})
    assert (sent.status_code, sent.content) == (201, b"")
    assert desk.raw("PATCH", place, json={"state": "UploadComplete"}).json()["state"] == "UploadComplete"
    told = desk.raw("GET", place).json()
    assert (told["state"], told["jobType"], told["numberRecordsProcessed"]) == ("JobComplete", "V2Ingest", 1)
    assert desk.raw("PATCH", place, json={"state": "Aborted"}).json()[0]["errorCode"] == "INVALIDJOBSTATE"
    assert [one["id"] for one in desk.raw("GET", "jobs/ingest").json()["records"]] == [job["id"]]
    assert desk.raw("DELETE", place).status_code == 204
    assert desk.raw("GET", place).status_code == 404


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("Name,Nope\na,b\n", "InvalidBatch : Field name not found : Nope"),
        ("Name,Site\na\n", "InvalidBatch : Failed to parse CSV: row 1 has 1 cells, the header 2"),
        ('Name\n"a\n', "InvalidBatch : Failed to parse CSV: unexpected end of data"),
    ],
)
def test_data_that_cannot_be_read_fail_the_job_and_save_nothing(desk: Desk, data: str, told: str) -> None:
    job = desk.raw("POST", "jobs/ingest", json={"object": "Account", "operation": "insert"}).json()["id"]
    desk.raw("PUT", f"jobs/ingest/{job}/batches", data=data, headers={"Content-Type": "text/csv"})
    desk.raw("PATCH", f"jobs/ingest/{job}", json={"state": "UploadComplete"})
    info = desk.raw("GET", f"jobs/ingest/{job}").json()
    assert (info["state"], info["errorMessage"]) == ("Failed", told)
    assert desk.rows("SELECT Id FROM Account") == []


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("ingest", {"object": "Nope", "operation": "insert"}, "INVALIDENTITY"),
        ("ingest", {"object": "Account", "operation": "merge"}, "INVALIDJOB"),
        ("ingest", {"object": "Account", "operation": "upsert", "externalIdFieldName": "Site"}, "INVALIDJOB"),
        ("ingest", {"object": "Account", "operation": "insert", "columnDelimiter": "X"}, "INVALIDJOB"),
        ("query", {"operation": "query", "query": "SELECT Nope FROM Account"}, "INVALID_FIELD"),
        ("query", {"operation": "query", "query": "SELECT COUNT(Id) FROM Account"}, "API_ERROR"),
        ("query", {"operation": "query"}, "INVALIDJOB"),
    ],
)
def test_jobs_that_cannot_be_are_refused(desk: Desk, kind: str, body: dict[str, Any], code: str) -> None:
    answer = desk.raw("POST", f"jobs/{kind}", json=body)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, code)


def test_the_older_bulk_api_works_in_json(desk: Desk) -> None:
    first, second = desk.sf.bulk.Account.insert([{"Name": "a"}, {"Site": "x"}])
    assert (first["success"], first["created"]) == (True, True)
    assert (second["success"], second["errors"][0]["statusCode"]) == (False, "REQUIRED_FIELD_MISSING")
    assert desk.sf.bulk.Account.query("SELECT Name FROM Account") == [{"Name": "a"}]
    assert desk.sf.bulk.Account.delete([{"Id": first["id"]}])[0]["success"] is True


def test_the_older_bulk_api_works_in_xml(desk: Desk) -> None:
    def send(method: str, path: str, body: str = "", kind: str = "application/xml") -> str:
        headers = {"X-SFDC-Session": desk.sf.session_id, "Content-Type": kind}
        place = f"{desk.url}/services/async/59.0/job{path}"
        return desk.session.request(method, place, data=body, headers=headers).text

    made = send("POST", "", "<jobInfo><operation>insert</operation><object>Account</object><contentType>CSV</contentType></jobInfo>")  # fmt: skip
    job = made.partition("<id>")[2].partition("</id>")[0]
    batch = send("POST", f"/{job}/batch", "Name\na\n", "text/csv").partition("<id>")[2].partition("</id>")[0]
    assert "<state>Completed</state>" in send("GET", f"/{job}/batch/{batch}")
    assert cells(send("GET", f"/{job}/batch/{batch}/result"))[1][1:] == ["true", "true", ""]
    assert "<state>Closed</state>" in send("POST", f"/{job}", "<jobInfo><state>Closed</state></jobInfo>")
    assert "<exceptionCode>InvalidEntity</exceptionCode>" in send("POST", "", "<jobInfo><operation>insert</operation><object>Nope</object><contentType>CSV</contentType></jobInfo>")  # fmt: skip
    desk.sf.session_id = "wrong"
    assert "<exceptionCode>InvalidSessionId</exceptionCode>" in send("GET", f"/{job}")


def test_a_wrong_session_is_refused(desk: Desk) -> None:
    desk.sf.session_id = "wrong"
    answer = desk.raw("POST", "jobs/ingest", json={"object": "Account", "operation": "insert"})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")


def field(name: str, values: dict[str, Any]) -> Any:
    from tools.salesforce.org.declarations import field as declared

    return declared("", "Account", name, values)
