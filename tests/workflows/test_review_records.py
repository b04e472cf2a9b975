"""Reviews as records of the org: written with the run's log, answered there or in the console, each answer once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.intake.answers import OrgAnswers
from app.wiring import House
from graphs import gate
from tools.salesforce.org.faults import Fault
from workflow.errors import InputError
from workflow.review import ReviewAnswer

Mail = Callable[..., bytes]
Variant = Callable[..., House]
IN_ORG = (
    "workflows/dealer-support.yaml",
    "on_unsure: review ",
    "reviews: {in_org: true, queue: INTAKE, within: 4 hours}\non_unsure: review ",
)
FIELDS = (
    "Id, Review_Key__c, Status__c, Reason__c, Proposal__c, Category__c, Queue__c, Account_Key__c, Case__c, Run__c, "
    "OwnerId, Due_At__c, Answer__c, Taken__c, Decision__c, Answered_By__c, Note__c"
)


def costly(mail: Mail, number: int = 1) -> bytes:
    """Plain in all it says; the definition has a person look at it all the same."""
    text = "Please cancel our website service for Quistrel Ford. The contract amount is $9,000 per year."
    return mail(text, subject="Cancellation", number=number)


@pytest.fixture
def house(variant: Variant) -> House:
    return variant(IN_ORG)


def rows(house: House) -> list[dict[str, Any]]:
    return house.client.query(f"SELECT {FIELDS} FROM Orchestration_Review__c ORDER BY Name")


def change(house: House, record: str, **values: Any) -> None:
    house.client.request("PATCH", f"sobjects/Orchestration_Review__c/{record}", values)


def asked(house: House, mail: Mail) -> dict[str, Any]:
    assert house.runner.start("dealer-support", costly(mail)).outcome == "review"
    [row] = rows(house)
    return row


def test_a_review_is_a_record_beside_the_run(house: House, mail: Mail) -> None:
    row = asked(house, mail)
    [review] = house.store.reviews.open()
    run = house.store.runs.get(review.run)
    assert row["Review_Key__c"] == f"{review.id}-1"
    assert (row["Status__c"], row["Taken__c"], row["Case__c"]) == ("Open", False, run.record)
    assert (row["Category__c"], row["Account_Key__c"]) == ("cancellation", "D-1")
    assert "Category: cancellation" in row["Proposal__c"]
    assert all((row["Reason__c"], row["Due_At__c"]))
    assert row["OwnerId"] == house.client.queue("INTAKE")
    [of_run] = house.client.query(f"SELECT Run_Key__c FROM Orchestration_Run__c WHERE Id = '{row['Run__c']}'")
    assert of_run["Run_Key__c"] == run.id


def test_an_answer_in_the_org_goes_on_with_the_run_once(house: House, mail: Mail) -> None:
    row = asked(house, mail)
    change(house, row["Id"], Answer__c="accept", Comment__c="as agreed")
    done = OrgAnswers(house).take()
    assert (done.taken, done.refused) == (1, 0)
    [review] = house.store.reviews.of(house.store.runs.latest(1)[0].id)
    assert review.answer is not None
    assert review.answer.by.endswith(", in Salesforce")
    assert house.runner.report(review.run).outcome == "cases"
    [after] = rows(house)
    assert (after["Status__c"], after["Decision__c"], after["Taken__c"]) == ("Applied", "accept", True)
    assert (after["Answered_By__c"], after["Note__c"]) == (review.answer.by, "taken")
    assert OrgAnswers(house).take().taken == 0


def test_what_a_person_changed_there_is_written(house: House, mail: Mail) -> None:
    row = asked(house, mail)
    change(house, row["Id"], Answer__c="edit", Account_Key__c="D-4")
    assert OrgAnswers(house).take().taken == 1
    [case] = house.client.query(f"SELECT Account.ExternalId__c FROM Case WHERE Id = '{row['Case__c']}'")
    assert case["Account"]["ExternalId__c"] == "D-4"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"Answer__c": "edit", "Category__c": "cancelation"}, "no category cancelation"),
        ({"Answer__c": "accept", "Account_Key__c": "D-4"}, "say edit"),
        ({"Answer__c": "edit"}, "changes nothing"),
        ({"Answer__c": "edit", "Changes_Json__c": "{"}, "Changes JSON"),
        ({"Answer__c": "edit", "Changes_Json__c": '{"x": {"colour": "red"}}'}, "colour"),
    ],
)
def test_an_answer_that_cannot_be_taken_goes_back_to_the_person(
    house: House, mail: Mail, given: dict[str, str], why: str
) -> None:
    row = asked(house, mail)
    change(house, row["Id"], **given)
    assert OrgAnswers(house).take().refused == 1
    [after] = rows(house)
    assert why in after["Note__c"]
    assert (after["Status__c"], after["Answer__c"], after["Taken__c"]) == ("Open", None, False)
    assert house.store.reviews.count_open() == 1
    change(house, row["Id"], Answer__c="reject", Category__c="cancellation", Account_Key__c="D-1", Changes_Json__c=None)
    assert OrgAnswers(house).take().taken == 1


def test_who_answers_first_is_believed_and_the_other_told(house: House, mail: Mail) -> None:
    row = asked(house, mail)
    [review] = house.store.reviews.open()
    change(house, row["Id"], Answer__c="reject")
    house.answer(review.id, ReviewAnswer(decision="accept", by="kim"))
    done = OrgAnswers(house).take()
    assert (done.taken, done.late) == (0, 1)
    [after] = rows(house)
    assert (after["Status__c"], after["Decision__c"], after["Answered_By__c"]) == ("Applied", "accept", "kim")
    assert "kim was first" in after["Note__c"]
    assert after["Answer__c"] == "reject", "what the person said is left for them to see"
    assert OrgAnswers(house).take().late == 0


def test_a_process_that_ends_before_the_record_is_marked_takes_nothing_twice(house: House, mail: Mail) -> None:
    row = asked(house, mail)
    change(house, row["Id"], Answer__c="accept")
    assert house.org is not None
    house.org.faults.declare(
        Fault(path="sobjects/Orchestration_Review__c/aOR*", method="PATCH", code="STORAGE_LIMIT_EXCEEDED")
    )
    with pytest.raises(InputError, match="STORAGE_LIMIT_EXCEEDED"):
        OrgAnswers(house).take()
    assert OrgAnswers(house).take().taken == 1
    [after] = rows(house)
    assert (after["Taken__c"], after["Note__c"]) == (True, "taken")
    assert len(house.client.query("SELECT Id FROM Case")) == 1


def test_a_record_that_the_org_refuses_holds_no_case_back(house: House, mail: Mail) -> None:
    assert house.org is not None
    house.org.faults.declare(
        Fault(sobject="Orchestration_Review__c", code="FIELD_CUSTOM_VALIDATION_EXCEPTION", times=9)
    )
    assert house.runner.start("dealer-support", costly(mail)).outcome == "review"
    [review] = house.store.reviews.open()
    assert house.answer(review.id, ReviewAnswer(decision="accept", by="kim")).outcome == "cases"
    assert rows(house) == []


def test_asking_twice_leaves_what_a_person_did_meanwhile(house: House, mail: Mail) -> None:
    """The node that asks runs again from its top where the process ended before its checkpoint."""
    row = asked(house, mail)
    change(house, row["Id"], Answer__c="edit", Account_Key__c="D-4")
    [review] = house.store.reviews.open()
    report, context = house.runner.report(review.run), house.runner.context("dealer-support")
    _, hop = gate.ask(context, review.run, report.message, list(report.cases))
    assert "log" not in hop.detail, "the run's own record is brought up to date all the same"
    [after] = rows(house)
    assert (after["Id"], after["Answer__c"], after["Account_Key__c"]) == (row["Id"], "edit", "D-4")


def test_a_lost_reply_makes_no_second_record(house: House, mail: Mail) -> None:
    assert house.org is not None
    house.org.faults.declare(Fault(path="composite", nth=2, drop="reply"))
    assert asked(house, mail)["Status__c"] == "Open"


def test_a_review_costs_no_call_more_than_without_its_record(variant: Variant, mail: Mail) -> None:
    def calls(house: House, number: int) -> int:
        before = house.client.usage.calls
        house.runner.start("dealer-support", costly(mail, number))
        [review] = house.store.reviews.open()
        house.answer(review.id, ReviewAnswer(decision="accept", by="kim"))
        return house.client.usage.calls - before

    plain, kept = variant(), variant(IN_ORG)
    for house in (plain, kept):
        calls(house, 1 if house is plain else 2)  # descriptions and queues are read once
    assert calls(kept, 3) == calls(plain, 4) == 3


def test_a_workflow_that_does_not_ask_for_it_writes_none(variant: Variant, mail: Mail) -> None:
    house = variant()
    assert house.runner.start("dealer-support", costly(mail)).outcome == "review"
    assert rows(house) == []


def test_a_review_of_several_cases_is_answered_by_their_keys(variant: Variant, mail: Mail) -> None:
    when = ("workflows/dealer-support.yaml", "category == 'cancellation' and amount.amount >= 5000", "category is set")
    house = variant(IN_ORG, when)
    text = (
        "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001.\n\n"
        "Tollbeck Honda (tollbeckhonda.com): please send the invoice for March to our accounts payable.\n\nCy Ottmar\n"
    )
    raw = mail(text, subject="Two stores", sender="Cy Ottmar <cy@tollbeckfamily.com>")
    assert house.runner.start("dealer-support", raw).outcome == "review"
    [row] = rows(house)
    assert (row["Account_Key__c"], row["Category__c"]) == (None, None), "what concerns one case is not asked for two"
    [review] = house.store.reviews.open()
    keys = [case.key for case in review.proposal.cases]
    assert len(keys) == 2
    assert all(key in row["Proposal__c"] for key in keys)
    change(house, row["Id"], Answer__c="edit", Changes_Json__c=json.dumps({keys[1]: {"category": "cancellation"}}))
    assert OrgAnswers(house).take().taken == 1
    cases = house.client.query("SELECT Category__c FROM Case WHERE ParentId != null ORDER BY Category__c")
    assert [case["Category__c"] for case in cases] == ["billing", "cancellation"]
    assert (rows(house)[0]["Status__c"], rows(house)[0]["Decision__c"]) == ("Applied", "edit")


def test_what_is_asked_anew_by_another_version_is_withdrawn_there(variant: Variant, mail: Mail) -> None:
    house = variant(IN_ORG)
    row = asked(house, mail)
    [review] = house.store.reviews.open()
    other = variant(IN_ORG, ("workflows/dealer-support.yaml", "title: Dealer support mail", "title: Dealer mail"))
    other.runner.migrate(review.run, other.bundle, "kim")
    assert len(rows(other)) == 2
    assert OrgAnswers(other).take().taken == 0
    old, new = rows(other)
    assert (old["Id"], old["Status__c"], old["Taken__c"]) == (row["Id"], "Withdrawn", True)
    assert new["Review_Key__c"] in old["Note__c"]
    change(other, new["Id"], Answer__c="accept")
    assert OrgAnswers(other).take().taken == 1
