"""Single records for the act steps of a definition: read by id, changed, made once."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk

from tools.salesforce.arguments import CreateRecord, QueryRecords, UpdateRecord
from tools.salesforce.org import Fault
from tools.salesforce.org.schema import Field
from tools.salesforce.records import create_record, query_records, update_record


def creating(**more: Any) -> CreateRecord:
    return CreateRecord.model_validate({"object": "Case", "values": {"Subject": "Call back"}, **more})


def test_records_are_read_in_the_order_asked_for(desk: Desk) -> None:
    ids = [desk.add("Account", Name=name) for name in ("B", "A", "C")]
    order = QueryRecords(object="Account", fields=("Name", "Owner.Name"), ids=(ids[2], ids[0][:15], ids[2]))
    result = query_records(desk.client, order)
    assert [(row["Id"], row["Name"]) for row in result.records] == [(ids[2], "C"), (ids[0], "B")]
    assert "attributes" not in result.records[0]["Owner"]


@pytest.mark.parametrize(
    ("sobject", "field", "record"),
    [
        ("Account WHERE Id != null OR Id", "Name", "001000000000001"),
        ("Account", "Name FROM User --", "001000000000001"),
        ("Account", "Name", "x') OR (Id != '"),
    ],
)
def test_nothing_but_names_and_ids_goes_into_a_query(desk: Desk, sobject: str, field: str, record: str) -> None:
    before = desk.client.usage.calls
    failure = query_records(desk.client, QueryRecords(object=sobject, fields=(field,), ids=(record,))).failure
    assert failure is not None
    assert failure.code in ("INVALID_NAME", "MALFORMED_ID")
    assert desk.client.usage.calls == before


def test_a_record_is_changed(desk: Desk) -> None:
    order = UpdateRecord(object="Account", id=desk.account, values={"Phone": "1", "NumberOfEmployees": "12"})
    assert update_record(desk.client, order).ok
    assert desk.one("Account", desk.account, "Phone", "NumberOfEmployees") == {"Phone": "1", "NumberOfEmployees": 12}


def test_a_change_of_a_record_that_is_gone_is_a_failure(desk: Desk) -> None:
    desk.delete("Account", desk.account)
    failure = update_record(desk.client, UpdateRecord(object="Account", id=desk.account, values={"Phone": "1"})).failure
    assert failure is not None
    assert failure.code in ("NOT_FOUND", "ENTITY_IS_DELETED")


def test_an_unknown_object_is_named(desk: Desk) -> None:
    failure = update_record(desk.client, UpdateRecord(object="Casse", id=desk.account, values={"Phone": "1"})).failure
    assert failure is not None
    assert (failure.code, "Casse" in failure.message) == ("UNKNOWN_OBJECT", True)


def test_a_record_is_made_once_under_its_key(desk: Desk) -> None:
    first = create_record(desk.client, creating(), "R1:call")
    desk.change("Case", first.records[0]["id"], Subject="Mine")
    again = create_record(desk.connect(), creating(), "R1:call")
    assert (first.records[0]["created"], again.records[0]["created"]) == (True, False)
    assert again.records[0]["id"] == first.records[0]["id"]
    assert desk.one("Case", first.records[0]["id"], "Subject") == {"Subject": "Mine"}
    assert desk.count("Case") == 1


@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_record_is_made_once_though_the_reply_is_lost(desk: Desk, drop: str) -> None:
    desk.org.faults.declare(Fault(method="POST", path="composite", drop=drop))  # type: ignore[arg-type]
    result = create_record(desk.client, creating(), "R1:" + "x" * 100)
    assert result.ok
    assert desk.count("Case") == 1


def test_without_a_key_or_a_field_for_it_nothing_is_made(desk: Desk) -> None:
    keyless = create_record(desk.client, creating(), "").failure
    fieldless = create_record(desk.client, creating(object="Account", values={"Name": "x"}), "k").failure
    assert keyless is not None
    assert fieldless is not None
    assert (keyless.code, fieldless.code) == ("KEY_MISSING", "KEY_FIELD_MISSING")
    assert desk.count("Case") == 0
    assert desk.count("Account") == 1


def test_a_field_of_the_customers_own_can_hold_the_key(desk: Desk) -> None:
    own = {"name": "Ticket__c", "label": "Ticket", "type": "string", "length": 60, "externalId": True, "unique": True}
    desk.org.add_fields("Account", [Field.model_validate(own)])
    order = creating(object="Account", values={"Name": "New"}, key_field="Ticket__c")
    first, again = (create_record(desk.connect(), order, "k1") for _ in range(2))
    assert first.records[0]["id"] == again.records[0]["id"]


def test_another_unique_field_that_is_taken_is_a_failure(desk: Desk) -> None:
    own = {"name": "Ticket__c", "label": "Ticket", "type": "string", "length": 60, "externalId": True, "unique": True}
    desk.org.add_fields("Case", [Field.model_validate(own)])
    values = {"Subject": "x", "Ticket__c": "T-1"}
    assert create_record(desk.client, creating(values=values), "k1").ok
    failure = create_record(desk.client, creating(values=values), "k2").failure
    assert failure is not None
    assert failure.code == "DUPLICATE_VALUE"
