"""Whatever the object is, a change of ours leaves what a person changed meanwhile."""

from __future__ import annotations

import pytest
from desk import Desk
from test_unchanged import client_with

from tools.salesforce.arguments import UpdateRecord
from tools.salesforce.records import update_record


@pytest.mark.parametrize(
    ("sobject", "made", "field", "ours", "theirs"),
    [
        ("Contact", {"LastName": "Norvik"}, "Phone", "1", "9"),
        ("Lead", {"LastName": "Norvik", "Company": "Hillside"}, "Status", "Working", "Closed"),
        ("Case", {"Subject": "Hours"}, "Priority", "High", "Low"),
        ("Account", {"Name": "Hillside", "AnnualRevenue": 2.5}, "AnnualRevenue", 1, 9),
        ("Account", {"Name": "Hillside"}, "NumberOfEmployees", 1, 9),
        ("Task", {"Subject": "Call", "ActivityDate": "2026-03-01"}, "ActivityDate", "2026-04-01", "2026-05-01"),
    ],
)
def test_what_a_person_changed_meanwhile_is_left(
    desk: Desk, sobject: str, made: dict[str, object], field: str, ours: object, theirs: object
) -> None:
    record = desk.add(sobject, **made)
    client = client_with(desk, lambda: desk.change(sobject, record, **{field: theirs}))
    order = UpdateRecord.model_validate({"object": sobject, "id": record, "values": {field: ours}})
    failure = update_record(client, order, "k").failure
    assert failure is not None
    assert (failure.code, failure.fields) == ("CHANGED_MEANWHILE", (field,))
    assert desk.one(sobject, record, field) == {field: theirs}
