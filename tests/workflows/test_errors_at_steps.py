"""What happens when a step fails: a person is asked, the run is parked, or it goes on, as the definition says."""

from __future__ import annotations

from typing import Any

import pytest

from app.wiring import House
from workflow.errors import AnswerError
from workflow.result import Effect, Failure, Result

WORKFLOW = "workflows/dealer-support.yaml"
INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
TWO = (
    "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001.\n\n"
    "Tollbeck Honda (tollbeckhonda.com): we were charged twice on invoice INV-1002.\n\nCy Ottmar\n"
)
CLASSIFY = "categories: dealer_support, sure_from: 0.8}"


def _start(house: House, raw: bytes) -> Any:
    return house.runner.start("dealer-support", raw)


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has the reader of a house raise at a question."""

    def broken(house: House, question: str, error: Exception) -> None:
        def answer(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(house.reader, question, answer, raising=False)

    return broken


@pytest.mark.parametrize(
    ("question", "step"),
    [("triage", "triage"), ("split", "split"), ("classify", "classify"), ("extract", "extract")],
)
def test_a_reader_that_raises_leads_to_a_person_with_the_reason(
    question: str, step: str, house: House, mail: Any, breaks: Any
) -> None:
    breaks(house, question, AnswerError("the answer was cut off"))
    report = _start(house, mail(INVOICE))
    assert report.outcome == "review"
    told = [doubt for doubt in report.proposal.doubts if doubt.step == step]
    assert [doubt.about for doubt in told] == ["reading"]
    assert "the answer was cut off" in told[0].reason


def test_a_failure_asks_a_person_even_where_the_workflow_goes_on_when_unsure(
    variant: Any, mail: Any, breaks: Any
) -> None:
    house = variant((WORKFLOW, "\non_unsure: review", "\non_unsure: go_on"))
    breaks(house, "classify", RuntimeError("away"))
    assert _start(house, mail(INVOICE)).outcome == "review"


def test_a_step_that_stops_parks_the_run_and_its_record_says_so(
    variant: Any, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = variant((WORKFLOW, CLASSIFY, CLASSIFY.replace("}", ", on_error: stop}")))

    def away(*_: Any, **__: Any) -> None:
        raise RuntimeError("away")

    with monkeypatch.context() as broken:
        broken.setattr(house.reader, "classify", away, raising=False)
        for times in (1, 2):
            report = _start(house, mail(INVOICE))
            assert (report.outcome, report.run.error) == ("error", "classify: RuntimeError: away")
            hops = [hop for hop in house.store.hops.of(report.run.id) if hop.status == "failed"]
            assert len(hops) == times
    (run,) = house.client.query("SELECT Status__c, Timeline__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Failed"
    assert "classify: RuntimeError: away" in run["Timeline__c"]
    report = _start(house, mail(INVOICE))
    assert (report.outcome, report.run.error) == ("cases", "")
    (run,) = house.client.query("SELECT Status__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Completed"


def test_a_step_that_may_fail_is_passed_over(variant: Any, mail: Any, breaks: Any) -> None:
    house = variant((WORKFLOW, "fields: dealer_support}", "fields: dealer_support, on_error: go_on}"))
    breaks(house, "extract", RuntimeError("away"))
    report = _start(house, mail(INVOICE))
    assert (report.outcome, report.proposal.cases[0].fields) == ("cases", {})
    assert [hop.status for hop in house.store.hops.of(report.run.id) if hop.step == "extract"] == ["failed"]


def test_the_record_carries_the_id_of_its_message(house: House, mail: Any) -> None:
    _start(house, mail(INVOICE, number=5))
    (run,) = house.client.query("SELECT Message_Id__c FROM Orchestration_Run__c")
    assert run["Message_Id__c"] == "5@mail.invalid"


# -- actions that take no key ------------------------------------------------------------------------------------------


class Pager:
    """Tools with one more: it rings, can neither be keyed nor asked, and answers as it is told to."""

    def __init__(self, inner: Any, *answers: Result | BaseException) -> None:
        self.inner, self.answers, self.rang = inner, list(answers), 0

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        if name != "pager.ring":
            result: Result = self.inner.call(name, arguments, key)
            return result
        self.rang += 1
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def effect(self, name: str) -> Effect:
        effect: Effect = "neither" if name == "pager.ring" else self.inner.effect(name)
        return effect


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors sees it."""


def _failure(code: str, retry: Any) -> Result:
    return Result(failure=Failure(code=code, message="no answer", retry=retry))


@pytest.fixture
def paging(variant: Any) -> Any:
    ring = (
        "tool: salesforce.save_case}\n      - {id: page, kind: act, tool: pager.ring, arguments: {about: category}}\n"
    )
    tools = "tools: [salesforce.open_record, salesforce.save_case, salesforce.log, pager.ring]\nsteps:"
    pager = "connections:\n  pager: {command: [pager], tools: [ring]}\n"

    def make(*answers: Result | BaseException) -> tuple[House, Pager]:
        house = variant(
            (WORKFLOW, "tool: salesforce.save_case}\n", ring),
            (WORKFLOW, "\nsteps:", f"\n{tools}"),
            ("connections.yaml", "connections: {}\n", pager),
        )
        tool = Pager(house.tools, *answers)
        house.runner.tools = lambda _allowed: tool
        return house, tool

    return make


def _page(house: House, run: str) -> list[tuple[str, str]]:
    return [(hop.status, hop.reason) for hop in house.store.hops.of(run) if hop.step == "page"]


def test_an_action_after_the_save_is_told_on_the_record(paging: Any, mail: Any) -> None:
    house, pager = paging(Result())
    report = _start(house, mail(INVOICE))
    assert (report.outcome, pager.rang) == ("cases", 1)
    (run,) = house.client.query("SELECT Status__c, Timeline__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Completed"
    assert "page: pager.ring did what was asked" in run["Timeline__c"]


def test_an_action_without_a_key_whose_answer_was_lost_is_told_and_not_done_again(paging: Any, mail: Any) -> None:
    house, pager = paging(_failure("TIMEOUT", "unknown"))
    failed = _start(house, mail(INVOICE))
    assert (failed.outcome, pager.rang) == ("error", 1)
    report = _start(house, mail(INVOICE))
    assert (report.outcome, pager.rang) == ("cases", 1)
    assert "not called again" in _page(house, report.run.id)[-1][1]


def test_an_action_without_a_key_is_not_done_again_after_the_process_ended_in_it(paging: Any, mail: Any) -> None:
    house, pager = paging(Killed())
    with pytest.raises(Killed):
        _start(house, mail(INVOICE))
    parked = _start(house, mail(INVOICE))
    assert (parked.outcome, pager.rang) == ("error", 1)
    assert "is not known" in parked.run.error
    assert _start(house, mail(INVOICE)).outcome == "cases"
    assert pager.rang == 1


def test_an_action_that_was_surely_not_done_is_done_when_the_run_is_tried_again(paging: Any, mail: Any) -> None:
    house, pager = paging(_failure("LIMIT", "later"), Result())
    assert _start(house, mail(INVOICE)).outcome == "error"
    assert _start(house, mail(INVOICE)).outcome == "cases"
    assert pager.rang == 2


def test_an_action_after_a_split_is_told_on_the_record_of_each_case(paging: Any, mail: Any) -> None:
    house, pager = paging(Result(), Result())
    report = _start(house, mail(TWO, "Two stores", "Cy Ottmar <cy@tollbeckfamily.com>"))
    assert (report.outcome, pager.rang) == ("cases", 2), report.proposal.doubts
    rows = house.client.query("SELECT Run_Key__c, Parent_Run__c, Status__c, Timeline__c FROM Orchestration_Run__c")
    assert {row["Status__c"] for row in rows} == {"Completed"}
    children = [row for row in rows if row["Parent_Run__c"]]
    assert [row["Timeline__c"].count("page: pager.ring did") for row in children] == [1, 1]


def test_an_unsure_message_on_an_open_case_has_nothing_done_but_its_log(paging: Any, mail: Any) -> None:
    house, pager = paging(Result())
    _start(house, mail(INVOICE))
    unsure = mail("As discussed.", "Re: Request", "Bo <bo@wendlowbmw.com>", number=2, references="<1@mail.invalid>")
    report = _start(house, unsure)
    assert report.message.record.appended
    assert report.proposal.doubts
    assert pager.rang == 1
    assert "its owner decides" in _page(house, report.run.id)[-1][1]
