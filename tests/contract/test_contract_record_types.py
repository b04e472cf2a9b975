"""Record types: which one a record has, and the picklist values that it may have then."""

from __future__ import annotations

from pathlib import Path

import pytest
from org_desk import Desk, refusal
from simple_salesforce.exceptions import SalesforceError

from tools.salesforce.org import EmbeddedOrg
from workflow.errors import BundleError

MASTER = "012000000000000AAA"
BERTH = {
    "object": "Berth__c",
    "fields": {
        "Kind__c": {
            "type": "picklist",
            "restricted": True,
            "picklist": ["Quay", "Buoy", "Dry dock"],
            "default": "Quay",
        },
        "Cargo__c": {"type": "multipicklist", "restricted": True, "picklist": ["Coal", "Grain", "Oil"]},
        "Tide__c": {"type": "picklist", "picklist": ["High", "Low"]},
    },
    "recordTypes": {
        "Sea": {"label": "Sea berth", "default": True, "picklists": {"Cargo__c": ["Coal", "Oil"], "Tide__c": ["High"]}},
        "River": {"picklists": {"Kind__c": ["Buoy"]}, "defaults": {"Kind__c": "Buoy"}},
        "Closed": {"active": False},
    },
}
OTHER = {"object": "Account", "recordTypes": {"Sea": {"label": "Sea berth"}}}


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    desk.org.declare_objects([BERTH, OTHER])
    return desk


def kinds(desk: Desk) -> dict[str, str]:
    """Record types of berths by developer name."""
    rows = desk.rows("SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'Berth__c'")
    return {row["DeveloperName"]: row["Id"] for row in rows}


def test_a_record_begins_with_the_default_record_type_and_what_it_allows(harbour: Desk) -> None:
    harbour.add("Berth__c", Name="a")
    harbour.add("Berth__c", Name="b", RecordTypeId=kinds(harbour)["River"])
    harbour.add("Berth__c", Name="c", RecordTypeId=MASTER)
    harbour.add("Berth__c", Name="d", RecordType={"Name": "River"})
    rows = harbour.rows("SELECT RecordType.DeveloperName, Kind__c FROM Berth__c ORDER BY Name")
    assert [(row["RecordType"] and row["RecordType"]["DeveloperName"], row["Kind__c"]) for row in rows] == [
        ("Sea", "Quay"), ("River", "Buoy"), (None, "Quay"), ("River", "Buoy"),
    ]  # fmt: skip
    assert harbour.values("SELECT Name FROM Berth__c WHERE RecordType.DeveloperName = 'River' ORDER BY Name") == [
        "b",
        "d",
    ]
    grouped = "SELECT RecordType.DeveloperName kind, COUNT(Id) n FROM Berth__c GROUP BY RecordType.DeveloperName"
    assert {row["kind"]: row["n"] for row in harbour.rows(grouped)} == {None: 1, "Sea": 1, "River": 2}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"Cargo__c": "Coal;Grain"}, ["Cargo__c"]),
        ({"Cargo__c": "Coal;Oil"}, []),
        ({"Tide__c": "Low"}, []),  # the picklist is not restricted: writes may say what they like
        ({"Kind__c": "Dry dock"}, []),
        ({"Kind__c": "Dry dock", "Cargo__c": "Grain", "RecordType": {"Name": "River"}}, ["Kind__c"]),
    ],
)
def test_a_restricted_picklist_takes_the_values_of_the_record_type(
    harbour: Desk, values: dict[str, str], wrong: list[str]
) -> None:
    if not wrong:
        harbour.add("Berth__c", Name="a", **values)
        return
    with pytest.raises(SalesforceError) as error:
        harbour.add("Berth__c", Name="a", **values)
    assert refusal(error)[:2] == (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")
    assert error.value.content[0]["fields"] == wrong


def test_a_change_is_checked_by_what_it_changes(harbour: Desk) -> None:
    berth = harbour.add("Berth__c", Name="a", Kind__c="Dry dock")
    harbour.sf.Berth__c.update(berth, {"RecordTypeId": kinds(harbour)["River"]})  # what stands may stay
    harbour.sf.Berth__c.update(berth, {"Name": "b", "Kind__c": "Dry dock"})
    with pytest.raises(SalesforceError) as error:
        harbour.sf.Berth__c.update(berth, {"Kind__c": "Quay"})
    assert "bad value for restricted picklist field: Quay" in error.value.content[0]["message"]
    with pytest.raises(SalesforceError) as error:
        harbour.sf.Berth__c.update(berth, {"RecordTypeId": kinds(harbour)["Closed"]})
    assert refusal(error)[1] == "INVALID_CROSS_REFERENCE_KEY"


def test_the_values_of_a_record_type_can_be_asked_for(harbour: Desk) -> None:
    mappings = harbour.raw("GET", "sobjects/Berth__c/describe/layouts").json()["recordTypeMappings"]
    told = {
        one["developerName"]: {p["picklistName"]: p["picklistValues"] for p in one["picklistsForRecordType"]}
        for one in mappings
    }
    assert [one["value"] for one in told["Sea"]["Cargo__c"]] == ["Coal", "Oil"]
    assert [(one["value"], one["defaultValue"]) for one in told["River"]["Kind__c"]] == [("Buoy", True)]
    assert len(told["Master"]["Kind__c"]) == 3
    place = f"ui-api/object-info/Berth__c/picklist-values/{kinds(harbour)['River']}"
    assert [one["value"] for one in harbour.raw("GET", f"{place}/Kind__c").json()["values"]] == ["Buoy"]
    every = harbour.raw("GET", place).json()["picklistFieldValues"]
    assert (every["Kind__c"]["defaultValue"]["value"], len(every["Tide__c"]["values"])) == ("Buoy", 2)
    assert (
        harbour.raw("GET", f"ui-api/object-info/Account/picklist-values/{kinds(harbour)['River']}").status_code == 400
    )
    assert harbour.raw("GET", f"{place}/Name").status_code == 404


@pytest.mark.parametrize(
    ("kind", "place", "problem"),
    [
        ({"picklists": {"Kind__c": ["Pier"]}}, "picklists.Kind__c", "Pier is none of its values: Quay, Buoy, Dry dock"),
        ({"picklists": {"Name": ["x"]}}, "picklists.Name", "there is no picklist of that name"),
        ({"picklists": {"Kind__c": ["Buoy"]}, "defaults": {"Kind__c": "Quay"}}, "defaults.Kind__c", "Quay is none"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(
    tmp_path: Path, kind: dict[str, object], place: str, problem: str
) -> None:
    org = EmbeddedOrg(tmp_path / "org.db")
    with pytest.raises(BundleError) as error:
        org.declare_objects([{**BERTH, "recordTypes": {"River": kind}}])
    assert f"Berth__c.recordTypes.River.{place}" in str(error.value)
    assert problem in str(error.value)
    org.close()
