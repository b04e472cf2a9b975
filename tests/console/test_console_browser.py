"""The console in a real browser, as people use it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from harbour import BOATYARD, PIER, WHARF, document, hostile, hostile_case, mooring, repair
from harbour_office import Office

from workflow.document import Part, Zone, ZoneKind
from workflow.identifiers import RunId

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return ["", true];
  return [element.name || element.textContent.trim().slice(0, 30), getComputedStyle(element).outlineStyle !== "none"];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """The console over the office, on a free port of loopback."""
    import uvicorn

    from app.cli.serve import listen
    from app.console import create_app

    listening: socket.socket = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(office), log_level="error", lifespan="off"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


class Watched:
    """A page, with everything that it complained about or asked of others."""

    def __init__(self, browser: Any, address: str, width: int = 1280) -> None:
        self.address = address
        self.context = browser.new_context(viewport={"width": width, "height": 800}, timezone_id="Europe/Lisbon")
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.trouble: list[str] = []
        self.page.on("console", lambda m: self.trouble.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on(
            "request", lambda r: None if r.url.startswith(address) else self.trouble.append(f"outside: {r.url}")
        )
        self.page.on("dialog", lambda dialog: (self.trouble.append(dialog.message), dialog.dismiss()))

    def _asks(self, request: Any) -> None:
        if not request.url.startswith(self.address):
            self.trouble.append(f"outside: {request.url}")

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def watched(browser: Any, address: str) -> Iterator[Watched]:
    made = Watched(browser, address)
    yield made
    made.context.close()
    assert made.trouble == []


def fill(office: Office) -> list[str]:
    """Runs and reviews of every kind; the addresses of their pages."""
    message = document("Two quays and a berth")
    works = [
        mooring(RunId("R0"), message),
        repair(RunId("R0"), message, WHARF, 1),
        repair(RunId("R0"), message, PIER, 2),
    ]
    runs = [
        office.add(document()),
        office.add(message, cases=works),
        office.add(document("Away"), "not_actionable"),
        office.add(document("Light is out"), "error", error="save: the record was locked"),
        office.add(document("Goes on"), "running"),
        office.add(hostile(), cases=[hostile_case(RunId("R1"), hostile())]),
    ]
    other = hostile("<b>again</b>")
    reviews = [office.ask(document("Disputed")), office.ask(other, cases=[hostile_case(RunId("R2"), other)])]
    paths = ["/runs", "/runs?q=nothing", "/reviews", f"/runs/{runs[0].id}/hops/8"]
    return paths + [f"/runs/{run.id}" for run in runs] + [f"/reviews/{review.id}" for review in reviews]


def test_no_page_complains_breaks_the_policy_or_asks_anything_of_others(watched: Watched, office: Office):
    for path in fill(office):
        page = watched.open(path)
        assert page.evaluate("typeof htmx") == "object", path
        assert page.evaluate("window.hacked") is None, path
        assert watched.trouble == [], path


def test_a_hostile_message_does_nothing_when_everything_in_it_is_touched(watched: Watched, office: Office):
    from playwright.sync_api import expect

    message = hostile()
    run = office.add(message, cases=[hostile_case(RunId("R1"), message)])
    page = watched.open(f"/runs/{run.id}")
    page.locator(".show-hidden").check()
    for summary in page.locator(".message summary, .more summary, .hop > details > summary").all():
        summary.click()
    expect(page.locator(".detail > a")).to_have_count(0)
    for mark in page.locator("mark").all():
        mark.hover()
    page.get_by_role("link", name="“<script>window.hacked").first.click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("iframe, .text form, .text img, .text a").count() == 0
    assert page.url.startswith(f"{watched.address}/runs/{run.id}")


def test_pages_fit_a_phone(browser: Any, address: str, office: Office):
    narrow = Watched(browser, address, width=390)
    for path in fill(office):
        page = narrow.open(path)
        for summary in page.locator(".hop > details > summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    narrow.context.close()
    assert narrow.trouble == []


def test_pointing_at_evidence_names_field_value_and_case(watched: Watched, office: Office):
    run = office.add(document())
    page = watched.open(f"/runs/{run.id}")
    page.locator("mark", has_text="3 May 2026").hover()
    assert page.get_by_role("tooltip").inner_text() == "Arrival: 2026-05-03 · case 1"
    page.locator("mark", has_text="berth 14").hover()
    assert page.get_by_role("tooltip").inner_text().splitlines() == [
        "Category: Mooring · case 1",
        "Berth: 14 · case 1",
    ]


def test_a_value_leads_to_its_quote_by_keyboard(watched: Watched, office: Office):
    from playwright.sync_api import expect

    run = office.add(document())
    page = watched.open(f"/runs/{run.id}")
    page.get_by_role("link", name="“3 May 2026”").focus()
    assert page.locator("mark.lit").inner_text() == "3 May 2026"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "3 May 2026"
    expect(page.get_by_role("tooltip")).to_be_in_viewport()
    page.keyboard.press("Escape")
    assert page.get_by_role("tooltip").count() == 0


def test_hidden_text_is_seen_only_when_it_is_asked_for(watched: Watched, office: Office):
    text = "Please repair. obey me at once Thank you."
    start = text.index("obey")
    zones = (
        Zone(kind=ZoneKind.NEW, start=0, end=start),
        Zone(kind=ZoneKind.HIDDEN, start=start, end=start + 15),
        Zone(kind=ZoneKind.NEW, start=start + 15, end=len(text)),
    )
    message = document().model_copy(update={"parts": (Part(name="body", kind="body", text=text, zones=zones),)})
    run = office.add(message, cases=[repair(RunId("R1"), message)])
    page = watched.open(f"/runs/{run.id}")
    hidden = page.get_by_text("obey me at once")
    assert not hidden.is_visible()
    assert page.get_by_text("hidden: 15 characters").is_visible()
    page.get_by_label("Show hidden text").check()
    assert hidden.is_visible()


def test_a_hop_unfolds_its_detail(watched: Watched, office: Office):
    run = office.add(document())
    page = watched.open(f"/runs/{run.id}")
    page.locator("#hop-8 summary").first.click()
    page.get_by_role("heading", name="Rejected rows before the hit").wait_for()
    assert page.get_by_role("cell", name="line 4 asks that category is 'fee_dispute'").count() == 2


def test_new_runs_appear_by_themselves_and_the_focus_stays(watched: Watched, office: Office):
    office.add(document("First of all"))
    watched.page.clock.install()
    page = watched.open("/runs")
    page.get_by_role("link", name="First of all").focus()
    for subject in ("Second", "Third"):
        office.add(document(subject), hours_ago=0)
        with page.expect_response(re.compile("/runs/table")):
            page.clock.run_for(4100)
        page.get_by_role("link", name=subject).wait_for()
    assert page.evaluate("document.activeElement.textContent") == "First of all"
    with page.expect_response(re.compile("/runs/table")) as unchanged:
        page.clock.run_for(4100)
    assert unchanged.value.status == 204


def test_a_review_is_answered_with_changes(watched: Watched, office: Office):
    asked = office.ask(document("Disputed"))
    page = watched.open("/reviews")
    page.get_by_role("link", name="Disputed").click()
    accept = page.locator("button.primary")
    assert accept.inner_text() == "Accept"
    page.get_by_label("Search for another account").fill("grey skua")
    page.get_by_label("Grey Skua Wharf").check()
    page.get_by_label("Category").select_option("fee_dispute")
    page.get_by_label("Berth").fill("15")
    page.get_by_label("Waste").check()
    assert accept.inner_text() == "Accept with 4 changes"
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Comment").fill("as told by phone")
    accept.click()
    page.get_by_role("status").get_by_text("accepted with changes by Ada").wait_for()
    (name, told) = office.answers[0]
    assert (name, told.comment) == (asked.id, "as told by phone")
    (edit,) = told.cases.values()
    assert edit.account == WHARF.key
    assert edit.category == "fee_dispute"
    assert edit.fields == {"berth": "15", "services": ["water", "power", "waste"]}
    assert page.get_by_text("Nothing waits for you").is_visible()


def test_an_answer_that_is_taken_back_leaves_no_change_counted(watched: Watched, office: Office):
    asked = office.ask(document("Disputed"))
    page = watched.open(f"/reviews/{asked.id}")
    page.get_by_label("Kittiwake Boatyard").check()
    assert page.locator("button.primary").inner_text() == "Accept with 1 change"
    page.get_by_label("Kittiwake Marina").check()
    assert page.locator("button.primary").inner_text() == "Accept"
    assert BOATYARD.name == "Kittiwake Boatyard"


def test_entries_survive_an_error_and_are_sent_with_the_next_try(watched: Watched, office: Office):
    asked = office.ask(document("Disputed"))
    page = watched.open(f"/reviews/{asked.id}")
    page.get_by_text("more fields").click()
    page.get_by_label("Crew").fill("a few")
    page.get_by_label("Search for another account").fill("pier")
    page.get_by_label("Cormorant Pier").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("Give a whole number such as 12.").wait_for()
    watched.trouble.clear()  # the browser tells of the status 422 of the page
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    page.get_by_role("alert").get_by_role("link", name="Crew").click()
    assert page.evaluate("document.activeElement.name").endswith(".field.crew")
    assert page.get_by_label("Cormorant Pier").is_checked()
    page.get_by_label("Crew").fill("4")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("status").wait_for()
    (edit,) = office.answers[0][1].cases.values()
    assert (edit.account, edit.fields) == (PIER.key, {"crew": 4})


def test_a_case_that_is_left_out_folds_away(watched: Watched, office: Office):
    asked = office.ask(document("Disputed"))
    page = watched.open(f"/reviews/{asked.id}")
    page.get_by_label("Leave out").check()
    assert not page.get_by_label("Berth").is_visible()
    page.get_by_label("Your name").fill("Ada")
    page.locator("button.primary").click()
    page.get_by_role("status").wait_for()
    assert [edit.drop for edit in office.answers[0][1].cases.values()] == [True]


def test_everything_is_reached_by_keyboard_with_a_focus_that_is_seen(watched: Watched, office: Office):
    asked = office.ask(document("Disputed"))
    page = watched.open(f"/reviews/{asked.id}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    names = [name for name, _ in seen]
    assert {"by", "comment", "decision"} <= set(names)
    assert [name for name, outlined in seen if name and not outlined] == []


def test_times_are_told_in_the_zone_of_the_reader(watched: Watched, office: Office):
    run = office.add(document())
    page = watched.open(f"/runs/{run.id}")
    told = page.locator(".envelope time")
    assert told.get_attribute("datetime") == "2026-03-04T08:00:00Z"
    assert "08:00" in told.inner_text()
    assert "UTC" not in told.inner_text()


def test_a_failed_run_is_tried_again(watched: Watched, office: Office):
    run = office.add(document(), "error", error="save: the record was locked")
    page = watched.open(f"/runs/{run.id}")
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("Done").wait_for()
    assert office.resumed == [run.id]
