"""An org of insured firms, invented for these tests, and mail about them read by the real reader."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache
from typing import Any

from agents.matching import match
from agents.reading.local.splitting import split
from tools.directory import Directory
from tools.mail import read
from workflow.accounts import Candidates
from workflow.definition import AccountRule, RecogniseBy
from workflow.document import Document
from workflow.interpretation import Matching, Splitting

RULE = AccountRule(key="Firm__c", recognise_by=RecogniseBy(code=("Policy__c",)))

FIRMS = """
F-1|Ostwall Gruppe SE||Hamburg|ostwall.de||Holding
F-2|Ostwall Logistik GmbH|F-1|Hamburg|ostwall-logistik.de|PX-2023-001|Transport
F-3|Ostwall Spedition GmbH|F-1|Bremen|ostwall-spedition.de|PX-2023-002|Transport
F-4|Ostwall Kühlhaus GmbH|F-1|Kiel||PX-2023-003|Storage
F-5|Hadley & Moss Ltd||Leeds|hadleymoss.co.uk|PX-2023-004|Construction
F-6|Tibbett's Bakery||York|tibbetts.co.uk|PX-2023-005|Food
F-7|Brookmere Foods||Springfield|brookmere-il.com|PX-2023-006|Food
F-8|Brookmere Foods||Springfield|brookmere-mo.com|PX-2023-007|Food
F-9|Kestrel Motors||Derby|kestrelmotors.co.uk|PX-2023-008|Garage
F-10|Larkrise Motors||Truro||PX-2023-009|Garage
F-11|Ravensworth Motors||Hull|||Garage
F-12|Oakhanger Motors||Hull|||Garage
""".strip().splitlines()
STATES = {"F-7": "IL", "F-8": "MO"}
CONTACTS = [("F-1", "kramer@ostwall.de"), ("F-6", "june@tibbetts.co.uk"), ("F-5", "bill.hadley@gmail.com")]

GROUP, STORE, BROKER, PRIVATE = "kramer@ostwall.de", "june@tibbetts.co.uk", "desk@broker-page.com", "ann@gmail.com"


@cache
def directory() -> Directory:
    """The directory over that org."""
    columns = ("Id", "Name", "ParentId", "BillingCity", "Website", "Policy__c", "Industry")
    rows: list[dict[str, Any]] = [dict(zip(columns, line.split("|"), strict=True)) for line in FIRMS]
    for row in rows:
        row |= {"Firm__c": row["Id"], "BillingState": STATES.get(row["Id"], "")}
    return Directory.build(rows, [{"AccountId": of, "Email": email} for of, email in CONTACTS], RULE)


def letter(body: str, sender: str = BROKER, subject: str = "Request", sheet: str = "") -> Document:
    """A mail; `sheet` is the text of a CSV attachment."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "desk@our-desk.example", subject
    message.set_content(body)
    if sheet:
        message.add_attachment(sheet.encode(), maintype="text", subtype="csv", filename="list.csv")
    return read(message.as_bytes()).document


def parted(document: Document) -> tuple[Candidates, Splitting]:
    """The candidates of a document and what splitting makes of them."""
    candidates = directory().candidates(document)
    return candidates, split(document, candidates, RULE)


def asked(body: str, **kwargs: str) -> list[tuple[str, ...]]:
    """The accounts of each request of a mail, in order."""
    return [request.accounts for request in parted(letter(body, **kwargs))[1].requests]


def texts(body: str, **kwargs: str) -> dict[str, str]:
    """Account (or name) of each request → its own text."""
    document = letter(body, **kwargs)
    requests = parted(document)[1].requests
    return {(r.accounts or (r.named,))[0]: " | ".join(document.text(span) for span in r.spans) for r in requests}


def matched(body: str, **kwargs: str) -> list[Matching]:
    """What matching says of each request of a mail."""
    document = letter(body, **kwargs)
    candidates, splitting = parted(document)
    return [match(document, request, candidates, RULE) for request in splitting.requests]
