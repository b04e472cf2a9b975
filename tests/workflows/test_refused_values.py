"""Values that the org does not take: a person is asked, told which field and why, and the save goes on from there."""

from __future__ import annotations

from typing import Any

from app.wiring import House
from tools.salesforce.org import Fault
from tools.salesforce.org.schema import Field
from workflow.review import CaseEdit, ReviewAnswer

WORKFLOW = "workflows/dealer-support.yaml"
INVOICE = "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123.\n\nAda Norvik\n"
TWO = (
    "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001.\n\n"
    "Tollbeck Honda (tollbeckhonda.com): please change the opening hours on our website to 9 to 5.\n\nCy Ottmar\n"
)
KIND = {
    "name": "Kind__c", "label": "Kind", "type": "picklist", "length": 40, "restricted": True,
    "picklist": ["website_content", "training"],
}  # fmt: skip


def _strict(variant: Any) -> House:
    """An org whose own picklist does not know the category 'billing'."""
    house: House = variant(
        (WORKFLOW, "    Category__c: category\n", "    Category__c: category\n    Kind__c: category\n")
    )
    assert house.org is not None
    house.org.add_fields("Case", [Field.model_validate(KIND)])
    return house


def test_the_field_and_the_reason_are_told_and_an_edit_is_saved(variant: Any, mail: Any) -> None:
    house = _strict(variant)
    report = house.runner.start("dealer-support", mail(INVOICE))
    assert (report.outcome, report.run.error) == ("review", "")
    [review] = house.store.reviews.open()
    [doubt] = review.proposal.doubts
    assert (doubt.step, doubt.about) == ("save", "record")
    assert "Kind__c (written from «category»)" in doubt.reason
    assert "training, website_content" in doubt.reason
    [run] = house.client.query("SELECT Status__c, Timeline__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Waiting"
    assert "Kind__c" in run["Timeline__c"]
    key = review.proposal.cases[0].key
    edit = ReviewAnswer(decision="edit", by="una", cases={key: CaseEdit(category="training")})
    done = house.runner.answer(review.id, edit)
    assert (done.outcome, done.run.error) == ("cases", "")
    [case] = house.client.query("SELECT Kind__c, Category__c FROM Case")
    assert (case["Kind__c"], case["Category__c"]) == ("training", "training")


def test_an_answer_that_changes_nothing_is_asked_about_again(variant: Any, mail: Any) -> None:
    house = _strict(variant)
    house.runner.start("dealer-support", mail(INVOICE))
    [review] = house.store.reviews.open()
    again = house.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
    assert again.outcome == "review"
    [second] = house.store.reviews.open()
    assert second.id != review.id
    assert house.runner.resume(again.run.id).outcome == "review"
    rejected = house.runner.answer(second.id, ReviewAnswer(decision="reject", by="una"))
    assert rejected.outcome == "rejected"
    hops = [hop.id for hop in house.store.hops.of(again.run.id) if hop.kind == "review" and hop.step == "REVIEW"]
    assert len(hops) == len(set(hops)) == 4


def test_one_case_of_a_split_that_is_refused_keeps_none_of_the_others_back(variant: Any, mail: Any) -> None:
    house = _strict(variant)
    raw = mail(TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")
    report = house.runner.start("dealer-support", raw)
    while report.outcome == "review" and not any(
        d.about == "record" for d in house.store.reviews.open()[0].proposal.doubts
    ):
        [review] = house.store.reviews.open()
        report = house.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
    assert report.outcome == "review"
    [review] = house.store.reviews.open()
    [doubt] = [each for each in review.proposal.doubts if each.about == "record"]
    written = house.client.query("SELECT Kind__c FROM Case WHERE ParentId != null")
    assert [row["Kind__c"] for row in written] == ["website_content"]
    edit = ReviewAnswer(decision="edit", by="una", cases={doubt.case: CaseEdit(category="training")})
    done = house.runner.answer(review.id, edit)
    assert (done.outcome, done.run.error) == ("cases", "")
    written = house.client.query("SELECT Kind__c FROM Case WHERE ParentId != null ORDER BY Kind__c")
    assert [row["Kind__c"] for row in written] == ["training", "website_content"]


def test_what_no_field_explains_parks_the_run(house: House, mail: Any) -> None:
    assert house.org is not None
    house.org.faults.declare(Fault(method="PATCH", path="sobjects/Case/*", code="CANNOT_EXECUTE_FLOW_TRIGGER"))
    report = house.runner.start("dealer-support", mail(INVOICE))
    assert report.outcome == "error"
    assert "CANNOT_EXECUTE_FLOW_TRIGGER" in report.run.error
    assert house.runner.start("dealer-support", mail(INVOICE)).outcome == "cases"


def test_what_was_got_over_stands_in_the_trace(house: House, mail: Any) -> None:
    assert house.org is not None
    house.org.faults.declare(Fault(method="POST", path="composite", drop="reply", times=2))
    report = house.runner.start("dealer-support", mail(INVOICE))
    assert report.outcome == "cases"
    told = {hop.step: hop.reason for hop in house.store.hops.of(report.run.id) if hop.kind in ("open", "act")}
    assert "the reply was lost" in told["open"]
    assert house.client.total("SELECT COUNT() FROM Case") == 1
