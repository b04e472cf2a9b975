"""Waits: deadlines in business time, reminders, events and moments; nothing is sent or done twice, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conversations import CANCEL, SAVE, WORKFLOW, Clock, Desk, with_wait

from app.wiring import House
from tools.salesforce.org import Fault
from workflow.errors import NotFound

Talking = Callable[..., Desk]
HOURS = (
    WORKFLOW,
    "on_unsure: review ",
    'hours: {zone: America/Chicago, open: "Mon-Fri 09:00-17:00"}\non_unsure: review ',
)
CALLED = "      - {id: called, kind: wait, event: called_back, when: waited.ask == 'late'}\n"
TWO = (
    "Hello,\n\nplease cancel chat for these two dealers, it is too expensive:\n\n"
    "- tollbecktoyota.com\n- tollbeckhonda.com\n\nCy Ottmar\n"
)


OPEN = {"Start": "10:00:00.000Z", "End": "12:00:00.000Z"}


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors sees it."""


@pytest.fixture
def talking(variant: Any, mail: Any) -> Talking:
    def make(*keys: str, more: str = "", changes: tuple[tuple[str, str, str], ...] = ()) -> Desk:
        return Desk(variant(with_wait(*keys, more=more), *changes), Clock(), mail)

    return make


@pytest.fixture
def standing(variant: Any, mail: Any) -> Callable[[str], Desk]:
    """A desk whose cases wait for something else than an answer."""

    def make(keys: str) -> Desk:
        return Desk(variant((WORKFLOW, SAVE, f"{SAVE}      - {{id: ask, kind: wait, {keys}}}\n")), Clock(), mail)

    return make


# -- deadlines ---------------------------------------------------------------------------------------------------------


def test_reminders_and_the_deadline_fall_into_business_hours_and_lead_to_a_person(talking: Talking) -> None:
    desk = talking("send: true", "within: 1 business day", "remind: [4 business hours]", changes=(HOURS,))
    run = desk.start().run.id
    wait = desk.wait(run)  # asked on a Monday at 04:00 in Chicago: counted from 09:00
    assert (wait.reminders, wait.deadline) == (("2026-03-02T19:00:00.000Z",), "2026-03-03T15:00:00.000Z")
    assert desk.house.runner.resume_due() == []
    desk.clock.forward(hours=10)
    (reminded,) = desk.house.runner.resume_due()
    assert (reminded.run.id, reminded.outcome) == (run, "waiting")
    assert desk.house.runner.resume_due() == []
    assert [each["Subject"][-3:] for each in desk.sent()] == [":1]", ":2]"]
    assert desk.sent()[1]["TextBody"].startswith("We are still waiting")
    desk.clock.forward(hours=24)
    (late,) = desk.house.runner.resume_due()
    assert late.outcome == "review"
    assert "no answer of ada@quistrelford.com within 1 business day" in desk.review().proposal.doubts[0].reason
    assert desk.house.runner.resume_due() == []
    assert desk.sound(run)


def test_deadlines_are_counted_by_the_business_hours_and_holidays_of_the_org(talking: Talking) -> None:
    org = (WORKFLOW, "on_unsure: review ", "hours: {business_hours: Support}\non_unsure: review ")
    desk = talking("send: true", "within: 3 business hours", changes=(org,))
    week = {f"{day}{end}Time": at for day in ("Monday", "Tuesday", "Wednesday") for end, at in OPEN.items()}
    desk.house.client.request(
        "POST", "sobjects/BusinessHours/", {"Name": "Support", "TimeZoneSidKey": "Europe/Paris", **week}
    )
    yearly = {"IsRecurrence": True, "RecurrenceType": "RecursYearly", "RecurrenceStartDate": "2020-01-01"}
    third = {**yearly, "RecurrenceDayOfMonth": 3, "RecurrenceMonthOfYear": "March"}
    desk.house.client.request("POST", "sobjects/Holiday/", {"Name": "Founders", **third})
    report = desk.start()  # Monday 2 March, 11:00 in Paris; Tuesday is closed
    assert desk.wait(report.run.id).deadline == "2026-03-04T11:00:00.000Z"
    assert desk.sound(report.run.id)


def test_business_hours_that_the_org_does_not_have_are_named(talking: Talking) -> None:
    org = (WORKFLOW, "on_unsure: review ", "hours: {business_hours: Night shift}\non_unsure: review ")
    report = talking("within: 3 business hours", changes=(org,)).start()
    assert report.outcome == "error"
    assert "the org has no active business hours 'Night shift'" in report.run.error


def test_the_branch_at_the_deadline_is_configured(talking: Talking) -> None:
    desk = talking("send: true", "within: 3 hours", "otherwise: go_on", more=CALLED)
    run = desk.start().run.id
    desk.clock.forward(hours=4)
    (late,) = desk.house.runner.resume_due()
    assert (late.outcome, late.cases[0].waited) == ("waiting", {"ask": "late"})
    (done,) = desk.house.runner.happened("called_back")
    assert (done.run.id, done.outcome) == (run, "cases")


def test_an_answer_before_the_deadline_ends_the_wait_and_skips_the_branch(talking: Talking) -> None:
    desk = talking("send: true", "within: 3 hours", "otherwise: go_on", more=CALLED)
    run = desk.start().run.id
    desk.reply("It ends on 1 June 2025.\n")
    done = desk.now(run)
    assert (done.outcome, done.cases[0].waited) == ("cases", {"ask": "answered"})
    desk.clock.forward(days=3)
    assert desk.house.runner.resume_due() == []
    assert (desk.wait(run).state, desk.wait(run).outcome) == ("closed", "answered")


def test_who_slept_through_both_reminds_nobody_of_what_is_over(talking: Talking) -> None:
    desk = talking("send: true", "within: 2 days", "remind: [1 day]")
    desk.start()
    desk.clock.forward(days=30)
    (late,) = desk.house.runner.resume_due()
    assert late.outcome == "review"
    assert len(desk.sent()) == 1


def test_a_worker_goes_on_with_what_is_due(talking: Talking) -> None:
    from app.worker.intake import Intake
    from tools.queue import MemoryQueue

    desk = talking("send: true", "within: 10 minutes", "otherwise: go_on")
    run = desk.start().run.id
    queue = MemoryQueue()
    intake = Intake(desk.house, queue)
    assert intake.put_due() == 0
    desk.clock.forward(minutes=11)
    assert (intake.put_due(), intake.put_due()) == (1, 0)
    assert run in queue.standing()
    assert desk.house.runner.attempt(run, 3).outcome == "cases"


# -- events and moments ------------------------------------------------------------------------------------------------


def test_an_event_ends_the_wait_of_the_case_that_it_is_for(standing: Callable[[str], Desk]) -> None:
    desk = standing("event: contract_signed, within: 10 days")
    first, second = desk.start(), desk.start(CANCEL + "\nAgain.", 2)
    number = first.cases[0].saved.number if first.cases[0].saved else ""
    (report,) = desk.house.runner.happened("contract_signed", number, ref="e1", note="by fax")
    assert (report.run.id, report.outcome, report.cases[0].waited) == (first.run.id, "cases", {"ask": "came"})
    assert desk.now(second.run.id).outcome == "waiting"
    with pytest.raises(NotFound, match="switchyard waits"):
        desk.house.runner.happened("contract_signed", number)
    desk.clock.forward(days=11)
    (late,) = desk.house.runner.resume_due()
    assert (late.run.id, late.outcome) == (second.run.id, "review")


@pytest.mark.parametrize(
    ("keys", "after"),
    [("lasts: 3 days", timedelta(days=3)), ("until: add_days(received, 371)", timedelta(days=7, hours=14))],
)
def test_a_wait_for_a_time_goes_on_by_itself(standing: Callable[[str], Desk], keys: str, after: timedelta) -> None:
    desk = standing(keys)
    report = desk.start()
    assert report.outcome == "waiting"
    desk.clock.now += after - timedelta(hours=1)
    assert desk.house.runner.resume_due() == []
    desk.clock.now += timedelta(days=1)
    (done,) = desk.house.runner.resume_due()
    assert (done.outcome, done.cases[0].waited) == ("cases", {"ask": "time"})


def test_a_time_that_is_over_is_not_waited_for(standing: Callable[[str], Desk]) -> None:
    desk = standing("until: received")
    assert desk.start().cases[0].waited == {"ask": "time"}


# -- several cases -----------------------------------------------------------------------------------------------------


def _accepted(desk: Desk, text: str, **more: Any) -> Any:
    report = desk.start(text, **more)
    return desk.answer("accept") if report.outcome == "review" else report


def test_one_case_of_several_waits_while_the_others_finish(talking: Talking) -> None:
    desk = talking("send: true", "when: account.ExternalId__c == 'D-2'")
    report = _accepted(desk, TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")
    assert report.outcome == "waiting"
    waits = desk.house.store.waits.of(report.run.id)
    assert len(waits) == 1
    assert [case.talk.wait != "" for case in report.cases] == [True, False]
    desk.reply("It ends on 1 June 2025.\n", sender="Cy Ottmar <cy@tollbeckfamily.com>")
    done = desk.now(report.run.id)
    assert (done.outcome, done.run.status) == ("cases", "finished")
    assert [case.missing for case in done.cases] == [(), ("effective_date",)]


def test_an_answer_goes_to_the_case_whose_token_it_carries(talking: Talking) -> None:
    desk = talking("send: true", "within: 5 days")
    report = _accepted(desk, TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")
    assert len(desk.house.store.waits.of(report.run.id)) == 2
    desk.reply("It ends on 1 June 2025.\n", refers=False, sender="Cy Ottmar <cy@tollbeckfamily.com>")  # to the last one
    half = desk.now(report.run.id)
    assert half.outcome == "waiting"
    assert sorted(len(case.missing) for case in half.cases) == [0, 1]
    assert desk.sound(report.run.id)


def test_one_answer_to_several_cases_gives_each_what_it_says_of_it(talking: Talking) -> None:
    desk = talking("send: true")
    report = _accepted(desk, TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")
    desk.reply(
        "- tollbecktoyota.com: it ends on 1 June 2025.\n- tollbeckhonda.com: it ends on 15 July 2025.\n",
        sender="Cy Ottmar <cy@tollbeckfamily.com>",
    )
    done = desk.now(report.run.id)
    assert (done.outcome, done.run.status) == ("cases", "finished")
    assert [case.missing for case in done.cases] == [(), ()]
    assert sorted(ends(case) for case in done.cases) == ["2025-06-01", "2025-07-15"]
    assert desk.sound(report.run.id)


def test_where_one_answer_does_not_say_what_belongs_to_which_case_people_are_asked(talking: Talking) -> None:
    desk = talking("send: true")
    report = _accepted(desk, TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")
    desk.reply(
        "tollbecktoyota.com and tollbeckhonda.com end on 1 June 2025 and on 15 July 2025.\n",
        sender="Cy Ottmar <cy@tollbeckfamily.com>",
    )
    assert desk.now(report.run.id).outcome == "review"


def ends(case: Any) -> str:
    """The date that a case was told."""
    (value,) = [value.value for value in case.extraction.values if value.field == "effective_date"]
    return str(value)


def test_an_answer_that_names_no_case_goes_to_a_person(talking: Talking) -> None:
    desk = talking("send: true")
    report = _accepted(desk, TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>")
    desk.start(
        "It ends on 1 June 2025.\n", 9, subject="Re: your question", references="<1@mail.invalid>",
        sender="Cy Ottmar <cy@tollbeckfamily.com>",
    )  # fmt: skip
    assert desk.now(report.run.id).outcome == "review"
    assert "which of 2 questions" in desk.review().proposal.doubts[0].reason


# -- whatever happens to the process -----------------------------------------------------------------------------------


def test_killed_after_any_commit_the_talk_goes_on_and_nothing_is_sent_twice(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = talking("send: true", "within: 2 days", "remind: [1 day]")
    store = desk.house.store
    desk.house.directory(desk.house.bundle.workflow("dealer-support").account)
    real, commits, fatal = store.transaction, 0, 0

    @contextmanager
    def transaction() -> Iterator[Any]:
        nonlocal commits
        outermost = not store.connection.in_transaction
        with real() as cursor:
            yield cursor
        commits += outermost
        if outermost and commits == fatal:
            raise Killed

    def until_done(act: Callable[[], Any]) -> None:
        """Acts, as another process would after each death, with minutes between."""
        try:
            act()
        except Killed:
            desk.clock.forward(minutes=3)
            desk.house.runner.recover()
            act()
            desk.house.runner.recover()
            desk.house.runner.resume_due()

    def ended(round_: int, at: int) -> bool:
        """One talk from the message to its end, killed after commit `at`; whether nobody died."""
        nonlocal commits, fatal
        text = CANCEL.replace("too expensive", f"too expensive, see {round_}")
        commits, fatal = 0, at
        until_done(lambda: desk.start(text, round_ * 10))
        (run,) = store.runs.with_message_id("dealer-support", f"{round_ * 10}@mail.invalid")
        desk.clock.forward(days=1, minutes=5)
        until_done(desk.house.runner.resume_due)
        subject = desk.sent()[-1]["Subject"]
        until_done(
            lambda: desk.start(f"It ends on {round_ % 27 + 1} June 2025.", round_ * 10 + 1, subject=f"Re: {subject}")
        )
        died = commits >= fatal
        fatal = 0
        report = desk.now(run.id)
        assert (report.outcome, report.run.status) == ("cases", "finished"), f"killed after commit {at}"
        assert report.cases[0].missing == ()
        mine = [each for each in desk.sent() if run.id in each["Subject"]]
        assert [each["Subject"][-3:] for each in mine] == [":1]", ":2]"], f"killed after commit {at}"
        assert desk.sound(run.id)
        return not died

    monkeypatch.setattr(store, "transaction", transaction)
    # Every third commit is enough of all places; the others are those between two of them.
    at, round_ = 2, 1
    while not ended(round_, at):
        at, round_ = at + 3, round_ + 1
    assert round_ > 10
    cases = desk.cases()
    assert len(cases) == round_


@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_question_whose_sending_is_uncertain_is_looked_for_before_it_is_sent_again(
    talking: Talking, drop: Any
) -> None:
    desk = talking("send: true")
    assert desk.house.org is not None
    desk.house.directory(desk.house.bundle.workflow("dealer-support").account)
    desk.house.org.faults.declare(Fault(method="POST", path="actions/*", drop=drop))
    report = desk.start()
    if drop == "request":
        assert report.outcome == "error"
        assert desk.start().outcome == "error"  # too soon to know
        desk.clock.forward(minutes=3)
        report = desk.start()
    assert report.outcome == "waiting"
    assert len(desk.sent()) == 1


def test_an_answer_whose_process_died_before_it_was_acted_on_is_found(
    talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = talking("send: true")
    run = desk.start().run.id

    def killed(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(desk.house.runner, "_hand_on", killed)
        with pytest.raises(Killed):
            desk.reply("It ends on 1 June 2025.\n")
    assert desk.now(run).outcome == "waiting"
    assert [report.outcome for report in desk.house.runner.resume_due() if report.run.id == run] == ["cases"]


def test_what_a_person_owns_by_now_is_left_with_them(talking: Talking) -> None:
    desk = talking("send: true")
    run = desk.start().run
    (user,) = desk.house.client.query("SELECT Id FROM User WHERE Name = 'Una Voss'")
    desk.house.client.request("PATCH", f"sobjects/Case/{run.record}", body={"OwnerId": user["Id"]})
    desk.reply("It ends on 1 June 2025.\n")
    assert desk.cases()[0]["Owner"]["Name"] == "Una Voss"


def test_a_store_of_an_older_version_gets_its_waits(tmp_path: Path) -> None:
    from sqlite_utils import Database

    from tools.store import Store
    from tools.store.migrations import STEPS

    path = tmp_path / "store.db"
    database = Database(path)
    for step in STEPS[:2]:
        step(database)
    database.execute("PRAGMA user_version=2")
    database.close()
    store = Store(path)
    assert store.waits.standing() == []
    store.close()


def test_a_wait_in_the_wrong_place_is_refused_with_the_cure(variant: Any) -> None:
    from workflow.errors import BundleErrors

    early: House = variant((WORKFLOW, SAVE, "      - {id: ask, kind: wait, ask: sender}\n" + SAVE))
    with pytest.raises(BundleErrors, match="not saved yet"):
        early.runner.start("dealer-support", b"From: a@b.example\n\nx")
    both: House = variant((WORKFLOW, SAVE, SAVE + "      - {id: ask, kind: wait, ask: sender, event: paid}\n"))
    with pytest.raises(BundleErrors, match="one of 'ask', 'event', 'until', 'lasts'"):
        _ = both.bundle
