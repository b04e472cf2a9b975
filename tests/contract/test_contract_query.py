"""Queries by the stock client: what they find, and how the answers are shaped."""

from __future__ import annotations

import json

import pytest
from org_desk import Desk


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """Two accounts with contacts and cases."""
    north = desk.add("Account", Name="North", BillingCity="Kiel", AnnualRevenue=100, Type="Prospect")
    south = desk.add("Account", Name="South", BillingCity="Graz", AnnualRevenue=300, ParentId=north)
    desk.add("Account", Name="Élan", AnnualRevenue=None)
    ana = desk.add("Contact", LastName="Lima", FirstName="Ana", Email="ana@north.test", AccountId=north)
    desk.add("Contact", LastName="Roth", Email="roth@south.test", AccountId=south)
    for number, status in enumerate(["New", "Closed", "New"]):
        desk.add("Case", Subject=f"case {number}", Status=status, AccountId=north, ContactId=ana)
    desk.add("Case", Subject="orphan", Priority="High")
    return desk


def test_records_come_with_their_type_and_address_and_parents_nested(stocked: Desk) -> None:
    answer = stocked.sf.query("SELECT Id, Account.Name, Account.Parent.Name FROM Contact WHERE LastName = 'Roth'")
    plain = json.loads(json.dumps(answer))
    [record] = plain["records"]
    assert (plain["totalSize"], plain["done"]) == (1, True)
    assert record["attributes"] == {"type": "Contact", "url": f"/services/data/v59.0/sobjects/Contact/{record['Id']}"}
    account = record["Account"]
    assert account["attributes"]["type"] == "Account"
    assert account["attributes"]["url"].startswith("/services/data/v59.0/sobjects/Account/001")
    assert (account["Name"], account["Parent"]["Name"]) == ("South", "North")
    assert list(record) == ["attributes", "Id", "Account"]


def test_a_missing_parent_is_null(stocked: Desk) -> None:
    assert stocked.rows("SELECT Subject, Account.Name FROM Case WHERE AccountId = null") == [
        {"Subject": "orphan", "Account": None}
    ]
    assert stocked.rows("SELECT Account.Parent.Name FROM Contact WHERE LastName = 'Lima'") == [
        {"Account": {"Parent": None}}
    ]


def test_children_come_as_a_result_of_their_own(stocked: Desk) -> None:
    rows = stocked.rows(
        "SELECT Name, (SELECT Subject FROM Cases ORDER BY Subject DESC LIMIT 2) FROM Account ORDER BY Name"
    )
    assert rows[0] == {
        "Name": "North",
        "Cases": {"totalSize": 2, "done": True, "records": [{"Subject": "case 2"}, {"Subject": "case 1"}]},
    }
    assert rows[1] == {"Name": "South", "Cases": None}


def test_children_of_children_can_be_asked_for(stocked: Desk) -> None:
    [row] = stocked.rows(
        "SELECT (SELECT Name, (SELECT LastName FROM Contacts) FROM ChildAccounts) FROM Account WHERE Name = 'North'"
    )
    [child] = row["ChildAccounts"]["records"]
    assert child["Contacts"]["records"] == [{"LastName": "Roth"}]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("Name = 'north'", ["North"]),
        ("Name = 'ÉLAN'", ["Élan"]),
        ("Name LIKE 'élan%'", ["Élan"]),
        ("Name != 'North'", ["South", "Élan"]),
        ("Name LIKE '%th'", ["North", "South"]),
        ("Name LIKE '_outh'", ["South"]),
        ("(NOT Name LIKE '%th')", ["Élan"]),
        ("BillingCity != 'Kiel'", ["South", "Élan"]),
        ("BillingCity NOT IN ('Kiel')", ["South", "Élan"]),
        ("BillingCity IN ('KIEL', 'Graz')", ["North", "South"]),
        ("BillingCity IN ('Kiel', null)", ["North", "Élan"]),
        ("BillingCity = ''", ["Élan"]),
        ("AnnualRevenue > 100", ["South"]),
        ("AnnualRevenue >= 100 AND AnnualRevenue <= 300", ["North", "South"]),
        ("(AnnualRevenue < 200 OR BillingCity = 'Graz')", ["North", "South"]),
        ("NOT AnnualRevenue > 100", ["North", "Élan"]),
        ("Parent.Name = 'North'", ["South"]),
        ("Parent.Name != 'North'", ["North", "Élan"]),
        ("Id IN (SELECT AccountId FROM Case WHERE Status = 'Closed')", ["North"]),
        ("Id NOT IN (SELECT AccountId FROM Contact)", ["Élan"]),
        ("CreatedDate = TODAY", ["North", "South", "Élan"]),
        ("CreatedDate < TODAY", []),
        ("CreatedDate = LAST_N_DAYS:3 AND Type = 'prospect'", ["North"]),
        ("CreatedDate > 2026-03-04T10:29:59Z", ["North", "South", "Élan"]),
        ("CreatedDate > 2026-03-04T11:30:00+01:00", []),
        ("CALENDAR_MONTH(CreatedDate) = 3", ["North", "South", "Élan"]),
        ("Owner.Name LIKE 'system%' AND Name = 'South'", ["South"]),
    ],
)  # fmt: skip
def test_conditions_find(stocked: Desk, condition: str, found: list[str]) -> None:
    assert stocked.values(f"SELECT Name FROM Account WHERE {condition} ORDER BY Name") == found


def test_wild_cards_can_be_meant_literally(desk: Desk) -> None:
    for name in ("100%", "100 of 100", r"a\b", "it's"):
        desk.add("Account", Name=name)
    assert desk.values(r"SELECT Name FROM Account WHERE Name LIKE '%\%'") == ["100%"]
    assert desk.values(r"SELECT Name FROM Account WHERE Name LIKE '%\\%'") == [r"a\b"]
    assert desk.values(r"SELECT Name FROM Account WHERE Name = 'it\'s'") == ["it's"]
    assert desk.values(r"SELECT Name FROM Account WHERE Name = 'a\\b'") == [r"a\b"]


def test_a_hostile_text_stays_a_text(desk: Desk) -> None:
    desk.add("Account", Name="kept")
    hostile = "x'; DROP TABLE Account; --"
    desk.add("Account", Name=hostile)
    literal = hostile.replace("'", r"\'")
    assert desk.values(f"SELECT Name FROM Account WHERE Name = '{literal}'") == [hostile]
    assert desk.values(f"SELECT Name FROM Account WHERE Name IN ('{literal}', 'kept') ORDER BY Name") == [
        "kept",
        hostile,
    ]


def test_null_values_sort_first_unless_asked_otherwise(stocked: Desk) -> None:
    assert stocked.values("SELECT AnnualRevenue FROM Account ORDER BY AnnualRevenue") == [None, 100.0, 300.0]
    assert stocked.values("SELECT AnnualRevenue FROM Account ORDER BY AnnualRevenue DESC NULLS LAST") == [
        300,
        100,
        None,
    ]


def test_limit_and_offset_cut_the_answer(stocked: Desk) -> None:
    assert stocked.values("SELECT Name FROM Account ORDER BY Name LIMIT 1 OFFSET 1") == ["South"]
    assert stocked.sf.query("SELECT COUNT() FROM Account")["totalSize"] == 3
    assert stocked.sf.query("SELECT COUNT() FROM Account LIMIT 2") == {"totalSize": 2, "done": True, "records": []}


def test_aggregates_are_named_by_alias_or_numbered(stocked: Desk) -> None:
    answer = json.loads(
        json.dumps(
            stocked.sf.query(
                "SELECT Status, COUNT(Id) n, COUNT(AccountId), MAX(Subject) FROM Case GROUP BY Status ORDER BY COUNT(Id) DESC"
            )
        )
    )
    assert answer["records"] == [
        {"attributes": {"type": "AggregateResult"}, "Status": "New", "n": 3, "expr0": 2, "expr1": "orphan"},
        {"attributes": {"type": "AggregateResult"}, "Status": "Closed", "n": 1, "expr0": 1, "expr1": "case 1"},
    ]  # fmt: skip


def test_groups_can_be_chosen_and_made_by_date_parts_and_parents(stocked: Desk) -> None:
    query = "SELECT Account.Name, COUNT(Id) FROM Case GROUP BY Account.Name HAVING COUNT(Id) > 1"
    assert stocked.rows(query) == [{"Name": "North", "expr0": 3}]
    query = "SELECT CALENDAR_YEAR(CreatedDate) y, SUM(AnnualRevenue) s, AVG(AnnualRevenue) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)"
    assert stocked.rows(query) == [{"y": 2026, "s": 400.0, "expr0": 200.0}]
    assert stocked.rows("SELECT COUNT_DISTINCT(Status) d FROM Case") == [{"d": 2}]


def test_the_owner_may_be_a_user_or_a_queue(desk: Desk) -> None:
    queue = desk.org.ensure_queues(["INTAKE"])["INTAKE"]
    desk.add("Case", Subject="q", OwnerId=queue)
    desk.add("Case", Subject="u")
    found = json.loads(json.dumps(desk.sf.query("SELECT Subject, Owner.Name, Owner.Type FROM Case ORDER BY Subject")))[
        "records"
    ]
    assert [(r["Owner"]["Name"], r["Owner"]["Type"]) for r in found] == [
        ("INTAKE", "Queue"), ("System Administrator", "User"),
    ]  # fmt: skip
    assert found[0]["Owner"]["attributes"] == {"type": "Name", "url": f"/services/data/v59.0/sobjects/Group/{queue}"}
    assert desk.values("SELECT Subject FROM Case WHERE Owner.Name = 'intake'") == ["q"]
    assert desk.values("SELECT Subject FROM Case WHERE Owner.Type = 'User'") == ["u"]


def test_fields_can_be_asked_for_by_group(stocked: Desk) -> None:
    [row] = stocked.rows("SELECT FIELDS(CUSTOM) FROM Case LIMIT 1")
    assert set(row) >= {"Orchestration_Key__c", "Category__c"}
    assert all(name.endswith("__c") for name in row)
    assert len(stocked.rows("SELECT FIELDS(STANDARD) FROM Account")) == 3


def test_multi_select_picklists_are_searched_by_value(desk: Desk) -> None:
    from tools.salesforce.org.declarations import field

    desk.org.add_fields("Account", [field("", "Account", "Tags__c", {"type": "multipicklist"})])
    for tags in ("red;blue", "red", "reddish"):
        desk.add("Account", Name=tags, Tags__c=tags)
    assert desk.values("SELECT Name FROM Account WHERE Tags__c INCLUDES ('red') ORDER BY Name") == ["red", "red;blue"]
    assert desk.values("SELECT Name FROM Account WHERE Tags__c INCLUDES ('red;blue')") == ["red;blue"]
    assert desk.values("SELECT Name FROM Account WHERE Tags__c EXCLUDES ('red')") == ["reddish"]


def test_a_long_answer_comes_in_pages(desk: Desk) -> None:
    for start in range(0, 450, 150):
        rows = [{"attributes": {"type": "Account"}, "Name": f"A{n:03}"} for n in range(start, start + 150)]
        desk.sf.restful("composite/sobjects", method="POST", json={"records": rows})
    headers = {"Sforce-Query-Options": "batchSize=200"}
    first = desk.sf.query("SELECT Name FROM Account ORDER BY Name DESC", headers=headers)
    assert (first["totalSize"], first["done"], len(first["records"])) == (450, False, 200)
    assert first["nextRecordsUrl"].endswith("-200")
    everything = desk.sf.query_all("SELECT Name FROM Account ORDER BY Name DESC", headers=headers)
    assert [row["Name"] for row in everything["records"]] == [f"A{n:03}" for n in reversed(range(450))]


def test_records_deleted_between_two_pages_are_left_out(desk: Desk) -> None:
    rows = [{"attributes": {"type": "Account"}, "Name": f"A{n:03}"} for n in range(200)]
    desk.sf.restful("composite/sobjects", method="POST", json={"records": rows})
    last = desk.add("Account", Name="Z")
    first = desk.sf.query(
        "SELECT Id, Name FROM Account ORDER BY Name", headers={"Sforce-Query-Options": "batchSize=200"}
    )
    desk.sf.Account.delete(last)
    second = desk.sf.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    assert (second["done"], second["records"]) == (True, [])


def test_days_begin_and_end_in_the_time_zone_of_who_asks(desk: Desk) -> None:
    """Made at 10:30 UTC, asked about at 22:30 UTC: in Tokyo that is the next day."""
    desk.add("Case", Subject="late")
    [administrator] = desk.values("SELECT Id FROM User")
    desk.clock.advance(hours=12)
    assert desk.values("SELECT Subject FROM Case WHERE CreatedDate = TODAY") == ["late"]
    desk.sf.User.update(administrator, {"TimeZoneSidKey": "Asia/Tokyo"})
    assert desk.values("SELECT Subject FROM Case WHERE CreatedDate = TODAY") == []
    assert desk.values("SELECT Subject FROM Case WHERE CreatedDate = YESTERDAY") == ["late"]
    query = "SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h FROM Case GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))"
    assert desk.rows(query) == [{"h": 19}]


def test_a_parent_of_several_objects_is_asked_by_its_type(desk: Desk) -> None:
    queue = desk.org.ensure_queues(["INTAKE"])["INTAKE"]
    account = desk.add("Account", Name="North", Phone="1")
    desk.add("Task", Subject="a", WhatId=account)
    desk.add("Task", Subject="b", WhatId=desk.add("Case", Subject="x", OwnerId=queue))
    desk.add("Task", Subject="c")
    query = (
        "SELECT Subject, TYPEOF What WHEN Account THEN Phone, Owner.Name WHEN Case THEN Subject, Status ELSE Name END, "
        "TYPEOF t.Owner WHEN Group THEN DeveloperName ELSE Username END FROM Task t ORDER BY Subject"
    )
    rows = desk.rows(query)
    assert [row["What"] for row in rows] == [
        {"Phone": "1", "Owner": {"Name": "System Administrator"}}, {"Subject": "x", "Status": "New"}, None,
    ]  # fmt: skip
    assert rows[0]["Owner"] == {"Username": "admin@embedded.example"}
    kinds = [r["What"] and r["What"]["attributes"]["type"] for r in desk.sf.query(query)["records"]]
    assert kinds == ["Account", "Case", None]
    assert desk.rows("SELECT TYPEOF Owner WHEN User THEN Alias ELSE Name END FROM Case") == [
        {"Owner": {"Name": "INTAKE"}}
    ]


def test_subtotals_stand_below_their_groups(stocked: Desk) -> None:
    query = "SELECT Status, Priority p, COUNT(Id) n, GROUPING(Priority) g FROM Case GROUP BY {}(Status, Priority) {}"
    rows = stocked.rows(query.format("ROLLUP", "ORDER BY Status NULLS LAST, Priority NULLS LAST"))
    assert [(r["Status"], r["p"], r["n"], r["g"]) for r in rows] == [
        ("Closed", "Medium", 1, 0), ("Closed", None, 1, 1),
        ("New", "High", 1, 0), ("New", "Medium", 2, 0), ("New", None, 3, 1), (None, None, 4, 1),
    ]  # fmt: skip
    more = {(r["Status"], r["p"]) for r in stocked.rows(query.format("CUBE", ""))} - {
        (r["Status"], r["p"]) for r in rows
    }
    assert more == {(None, "High"), (None, "Medium")}
    assert stocked.rows("SELECT Status, COUNT(Id) n FROM Case WHERE Status = 'x' GROUP BY ROLLUP(Status)") == []


def test_records_of_mine_and_of_my_queues_can_be_asked_for(desk: Desk) -> None:
    found = desk.org.ensure_queues(["MINE", "OTHERS"])
    [administrator] = desk.values("SELECT Id FROM User")
    desk.add("GroupMember", GroupId=found["MINE"], UserOrGroupId=administrator)
    for subject, owner in (("a", found["MINE"]), ("b", found["OTHERS"]), ("c", administrator)):
        desk.add("Case", Subject=subject, OwnerId=owner)
    asked = "SELECT Subject FROM Case USING SCOPE {} ORDER BY Subject"
    assert desk.values(asked.format("mine")) == ["c"]
    assert desk.values(asked.format("mine_and_my_groups")) == ["a", "c"]
    assert desk.values(asked.format("everything")) == ["a", "b", "c"]


def test_values_can_be_asked_for_as_people_read_them(desk: Desk) -> None:
    desk.add("Account", Name="a", AnnualRevenue=1234567, NumberOfEmployees=4200)
    desk.add("Opportunity", Name="o", StageName="Prospecting", CloseDate="2026-03-09", Amount=-1234.5)
    [row] = desk.rows(
        "SELECT FORMAT(AnnualRevenue) shown, AnnualRevenue, FORMAT(NumberOfEmployees), FORMAT(CreatedDate) FROM Account"
    )
    assert row == {
        "shown": "$1,234,567", "AnnualRevenue": 1234567.0, "NumberOfEmployees": "4,200",
        "CreatedDate": "3/4/2026, 10:30 AM",
    }  # fmt: skip
    assert desk.rows("SELECT FORMAT(MIN(CloseDate)) earliest, FORMAT(SUM(Amount)) FROM Opportunity") == [
        {"earliest": "3/9/2026", "expr0": "-1,234.50"}
    ]


def test_places_are_found_by_their_distance(desk: Desk) -> None:
    for name, latitude, longitude in (("Hamburg", 53.5511, 9.9937), ("Graz", 47.0707, 15.4395)):
        desk.add("Account", Name=name, BillingLatitude=latitude, BillingLongitude=longitude)
    desk.add("Account", Name="nowhere")
    away = "DISTANCE(BillingAddress, GEOLOCATION(52.52, 13.405), 'km')"  # of Berlin
    rows = desk.rows(f"SELECT Name, {away} FROM Account WHERE {away} > 0 ORDER BY {away}")
    assert [(row["Name"], round(row["expr0"])) for row in rows] == [("Hamburg", 255), ("Graz", 623)]
    assert desk.values(f"SELECT Name FROM Account WHERE {away.replace('km', 'mi')} < 160") == ["Hamburg"]


def test_records_can_be_paged_through_by_their_ids(stocked: Desk) -> None:
    ids = stocked.values("SELECT Id FROM Case ORDER BY Id")
    assert stocked.values(f"SELECT Id FROM Case WHERE Id > '{ids[1][:15]}' ORDER BY Id LIMIT 1") == [ids[2]]
    assert stocked.values(f"SELECT Id FROM Case WHERE Id <= '{ids[1]}' ORDER BY Id") == ids[:2]
