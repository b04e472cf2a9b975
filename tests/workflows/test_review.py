"""A person is a step: who is asked, what they may answer, and that no answer is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.wiring import House
from workflow.errors import BundleErrors, InputError, PinMismatch
from workflow.interpretation import Triage
from workflow.review import CaseEdit, Review, ReviewAnswer

WORKFLOW = "workflows/dealer-support.yaml"
TABLE = "tables/dealer_support_routing.csv"
INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
UNCLEAR = "Hi,\n\nplease see what we talked about.\n\nBo"
ACCEPT = ReviewAnswer(decision="accept", by="una")


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors sees it."""


@pytest.fixture
def unclear(mail: Any) -> bytes:
    raw: bytes = mail(UNCLEAR, "as discussed", "Bo Zelles <bo@wendlowbmw.com>")
    return raw


def _start(house: House, raw: bytes) -> Any:
    return house.runner.start("dealer-support", raw)


def _asked(house: House, raw: bytes) -> Review:
    assert _start(house, raw).outcome == "review"
    (review,) = house.store.reviews.open()
    return review


def _edit(review: Review, **changes: Any) -> ReviewAnswer:
    return ReviewAnswer(decision="edit", by="una", cases={review.proposal.cases[0].key: CaseEdit(**changes)})


# -- nothing that a person said is lost --------------------------------------------------------------------------------


def test_an_answer_outlives_the_process_that_took_it(
    house: House, again: Callable[[], House], unclear: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = _asked(house, unclear)
    real = house.store.reviews.answer

    def answer_and_die(*given: Any) -> Any:
        real(*given)
        raise Killed

    monkeypatch.setattr(house.store.reviews, "answer", answer_and_die)
    with pytest.raises(Killed):
        house.runner.answer(review.id, _edit(review, account="D-1", category="billing"))
    other = again()
    (report,) = other.runner.recover()
    assert (report.outcome, report.proposal.cases[0].account, report.proposal.cases[0].queue) == (
        "cases", "D-1", "BILLING",
    )  # fmt: skip
    assert other.runner.recover() == []
    assert other.store.hops.verify(report.run.id) is None
    other.close()


def test_whoever_answers_second_is_told_so_and_brings_the_first_answer_to_its_end(
    house: House, again: Callable[[], House], unclear: bytes
) -> None:
    review = _asked(house, unclear)
    house.store.reviews.answer(review.id, ACCEPT, "2026-03-01T00:00:00Z")  # and here its process ended
    other = again()
    with pytest.raises(InputError, match="answered already, by una"):
        other.runner.answer(review.id, ReviewAnswer(decision="reject", by="bo"))
    assert other.runner.report(review.run).outcome == "cases"
    other.close()


def test_an_answer_given_before_the_question_was_remembered_is_taken(
    house: House, again: Callable[[], House], unclear: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graphs import gate

    real = gate.ask

    def ask_and_die(*given: Any) -> Any:
        real(*given)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(gate, "ask", ask_and_die)
        with pytest.raises(Killed):
            _start(house, unclear)
    (review,) = house.store.reviews.open()
    other = again()
    assert other.runner.answer(review.id, ACCEPT).outcome == "cases"
    assert len(other.store.reviews.of(review.run)) == 1
    other.close()


def test_a_run_whose_end_was_not_remembered_is_finished_without_doing_anything_again(
    house: House, again: Callable[[], House], mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(house.runner.saver, "delete_thread", killed)
        with pytest.raises(Killed):
            _start(house, mail(INVOICE))
    assert house.store.runs.latest()[0].status == "running"
    other = again()
    before = other.client.usage.calls
    (report,) = other.runner.recover()
    assert (report.outcome, report.run.status, report.cases[0].saved is not None) == ("cases", "finished", True)
    assert other.client.usage.calls == before
    other.close()


# -- each run by its own bundle ----------------------------------------------------------------------------------------


def test_a_review_asked_under_one_bundle_and_answered_after_a_change_is_finished_by_its_own(
    house: House, variant: Any, unclear: bytes, mail: Any
) -> None:
    review = _asked(house, unclear)
    changed = variant((TABLE, "billing,,,,,BILLING", "billing,,,,,PRIVACY"))
    assert changed.bundle.identity != house.bundle.identity
    report = changed.runner.answer(review.id, _edit(review, account="D-1", category="billing"))
    assert (report.outcome, report.run.bundle) == ("cases", house.bundle.identity)
    (case,) = changed.client.query("SELECT Owner.Name FROM Case")
    assert case["Owner"]["Name"] == "BILLING"
    later = _start(changed, mail(INVOICE, number=2))
    assert (later.run.bundle, later.proposal.cases[0].queue) == (changed.bundle.identity, "PRIVACY")


def test_another_version_of_the_reader_reports_what_is_done_and_goes_on_with_nothing(
    house: House, again: Callable[[], House], unclear: bytes, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, review = _start(house, mail(INVOICE, number=2)), _asked(house, unclear)
    other = again()
    monkeypatch.setattr(other.reader, "version", "another", raising=False)
    assert _start(other, mail(INVOICE, number=2)).proposal == done.proposal
    assert other.runner.report(review.run).outcome == "review"
    with pytest.raises(PinMismatch, match="another version"):
        other.runner.answer(review.id, ACCEPT)
    assert other.store.reviews.get(review.id).status == "open"
    assert other.runner.recover() == []
    other.close()


# -- who is asked ------------------------------------------------------------------------------------------------------


def test_a_review_of_the_definition_asks_even_where_the_workflow_goes_on_when_unsure(variant: Any, mail: Any) -> None:
    house = variant(
        (WORKFLOW, "\non_unsure: review", "\non_unsure: go_on"),
        (WORKFLOW, "when: category == 'cancellation' and amount.amount >= 5000", "when: category == 'billing'"),
    )
    report = _start(house, mail(INVOICE))
    assert report.outcome == "review"
    assert [doubt.step for doubt in report.proposal.doubts] == ["approve"]
    (review,) = house.store.reviews.open()
    assert review.group == "RETENTION"


def test_a_workflow_that_goes_on_when_unsure_asks_nobody(variant: Any, unclear: bytes) -> None:
    house = variant((WORKFLOW, "\non_unsure: review", "\non_unsure: go_on"))
    report = _start(house, unclear)
    assert report.outcome in ("cases", "not_actionable")
    assert any(hop.status == "unsure" for hop in house.store.hops.of(report.run.id))


def test_a_review_that_could_hold_nothing_any_more_is_refused_before_anything_is_done(variant: Any, mail: Any) -> None:
    late = "\n      - {id: late, kind: review, title: Too late}\n"
    house = variant((WORKFLOW, "tool: salesforce.save_case}\n", "tool: salesforce.save_case}" + late))
    with pytest.raises(BundleErrors, match="cannot hold it"):
        _start(house, mail(INVOICE))
    assert house.client.query("SELECT Id FROM Case") == []


def test_a_message_that_a_person_calls_no_work_closes_its_log(
    house: House, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Triage(actionable=False, kind="thanks", reason="perhaps a thank-you", confidence=0.4)
    monkeypatch.setattr(house.reader, "triage", lambda *_: said, raising=False)
    review = _asked(house, mail("Thanks!"))
    report = house.runner.answer(review.id, ACCEPT)
    assert report.outcome == "not_actionable"
    (run,) = house.client.query("SELECT Status__c, Outcome__c, Timeline__c FROM Orchestration_Run__c")
    assert (run["Status__c"], run["Outcome__c"]) == ("Completed", report.outcome)
    assert "accept by una" in run["Timeline__c"]
    (case,) = house.client.query("SELECT Owner.Name, IsClosed FROM Case")
    assert (case["Owner"]["Name"], case["IsClosed"]) == ("INTAKE", False)


# -- what may be answered ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fields": {"amount": 500}}, "the field amount is an amount with its currency"),
        ({"fields": {"vins": "1M8GDM9AXKP042788"}}, "the field vins is a list"),
        ({"fields": {"urgency": "quite"}}, "the field urgency is one of: low, normal, high"),
        ({"fields": {"amont": {"amount": 1}}}, "no field amont. Did you mean 'amount'?"),
        ({"queue": "BILING"}, "no queue BILING. Did you mean 'BILLING'?"),
        ({"category": "biling"}, "no category biling. Did you mean 'billing'?"),
    ],
)
def test_an_edit_that_cannot_be_taken_names_the_case_and_what_is_right(
    changes: dict[str, Any], told: str, house: House, unclear: bytes
) -> None:
    review = _asked(house, unclear)
    with pytest.raises(InputError) as error:
        house.runner.answer(review.id, _edit(review, **changes))
    assert f"case {review.proposal.cases[0].key}: {told}" in str(error.value)
    assert house.store.reviews.get(review.id).status == "open"


def test_a_value_that_a_person_entered_says_so(house: House, unclear: bytes) -> None:
    review = _asked(house, unclear)
    fields = {"website": "https://wendlowbmw.com".removeprefix("https://").upper(), "invoice_number": "INV-7"}
    report = house.runner.answer(review.id, _edit(review, account="D-4", category="billing", fields=fields))
    (case,) = report.cases
    assert case.fields["website"] == "wendlowbmw.com"
    entered = {value.field: value for value in case.extraction.values if value.field in fields}
    assert {value.evidence.kind for value in entered.values()} == {"person"}
    assert entered["invoice_number"].evidence.quote == "entered by una"
    assert not set(fields) & set(case.extraction.not_stated)


def test_an_edit_that_no_rule_decides_on_is_refused_unless_it_names_the_queue(variant: Any, unclear: bytes) -> None:
    house = variant((TABLE, "billing,,,,,BILLING\n", ""), (TABLE, ",true,empty,BMW,,POD_BMW\n", ""))
    review = _asked(house, unclear)
    edit = {"account": "D-4", "category": "billing"}
    with pytest.raises(InputError, match=r"No row of dealer_support_routing fits.*say the queue"):
        house.runner.answer(review.id, _edit(review, **edit))
    report = house.runner.answer(review.id, _edit(review, **edit, queue="SALES"))
    assert (report.outcome, report.proposal.cases[0].queue) == ("cases", "SALES")
