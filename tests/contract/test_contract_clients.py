"""What other clients ask for beside records: layouts, list views, plans, columns, recent records, who they are."""

from __future__ import annotations

import pytest
from org_desk import Desk


def test_layouts_show_the_fields_of_an_object(desk: Desk) -> None:
    told = desk.raw("GET", "sobjects/Account/describe/layouts").json()
    rows = told["layouts"][0]["detailLayoutSections"][0]["layoutRows"]
    shown = [item["layoutComponents"][0]["value"] for row in rows for item in row["layoutItems"]]
    assert shown[:2] == ["Name", "Type"]
    assert told["recordTypeMappings"][0]["developerName"] == "Master"
    assert desk.raw("GET", "sobjects/Account/describe/compactLayouts").json()["compactLayouts"][0]["name"] == "SYSTEM"
    assert desk.raw("GET", "sobjects/Account/describe/approvalLayouts").json() == {"approvalLayouts": []}
    assert desk.raw("GET", "sobjects/Account/describe/nope").status_code == 404


def test_a_list_view_shows_the_records_of_its_object(desk: Desk) -> None:
    desk.add("Account", Name="North")
    [view] = desk.raw("GET", "sobjects/Account/listviews").json()["listviews"]
    told = desk.raw("GET", f"sobjects/Account/listviews/{view['id']}/describe").json()
    assert desk.sf.query(told["query"])["totalSize"] == 1
    found = desk.raw("GET", f"sobjects/Account/listviews/{view['id']}/results").json()
    assert (found["size"], found["records"][0]["columns"][0]) == (1, {"fieldNameOrPath": "Name", "value": "North"})
    assert desk.raw("GET", f"sobjects/Case/listviews/{view['id']}").status_code == 404
    assert desk.raw("GET", "query", params={"explain": view["id"]}).json()["plans"][0]["sobjectType"] == "Account"


@pytest.mark.parametrize(("where", "kind", "share"), [("Name = 'A3'", "Index", 0.1), ("Site = 'x'", "TableScan", 0.0)])
def test_the_plan_of_a_statement_says_what_it_costs(desk: Desk, where: str, kind: str, share: float) -> None:
    for number in range(10):
        desk.add("Account", Name=f"A{number}")
    [plan] = desk.raw("GET", "query", params={"explain": f"SELECT Id FROM Account WHERE {where}"}).json()["plans"]
    assert (plan["leadingOperationType"], plan["sobjectCardinality"], plan["relativeCost"]) == (kind, 10, share)


def test_the_columns_of_a_statement_are_told_without_records(desk: Desk) -> None:
    query = "SELECT Name, Owner.Name, (SELECT LastName FROM Contacts) FROM Account"
    told = desk.raw("GET", "query", params={"q": query, "columns": "true"}).json()
    columns = [(c["columnName"], [j["columnName"] for j in c["joinColumns"]]) for c in told["columnMetadata"]]
    assert columns == [("Name", []), ("Owner", ["Name"]), ("Contacts", ["LastName"])]
    query = "SELECT Type, COUNT(Id) n FROM Account GROUP BY Type"
    told = desk.raw("GET", "query", params={"q": query, "columns": "true"}).json()
    shown = [(c["columnName"], c["displayName"], c["aggregate"]) for c in told["columnMetadata"]]
    assert shown == [("Type", "Type", False), ("n", "count", True)]


def test_records_that_were_viewed_are_recent(desk: Desk) -> None:
    account = desk.add("Account", Name="North")
    desk.add("Account", Name="South")
    assert desk.raw("GET", "recent").json() == []
    desk.sf.query("SELECT Id FROM Account WHERE Name = 'North' FOR VIEW")
    [seen] = desk.raw("GET", "recent").json()
    assert (seen["Id"], seen["Name"], seen["attributes"]["type"]) == (account, "North", "Account")
    assert desk.raw("GET", "sobjects/Account").json()["recentItems"] == [seen]
    assert desk.raw("GET", "sobjects/Case").json()["recentItems"] == []
    desk.sf.Account.delete(account)
    assert desk.raw("GET", "recent").json() == []


def test_the_root_leads_to_who_one_is(desk: Desk) -> None:
    root = desk.raw("GET", "").json()
    place = root["identity"].replace("http://", "https://") if desk.url.startswith("https") else root["identity"]
    told = desk.session.get(place, params={"oauth_token": desk.sf.session_id}).json()
    assert (told["username"], told["id"].startswith("https://login.salesforce.com/id/")) == (
        "admin@embedded.example", True,
    )  # fmt: skip
    assert desk.session.get(place, params={"oauth_token": "wrong"}).status_code == 401


def test_addresses_are_whole_and_in_parts(desk: Desk) -> None:
    desk.add("Account", Name="a", BillingCity="Kiel", BillingCountry="DE")
    [row] = desk.rows("SELECT BillingAddress, ShippingAddress FROM Account")
    assert (row["BillingAddress"]["city"], row["BillingAddress"]["street"], row["ShippingAddress"]) == (
        "Kiel", None, None,
    )  # fmt: skip
    fields = {one["name"]: one for one in desk.sf.Account.describe()["fields"]}
    assert (fields["BillingCity"]["compoundFieldName"], fields["BillingAddress"]["type"]) == (
        "BillingAddress", "address",
    )  # fmt: skip


def test_a_body_may_come_in_chunks(desk: Desk) -> None:
    pieces = iter([b'{"Name": ', b'"chunked"}'])
    answer = desk.raw("POST", "sobjects/Account", data=pieces, headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
    assert desk.values("SELECT Name FROM Account") == ["chunked"]
