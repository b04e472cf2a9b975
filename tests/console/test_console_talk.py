"""A case that waits for the sender: what was asked, what came, until when; and the question in a review."""

from __future__ import annotations

import pytest
from harbour import document, mooring
from harbour_office import Office, saved
from starlette.testclient import TestClient
from test_console_reviews import form

from tools.store import Run
from workflow.identifiers import RunId, digest
from workflow.interpretation import Completeness
from workflow.review import CaseEdit, Review
from workflow.waits import Conversation, Told, Wait
from workflow.work import CaseWork

QUESTION = "Thank you.\n\n- Length of the ship\n\nKind regards"


def _lacking(case: CaseWork) -> CaseWork:
    return case.model_copy(update={"completeness": Completeness(missing=("berth",), question=QUESTION)})


def _waiting(office: Office, sent: bool, state: str = "open") -> Run:
    message = document("How long is she?")
    run = RunId("R" + digest(message.model_dump_json())[:20])
    said = Told(by="us", at="2026-03-04T09:00:00.000Z", text=QUESTION, ref="02s1", sent=sent)
    talk = Conversation(wait="W1", told=(said,), turn=1)
    case = saved(_lacking(mooring(run, message)).model_copy(update={"talk": talk}), False)
    office.add(message, "cases", [case])
    office.store.waits.put(
        Wait(
            id="W1",
            run=run,
            case=case.key,
            step="ask",
            kind="answer",
            asked="kim@ship.example",
            sent=sent,
            turn=1,
            deadline="2026-03-06T09:00:00.000Z",
            opened=said.at,
            state=state,  # type: ignore[arg-type]
        )
    )
    row = office.store.runs.get(run).model_copy(update={"status": "waiting", "outcome": "waiting", "finished": ""})
    office.store.runs.put(row)
    return row


@pytest.mark.parametrize(("sent", "word"), [(True, "Asked"), (False, "Drafted, for a person to send")])
def test_a_waiting_run_shows_its_question_and_until_when(
    client: TestClient, office: Office, sent: bool, word: str
) -> None:
    run = _waiting(office, sent)
    text = client.get(f"/runs/{run.id}").text
    assert "an answer of kim@ship.example" in text
    assert "6 Mar 2026 09:00" in text
    assert "- Length of the ship" in text
    assert word in text
    assert "has not been carried out" not in text


def test_waiting_runs_can_be_listed_by_themselves(client: TestClient, office: Office) -> None:
    _waiting(office, True)
    office.add(document("Something that is done"))
    listed = client.get("/runs?outcome=waiting").text
    assert "How long is she?" in listed
    assert "Something that is done" not in listed


def test_the_question_in_a_review_can_be_changed(client: TestClient, office: Office) -> None:
    message = document("How long is she?")
    run = RunId("R" + digest(message.model_dump_json())[:20])
    review: Review = office.ask(message, [_lacking(mooring(run, message, sure=False))])
    case = review.proposal.cases[0].model_copy(update={"question": QUESTION})
    shown = review.model_copy(
        update={"id": "V" + "1" * 12, "proposal": review.proposal.model_copy(update={"cases": (case,)})}
    )
    office.store.reviews.ask(shown)
    filled = form(client, shown)
    assert filled[f"{case.key}.question"] == QUESTION
    client.post(f"/reviews/{shown.id}", data={**filled, f"{case.key}.question": "How long?\r\nIn metres."})
    ((_, answer),) = office.answers
    assert (answer.decision, answer.cases) == ("edit", {case.key: CaseEdit(question="How long?\nIn metres.")})


def test_an_unchanged_question_is_no_edit(client: TestClient, office: Office) -> None:
    message = document("How long is she?")
    run = RunId("R" + digest(message.model_dump_json())[:20])
    review = office.ask(message, [_lacking(mooring(run, message, sure=False))])
    case = review.proposal.cases[0].model_copy(update={"question": QUESTION})
    shown = review.model_copy(
        update={"id": "V" + "1" * 12, "proposal": review.proposal.model_copy(update={"cases": (case,)})}
    )
    office.store.reviews.ask(shown)
    filled = form(client, shown)
    client.post(f"/reviews/{shown.id}", data={**filled, f"{case.key}.question": QUESTION.replace("\n", "\r\n")})
    ((_, answer),) = office.answers
    assert answer.decision == "accept"
