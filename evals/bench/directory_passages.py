"""Messages with several accounts in them, by name, code, site, phone and address: what a search of the index costs."""

from __future__ import annotations

from random import Random

from tools.directory import Directory
from workflow.document import Address, Document, Part, Zone, ZoneKind

TALK = (
    "Please update the opening hours and the first contact on our record: the new manager starts next week and would "
    "like to receive the monthly report as well.",
    "The delivery for order 48213 did not arrive in time; the carrier said that the address on the label was wrong, so "
    "could you check the shipping details again?",
    "We also need a copy of the last invoice (2,450.00 USD, due 14 March) and the signed contract of the north valley "
    "project, which our service department asked for twice.",
    "Thank you for the quick answer last time, it was a great pleasure to work with your team on the first order.",
)


def passages(directory: Directory, count: int, seed: int = 3) -> list[tuple[Document, tuple[str, ...]]]:
    """Documents, and the record ids of the accounts that stand in each."""
    random = Random(seed)
    return [_passage(directory, random) for _ in range(count)]


def _passage(directory: Directory, random: Random) -> tuple[Document, tuple[str, ...]]:
    index = directory.index
    one, two, three, four = (index.row(random.randrange(len(index))) for _ in range(4))
    site = str(two.get("Website") or "https://www.example.com").removeprefix("https://")
    phone = two["Phone"]
    asked = (
        f"Hello team,\n\nwe have been trying to reach your support line since Monday morning, but nobody was able to "
        f"help us. {random.choice(TALK)} It is about {one['Name']} in {one['BillingCity']} (customer number "
        f"{one['Customer_Code__c']}) and {two['Name']}, {two['BillingStreet']}, {two['BillingCity']} "
        f"{two['BillingPostalCode']}.\n{random.choice(TALK)} Their site is {site} and you can call {phone[:2]} "
        f"{phone[2:5]} {phone[5:8]} {phone[8:]}. The old name was {three['Name']}.\n"
        f"Code of the last one: {four['Customer_Code__c']}.\n\n"
    )
    signed = f"Best regards,\nJan Keller\n{one['Name']}\n{one['BillingStreet']}, {one['BillingCity']}\n{one['Phone']}\n"
    text, ends = asked + signed, len(asked)
    zones = (
        Zone(kind=ZoneKind.NEW, start=0, end=ends),
        Zone(kind=ZoneKind.SIGNATURE, start=ends, end=len(text)),
    )
    subject = f"Request for {one['Name']}"
    domain = str(one.get("Website") or "https://www.gmail.com").removeprefix("https://www.")
    document = Document(
        sender=Address(email=f"jan.keller@{domain}"),
        to=(Address(email="help@our-desk.example"),),
        subject=subject,
        parts=(
            Part(name="subject", kind="subject", text=subject),
            Part(name="body", kind="body", text=text, zones=zones),
        ),
    )
    return document, (one["Id"], two["Id"], four["Id"])
