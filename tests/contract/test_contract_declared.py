"""What a customer declares in `objects.yaml`: objects, fields, record types, validation and assignment rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from org_desk import Desk, refusal
from simple_salesforce.exceptions import SalesforceError

from tools.salesforce.org import EmbeddedOrg, load
from workflow.errors import BundleError

OBJECTS = """
object: Berth__c
label: Berth
fields:
  Depth__c: {type: double, precision: 5, scale: 1, required: true}
  Port__c: {type: reference, referenceTo: [Account], childRelationshipName: Berths__r}
  Kind__c: {type: picklist, restricted: true, picklist: [Quay, Buoy]}
  Code__c: {type: string, length: 10, externalId: true, unique: true}
recordTypes:
  Sea: {label: Sea berth, default: true}
  River: {}
validationRules:
  Deep_Enough: {when: "Depth__c < 2 && RecordTypeId <> NULL", message: Too shallow., field: Depth__c}
  Port_Stays: {when: "ISCHANGED(Port__c) && NOT(ISBLANK(PRIORVALUE(Port__c)))", message: A berth does not move.}
---
object: Case
fields:
  Berth__c: {type: reference, referenceTo: [Berth__c], childRelationshipName: Cases__r}
assignmentRule:
  - {when: "Berth__r.Depth__c > 10", owner: DEEP}
  - {when: 'ISPICKVAL(Origin, "Web")', owner: WEB}
---
object: Harbour_Closed__e
fields:
  Port__c: {type: string, length: 18}
"""


@pytest.fixture
def harbour(desk: Desk, tmp_path: Path) -> Desk:
    place = tmp_path / "data"
    place.mkdir()
    (place / "objects.yaml").write_text(OBJECTS, encoding="utf-8")
    (place / "Berth__c.csv").write_text("Code__c,Name,Depth__c\nB1,First,12\n", encoding="utf-8")
    desk.org.ensure_queues(["DEEP", "WEB"])
    load(desk.org, place)
    load(desk.org, place)  # again, with the same result
    return desk


def test_a_declared_object_is_as_any_other(harbour: Desk) -> None:
    described = harbour.sf.Berth__c.describe()
    fields = {field["name"]: field for field in described["fields"]}
    assert (described["custom"], fields["Depth__c"]["type"], fields["Port__c"]["relationshipName"]) == (
        True, "double", "Port__r",
    )  # fmt: skip
    port = harbour.add("Account", Name="Kiel")
    harbour.sf.Berth__c.upsert("Code__c/B1", {"Port__c": port})
    assert harbour.rows("SELECT Name, (SELECT Name, Depth__c FROM Berths__r) FROM Account") == [
        {"Name": "Kiel", "Berths__r": {"totalSize": 1, "done": True, "records": [{"Name": "First", "Depth__c": 12.0}]}}
    ]
    assert "Berth__c" in [one["name"] for one in harbour.sf.describe()["sobjects"]]


def test_record_types_are_records_and_in_the_description(harbour: Desk) -> None:
    told = {one["developerName"]: one for one in harbour.sf.Berth__c.describe()["recordTypeInfos"]}
    assert (list(told), told["Sea"]["defaultRecordTypeMapping"], told["Sea"]["name"]) == (
        ["Sea", "River", "Master"], True, "Sea berth",
    )  # fmt: skip
    assert harbour.values("SELECT RecordType.DeveloperName FROM Berth__c") == [{"DeveloperName": "Sea"}]
    [river] = harbour.values("SELECT Id FROM RecordType WHERE DeveloperName = 'River'")
    assert river == told["River"]["recordTypeId"]
    harbour.add("Berth__c", Name="b", Depth__c=3, RecordTypeId=river)
    with pytest.raises(SalesforceError) as error:
        harbour.add("Account", Name="a", RecordTypeId=river)
    assert refusal(error)[1] == "INVALID_CROSS_REFERENCE_KEY"


def test_a_record_that_breaks_a_rule_is_refused_with_its_message(harbour: Desk) -> None:
    with pytest.raises(SalesforceError) as error:
        harbour.add("Berth__c", Name="b", Depth__c=1)
    assert refusal(error) == (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Too shallow.")
    assert error.value.content[0]["fields"] == ["Depth__c"]
    port, other = harbour.add("Account", Name="a"), harbour.add("Account", Name="b")
    [berth] = harbour.values("SELECT Id FROM Berth__c")
    harbour.sf.Berth__c.update(berth, {"Port__c": port})
    with pytest.raises(SalesforceError) as error:
        harbour.sf.Berth__c.update(berth, {"Port__c": other, "Depth__c": 1})
    assert [one["message"] for one in error.value.content] == ["Too shallow.", "A berth does not move."]


@pytest.mark.parametrize(("header", "owner"), [({}, "WEB"), ({"Sforce-Auto-Assign": "FALSE"}, "System Administrator")])
def test_new_cases_go_where_the_assignment_rule_says(harbour: Desk, header: dict[str, str], owner: str) -> None:
    harbour.sf.Case.create({"Subject": "a", "Origin": "Web"}, headers=header)
    assert harbour.values("SELECT Owner.Name FROM Case") == [{"Name": owner}]


def test_the_first_entry_that_holds_wins_and_changes_ask_for_it(harbour: Desk) -> None:
    [berth] = harbour.values("SELECT Id FROM Berth__c")
    harbour.add("Case", Subject="a", Origin="Web", Berth__c=berth)
    assert harbour.values("SELECT Owner.Name FROM Case") == [{"Name": "DEEP"}]
    case = harbour.add("Case", Subject="b", Origin="Phone")
    harbour.sf.Case.update(case, {"Origin": "Web"})
    assert harbour.values("SELECT Owner.Name FROM Case WHERE Subject = 'b'") == [{"Name": "System Administrator"}]
    harbour.sf.Case.update(case, {"Origin": "Web"}, headers={"Sforce-Auto-Assign": "TRUE"})
    assert harbour.values("SELECT Owner.Name FROM Case WHERE Subject = 'b'") == [{"Name": "WEB"}]


def test_declarations_stay_with_the_file(tmp_path: Path) -> None:
    org = EmbeddedOrg(tmp_path / "o.db")
    org.declare_objects([{"object": "Berth__c", "fields": {"Depth__c": {"type": "double"}}}])
    org.close()
    again = EmbeddedOrg(tmp_path / "o.db")
    assert again.schema.known("Berth__c").has("Depth__c")
    again.close()


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"object": "Berth"}, "objects.yaml: Berth: a custom object's name ends in __c"),
        ({"object": "B__c", "fields": {"A__c": {"type": "sting"}}}, "objects.yaml: B__c.A__c.type: Input should be"),
        ({"object": "B__c", "validationRules": {"R": {"when": "Nope = 1", "message": "m"}}}, "objects.yaml: B__c.validationRules.R: there is no field Nope"),
        ({"object": "Case", "validationRules": {"R": {"when": "1 +", "message": "m"}}}, "objects.yaml: Case.validationRules.R: it cannot be read"),
        ({"object": "Case", "validationRules": {"R": {"message": "m"}}}, "objects.yaml: Case.validationRules.R.when: Field required"),
        ({"object": "Case", "prefix": "500"}, "objects.yaml: Case.prefix: unknown key"),
        ({"object": "B__c", "fields": {"A__c": {"type": "reference", "referenceTo": ["C__c"]}}}, "objects: B__c.A__c: refers to unknown object C__c"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_changes_nothing(document: dict[str, object], told: str) -> None:
    org = EmbeddedOrg(None)
    with pytest.raises(BundleError) as error:
        org.declare_objects([{"object": "Fine__c"}, document])
    assert str(error.value).startswith(told)
    assert org.schema.sobject("Fine__c") is None
    org.close()
