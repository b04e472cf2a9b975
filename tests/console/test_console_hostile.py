"""A hostile message is shown as what it is: text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from harbour import MARINA, document, hostile, hostile_case, repair
from harbour_office import Office
from starlette.testclient import TestClient

from workflow.identifiers import RunId

TAGS = """
    a article bdi body button caption dd details div dl dt fieldset form h1 h2 h3 head header html img input label
    legend li link main mark meta nav ol option p pre rect script section select span strong summary svg table tbody td
    textarea th thead time title tr ul
"""
ALLOWED = frozenset(TAGS.split())


class Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.found


@pytest.fixture
def pages(client: TestClient, office: Office) -> dict[str, str]:
    """Every page on which a part of the hostile message stands."""
    message = hostile()
    run = office.add(message, cases=[hostile_case(RunId("R0"), message)], error="<script>hacked()</script>")
    asked = office.ask(hostile("<b>again</b>"), cases=[hostile_case(RunId("R1"), hostile("<b>again</b>"))])
    hops = len(office.store.hops.of(run.id))
    found = {path: client.get(path) for path in ["/runs", f"/runs/{run.id}", "/reviews", f"/reviews/{asked.id}"]}
    found |= {f"hop {n}": client.get(f"/runs/{run.id}/hops/{n}") for n in range(1, hops + 1)}
    found["search"] = client.get(f"/reviews/{asked.id}/accounts", params={"text": "<img src=x onerror=hacked()>"})
    found["list"] = client.get("/runs", params={"q": '"><script>hacked()</script>'})
    assert {answer.status_code for answer in found.values()} == {200}
    return {path: answer.text for path, answer in found.items()}


def test_no_page_has_a_tag_or_an_attribute_that_came_with_the_message(pages: dict[str, str]):
    for path, text in pages.items():
        for tag, attributes in tags(text):
            assert tag in ALLOWED, (path, tag)
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (path, attributes)
            assert not [
                v for n, v in attributes.items() if n in ("href", "src", "action") and v and v[0] not in "/#"
            ], path


def test_scripts_are_the_consoles_own(pages: dict[str, str]):
    for text in pages.values():
        for tag, attributes in tags(text):
            if tag == "script":
                assert re.fullmatch(r"/static/(htmx\.min|console)\.js\?v=\w+", attributes["src"] or "")


def test_the_hostile_words_are_all_there_to_be_read(pages: dict[str, str]):
    run = next(text for path, text in pages.items() if path.startswith("/runs/"))
    assert "&lt;script&gt;window.hacked" in run
    assert "&lt;img src=x onerror=" in run
    assert "⟨U+202E⟩" in run
    assert "\u202e" not in run


def test_an_account_name_from_the_org_is_no_markup_either(client: TestClient, office: Office):
    office.accounts = (MARINA.model_copy(update={"name": "<script>hacked()</script> Quay"}),)
    message = document()
    asked = office.ask(message, cases=[repair(RunId("R1"), message)])
    text = client.get(f"/reviews/{asked.id}/accounts", params={"text": "quay", "case": "x"}).text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text
