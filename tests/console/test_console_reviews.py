"""Reviews: the list, the form, and what comes of an answer."""

from __future__ import annotations

import re

import pytest
from harbour import BOATYARD, WHARF, document, mooring, repair
from harbour_office import Office
from starlette.testclient import TestClient

from app.console.forms import TOKEN
from workflow.categories import Category, CategorySet
from workflow.errors import Busy, InputError
from workflow.identifiers import RunId
from workflow.review import CaseEdit, Review, ReviewAnswer


@pytest.fixture
def asked(office: Office) -> Review:
    return office.ask(document("Berth and a fee, both disputed"))


def form(client: TestClient, review: Review) -> dict[str, str | list[str]]:
    """The form as a browser would send it back untouched."""
    text = client.get(f"/reviews/{review.id}").text
    data: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", text):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        kind = re.search(r' type="([^"]*)"', tag)
        if not name or 'form="none"' in tag or (kind and kind[1] in ("checkbox", "radio") and " checked" not in tag):
            continue
        sent = value[1] if value else ""
        if kind and kind[1] == "checkbox" and name[1] in data:
            before = data[name[1]]
            data[name[1]] = [*(before if isinstance(before, list) else [before]), sent]
        else:
            data[name[1]] = sent
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    for name, content in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', text, re.S):
        data[name] = content
    return {**data, "by": "Ada", "decision": "accept"}


def key(review: Review) -> str:
    return review.proposal.cases[0].key


def test_open_reviews_are_listed_with_their_doubts(client: TestClient, asked: Review):
    text = client.get("/reviews").text
    assert "Berth and a fee, both disputed" in text
    assert "the fee and the berth speak for two categories" in text
    assert "HARBOUR_MASTERS" in text


def test_every_page_counts_the_open_reviews_and_asks_again(client: TestClient, office: Office, asked: Review):
    again = re.search(r'hx-get="(/reviews/count\?seen=1)"', client.get("/runs").text)
    assert again
    assert client.get(again[1]).status_code == 204
    office.ask(document("Another one"))
    assert re.search(r">2</span>", client.get(again[1]).text)


def test_an_empty_list_says_so(client: TestClient):
    assert "Nothing waits for you" in client.get("/reviews").text


def test_the_form_shows_what_is_proposed_what_else_was_in_question_and_what_is_missing(
    client: TestClient, asked: Review
):
    text = client.get(f"/reviews/{asked.id}").text
    assert re.search(r'value="QUAY-001" checked', text)
    assert "Kittiwake Boatyard" in text
    assert re.search(r'<option value="mooring" selected>Mooring — 48 %', text)
    assert "NIGHT_WATCH" in text
    assert "TREASURY" in text
    assert re.search(r'Contact email <span class="tag warn">missing', text)
    assert re.search(r'type="date" value="2026-05-03"', text)


def test_an_untouched_form_accepts_the_proposal(client: TestClient, office: Office, asked: Review):
    answer = client.post(f"/reviews/{asked.id}", data=form(client, asked))
    assert answer.status_code == 303
    told = office.store.reviews.get(asked.id).answer
    assert told is not None
    assert (told.decision, told.by, told.cases, told.version) == ("accept", "Ada", {}, 1)


def test_changes_are_sent_as_an_edit_of_what_was_changed(client: TestClient, office: Office, asked: Review):
    sent = form(client, asked)
    sent |= {f"{key(asked)}.account": BOATYARD.key, f"{key(asked)}.queue": "NIGHT_WATCH"}
    sent |= {f"{key(asked)}.field.crew": "4", f"{key(asked)}.field.services": ["power", "waste"]}
    assert client.post(f"/reviews/{asked.id}", data=sent).status_code == 303
    (_, told) = office.answers[0]
    assert told.decision == "edit"
    assert told.cases == {
        key(asked): CaseEdit(
            account=BOATYARD.key, queue="NIGHT_WATCH", fields={"crew": 4, "services": ["power", "waste"]}
        )
    }


def test_after_an_answer_the_list_tells_what_came_of_it_and_remembers_the_name(
    client: TestClient, office: Office, asked: Review
):
    other = office.ask(document("Another one"))
    answer = client.post(f"/reviews/{asked.id}", data={**form(client, asked), "by": "Zoë Ångström"})
    assert answer.headers["location"] == f"/reviews?answered={asked.id}"
    text = client.get(answer.headers["location"]).text
    assert "accepted by Zoë Ångström" in text
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert 'value="Zoë Ångström"' in client.get(f"/reviews/{other.id}").text


def test_wrong_entries_are_shown_in_their_place_and_nothing_is_lost(client: TestClient, office: Office, asked: Review):
    sent = form(client, asked)
    sent |= {"by": "", "comment": "asked by phone", f"{key(asked)}.field.crew": "a few"}
    sent |= {f"{key(asked)}.account": WHARF.key, f"{key(asked)}.field.remark": "two\r\nlines"}
    answer = client.post(f"/reviews/{asked.id}", data=sent)
    assert answer.status_code == 422
    assert office.answers == []
    text = answer.text
    assert "Give a whole number such as 12." in text
    assert "Your name goes into the trace" in text
    assert 'value="a few"' in text
    assert 'value="asked by phone"' in text
    assert re.search(rf'value="{WHARF.key}" checked', text)
    assert "two\nlines</textarea>" in text


def test_a_review_that_somebody_else_answered_keeps_the_entries_and_says_who(
    client: TestClient, office: Office, asked: Review
):
    sent = {**form(client, asked), f"{key(asked)}.field.berth": "77"}
    office.store.reviews.answer(asked.id, ReviewAnswer(decision="reject", by="Bo"), "2026-03-04T09:30:00Z")
    answer = client.post(f"/reviews/{asked.id}", data=sent)
    assert answer.status_code == 409
    assert "Bo has answered this review before you" in answer.text
    assert 'value="77"' in answer.text
    assert office.answers == []


def test_an_answer_that_was_overtaken_while_it_was_sent_is_told_the_same(
    client: TestClient, office: Office, asked: Review, monkeypatch: pytest.MonkeyPatch
):
    def overtaken(review: str, answer: ReviewAnswer) -> None:
        office.store.reviews.answer(review, ReviewAnswer(decision="accept", by="Bo"), "2026-03-04T09:30:00Z")
        raise InputError("review was answered already")

    sent = form(client, asked)
    monkeypatch.setattr(Office, "answer", lambda self, review, answer: overtaken(review, answer))
    answer = client.post(f"/reviews/{asked.id}", data=sent)
    assert answer.status_code == 409
    assert "Bo has answered this review before you" in answer.text


def test_another_version_of_the_proposal_is_not_answered_unseen(client: TestClient, office: Office, asked: Review):
    sent = {**form(client, asked), f"{key(asked)}.field.berth": "77"}
    office.store.connection.execute("UPDATE review SET version = 2 WHERE id = ?", (asked.id,))
    answer = client.post(f"/reviews/{asked.id}", data=sent)
    assert answer.status_code == 409
    assert "The proposal has changed since you opened it" in answer.text
    assert 'value="77"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert office.answers == []


def test_what_the_runner_refuses_is_shown_and_the_entries_are_kept(client: TestClient, office: Office, asked: Review):
    office.refuse = InputError("case X: no account QUAY-009 in the org")
    answer = client.post(f"/reviews/{asked.id}", data={**form(client, asked), f"{key(asked)}.field.berth": "77"})
    assert answer.status_code == 422
    assert "no account QUAY-009 in the org" in answer.text
    assert 'value="77"' in answer.text


def test_an_answer_to_a_run_that_another_process_is_at_can_be_sent_again(
    client: TestClient, office: Office, asked: Review
):
    office.refuse = Busy("the run is being worked on by another process")
    sent = {**form(client, asked), f"{key(asked)}.field.berth": "77"}
    answer = client.post(f"/reviews/{asked.id}", data=sent)
    assert answer.status_code == 409
    assert "being worked on by another process" in answer.text
    assert 'value="77"' in answer.text
    office.refuse = None
    assert client.post(f"/reviews/{asked.id}", data=sent).status_code == 303


def test_only_categories_that_a_step_of_the_workflow_gives_can_be_chosen(
    client: TestClient, office: Office, asked: Review
):
    other = CategorySet(categories=(Category(id="salvage", label="Salvage"),))
    office.bundle = office.bundle.model_copy(update={"categories": {**office.bundle.categories, "other": other}})
    text = client.get(f"/reviews/{asked.id}").text
    assert '<option value="repair"' in text
    assert "salvage" not in text
    sent = {**form(client, asked), f"{key(asked)}.category": "salvage"}
    assert "Choose one of the categories" in client.post(f"/reviews/{asked.id}", data=sent).text
    assert office.answers == []


def test_a_page_of_an_earlier_start_is_shown_again_with_its_entries(client: TestClient, office: Office, asked: Review):
    sent = {**form(client, asked), "token": "of yesterday", f"{key(asked)}.field.berth": "77"}
    answer = client.post(f"/reviews/{asked.id}", data=sent)
    assert answer.status_code == 409
    assert 'value="77"' in answer.text
    assert TOKEN in answer.text
    assert office.answers == []


def test_a_rejection_writes_nothing_and_keeps_the_comment(client: TestClient, office: Office, asked: Review):
    client.post(f"/reviews/{asked.id}", data={**form(client, asked), "decision": "reject", "comment": "not ours"})
    (_, told) = office.answers[0]
    assert (told.decision, told.comment) == ("reject", "not ours")


def test_one_of_several_cases_can_be_left_out(client: TestClient, office: Office):
    message = document("Two things")
    review = office.ask(message, cases=[mooring(RunId("R1"), message, sure=False), repair(RunId("R1"), message)])
    sent = {**form(client, review), f"{review.proposal.cases[1].key}.drop": "1"}
    client.post(f"/reviews/{review.id}", data=sent)
    (_, told) = office.answers[0]
    assert told.cases == {review.proposal.cases[1].key: CaseEdit(drop=True)}


def test_accounts_are_found_by_name_for_one_case(client: TestClient, asked: Review):
    answer = client.get(f"/reviews/{asked.id}/accounts", params={"text": "skua", "case": key(asked)})
    assert f'name="{key(asked)}.account" value="QUAY-003"' in answer.text
    assert "Sandoyle" in answer.text
    none = client.get(f"/reviews/{asked.id}/accounts", params={"text": "zeppelin", "case": key(asked)})
    assert "No account found" in none.text


def test_an_answered_review_is_shown_and_cannot_be_answered_again(client: TestClient, office: Office, asked: Review):
    client.post(f"/reviews/{asked.id}", data=form(client, asked))
    text = client.get(f"/reviews/{asked.id}").text
    assert re.search(r"<strong>Accepted</strong> by Ada", text)
    assert re.search(r'<fieldset class="card decision" disabled', text)


@pytest.mark.parametrize("name", ["V00ff", "Vnone", "%3Cscript%3E"])
def test_a_review_that_is_not_there_is_not_found(client: TestClient, name: str):
    assert client.get(f"/reviews/{name}").status_code == 404
    assert client.get("/reviews", params={"answered": name}).status_code == 200


def test_a_message_that_may_be_no_work_is_confirmed_or_made_work(client: TestClient, office: Office):
    message = document("Thanks, all is well")
    review = office.ask(message, actionable=False, triage="thanks")
    text = client.get(f"/reviews/{review.id}").text
    assert "Confirm: no work" in text
    assert "It is work: make the case" in text
    client.post(f"/reviews/{review.id}", data={**form(client, review), "decision": "edit"})
    assert office.answers[0][1].decision == "edit"
