"""An org of houses, invented for these tests, and documents about them."""

from __future__ import annotations

from functools import cache
from typing import Any

from tools.directory import Directory
from workflow.accounts import Candidates, Mention
from workflow.definition import AccountRule, RecogniseBy
from workflow.document import Address, Document, Link, Part, Table, Zone, ZoneKind

RULE = AccountRule(
    key="House_Key__c",
    where="Type != 'Vendor'",
    recognise_by=RecogniseBy(
        name=("Name", "Former_Name__c"),
        host=("Website", "Other_Sites__c"),
        code=("House_Code__c",),
        group=("Chain__c",),
    ),
)

COLUMNS = (
    "House_Key__c", "Name", "ParentId", "BillingCity", "BillingStreet", "BillingPostalCode", "Website", "House_Code__c",
    "Phone", "Kind__c",
)  # fmt: skip
HOUSES = """
H-01|Larchmont Estates|||||https://www.larchmont-estates.example.com||+15125550100|
H-02|Amber Mill Apartments|H-01|Dunwich|12 Weir Street|78701|ambermill.com|AM-4471|+15125550101|Apartments
H-03|Amber Mill Lofts|H-01|Hestonbury|9 Quay Road|78702|ambermill-lofts.com|50931|+15125550102|Lofts
H-04|Thornbury Gate Apartments|H-01|Dunwich|77 Gate Lane|78701|thornburygate.co.uk|50932|+15125550103|Apartments
H-05|Amber Mill Apartments||Wexcote|3 Mill Lane|97201|ambermillwexcote.com|50933|+15035550104|Apartments
H-06|Wohnpark Birkenau GmbH||Köln|Birkenweg 8|50667|wohnpark-birkenau.de|WB-1|+492215550105|Wohnpark
H-07|Cranley Hall of Residence||Wexcote|||cranleyhr.com||+15035550106|Residence
H-08|Ostrava Senior Living|||||propertyhub.com/ostrava|||Residence
H-09|Pinnock Senior Living|||||propertyhub.com/pinnock|||Residence
H-10|Quarrymoor Apartments|||||quarrymoorapts.com|||Apartments
H-11|Fellbridge Apartments|||||fellbridgeapts.com|||Apartments
H-12|緑ヶ丘レジデンス|||||midorigaoka.co.jp|||Residence
""".strip().splitlines()
FORMER = {"H-03": "Tollgate Works"}
OTHER_SITES = {"H-04": "thornbury-old.com; gatehouse-flats.co.uk"}
CONTACTS = [
    ("H-01", "ida@larchmont-estates.example.com"),
    ("H-02", "desk@ambermill.com"),
    ("H-04", "pat.kovar@gmail.com"),
    ("H-05", "keys@shared-office.org"),
    ("H-06", "keys@shared-office.org"),
    ("H-07", "one@sharedmail.net"),
    ("H-08", "two@sharedmail.net"),
    ("H-09", "three@sharedmail.net"),
    ("H-06", "four@sharedmail.net"),
]


def accounts() -> list[dict[str, Any]]:
    """The org's accounts as records; one vendor among them, which the rule leaves out."""
    rows: list[dict[str, Any]] = []
    for line in HOUSES:
        row: dict[str, Any] = dict(zip(COLUMNS, line.split("|"), strict=True))
        row |= {"Id": row["House_Key__c"], "Type": "House", "BillingCountry": "United States"}
        row["Former_Name__c"] = FORMER.get(row["Id"])
        row["Other_Sites__c"] = OTHER_SITES.get(row["Id"])
        rows.append(row)
    rows[5]["BillingCountry"] = "Germany"
    rows.append({"Id": "V-01", "Name": "Zephyr Lifts", "Type": "Vendor", "Website": "zephyrlifts.com"})
    return rows


@cache
def directory() -> Directory:
    """The directory over that org."""
    contacts = [{"AccountId": of, "Email": email, "Name": "", "Phone": ""} for of, email in CONTACTS]
    return Directory.build(accounts(), contacts, RULE)


def document(
    body: str,
    sender: str = "someone@unknown-company.example",
    subject: str = "",
    zone: ZoneKind = ZoneKind.NEW,
    links: tuple[Link, ...] = (),
    tables: tuple[Table, ...] = (),
) -> Document:
    """A document with one body of one zone."""
    part = Part(
        name="body",
        kind="body",
        text=body,
        zones=(Zone(kind=zone, start=0, end=len(body)),),
        links=links,
        tables=tables,
    )
    return Document(
        sender=Address(email=sender),
        to=(Address(email="help@our-desk.example"),),
        subject=subject,
        parts=(Part(name="subject", kind="subject", text=subject), part),
    )


def found(body: str, **kwargs: Any) -> Candidates:
    """What the directory finds in a body."""
    return directory().candidates(document(body, **kwargs))


def mentions(candidates: Candidates, account: str) -> list[Mention]:
    """The mentions of an account that stand in the text."""
    candidate = candidates.get(account)
    return [mention for mention in candidate.mentions if mention.span] if candidate else []


def strongest(candidates: Candidates) -> dict[str, float]:
    """Account → weight of its best mention in the text."""
    weights = {c.account.id: [m.weight for m in c.mentions if m.span] for c in candidates.candidates}
    return {account: max(each) for account, each in weights.items() if each}
