"""Composite resources by the stock client: what hangs together is done together."""

from __future__ import annotations

import json
from typing import Any

import pytest
from org_desk import BASE, Desk, refusal, sub
from simple_salesforce.exceptions import SalesforceError

HALTED = {
    "errorCode": "PROCESSING_HALTED",
    "message": "The transaction was rolled back since another operation in the same transaction failed.",
}


def test_sub_requests_use_the_answers_of_earlier_ones(desk: Desk) -> None:
    desk.add("Account", Name="North")
    answers = desk.composite(
        sub("GET", "query?q=SELECT+Id+FROM+Account+WHERE+Name='North'", "found"),
        sub("POST", "sobjects/Case", "case", {"Subject": "s", "AccountId": "@{found.records[0].Id}"}),
        sub("PATCH", "sobjects/Orchestration_Run__c/Run_Key__c/R-1", "run", {"Case__c": "@{case.id}"}),
        sub("PATCH", "sobjects/Case/@{case.id}", "change", {"Description": "run @{run.id} of @{case.id}"}),
        sub("GET", "sobjects/Case/@{case.id}?fields=Description", "shown"),
    )
    assert [a["httpStatusCode"] for a in answers] == [200, 201, 201, 204, 200]
    assert [a["referenceId"] for a in answers] == ["found", "case", "run", "change", "shown"]
    case, run = answers[1]["body"]["id"], answers[2]["body"]["id"]
    assert answers[1]["httpHeaders"] == {"Location": f"{BASE}/sobjects/Case/{case}"}
    assert answers[3]["body"] is None
    assert answers[4]["body"]["Description"] == f"run {run} of {case}"
    assert desk.values("SELECT Case__c FROM Orchestration_Run__c") == [case]


def test_all_or_none_undoes_everything_and_says_which_part_failed(desk: Desk) -> None:
    answers = desk.composite(
        sub("POST", "sobjects/Account", "a", {"Name": "x"}),
        sub("POST", "sobjects/Contact", "c", {"FirstName": "no last name"}),
        sub("POST", "sobjects/Case", "k", {"Subject": "x"}),
    )
    assert [a["httpStatusCode"] for a in answers] == [400, 400, 400]
    assert answers[0]["body"] == [HALTED] == answers[2]["body"]
    assert answers[1]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert desk.rows("SELECT Id FROM Account") == desk.rows("SELECT Id FROM Case") == []


def test_without_all_or_none_only_what_depends_on_the_failure_is_left_out(desk: Desk) -> None:
    answers = desk.composite(
        sub("POST", "sobjects/Account", "a", {}),
        sub("POST", "sobjects/Contact", "c", {"LastName": "x", "AccountId": "@{a.id}"}),
        sub("POST", "sobjects/Case", "k", {"Subject": "x"}),
        all_or_none=False,
    )
    assert [a["httpStatusCode"] for a in answers] == [400, 400, 201]
    message = "Invalid reference specified. No value for a.id found in a"
    assert answers[1]["body"] == [{"errorCode": "PROCESSING_HALTED", "message": message}]
    assert desk.values("SELECT Subject FROM Case") == ["x"]


def test_ids_of_undone_records_are_not_given_again(desk: Desk) -> None:
    desk.composite(sub("POST", "sobjects/Account", "a", {"Name": "x"}), sub("POST", "sobjects/Account", "b", {}))
    assert desk.add("Account", Name="y") != "001Ew0000000001IAA"


@pytest.mark.parametrize(
    ("outer", "inner", "kept"), [(False, False, 2), (False, True, 1), (True, False, 0), (True, True, 0)]
)
def test_all_or_none_of_the_composite_prevails_over_that_of_a_collection(
    desk: Desk, outer: bool, inner: bool, kept: int
) -> None:
    rows = [{"attributes": {"type": "Account"}, "Name": "x"}, {"attributes": {"type": "Account"}}]
    answers = desk.composite(
        sub("POST", "sobjects/Account", "single", {"Name": "y"}),
        sub("POST", "composite/sobjects", "many", {"allOrNone": inner, "records": rows}),
        all_or_none=outer,
    )
    assert len(desk.rows("SELECT Id FROM Account")) == kept
    assert [row["success"] for row in answers[1]["body"]] == [not (outer or inner), False]
    assert answers[0]["httpStatusCode"] == (400 if outer else 201)


def test_at_most_25_sub_requests_of_which_5_may_be_heavy(desk: Desk) -> None:
    accounts = [sub("POST", "sobjects/Account", f"a{n}", {"Name": "x"}) for n in range(26)]
    queries = [sub("GET", "query?q=SELECT+Id+FROM+Account", f"q{n}") for n in range(6)]
    for requests in (accounts, queries):
        with pytest.raises(SalesforceError) as error:
            desk.composite(*requests)
        assert refusal(error)[0] == 400
    assert desk.rows("SELECT Id FROM Account") == []
    assert len(desk.composite(*accounts[:20], *queries[:5])) == 25


@pytest.mark.parametrize(
    "broken",
    [
        sub("POST", "sobjects/Account", "not-a-name", {"Name": "x"}),
        sub("FETCH", "sobjects/Account", "a", {"Name": "x"}),
        {"method": "POST", "url": "https://elsewhere.test/", "referenceId": "a"},
        sub("POST", "sobjects/Account", "a", {"Name": "x"}, httpHeaders={"Authorization": "Bearer other"}),
    ],
)
def test_a_sub_request_that_is_none_fails_the_whole_call(desk: Desk, broken: dict[str, Any]) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.composite(sub("POST", "sobjects/Account", "first", {"Name": "x"}), broken, all_or_none=False)
    assert refusal(error)[:2] == (400, "JSON_PARSER_ERROR")
    assert desk.rows("SELECT Id FROM Account") == []


def test_a_resource_that_does_not_exist_is_an_answer_of_its_sub_request(desk: Desk) -> None:
    [answer] = desk.composite(sub("GET", "sobjects/Foo", "foo"), all_or_none=False)
    body = [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]
    assert answer == {"body": body, "httpHeaders": {}, "httpStatusCode": 404, "referenceId": "foo"}


def test_a_collection_saves_what_it_can(desk: Desk) -> None:
    taken = desk.add("Case", Orchestration_Key__c="K")
    rows = [
        {"attributes": {"type": "Account"}, "Name": "a"},
        {"attributes": {"type": "Case"}, "Orchestration_Key__c": "K"},
        {"attributes": {"type": "Contact"}, "LastName": "c"},
    ]
    results = desk.sf.restful("composite/sobjects", method="POST", json={"allOrNone": False, "records": rows})
    assert [one["success"] for one in results] == [True, False, True]
    message = f"duplicate value found: Orchestration_Key__c duplicates value on record with id: {taken[:15]}"
    assert json.loads(json.dumps(results[1])) == {
        "success": False,
        "errors": [{"statusCode": "DUPLICATE_VALUE", "message": message, "fields": []}],
    }
    undone = desk.sf.restful("composite/sobjects", method="POST", json={"allOrNone": True, "records": rows})
    assert [one["errors"][0]["statusCode"] for one in undone] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK", "DUPLICATE_VALUE", "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    ]  # fmt: skip
    assert len(desk.rows("SELECT Id FROM Account")) == len(desk.rows("SELECT Id FROM Contact")) == 1


def test_collections_change_upsert_read_and_delete(desk: Desk) -> None:
    def case(**values: Any) -> dict[str, Any]:
        return {"attributes": {"type": "Case"}, **values}

    place = "composite/sobjects/Case/Orchestration_Key__c"
    rows = [case(Orchestration_Key__c="1", Subject="a"), case(Orchestration_Key__c="2", Subject="b")]
    first = desk.sf.restful(place, method="PATCH", json={"records": rows})
    assert [one["created"] for one in first] == [True, True]
    again = desk.sf.restful(place, method="PATCH", json={"records": [*rows, rows[0]]})
    assert [one.get("created") for one in again] == [False, False, None]
    assert again[2]["errors"][0]["statusCode"] == "DUPLICATE_VALUE"
    ids = [one["id"] for one in first]
    missing = "500000000000009AAA"
    changes = [case(id=ids[0], Subject="c"), case(Id=missing, Subject="d"), case(id="001000000000001AAA", Subject="e")]
    changed = desk.sf.restful("composite/sobjects", method="PATCH", json={"records": changes})
    assert [one["success"] for one in changed] == [True, False, False]
    assert changed[2]["errors"][0]["statusCode"] == "MALFORMED_ID"
    read = desk.raw("GET", f"composite/sobjects/Case?ids={ids[1]},{missing},{ids[0]}&fields=Subject").json()
    assert [row and row["Subject"] for row in read] == ["b", None, "c"]
    deleted = desk.raw("DELETE", f"composite/sobjects?ids={ids[0]},{missing}&allOrNone=false").json()
    assert [one["success"] for one in deleted] == [True, False]
    assert deleted[1]["errors"][0]["statusCode"] == "INVALID_CROSS_REFERENCE_KEY"
    assert desk.values("SELECT Subject FROM Case") == ["b"]


def test_a_collection_has_200_records_in_10_chunks_at_most(desk: Desk) -> None:
    account, contact = (
        {"attributes": {"type": "Account"}, "Name": "a"},
        {"attributes": {"type": "Contact"}, "LastName": "c"},
    )
    for rows in ([account] * 201, [account, contact] * 6):
        with pytest.raises(SalesforceError):
            desk.sf.restful("composite/sobjects", method="POST", json={"records": rows})
    assert desk.rows("SELECT Id FROM Account") == []
    assert len(desk.sf.restful("composite/sobjects", method="POST", json={"records": [account] * 200})) == 200


def test_a_tree_creates_parents_with_their_children(desk: Desk) -> None:
    def contact(name: str, **values: Any) -> dict[str, Any]:
        return {"attributes": {"type": "Contact", "referenceId": name}, **values}

    root = {"attributes": {"type": "Account", "referenceId": "a"}, "name": "A"}
    good = {**root, "Contacts": {"records": [contact("c1", LastName="x"), contact("c2", LastName="y")]}}
    answer = desk.sf.restful("composite/tree/Account", method="POST", json={"records": [good]})
    assert [one["referenceId"] for one in answer["results"]] == ["a", "c1", "c2"]
    assert desk.values("SELECT Account.Name FROM Contact") == [{"Name": "A"}] * 2
    bad = {**root, "Contacts": {"records": [contact("c1", LastName="x"), contact("c2", LastName="y", Email="nobody")]}}
    refused = desk.raw("POST", "composite/tree/Account", json={"records": [bad]})
    message = {
        "statusCode": "INVALID_EMAIL_ADDRESS",
        "message": "Email: invalid email address: nobody",
        "fields": ["Email"],
    }
    assert refused.status_code == 400
    assert refused.json() == {"hasErrors": True, "results": [{"referenceId": "c2", "errors": [message]}]}
    assert len(desk.rows("SELECT Id FROM Account")) == 1


def test_each_graph_stands_or_falls_by_itself(desk: Desk) -> None:
    def graph(name: str, contact: dict[str, Any]) -> dict[str, Any]:
        account = sub("POST", "sobjects/Account", "a", {"Name": name})
        return {"graphId": name, "compositeRequest": [account, sub("POST", "sobjects/Contact", "c", contact)]}

    graphs = [graph("good", {"LastName": "x", "AccountId": "@{a.id}"}), graph("bad", {})]
    answer = desk.sf.restful("composite/graph", method="POST", json={"graphs": graphs})
    assert [(g["graphId"], g["isSuccessful"]) for g in answer["graphs"]] == [("good", True), ("bad", False)]
    assert answer["graphs"][1]["graphResponse"]["compositeResponse"][0]["body"] == [HALTED]
    assert desk.values("SELECT Name FROM Account") == ["good"]
    assert len(desk.rows("SELECT Id FROM Contact WHERE Account.Name = 'good'")) == 1


def test_graphs_are_refused_whole_where_they_are_too_many_or_none(desk: Desk) -> None:
    def graph(name: Any, *nodes: dict[str, Any]) -> dict[str, Any]:
        return {"graphId": name, "compositeRequest": list(nodes)}

    account = sub("POST", "sobjects/Account", "a", {"Name": "x"})
    many = [sub("POST", "sobjects/Account", f"a{n}", {"Name": "x"}) for n in range(501)]
    for graphs, code in (
        ([graph(f"g{n}", account) for n in range(76)], "LIMIT_EXCEEDED"),
        ([graph("g", *many)], "LIMIT_EXCEEDED"),
        ([], "JSON_PARSER_ERROR"),
        ([graph("g")], "JSON_PARSER_ERROR"),
        ([graph(7, account)], "JSON_PARSER_ERROR"),
        ([graph("g", account, account)], "JSON_PARSER_ERROR"),
        ([graph("g", sub("GET", "query?q=SELECT+Id+FROM+Account", "q"))], "JSON_PARSER_ERROR"),
    ):
        answer = desk.raw("POST", "composite/graph", json={"graphs": graphs})
        assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, code)
    assert desk.rows("SELECT Id FROM Account") == []
    whole = desk.raw("POST", "composite/graph", json={"graphs": [graph("g", *many[:500])]}).json()
    assert whole["graphs"][0]["isSuccessful"] is True
    assert desk.sf.query("SELECT COUNT() FROM Account")["totalSize"] == 500


def test_a_batch_goes_on_or_halts_after_a_failure(desk: Desk) -> None:
    requests = [
        {"method": "POST", "url": "v59.0/sobjects/Account", "richInput": {"Name": "a"}},
        {"method": "GET", "url": "v59.0/sobjects/Nope"},
        {"method": "GET", "url": "v59.0/query?q=SELECT+Name+FROM+Account"},
    ]
    answer = desk.sf.restful("composite/batch", method="POST", json={"batchRequests": requests})
    assert (answer["hasErrors"], [one["statusCode"] for one in answer["results"]]) == (True, [201, 404, 200])
    halted = desk.sf.restful("composite/batch", method="POST", json={"batchRequests": requests, "haltOnError": True})
    assert [one["statusCode"] for one in halted["results"]] == [201, 404, 412]
    assert halted["results"][2]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED"
    assert len(desk.rows("SELECT Id FROM Account")) == 2
