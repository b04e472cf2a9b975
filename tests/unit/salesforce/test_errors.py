"""The failure that counts is found among its consequences, and told without what must not be told."""

from __future__ import annotations

from typing import Any

import pytest

from tools.salesforce.errors import LONGEST, duplicate, failure, of_entries, of_rows

ROLLED_BACK = {"statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK", "message": "rolled back", "fields": []}
LOCKED = {"statusCode": "UNABLE_TO_LOCK_ROW", "message": "locked", "fields": ["Name"]}


def test_a_consequence_of_another_failure_is_not_the_failure() -> None:
    halted = {"errorCode": "PROCESSING_HALTED", "message": "undone"}
    own = {"errorCode": "REQUIRED_FIELD_MISSING", "message": "missing", "fields": ["Name"]}
    told = of_entries([halted, own], 400)
    assert (told.code, told.message, told.fields) == ("REQUIRED_FIELD_MISSING", "missing", ("Name",))
    assert of_entries([halted], 400).code == "PROCESSING_HALTED"


def test_the_row_of_a_collection_that_failed_by_itself_is_found() -> None:
    rows = [
        {"success": False, "errors": [ROLLED_BACK]},
        {"success": False, "errors": [LOCKED]},
        {"success": True, "id": "x", "errors": []},
    ]
    found = of_rows(rows)
    assert found is not None
    assert (found[0], found[1].code, found[1].retry, found[1].fields) == (1, "UNABLE_TO_LOCK_ROW", "now", ("Name",))
    assert of_rows([{"success": True, "errors": []}]) is None


@pytest.mark.parametrize("body", [None, "", "<html>", {}, [], [[]], [None], {"error": None}, 7])
def test_any_body_gives_a_failure(body: Any) -> None:
    assert of_entries(body, 500).code == "UNKNOWN_EXCEPTION"


def test_a_duplicate_names_the_field_and_the_record() -> None:
    told = failure(
        "DUPLICATE_VALUE", "duplicate value found: Key__c duplicates value on record with id: 500000000000001"
    )
    assert duplicate(told) == ("Key__c", "500000000000001")
    assert duplicate(failure("OTHER", told.message)) is None


def test_a_message_is_bounded_and_holds_no_session() -> None:
    told = failure("X", "Bearer 00D000000000001!AQsecret at " + "x" * 5000)
    assert len(told.message) == LONGEST
    assert "AQsecret" not in told.message
