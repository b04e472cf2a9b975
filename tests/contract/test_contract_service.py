"""The service around the records: describes, files, log-ins, limits, search, and failures on demand."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
import requests
from org_desk import BASE, Desk, refusal, sub
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceAuthenticationFailed, SalesforceError, SalesforceRefusedRequest
from simple_salesforce.login import SalesforceLogin

from tools.salesforce.org import INSTANCE_URL, Fault, Flow

ADMINISTRATOR = "admin@embedded.example"


def test_objects_and_their_fields_describe_themselves(desk: Desk) -> None:
    names = [one["name"] for one in desk.sf.describe()["sobjects"]]
    assert {"Account", "Case", "ContentVersion", "Orchestration_Run__c"} <= set(names)
    case = desk.sf.Case.describe()
    assert (case["keyPrefix"], case["custom"], case["labelPlural"]) == ("500", False, "Cases")
    fields = {field["name"]: field for field in case["fields"]}
    assert fields["OwnerId"]["referenceTo"] == ["Group", "User"]
    assert fields["OwnerId"]["polymorphicForeignKey"] is True
    key = fields["Orchestration_Key__c"]
    assert (key["externalId"], key["unique"], key["idLookup"], key["custom"]) == (True, True, True, True)
    assert fields["Description"]["filterable"] is False
    assert (fields["CaseNumber"]["autoNumber"], fields["CaseNumber"]["createable"]) == (True, False)
    assert [v["value"] for v in fields["Status"]["picklistValues"]] == ["New", "Working", "Escalated", "Closed"]
    children = {(c["childSObject"], c["field"]): c for c in case["childRelationships"]}
    assert children["EmailMessage", "ParentId"]["relationshipName"] == "EmailMessages"
    assert children["EmailMessage", "ParentId"]["cascadeDelete"] is True
    assert desk.sf.Case.metadata()["objectDescribe"]["name"] == "Case"


def test_versions_and_resources_are_listed(desk: Desk) -> None:
    versions = desk.session.get(f"{desk.url}/services/data/").json()
    assert {"version": "59.0", "url": "/services/data/v59.0"}.items() <= versions[59 - 31].items()
    assert desk.raw("GET", "").json()["sobjects"] == f"{BASE}/sobjects"
    headers = {"Authorization": f"Bearer {desk.org.session_id}"}
    assert desk.session.get(f"{desk.url}/services/data/v20.0/sobjects", headers=headers).status_code == 404


def test_a_file_is_uploaded_in_parts_and_read_again(desk: Desk) -> None:
    content = bytes(range(256)) * 40 + b"\r\n--boundary\r\n"
    case = desk.add("Case", Subject="with file")
    fields = {"Title": "Scan", "PathOnClient": "scan 1.pdf", "FirstPublishLocationId": case}
    parts = {
        "entity_content": ("", json.dumps(fields), "application/json"),
        "VersionData": ("scan 1.pdf", content, "application/octet-stream"),
    }
    answer = desk.raw("POST", "sobjects/ContentVersion", files=parts)
    assert answer.status_code == 201
    version = answer.json()["id"]
    assert desk.sf.ContentVersion.get_base64(version, "VersionData") == content
    row = desk.sf.ContentVersion.get(version)
    assert (row["ContentSize"], row["FileExtension"], row["VersionNumber"]) == (len(content), "pdf", "1")
    assert row["Checksum"] == hashlib.md5(content).hexdigest()
    assert row["VersionData"] == f"{BASE}/sobjects/ContentVersion/{version}/VersionData"
    links = desk.rows(
        f"SELECT ContentDocument.Title, ContentDocument.LatestPublishedVersionId FROM ContentDocumentLink "
        f"WHERE LinkedEntityId = '{case}'"
    )
    assert links == [{"ContentDocument": {"Title": "Scan", "LatestPublishedVersionId": version}}]
    [counted] = desk.rows(f"SELECT (SELECT Id FROM ContentDocumentLinks) FROM Case WHERE Id = '{case}'")
    assert counted["ContentDocumentLinks"]["totalSize"] == 1


def test_a_file_in_base64_gets_further_versions_and_further_places(desk: Desk) -> None:
    mail = desk.add("EmailMessage", ParentId=desk.add("Case"), Subject="m")
    first = desk.add("ContentVersion", PathOnClient="a.txt", VersionData=base64.b64encode(b"one").decode())
    document = desk.sf.ContentVersion.get(first)["ContentDocumentId"]
    more = {"ContentDocumentId": document, "PathOnClient": "a.txt", "VersionData": base64.b64encode(b"two").decode()}
    second = desk.add("ContentVersion", **more)
    assert desk.rows("SELECT VersionNumber, IsLatest FROM ContentVersion ORDER BY VersionNumber") == [
        {"VersionNumber": "1", "IsLatest": False}, {"VersionNumber": "2", "IsLatest": True},
    ]  # fmt: skip
    assert desk.sf.ContentDocument.get(document)["LatestPublishedVersionId"] == second
    assert desk.sf.EmailMessage.get(mail)["HasAttachment"] is False
    desk.add("ContentDocumentLink", ContentDocumentId=document, LinkedEntityId=mail, ShareType="V")
    assert desk.sf.EmailMessage.get(mail)["HasAttachment"] is True
    with pytest.raises(SalesforceError) as error:
        desk.sf.ContentVersion.create({"PathOnClient": "a.txt"})
    assert refusal(error)[1] == "REQUIRED_FIELD_MISSING"


def test_mail_of_a_case_is_related_to_it(desk: Desk) -> None:
    case = desk.add("Case", Subject="s")
    mail = desk.add(
        "EmailMessage", ParentId=case, Incoming=True, Status="0", FromAddress="a@b.test", TextBody="x" * 40_000
    )
    row = desk.sf.EmailMessage.get(mail)
    assert (row["RelatedToId"], row["Incoming"], len(row["TextBody"])) == (case, True, 40_000)
    assert desk.rows(f"SELECT (SELECT FromAddress FROM EmailMessages) FROM Case WHERE Id = '{case}'")[0][
        "EmailMessages"
    ]


def test_users_log_in_by_password_over_soap(desk: Desk) -> None:
    place = None if desk.url == INSTANCE_URL else desk.url
    token, instance = SalesforceLogin(
        username=ADMINISTRATOR, password="embedded", security_token="", scratch_url=place, session=desk.session
    )
    client = Salesforce(session_id=token, instance=instance, session=desk.session)
    assert client.query("SELECT Username FROM User")["records"][0]["Username"] == ADMINISTRATOR
    with pytest.raises(SalesforceAuthenticationFailed) as error:
        SalesforceLogin(
            username=ADMINISTRATOR, password="wrong", security_token="", scratch_url=place, session=desk.session
        )
    assert error.value.code == "INVALID_LOGIN"


def test_users_log_in_over_oauth_and_are_who_they_are(desk: Desk) -> None:
    form = {"grant_type": "password", "client_id": "c", "client_secret": "s", "username": ADMINISTRATOR}
    place = f"{desk.url}/services/oauth2/token"
    refused = desk.session.post(place, data={**form, "password": "wrong"})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    answer = desk.session.post(place, data={**form, "password": "embedded"}).json()
    assert answer["instance_url"] == desk.url
    client = Salesforce(session_id=answer["access_token"], instance_url=answer["instance_url"], session=desk.session)
    assert client.oauth2("userinfo")["preferred_username"] == ADMINISTRATOR
    secret = {"grant_type": "client_credentials", "client_id": "c", "client_secret": "embedded"}
    assert "access_token" in desk.session.post(place, data=secret).json()


def test_what_a_user_writes_is_that_users(desk: Desk) -> None:
    profile = desk.values("SELECT Id FROM Profile WHERE Name = 'Standard User'")[0]
    settings = {
        "TimeZoneSidKey": "UTC",
        "LocaleSidKey": "en_US",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "en_US",
    }
    user = desk.add(
        "User", Username="kim@x.test", LastName="Kim", Email="kim@x.test", Alias="kim", ProfileId=profile, **settings
    )
    form = {"grant_type": "password", "username": "kim@x.test", "password": "embedded"}
    token = desk.session.post(f"{desk.url}/services/oauth2/token", data=form).json()["access_token"]
    client = Salesforce(session_id=token, instance_url=desk.url, session=desk.session)
    case = client.Case.create({"Subject": "mine"})["id"]
    row = desk.sf.Case.get(case)
    assert row["OwnerId"] == row["CreatedById"] == user
    assert client.query("SELECT Id FROM Case USING SCOPE mine")["totalSize"] == 1
    assert desk.rows("SELECT Id FROM Case USING SCOPE mine") == []
    desk.sf.User.update(user, {"IsActive": False})
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.create({"OwnerId": user})
    assert refusal(error)[1] == "INACTIVE_OWNER_OR_USER"
    assert desk.session.post(f"{desk.url}/services/oauth2/token", data=form).status_code == 400


def test_api_calls_are_counted_once_a_request(desk: Desk) -> None:
    desk.sf.query("SELECT Id FROM Account")
    before = desk.sf.api_usage["api-usage"].used
    desk.composite(*[sub("POST", "sobjects/Account", f"a{n}", {"Name": "x"}) for n in range(5)])
    assert desk.sf.api_usage["api-usage"].used == before + 1
    assert desk.sf.limits()["DailyApiRequests"]["Max"] == 1_000_000
    assert desk.sf.restful("limits/recordCount", params={"sObjects": "Account,Case"})["sObjects"] == [
        {"count": 5, "name": "Account"}, {"count": 0, "name": "Case"},
    ]  # fmt: skip


def test_words_are_found_in_searchable_fields(desk: Desk) -> None:
    account = desk.add("Account", Name="Hillside Wheels", Website="hillside.test")
    desk.add("Contact", LastName="Hillside")
    found = desk.sf.search("FIND {hillside wheels} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id)")
    assert [(r["attributes"]["type"], r["Id"]) for r in found["searchRecords"]] == [("Account", account)]
    assert len(desk.sf.quick_search("hill*")["searchRecords"]) == 2
    with pytest.raises(SalesforceError) as error:
        desk.sf.search("hillside")
    message = "No search term found. The search term must be enclosed in braces."
    assert refusal(error) == (400, "MALFORMED_SEARCH", message)


def test_a_declared_fault_strikes_the_call_it_is_meant_for(desk: Desk) -> None:
    desk.org.faults.declare(Fault(sobject="Case", method="POST", nth=2, code="UNABLE_TO_LOCK_ROW", latency=1.5))
    desk.add("Case", Subject="first")
    desk.add("Account", Name="other")
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.create({"Subject": "second"})
    assert refusal(error)[:2] == (400, "UNABLE_TO_LOCK_ROW")
    assert desk.waits == [1.5]
    desk.add("Case", Subject="third")
    assert desk.values("SELECT Subject FROM Case ORDER BY Subject") == ["first", "third"]


def test_a_fault_of_a_sub_request_undoes_its_composite(desk: Desk) -> None:
    desk.org.faults.declare(Fault(sobject="Orchestration_Run__c", code="STORAGE_LIMIT_EXCEEDED"))
    requests_ = [
        sub("POST", "sobjects/Case", "case", {"Subject": "s"}),
        sub("POST", "sobjects/Orchestration_Run__c", "run", {"Run_Key__c": "r"}),
    ]
    assert [a["httpStatusCode"] for a in desk.composite(*requests_)] == [400, 400]
    assert desk.rows("SELECT Id FROM Case") == []
    assert [a["httpStatusCode"] for a in desk.composite(*requests_)] == [201, 201]


@pytest.mark.parametrize(("drop", "left"), [("request", 0), ("reply", 1)])
@pytest.mark.parametrize("path", ["composite", "sobjects/Case"])
def test_a_reply_can_be_lost_before_or_after_the_work_is_done(desk: Desk, drop: Any, left: int, path: str) -> None:
    desk.org.faults.declare(Fault(path=path, method="POST", drop=drop))
    with pytest.raises(requests.ConnectionError):
        desk.composite(sub("POST", "sobjects/Case", "case", {"Subject": "s"}))
    assert len(desk.rows("SELECT Id FROM Case")) == left


def test_a_fault_may_last(desk: Desk) -> None:
    desk.org.faults.declare(Fault(path="query*", times=0, code="REQUEST_LIMIT_EXCEEDED"))
    for _ in range(3):
        with pytest.raises(SalesforceRefusedRequest):
            desk.sf.query("SELECT Id FROM Case")
    desk.org.faults.clear()
    assert desk.sf.query("SELECT Id FROM Case")["totalSize"] == 0


def test_a_flow_does_what_it_declares(desk: Desk) -> None:
    effects = [
        {"object": "Task", "values": {"Subject": "Call {!pod}", "WhatId": "{!case}"}},
        {"object": "Case", "id": "{!case}", "values": {"Priority": "High"}},
    ]
    inputs = {"case": {"required": True}, "pod": {}}
    desk.org.declare_flow(
        Flow.model_validate({"name": "Notify", "inputs": inputs, "effects": effects, "outputs": {"task": "{!effect0}"}})
    )
    case = desk.add("Case", Subject="s")
    place = "actions/custom/flow/Notify"
    assert desk.raw("GET", "actions/custom/flow").json()["actions"][0]["url"] == f"{BASE}/{place}"
    assert [one["required"] for one in desk.raw("GET", place).json()["inputs"]] == [True, False]
    [done] = desk.sf.restful(place, method="POST", json={"inputs": [{"case": case, "pod": "NORTH"}]})
    assert (done["isSuccess"], done["errors"], done["outputValues"]["Flow__InterviewStatus"]) == (
        True,
        None,
        "Finished",
    )
    assert desk.rows("SELECT Id, Subject, What.Name FROM Task") == [
        {"Id": done["outputValues"]["task"], "Subject": "Call NORTH", "What": {"Name": "00000001"}}
    ]
    assert desk.sf.Case.get(case)["Priority"] == "High"


def test_a_flow_that_fails_does_nothing(desk: Desk) -> None:
    effects = [{"object": "Task", "values": {"Subject": "x"}}, {"object": "Case", "id": "{!case}", "values": {}}]
    desk.org.declare_flow(Flow.model_validate({"name": "Notify", "inputs": {"case": {}}, "effects": effects}))
    refused = desk.raw("POST", "actions/custom/flow/Notify", json={"inputs": [{"case": "500000000000001AAA"}]})
    assert refused.status_code == 400
    assert (refused.json()[0]["isSuccess"], refused.json()[0]["errors"][0]["statusCode"]) == (False, "NOT_FOUND")
    assert desk.rows("SELECT Id FROM Task") == []
    unknown = desk.raw("POST", "actions/custom/flow/Notify", json={"inputs": [{"cas": 1}]}).json()[0]["errors"][0]
    assert unknown["message"] == "The flow Notify has no input variable cas"
    assert desk.raw("POST", "actions/custom/flow/Other", json={"inputs": [{}]}).status_code == 404


def test_each_part_of_a_batch_counts_as_a_call(desk: Desk) -> None:
    desk.sf.query("SELECT Id FROM Account")
    before = desk.sf.api_usage["api-usage"].used
    requests_ = [{"method": "GET", "url": "v59.0/limits"}] * 3
    desk.sf.restful("composite/batch", method="POST", json={"batchRequests": requests_})
    assert desk.sf.api_usage["api-usage"].used == before + 3
