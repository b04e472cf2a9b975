"""What is missing is asked of the sender, and the answer completes the same case: once, proven, and never by a stranger."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conversations import BARE, CANCEL, Clock, Desk, bounce, with_wait

from app.wiring import House

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
Talking = Callable[..., Desk]


@pytest.fixture
def talking(variant: Any, mail: Any) -> Talking:
    def make(*keys: str, more: str = "") -> Desk:
        keys = keys or ("send: true", "within: 2 business days")
        return Desk(variant(with_wait(*keys, more=more)), Clock(), mail)

    return make


# -- the question ------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_asked_and_the_case_waits_on_its_record(talking: Talking) -> None:
    desk = talking()
    report = desk.start()
    assert (report.outcome, report.run.status) == ("waiting", "waiting")
    (question,) = desk.sent()
    assert (question["ToAddress"], question["Status"]) == ("ada@quistrelford.com", "3")
    assert "- Effective date" in question["TextBody"]
    assert question["Subject"] == f"Re: Cancel chat [ref:{report.run.id}:1]"
    (case,) = desk.cases()
    assert (case["Owner"]["Name"], case["Missing_Information__c"]) == ("RETENTION", "effective_date")
    (run,) = desk.house.client.query("SELECT Status__c, Timeline__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Waiting"
    assert "question 1 to ada@quistrelford.com" in run["Timeline__c"]
    assert desk.wait(report.run.id).deadline == "2026-03-04T10:00:00.000Z"
    # The same message again asks nobody a second time.
    assert desk.start().outcome == "waiting"
    assert len(desk.sent()) == 1


def test_without_being_told_to_send_the_question_stands_on_the_case_as_a_draft(talking: Talking) -> None:
    desk = talking("within: 2 business days")
    report = desk.start()
    (draft,) = desk.sent()
    assert (draft["Status"], draft["ParentId"]) == ("5", report.run.record)
    assert desk.wait(report.run.id).sent is False
    # A person sends it by hand, and the answer comes by its token.
    assert desk.reply("It ends on 1 June 2025.", refers=False).outcome == "answer"
    assert desk.now(report.run.id).outcome == "cases"


def test_nobody_is_asked_where_nothing_is_missing_or_effects_are_off(
    talking: Talking, org_folder: Any, tmp_path: Any
) -> None:
    desk = talking()
    assert desk.start(INVOICE, subject="Invoice").outcome == "cases"
    assert desk.sent() == []
    trial = House(desk.house.settings.__class__(config=desk.house.settings.config, org=org_folder, effects=False))
    assert trial.runner.start("dealer-support", desk.mail(CANCEL, "Cancel chat")).outcome == "cases"
    assert desk.sent() == []
    trial.close()


@pytest.mark.parametrize("sender", ["Portal <no-reply@quistrelford.com>", "donotreply@quistrelford.com"])
def test_an_address_behind_which_nobody_reads_is_not_asked_but_a_person(talking: Talking, sender: str) -> None:
    desk = talking()
    assert desk.start(sender=sender).outcome == "review"
    assert desk.sent() == []
    assert "takes no answers" in desk.review().proposal.doubts[0].reason
    done = desk.answer("edit", fields={"effective_date": "2025-06-01"})
    assert (done.outcome, done.cases[0].waited) == ("cases", {"ask": "reviewed"})
    assert desk.cases()[0]["Missing_Information__c"] is None


def test_a_reply_address_of_another_domain_is_not_written_to(talking: Talking) -> None:
    desk = talking()
    desk.start(Reply_To="Eve <eve@elsewhere.example>")
    assert [each["ToAddress"] for each in desk.sent()] == ["ada@quistrelford.com"]
    desk.start(CANCEL + "\nPS", number=5, Reply_To="desk@quistrelford.com")
    assert desk.sent()[-1]["ToAddress"] == "desk@quistrelford.com"


# -- the answer --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("refers", "token"), [(True, True), (False, True), (True, False)])
def test_an_answer_in_the_thread_completes_the_same_case(talking: Talking, refers: bool, token: bool) -> None:
    desk = talking()
    first = desk.start()
    reply = desk.reply("1 June 2025, please.\n", refers=refers, token=token)
    assert reply.outcome == "answer"
    done = desk.now(first.run.id)
    assert (done.outcome, done.run.status, done.cases[0].missing) == ("cases", "finished", ())
    (case,) = desk.cases()
    assert case["Missing_Information__c"] is None
    assert json.loads(case["Extracted_Fields__c"])["effective_date"] == "2025-06-01"
    assert len(desk.house.client.query("SELECT Id FROM EmailMessage WHERE Incoming = true")) == 2
    assert desk.sound(first.run.id)
    assert desk.sound(reply.run.id)


def test_new_values_keep_their_evidence_beside_the_earlier_ones(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    reply = desk.reply("Thanks. The last day is 1 June 2025.\n\n> Effective date\n> 1 May 2025\n")
    extraction = desk.now(first.run.id).cases[0].extraction
    assert extraction is not None
    found = {value.field: value for value in extraction.values}
    date, product = found["effective_date"], found["products"]
    assert (date.value, date.message, product.message) == ("2025-06-01", reply.run.id, "")
    document = desk.house.runner.report(reply.run.id).message.document
    from workflow.document import Document

    stated = desk.house.store.blobs.get_model(str(document), Document)
    assert [stated.text(span) for span in date.evidence.spans] == ["1 June 2025"]


def test_an_answer_to_half_is_asked_for_the_rest_and_then_a_person(talking: Talking) -> None:
    desk = talking("send: true", "times: 2")
    first = desk.start(BARE, subject="Cancellation")
    assert set(first.cases[0].missing) == {"effective_date", "products"}
    desk.reply("It is the chat product.\n")
    half = desk.now(first.run.id)
    assert (half.outcome, half.cases[0].missing) == ("waiting", ("effective_date",))
    assert [each["Subject"].rpartition(":")[2] for each in desk.sent()] == ["1]", "2]"]
    assert "Products" not in desk.sent()[-1]["TextBody"]
    assert json.loads(desk.cases()[0]["Extracted_Fields__c"])["products"] == ["chat"]
    desk.reply("Please do it soon, we are waiting for that.\n", 3)
    assert desk.now(first.run.id).outcome == "review"
    assert len(desk.sent()) == 2
    assert "effective_date" in desk.review().proposal.doubts[0].reason


def test_after_as_many_questions_as_the_step_says_a_person_is_asked(talking: Talking) -> None:
    desk = talking("send: true", "times: 1")
    first = desk.start(BARE, subject="Cancellation")
    desk.reply("It is the chat product.\n")
    assert desk.now(first.run.id).outcome == "review"
    assert "still missing after 1 questions: effective_date" in desk.review().proposal.doubts[0].reason
    # The person asks once more, in their own words.
    asked = desk.answer("edit", question="Which day shall it end?")
    assert asked.outcome == "waiting"
    assert desk.sent()[-1]["TextBody"] == "Which day shall it end?"
    desk.reply("On 1 June 2025.\n", 3)
    assert desk.now(first.run.id).outcome == "cases"


def test_an_answer_that_contradicts_goes_to_a_person_and_what_was_known_stays(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    desk.reply("We cancel the website instead, from 1 June 2025.\n")
    assert desk.now(first.run.id).outcome == "review"
    proposal = desk.review().proposal
    assert proposal.cases[0].fields["products"] == ["chat"]
    assert proposal.cases[0].fields["effective_date"] == "2025-06-01"
    assert any("products" in doubt.reason and "website" in doubt.reason for doubt in proposal.doubts)
    # Nothing of it is written before a person has looked.
    assert desk.cases()[0]["Missing_Information__c"] == "effective_date"
    done = desk.answer("accept")
    assert done.outcome == "cases"
    fields = json.loads(desk.cases()[0]["Extracted_Fields__c"])
    assert (fields["products"], fields["effective_date"]) == (["chat"], "2025-06-01")


def test_a_rejected_answer_leaves_the_case_as_it_was_saved(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    desk.reply("We cancel the website instead, from 1 June 2025.\n")
    done = desk.answer("reject")
    assert (done.outcome, done.cases[0].waited) == ("cases", {"ask": "closed"})
    assert done.cases[0].missing == ("effective_date",)
    assert "effective_date" not in json.loads(desk.cases()[0]["Extracted_Fields__c"])
    assert desk.sound(first.run.id)


STRANGER = "Eve Other <eve@elsewhere.example>"
COLLEAGUE = "Cal Norvik <cal@quistrelford.com>"


@pytest.mark.parametrize(
    ("rule", "sender", "token", "taken"),
    [
        ("sender", COLLEAGUE, True, False),
        ("domain", COLLEAGUE, False, True),
        ("domain", STRANGER, True, False),
        ("thread", STRANGER, True, True),
        ("thread", STRANGER, False, False),
    ],
)
def test_who_may_answer_for_the_sender_is_what_the_definition_says(
    talking: Talking, rule: str, sender: str, token: bool, taken: bool
) -> None:
    desk = talking("send: true", f"answer_from: {rule}")
    first = desk.start()
    desk.reply("It ends on 1 June 2025.\n", token=token, sender=sender)
    assert desk.now(first.run.id).outcome == ("cases" if taken else "review")
    if not taken:
        assert "the answer came from" in desk.review().proposal.doubts[0].reason


def test_people_of_one_mail_provider_do_not_answer_for_each_other(talking: Talking) -> None:
    desk = talking("send: true", "answer_from: domain")
    first = desk.start(sender="Ada <ada.norvik@gmail.com>")
    if first.outcome == "review":
        first = desk.answer("accept")
    assert first.outcome == "waiting"
    desk.reply("It ends on 1 June 2025.\n", sender="Eve <eve@gmail.com>")
    assert "anyone may have an address there" in desk.review().proposal.doubts[0].reason


# -- what is no answer -------------------------------------------------------------------------------------------------


def test_an_automatic_reply_is_no_answer_and_the_wait_goes_on(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    away = desk.reply("I am out of the office until 1 June 2025.\n", Auto_Submitted="auto-replied")
    assert away.outcome == "not_actionable"
    (opened,) = [hop for hop in desk.house.store.hops.of(away.run.id) if hop.step == "open"]
    assert "it waits on" in opened.reason
    assert desk.now(first.run.id).outcome == "waiting"
    desk.reply("It ends on 1 July 2025.\n", 3)
    assert desk.now(first.run.id).cases[0].fields["effective_date"] == "2025-07-01"


def test_thanks_stand_on_the_case_and_the_wait_goes_on(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    assert desk.reply("Thanks, I will send it tomorrow.\n").outcome == "not_actionable"
    assert desk.now(first.run.id).outcome == "waiting"
    assert len(desk.house.client.query("SELECT Id FROM EmailMessage WHERE Incoming = true")) == 2


def test_a_question_that_comes_back_goes_to_a_person(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    desk.house.runner.start("dealer-support", bounce(desk.sent()[0]["Subject"]))
    assert desk.now(first.run.id).outcome == "review"
    assert "could not be delivered" in desk.review().proposal.doubts[0].reason


def test_an_answer_after_the_case_was_closed_is_a_new_case_and_changes_nothing(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    desk.house.client.request("PATCH", f"sobjects/Case/{first.run.record}", body={"Status": "Closed"})
    late = desk.reply("Please, it ends on 1 June 2025. We want to cancel chat at quistrelford.com.\n")
    assert late.run.record not in ("", first.run.record)
    (opened,) = [hop for hop in desk.house.store.hops.of(late.run.id) if hop.step == "open"]
    assert "which is closed" in opened.reason
    assert desk.cases()[0]["Missing_Information__c"] == "effective_date"
    desk.clock.forward(days=10)
    (ended,) = [each for each in desk.house.runner.resume_due() if each.run.id == first.run.id]
    assert (ended.outcome, ended.cases[0].waited) == ("cases", {"ask": "closed"})


def test_an_answer_to_what_is_settled_only_stands_on_the_case(talking: Talking) -> None:
    desk = talking()
    first = desk.start()
    desk.reply("It ends on 1 June 2025.\n")
    again = desk.reply("We meant 1 July 2025.\n", 3)
    assert again.message.record is not None
    assert (again.message.record.appended, again.message.answers) == (True, ())
    assert desk.now(first.run.id).cases[0].fields["effective_date"] == "2025-06-01"
