"""What the product writes and asks, by its own client: in the embedded org, in process and over loopback, and in a real org.

The real one is the org that the environment names (SWITCHYARD_SALESFORCE_..., docs/salesforce.md), with the package
installed, and only where SWITCHYARD_CONTRACT_ORG=writes says that records may be made in it: use a sandbox. Everything
that is made carries a key of the test's own and is deleted at its end.

    SWITCHYARD_CONTRACT_ORG=writes pytest tests/contract/test_contract_writes.py
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tools.salesforce import composite
from tools.salesforce.client import Client, from_environment, of_token
from tools.salesforce.errors import Refusal
from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, adapter, serving

CONSENT = "SWITCHYARD_CONTRACT_ORG"
RUN, HOP = "Orchestration_Run__c", "Orchestration_Hop__c"


@dataclass
class Written:
    """A client, a key that nothing else in the org has, and the records to be deleted."""

    client: Client
    key: str = field(default_factory=lambda: f"contract-{uuid.uuid4()}")
    made: list[tuple[str, str]] = field(default_factory=list)

    def add(self, sobject: str, **values: Any) -> str:
        return self.note(sobject, str(self.client.request("POST", f"sobjects/{sobject}", values)["id"]))

    def note(self, sobject: str, record: str) -> str:
        self.made.append((sobject, record))
        return record

    def of_run(self, columns: str = "Id") -> list[dict[str, Any]]:
        return self.client.query(f"SELECT {columns} FROM {RUN} WHERE Run_Key__c LIKE '{self.key}%' ORDER BY Run_Key__c")

    def tidy(self) -> None:
        for sobject, record in reversed(self.made):
            try:
                self.client.request("DELETE", f"sobjects/{sobject}/{record}")
            except Refusal as told:
                if told.failure.code not in ("ENTITY_IS_DELETED", "NOT_FOUND"):
                    raise


@pytest.fixture(params=["in process", "loopback", *(["real"] if os.environ.get(CONSENT) == "writes" else [])])
def place(request: pytest.FixtureRequest) -> Iterator[Written]:
    with ExitStack() as stack:
        if request.param == "real":
            client = from_environment()
            assert client is not None, f"{CONSENT} is set, and the environment names no org (docs/salesforce.md)"
        else:
            org = EmbeddedOrg(None)
            stack.callback(org.close)
            if request.param == "loopback":
                client = of_token(stack.enter_context(serving(org)).url, org.session_id)
            else:
                client = of_token(INSTANCE_URL, org.session_id, inner=adapter(org))
        stack.callback(client.close)
        written = Written(client)
        stack.callback(written.tidy)
        yield written


def code(told: pytest.ExceptionInfo[Refusal]) -> tuple[str, list[str]]:
    return told.value.failure.code, list(told.value.failure.fields)


def test_a_record_is_made_changed_read_and_deleted(place: Written) -> None:
    account = place.add("Account", Name=place.key, NumberOfEmployees=3)
    place.client.request("PATCH", f"sobjects/Account/{account}", {"NumberOfEmployees": None, "Site": "x"})
    row = place.client.read("Account", account, ("Name", "Site", "NumberOfEmployees"))
    assert row is not None
    assert (row["Name"], row["Site"], row["NumberOfEmployees"]) == (place.key, "x", None)
    place.client.request("DELETE", f"sobjects/Account/{account}")
    assert place.client.read("Account", account, ("Name",)) is None


def test_a_case_and_its_log_are_one_request_with_references(place: Written) -> None:
    account = place.add("Account", Name=place.key)
    answers = composite.send(place.client, [
        composite.create("case", "Case", {"Subject": place.key, "AccountId": account}),
        composite.create("run", RUN, {"Run_Key__c": place.key, "Case__c": "@{case.id}", "Record_Id__c": "@{case.id}"}),
        composite.create_all("hops", HOP, [
            {"Run__c": "@{run.id}", "Hop_Key__c": f"{place.key}-{n}"} for n in (1, 2)
        ]),
        composite.find("seen", f"SELECT Id, Case__r.Subject FROM {RUN} WHERE Run_Key__c = '{place.key}'"),
    ])  # fmt: skip
    case = place.note("Case", answers["case"].id)
    place.note(RUN, answers["run"].id)
    assert [row["success"] for row in answers["hops"].rows] == [True, True]
    assert answers["seen"].rows[0]["Case__r"]["Subject"] == place.key
    assert place.of_run("Case__c")[0]["Case__c"] == case


def test_a_part_that_fails_undoes_the_others_and_says_which_field(place: Written) -> None:
    with pytest.raises(Refusal) as told:
        composite.send(place.client, [
            composite.create("run", RUN, {"Run_Key__c": place.key}),
            composite.create("case", "Case", {"Subject": "x" * 256}),
        ])  # fmt: skip
    assert code(told) == ("STRING_TOO_LONG", ["Subject"])
    assert place.of_run() == []


@pytest.mark.parametrize(
    ("values", "wanted", "fields"),
    [
        ({"Name": None}, "REQUIRED_FIELD_MISSING", ["Name"]),
        ({"Name": "x", "Nothing__c": 1}, "INVALID_FIELD", []),
        ({"Name": "x", "ParentId": "001000000000000AAA"}, None, ["ParentId"]),
        ({"Name": "x", "ParentId": "nothing"}, "MALFORMED_ID", ["ParentId"]),
        ({"Name": "x", "NumberOfEmployees": "many"}, "JSON_PARSER_ERROR", []),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_code(
    place: Written, values: dict[str, Any], wanted: str | None, fields: list[str]
) -> None:
    with pytest.raises(Refusal) as told:
        place.add("Account", **values)
    assert code(told)[0] == wanted or wanted is None
    assert code(told)[1] == fields


def test_an_upsert_by_key_makes_then_changes_the_same_record(place: Written) -> None:
    parts = [composite.upsert("run", RUN, "Run_Key__c", place.key, {"Workflow__c": "first"})]
    run = place.note(RUN, composite.send(place.client, parts)["run"].id)
    again = [composite.upsert("run", RUN, "Run_Key__c", place.key, {"Workflow__c": "second"})]
    assert composite.send(place.client, again)["run"].id in (run, "")
    assert [(row["Id"], row["Workflow__c"]) for row in place.of_run("Id, Workflow__c")] == [(run, "second")]
    rows = [{"Run_Key__c": f"{place.key}-{n}", "Workflow__c": "many"} for n in range(3)]
    made = composite.send(place.client, [composite.upsert_all("runs", RUN, "Run_Key__c", rows)])["runs"].rows
    for row in made:
        place.note(RUN, row["id"])
    assert [row["created"] for row in made] == [True, True, True]


def test_a_second_record_with_a_key_is_refused_as_a_duplicate(place: Written) -> None:
    place.add(RUN, Run_Key__c=place.key)
    with pytest.raises(Refusal) as told:
        place.add(RUN, Run_Key__c=place.key.upper())
    assert code(told)[0] == "DUPLICATE_VALUE"
    found = place.client.read(RUN, place.key, ("Run_Key__c",), by="Run_Key__c")
    assert found is not None
    assert found["Run_Key__c"] == place.key


def test_a_file_is_sent_in_parts_and_comes_back_byte_for_byte(place: Written) -> None:
    case = place.add("Case", Subject=place.key)
    content = bytes(range(256)) * 40
    entity = {"Title": "list.bin", "PathOnClient": "list.bin", "FirstPublishLocationId": case}
    parts = {
        "entity_content": (None, json.dumps(entity), "application/json"),
        "VersionData": ("list.bin", content, "application/octet-stream"),
    }
    version = str(place.client.request("POST", "sobjects/ContentVersion", files=parts)["id"])
    assert place.client.download(f"sobjects/ContentVersion/{version}/VersionData") == content
    [link] = place.client.query(f"SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{case}'")
    place.note("ContentDocument", link["ContentDocumentId"])


def test_a_mail_stands_on_its_case(place: Written) -> None:
    case = place.add("Case", Subject=place.key)
    mail = place.add(
        "EmailMessage", ParentId=case, Incoming=True, Status="0", Subject=place.key, TextBody="text",
        FromAddress="ada@north.example", MessageIdentifier=f"<{place.key}@north.example>",
    )  # fmt: skip
    [row] = place.client.query(f"SELECT Id, Parent.CaseNumber FROM EmailMessage WHERE ParentId = '{case}'")
    assert row["Id"] == mail
    assert row["Parent"]["CaseNumber"]


def test_long_text_is_kept_whole(place: Written) -> None:
    text = "Straße 日本 🚢 " * 9000
    place.add(RUN, Run_Key__c=place.key, Timeline__c=text.strip()[:131_000])
    assert place.of_run("Timeline__c")[0]["Timeline__c"] == text.strip()[:131_000].strip()


def test_a_collection_says_what_became_of_each_record(place: Written) -> None:
    body = {"allOrNone": False, "records": [
        {"attributes": {"type": RUN}, "Run_Key__c": place.key}, {"attributes": {"type": RUN}},
    ]}  # fmt: skip
    first, second = place.client.request("POST", "composite/sobjects", body)
    place.note(RUN, first["id"])
    assert (first["success"], second["success"]) == (True, False)
    assert second["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"


def test_what_is_asked_too_much_in_one_request_is_refused_whole(place: Written) -> None:
    part = {"method": "GET", "url": f"{place.client.base}/limits", "referenceId": "r"}
    many = [{**part, "referenceId": f"r{n}"} for n in range(26)]
    with pytest.raises(Refusal):
        place.client.request("POST", "composite", {"compositeRequest": many})
    rows = [{"attributes": {"type": RUN}, "Run_Key__c": f"{place.key}-{n}"} for n in range(201)]
    with pytest.raises(Refusal):
        place.client.request("POST", "composite/sobjects", {"allOrNone": True, "records": rows})
    assert place.of_run() == []


def test_changes_and_deletions_of_a_span_of_time_are_listed(place: Written) -> None:
    account = place.add("Account", Name=place.key)
    place.client.request("DELETE", f"sobjects/Account/{account}")
    now = datetime.now(UTC)
    span = {"start": (now - timedelta(hours=1)).isoformat(), "end": (now + timedelta(minutes=5)).isoformat()}
    told = place.client.request("GET", "sobjects/Account/deleted/", params=span)
    assert {"deletedRecords", "earliestDateAvailable", "latestDateCovered"} <= told.keys()
    span["start"] = (now - timedelta(days=40)).isoformat()
    with pytest.raises(Refusal) as refused:
        place.client.request("GET", "sobjects/Account/updated/", params=span)
    assert code(refused)[0] == "INVALID_REPLICATION_DATE"


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("SELECT Id FROM Nothing__c", "INVALID_TYPE"),
        ("SELECT Nothing FROM Account", "INVALID_FIELD"),
        ("SELECT Id FROM Account WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Account WHERE", "MALFORMED_QUERY"),
        ("SELECT AnnualRevenue, COUNT(Id) FROM Account GROUP BY AnnualRevenue", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)", "MALFORMED_QUERY"),
    ],
)
def test_a_query_that_cannot_be_is_refused_by_its_code(place: Written, statement: str, wanted: str) -> None:
    with pytest.raises(Refusal) as told:
        place.client.query(statement)
    assert code(told)[0] == wanted


def test_the_objects_of_the_package_are_described_as_the_product_needs_them(place: Written) -> None:
    for name, fields in {
        RUN: ("Run_Key__c", "Timeline__c"),
        HOP: ("Hop_Key__c",),
        "Case": ("Orchestration_Key__c",),
    }.items():
        described = place.client.describe(name)
        assert all(described.has(each) for each in fields)
