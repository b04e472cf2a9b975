"""The form of a review → a person's answer."""

from __future__ import annotations

import pytest
from harbour import BOATYARD, FIELDS, document, mooring, proposed

from app.console.views.answer import Entries, read_answer
from app.console.views.inputs import texts_of
from workflow.identifiers import RunId
from workflow.review import CaseEdit, Proposal, Review

CASE = proposed(mooring(RunId("R1"), document(), sure=False))
REVIEW = Review(id="V1", run="R1", version=3, proposal=Proposal(cases=(CASE,)), created="2026-03-04T09:00:00Z")
QUEUES = ("HARBOUR_DESK", "TREASURY")


def filled(**changes: str | list[str]) -> Entries:
    """The form as the page shows it, with changes; `field_x` stands for the input of field x."""
    texts: dict[str, list[str]] = {
        "decision": ["accept"],
        "by": ["Ada"],
        "comment": [""],
        f"{CASE.key}.shown": ["1"],
        f"{CASE.key}.account": [CASE.account or ""],
        f"{CASE.key}.category": [CASE.category or ""],
        f"{CASE.key}.queue": [CASE.queue or ""],
    }
    for field in FIELDS.fields:
        texts[f"{CASE.key}.field.{field.id}"] = list(texts_of(field, CASE.fields.get(field.id))) or [""]
    for name, value in changes.items():
        own = name if name in ("decision", "by", "comment") else f"{CASE.key}.{name.replace('field_', 'field.', 1)}"
        texts[own] = value if isinstance(value, list) else [value]
    return Entries(texts)


def answer(entries: Entries, review: Review = REVIEW):
    return read_answer(review, entries, FIELDS.fields, ("mooring", "repair", "fee_dispute"), QUEUES)


def test_an_unchanged_form_accepts_and_carries_the_version_that_was_seen():
    told = answer(filled()).answer
    assert told is not None
    assert (told.decision, told.by, told.cases, told.version) == ("accept", "Ada", {}, 3)


def test_what_was_changed_and_nothing_else_is_an_edit():
    told = answer(filled(account=BOATYARD.key, field_berth="15", field_services=["water"], comment="by phone")).answer
    assert told is not None
    assert told.decision == "edit"
    assert told.comment == "by phone"
    assert told.cases == {CASE.key: CaseEdit(account=BOATYARD.key, fields={"berth": "15", "services": ["water"]})}


def test_an_emptied_input_takes_the_value_away():
    told = answer(filled(field_fee="", field_services=[])).answer
    assert told is not None
    assert told.cases[CASE.key].fields == {"fee": None, "services": None}


def test_category_and_queue_are_edits_too():
    told = answer(filled(category="fee_dispute", queue="TREASURY")).answer
    assert told is not None
    assert told.cases[CASE.key] == CaseEdit(category="fee_dispute", queue="TREASURY")


def test_a_case_that_is_left_out_is_dropped_whatever_else_stands_in_it():
    told = answer(filled(drop="1", field_crew="not a number")).answer
    assert told is not None
    assert told.cases == {CASE.key: CaseEdit(drop=True)}


def test_line_breaks_as_browsers_send_them_are_no_change():
    two = proposed(mooring(RunId("R1"), document(), sure=False)).model_copy(
        update={"fields": {**CASE.fields, "hulls": ["PB-1", "PB-2"]}}
    )
    review = REVIEW.model_copy(update={"proposal": Proposal(cases=(two,))})
    told = answer(filled(field_hulls="PB-1\r\nPB-2\r\n"), review).answer
    assert told is not None
    assert told.decision == "accept"


def test_wrong_entries_are_named_by_their_input_and_nothing_is_answered():
    read = answer(filled(by=" ", field_crew="two", category="piracy", queue="NOWHERE"))
    assert read.answer is None
    assert set(read.errors) == {"by", f"{CASE.key}.field.crew", f"{CASE.key}.category", f"{CASE.key}.queue"}


def test_a_rejection_takes_no_edits_with_it():
    told = answer(filled(decision="reject", field_crew="two")).answer
    assert told is not None
    assert (told.decision, told.cases) == ("reject", {})


def test_changes_to_a_message_that_is_confirmed_as_no_work_are_not_lost_silently():
    review = REVIEW.model_copy(update={"proposal": Proposal(actionable=False, cases=(CASE,))})
    read = answer(filled(field_berth="15"), review)
    assert read.answer is None
    assert "It is work" in read.errors[""]
    told = answer(filled(field_berth="15", decision="edit"), review).answer
    assert told is not None
    assert told.decision == "edit"


@pytest.mark.parametrize("decision", ["", "approve", "accept\n"])
def test_an_unknown_decision_is_asked_again(decision: str):
    read = answer(filled(decision=decision))
    assert (read.answer is None) == (decision.strip() != "accept")


def test_a_case_that_the_form_did_not_show_stays_as_proposed():
    told = answer(Entries({"decision": ["accept"], "by": ["Ada"]})).answer
    assert told is not None
    assert told.cases == {}
