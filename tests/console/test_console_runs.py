"""The pages of runs, over a real store."""

from __future__ import annotations

import re

import pytest
from harbour import PIER, WHARF, document, mooring, repair
from harbour_office import Office
from starlette.testclient import TestClient

from app.console.forms import TOKEN
from workflow.evidence import Evidence
from workflow.identifiers import RunId
from workflow.interpretation import FieldValue, Triage
from workflow.review import ReviewAnswer


def test_the_address_of_the_house_leads_to_the_runs(client: TestClient):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/runs")


def test_health_is_told(client: TestClient):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_an_empty_list_says_what_to_do(client: TestClient):
    assert "switchyard demo" in client.get("/runs").text


def test_runs_are_listed_newest_first_with_what_became_of_them(client: TestClient, office: Office):
    office.add(document("An older one"), hours_ago=5)
    office.add(document("A newer one"), "not_actionable", hours_ago=1)
    text = client.get("/runs").text
    assert text.index("A newer one") < text.index("An older one")
    assert "No work" in text
    assert "Done" in text


def test_the_list_narrows_to_an_outcome_and_a_text(client: TestClient, office: Office):
    office.add(document("Berth wanted"))
    office.add(document("Away until Monday"), "not_actionable")
    office.ask(document("Fee unclear"))
    only = client.get("/runs?outcome=review").text
    assert "Fee unclear" in only
    assert "Berth wanted" not in only
    found = client.get("/runs?q=monday").text
    assert "Away until Monday" in found
    assert "Fee unclear" not in found
    assert "Nothing found" in client.get("/runs?q=100%25_").text


def test_a_case_number_finds_its_run(client: TestClient, office: Office):
    run = office.add(document())
    office.store.runs.link(run=run.id, record="500000000000777AAA", number="00007777")
    assert run.id in client.get("/runs?q=00007777").text
    assert run.id not in client.get("/runs?q=00007778").text


def test_long_lists_come_in_pages(client: TestClient, office: Office):
    for number in range(60):
        office.add(document(f"Boat {number:03d}"), "not_actionable", hours_ago=number)
    first, second = client.get("/runs").text, client.get("/runs?page=2").text
    assert "Boat 000" in first
    assert "Boat 059" not in first
    assert "Boat 059" in second
    assert "51–60 of 60" in second
    assert 'href="/runs?page=2"' in first


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "²"])
def test_a_page_number_that_is_none_is_no_error(client: TestClient, page: str):
    assert client.get("/runs", params={"page": page}).status_code == 200


def test_the_list_refreshes_itself_only_where_it_changed(client: TestClient, office: Office):
    office.add(document("First"))
    again = re.search(r'hx-get="(/runs/table\?[^"]+)"', client.get("/runs").text)
    assert again
    assert client.get(again[1]).status_code == 204
    office.add(document("Second"))
    changed = client.get(again[1])
    assert changed.status_code == 200
    assert "Second" in changed.text
    assert "<html" not in changed.text


def test_a_run_shows_message_evidence_case_trace_and_writes(client: TestClient, office: Office):
    run = office.add(document())
    text = client.get(f"/runs/{run.id}").text
    assert re.search(r'<mark [^>]*title="Arrival: 2026-05-03 · case 1"[^>]*>3 May 2026</mark>', text)
    assert 'data-zone="signature"' in text
    assert "Kittiwake Boatyard" in text
    assert "half of its name" in text
    assert "HARBOUR_DESK" in text
    assert "00001002" in text
    assert "chain verified" in text
    assert "leads to https://elsewhere.example/pay" in text
    assert '<a href="https://elsewhere' not in text


def test_a_trace_that_was_changed_afterwards_is_told(client: TestClient, office: Office):
    run = office.add(document())
    office.store.connection.execute("UPDATE hop SET reason = 'nothing to see' WHERE run = ? AND n = 3", (run.id,))
    text = client.get(f"/runs/{run.id}").text
    assert "chain broken at hop 3" in text
    assert "chain verified" not in text


def test_the_detail_of_a_decision_tells_the_row_that_hit_and_those_that_did_not(client: TestClient, office: Office):
    run = office.add(document())
    number = next(n for n, hop in enumerate(office.store.hops.of(run.id), 1) if hop.kind == "decide")
    part = client.get(f"/runs/{run.id}/hops/{number}", headers={"HX-Request": "true"}).text
    assert "Row that hit: line 5 of harbour_routing" in part
    assert "Near misses" in part
    assert "Rejected rows before the hit" in part
    assert "<html" not in part
    assert "<html" in client.get(f"/runs/{run.id}/hops/{number}").text


@pytest.mark.parametrize("number", ["0", "99", "-1"])
def test_a_hop_that_is_not_there_is_not_found(client: TestClient, office: Office, number: str):
    run = office.add(document())
    assert client.get(f"/runs/{run.id}/hops/{number}").status_code == 404


@pytest.mark.parametrize("name", ["Rdoesnotexist", "R00ff", "%3Cscript%3E", "..%2F..", "R" + "a" * 400])
def test_a_run_that_is_not_there_is_not_found(client: TestClient, name: str):
    answer = client.get(f"/runs/{name}")
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_the_trace_of_many_cases_narrows_to_one(client: TestClient, office: Office):
    message = document("Quays")
    run = RunId("R0")
    works = [mooring(run, message), repair(run, message, WHARF, 1), repair(run, message, PIER, 2)]
    row = office.add(message, cases=works)
    every = client.get(f"/runs/{row.id}").text
    one = client.get(f"/runs/{row.id}?case={works[1].key}").text
    assert every.count('class="hop ') == 19
    assert one.count('class="hop ') == 9
    assert client.get(f"/runs/{row.id}?case=unknown").text.count('class="hop ') == 19


def test_a_failed_run_tells_why_and_can_be_tried_again(client: TestClient, office: Office):
    run = office.add(document(), "error", error="save: the record was locked")
    text = client.get(f"/runs/{run.id}").text
    assert "save: the record was locked" in text
    assert f'action="/runs/{run.id}/resume"' in text


def test_a_run_that_has_not_gone_on_with_its_answer_can_be_gone_on_with(client: TestClient, office: Office):
    asked = office.ask(document())
    assert "Go on</button>" not in client.get(f"/runs/{asked.run}").text
    office.store.reviews.answer(asked.id, ReviewAnswer(decision="accept", by="Bo"), "2026-03-04T09:30:00Z")
    text = client.get(f"/runs/{asked.run}").text
    assert re.search(rf'action="/runs/{asked.run}/resume".*?Go on</button>', text)
    assert f'hx-get="/runs/{asked.run}/story?seen=' in text
    assert client.post(f"/runs/{asked.run}/resume", data={"token": TOKEN}).status_code == 303
    assert office.resumed == [asked.run]
    assert "Go on</button>" not in client.get(f"/runs/{asked.run}").text


def test_a_value_that_a_person_entered_is_told_as_such_and_not_as_a_quote(client: TestClient, office: Office):
    message = document()
    case = mooring(RunId("R0"), message)
    assert case.extraction
    entered = Evidence(quote="entered by Bo", kind="person")
    crew = FieldValue(field="crew", value=4, evidence=entered, confidence=1)
    extraction = case.extraction.model_copy(update={"values": (*case.extraction.values, crew)})
    run = office.add(message, cases=[case.model_copy(update={"extraction": extraction})])
    text = client.get(f"/runs/{run.id}").text
    row = re.search(r"</span>Crew</th>(.*?)</tr>", text, re.S)
    assert row
    assert "entered by a person" in row[1]
    assert "“" not in row[1]


def test_a_run_in_work_refreshes_itself_and_a_finished_one_does_not(client: TestClient, office: Office):
    running, done = office.add(document("Now"), "running"), office.add(document("Then"))
    assert f'hx-get="/runs/{running.id}/story?seen=' in client.get(f"/runs/{running.id}").text
    assert 'id="living"' not in client.get(f"/runs/{done.id}").text


def test_a_run_whose_bundle_is_gone_is_still_shown_with_the_names_of_its_ids(client: TestClient, office: Office):
    run = office.add(document())
    office.store.runs.put(run.model_copy(update={"bundle": "gone"}))
    text = client.get(f"/runs/{run.id}").text
    assert "Fee" in text
    assert "Kittiwake Marina" in text


def test_a_run_whose_message_could_not_be_read_has_a_page(client: TestClient, office: Office):
    run = office.add(document(), "error", error="read: no message at all")
    office.store.runs.put(run.model_copy(update={"work": "", "cases": {}}))
    text = client.get(f"/runs/{run.id}").text
    assert "The message has not been read" in text


def test_a_message_that_is_no_work_tells_why(client: TestClient, office: Office):
    triage = Triage(actionable=False, kind="auto_reply", reason="the sender is away until Monday", confidence=0.99)
    run = office.add(document("Away"), "not_actionable", triage=triage)
    text = client.get(f"/runs/{run.id}").text
    assert "the sender is away until Monday" in text
    assert "automatic reply" in text


def test_a_record_or_a_case_number_leads_to_its_run(client: TestClient, office: Office):
    run = office.add(document())
    for name in ("00001001", "500000000000001AAA", "500000000000001"):
        assert client.get(f"/records/{name}").headers["location"] == f"/runs/{run.id}"
    assert client.get("/records/00009999").status_code == 404
    assert client.get("/records/%27").status_code == 404
