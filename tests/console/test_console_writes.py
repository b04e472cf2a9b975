"""What a run wrote, and what it did not."""

from __future__ import annotations

from typing import Any

from app.console.views.detail import hop_detail
from app.console.views.labels import Labels
from app.console.views.writes import writes
from workflow.trace import Hop


def hop(kind: str, detail: dict[str, Any], status: str = "done") -> Hop:
    return Hop(id="s", step="s", kind=kind, status=status, reason="told", detail=detail, at="2026-03-04T09:00:00Z")  # type: ignore[arg-type]


def test_a_file_that_is_not_on_the_case_is_told_as_not_written():
    lost = {"name": "hulls.csv", "failure": {"code": "STORAGE_LIMIT_EXCEEDED", "message": "no room left"}}
    kept = {"name": "berths.csv", "id": "068000000000001AAA"}
    told = writes([hop("open", {"record": {"case": "500000000000001AAA"}, "files": [kept, lost]}, "unsure")], {})
    assert [(row.what, row.ok) for row in told] == [("Case opened", True), ("File", True), ("File not written", False)]
    assert told[-1].about == "hulls.csv: no room left"


def test_of_a_step_that_failed_the_cases_that_were_written_are_told():
    rows = [
        {"id": "500000000000002AAA", "number": "00001002", "created": True},
        {"id": "", "failure": {"code": "UNABLE_TO_LOCK_ROW", "message": "locked"}},
    ]
    told = writes([hop("act", {"records": rows}, "failed")], {})
    assert [(row.what, row.number, row.ok) for row in told] == [
        ("Case created", "00001002", True),
        ("Not written", "", False),
    ]


def test_a_call_of_which_nothing_is_known_is_not_told_as_not_done():
    (row,) = writes([hop("act", {"tool": "harbour.call", "arguments": {}}, "failed")], {})
    assert (row.what, row.about, row.ok) == ("harbour.call failed", "told", False)


def test_where_a_value_comes_from_is_told_in_the_hop_too():
    value = {"field": "crew", "value": 4, "evidence": {"quote": "entered by Bo", "kind": "person", "zone": "new"}}
    (section,) = hop_detail(1, hop("extraction", {"values": [value]}), Labels()).sections
    assert section.rows == (("Crew", "4", "entered by Bo", "entered by a person"),)


def test_a_record_that_could_not_be_told_of_a_review_is_a_part_of_its_hop():
    failure = {"code": "SERVER_UNAVAILABLE", "message": "try again later"}
    (section,) = hop_detail(1, hop("review", {"review": "V1", "log": failure}, "waiting"), Labels()).sections
    assert ("Message", "try again later") in section.rows
