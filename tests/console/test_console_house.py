"""The console over the real house: a message run over the embedded org, its review answered, the case written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.console import create_app
from app.console.forms import TOKEN
from app.settings import Settings
from app.wiring import House

ACCOUNTS = """\
ExternalId__c,Name,Type,Website,Phone,BillingCity,BillingState,BillingCountry,Brand__c,OEM_Dealer_Code__c,Status__c
H-1,Corrigold Ford,Dealer,corrigoldford.com,+12025550171,Dover,DE,United States,Ford,C1001,Active
H-2,Zandermoor Toyota,Dealer,zandermoortoyota.com,+12025550172,Salem,OR,United States,Toyota,C1002,Active
"""
CONTACTS = """\
AccountExternalId,FirstName,LastName,Email,Phone,Title
H-1,Ina,Vesk,ina@corrigoldford.com,+12025550171,General Manager
"""
USERS = """\
Username,Name,Email,Pod__c,Skills__c,Languages__c,Capacity__c,TimeZoneSidKey,Shift__c,IsAvailable__c
una@vendor.invalid,Una Lind,una@vendor.invalid,POD_FORD,content,en,10,America/Chicago,Mon-Fri 08:00-17:00,true
"""


def message(subject: str, text: str, sender: str = "Ina Vesk <ina@corrigoldford.com>") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "support@vendor.invalid", subject
    made["Date"] = "Tue, 04 Mar 2025 10:00:00 -0500"
    made["Message-ID"] = f"<{len(text)}@mail.invalid>"
    made.set_content(text)
    return made.as_bytes()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "fixture" / "org"
    folder.mkdir(parents=True)
    for name, text in (("Account", ACCOUNTS), ("Contact", CONTACTS), ("User", USERS)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    made = House(Settings(org=folder, state=tmp_path / "state"))
    yield made
    made.close()


def test_a_message_is_run_reviewed_and_written(house: House):
    client = TestClient(create_app(house), base_url="http://localhost", follow_redirects=False)
    unclear = message("Question", "Hello, could somebody look into it? Thanks", "Somebody <x@nowhere.invalid>")
    waiting = house.runner.start("dealer-support", unclear, name="unclear.eml")
    assert waiting.outcome == "review", waiting.run.error
    (asked,) = house.store.reviews.open()

    page = client.get(f"/reviews/{asked.id}").text
    assert "could somebody look into it?" in page
    key = asked.proposal.cases[0].key
    found = client.get(f"/reviews/{asked.id}/accounts", params={"text": "zanderm salem", "case": key}).text
    assert 'value="H-2"' in found
    assert "Zandermoor Toyota" in found
    category = re.search(r'<select id="category-1".*?<option value="(\w+)">', page, re.S)
    assert category

    form = {"token": TOKEN, "version": str(asked.version), "decision": "accept", "by": "Ada"}
    form |= {f"{key}.account": "H-2", f"{key}.category": category[1]}
    answer = client.post(f"/reviews/{asked.id}", data=form)
    assert answer.status_code == 303, answer.text

    run = house.store.runs.get(waiting.run.id)
    assert (run.status, run.outcome) == ("finished", "cases")
    told = client.get(f"/runs/{run.id}").text
    assert "Zandermoor Toyota" in told
    assert "chosen by Ada" in told
    assert "chain verified" in told
    (number,) = re.findall(r"case (\d{8}) (?:saved|created)", told)[:1]
    assert client.get(f"/records/{number}").headers["location"] == f"/runs/{run.id}"
    (account,) = house.client.query("SELECT Id FROM Account WHERE ExternalId__c = 'H-2'")
    assert house.client.query(f"SELECT Id FROM Case WHERE AccountId = '{account['Id']}'")


def test_a_finished_run_has_a_page_with_every_hop_unfolded(house: House):
    client = TestClient(create_app(house), base_url="http://localhost")
    text = "Please put the new holiday opening hours on corrigoldford.com: closed on 1 May 2025. Thank you, Ina"
    report = house.runner.start("dealer-support", message("Holiday hours", text), name="hours.eml")
    page = client.get(f"/runs/{report.run.id}")
    assert page.status_code == 200
    assert "Corrigold Ford" in page.text, report.run.error
    for number, hop in enumerate(house.store.hops.of(report.run.id), 1):
        detail = client.get(f"/runs/{report.run.id}/hops/{number}")
        assert detail.status_code == 200, hop
