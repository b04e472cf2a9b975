"""Whom a sender speaks for: the own house, others of a rarer kind for the usual one, and no mere namesake."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from typing import Any

import pytest

from agents.reading.local.splitting import split
from tools.directory import Directory
from tools.mail import read
from workflow.definition import AccountRule, RecogniseBy

RULE = AccountRule(key="No__c", recognise_by=RecogniseBy(code=("No__c",), group=("House__c",)))
ROWS = """
A-1|Penhallow Engines Ltd|Customer|penhallow-engines.co.uk|
A-2|Penhallow Marine Ltd|Customer|penhallow-marine.co.uk|
A-3|Thornby Castings Ltd|Customer|thornby.co.uk|
A-4|Greystoke Agents Ltd|Agent|greystoke-agents.co.uk|
A-5|Fairlea North Ltd|Customer|fairlea-north.co.uk|FAIRLEA
A-6|Fairlea South Ltd|Customer|fairlea-south.co.uk|FAIRLEA
""".strip().splitlines()
CONTACTS = {
    "A-1": "kit@penhallow-engines.co.uk",
    "A-3": "may@thornby.co.uk",
    "A-4": "joan@greystoke-agents.co.uk",
    "A-5": "tom@fairlea-north.co.uk",
}


@cache
def directory() -> Directory:
    columns = ("Id", "Name", "Type", "Website", "House__c")
    rows: list[dict[str, Any]] = [dict(zip(columns, line.split("|"), strict=True)) for line in ROWS]
    contacts = [{"AccountId": account, "Email": email} for account, email in CONTACTS.items()]
    return Directory.build([row | {"No__c": row["Id"]} for row in rows], contacts, RULE)


def asked(body: str, sender: str) -> list[tuple[str, ...]]:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = CONTACTS[sender], "desk@our-desk.example", "Hello"
    message.set_content(body)
    document = read(message.as_bytes()).document
    splitting = split(document, directory().candidates(document), RULE)
    return [request.accounts for request in splitting.requests]


def test_an_agent_writes_for_the_customer_that_it_names() -> None:
    assert asked("Could you send Thornby Castings their account summary? They asked me twice.", "A-4") == [("A-3",)]


def test_a_customer_that_names_its_agent_writes_for_itself() -> None:
    assert asked("We told Greystoke Agents about it last week. Send us the summary please.", "A-3") == [("A-3",)]


def test_a_namesake_without_any_tie_in_the_org_is_no_house_of_the_sender() -> None:
    assert asked("The parcel for us was left at Penhallow Marine last week. When is the next?", "A-1") == [("A-1",)]


def test_a_namesake_that_is_named_beside_the_senders_own_account_is_asked_about() -> None:
    body = "Please send price lists for Penhallow Engines and Penhallow Marine."
    assert asked(body, "A-1") == [("A-1",), ("A-2",)]


def test_another_account_of_the_senders_house_is_asked_about_by_name_alone() -> None:
    assert asked("Please send the price list for Fairlea South.", "A-5") == [("A-6",)]


@pytest.mark.parametrize(
    "said",
    [
        "Fairlea North needs the list. Fairlea South - nothing needed.",
        "Please send the list for Fairlea North; we have nothing to do with Thornby Castings.",
        "Please send the list for Fairlea North. Fairlea South orders its own.",
        "Please send the list for Fairlea North (Fairlea South will write to you on their own account).",
        "Please give Fairlea North terms like Fairlea South in Leeds already has.",
        "Fairlea North braucht die Liste. Fairlea South bestellt das selbst.",
        "Merci d'envoyer la liste pour Fairlea North. Fairlea South continue comme avant.",
        "Please send the list for Fairlea North. Fairlea South has already been done.",
    ],
)
def test_what_is_said_to_need_nothing_is_left_out(said: str) -> None:
    assert asked(said, "A-5") == [("A-5",)]
