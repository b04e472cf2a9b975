"""A workflow beside what people did: over closed mail cases of an org without any package, writing nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.salesforce.client import Client, of_token
from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, adapter

BODY = """\
Please change the opening hours of Quillhaven Ford on quillhavenford.com: we are open from 9 to 5 now.

Ada Norvik
"""


class Office:
    """An org in which people closed cases."""

    def __init__(self, org: EmbeddedOrg) -> None:
        self.org = org
        self.client: Client = of_token(INSTANCE_URL, org.session_id, inner=adapter(org))
        rows = self.client.query("SELECT Id, Name FROM Account")
        self.accounts = {str(row["Name"]).split()[0]: str(row["Id"]) for row in rows}
        self.users = self.client.query("SELECT Id FROM User LIMIT 1")[0]["Id"]

    def add(self, sobject: str, **values: Any) -> str:
        return str(self.client.request("POST", f"sobjects/{sobject}", body=values)["id"])

    def closed(self, account: str | None, owner: str, subject: str = "Opening hours", **mail: Any) -> str:
        case = self.add(
            "Case", Subject=subject, Status="Closed", AccountId=self.accounts.get(account or ""), OwnerId=owner
        )
        values = {
            "ParentId": case, "Incoming": True, "Status": "1", "Subject": subject, "TextBody": BODY,
            "FromAddress": "ada@quillhavenford.com", "FromName": "Ada Norvik", **mail,
        }  # fmt: skip
        self.add("EmailMessage", **values)
        return case

    def counts(self) -> dict[str, int]:
        with self.org.context() as context:
            names = [r[0] for r in context.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {n: context.connection.execute(f'SELECT COUNT(*) FROM "{n}"').fetchone()[0] for n in names}


@pytest.fixture
def office(switchyard: Any, yard: Path, state: Path) -> Iterator[Office]:
    assert switchyard("org", "load", yard).status == 0
    [place] = state.glob("*/org.db")
    org = EmbeddedOrg(place)
    yield Office(org)
    org.close()


def lines(office: Office, switchyard: Any, *more: object) -> list[dict[str, Any]]:
    said = switchyard("shadow", "dealer-support", "--json", *more)
    assert said.status == 0, said.err
    return [json.loads(line) for line in said.out.splitlines()]


def test_agreement_with_people_is_told_case_by_case(office: Office, switchyard: Any) -> None:
    other = office.org.ensure_queues(["ELSEWHERE"])["ELSEWHERE"]
    office.closed("Quillhaven", other, subject="first")
    [first] = lines(office, switchyard)
    ours = first["ours"][0]["queue"]
    assert first["agreement"] == {"account": "yes", "queue": "no"}
    assert any(line.startswith(f"queue: people ELSEWHERE; here {ours}") for line in first["why"])
    right = next(r["Id"] for r in office.client.query("SELECT Id, Name FROM Group") if r["Name"] == ours)
    office.closed("Quillhaven", right, subject="second")
    office.closed("Marrowgate", right, subject="third")
    told = {line["subject"]: line for line in lines(office, switchyard)}
    assert told["second"]["agreement"] == {"account": "yes", "queue": "yes"}
    assert told["second"]["why"] == []
    assert told["third"]["agreement"]["account"] == "no"
    assert "people Marrowgate Toyota; here Quillhaven Ford" in told["third"]["why"][0]


def test_nothing_is_written(office: Office, switchyard: Any, state: Path) -> None:
    office.closed("Quillhaven", office.users)
    before = office.counts()
    files = sorted(path.name for path in state.rglob("*") if path.name.startswith("store"))
    assert switchyard("shadow", "dealer-support").status == 0
    assert office.counts() == before
    assert sorted(path.name for path in state.rglob("*") if path.name.startswith("store")) == files


def test_a_queue_is_known_by_the_people_who_worked_in_it(office: Office, switchyard: Any) -> None:
    office.closed("Quillhaven", office.users)
    [unknown] = lines(office, switchyard)
    assert unknown["agreement"]["queue"] == "unknown"
    ours = unknown["ours"][0]["queue"]
    right = next(r["Id"] for r in office.client.query("SELECT Id, Name FROM Group") if r["Name"] == ours)
    office.add("GroupMember", GroupId=right, UserOrGroupId=office.users)
    assert lines(office, switchyard)[0]["agreement"]["queue"] == "yes"


def test_a_case_that_people_split_is_compared_by_its_children(office: Office, switchyard: Any) -> None:
    case = office.closed(None, office.users)
    for name in ("Quillhaven", "Marrowgate"):
        office.add("Case", ParentId=case, AccountId=office.accounts[name], Status="Closed", OwnerId=office.users)
    [told] = lines(office, switchyard)
    assert len(told["theirs"]) == 2
    assert told["agreement"]["account"] == "no"


def test_only_closed_mail_of_the_time_is_read_and_no_more_than_asked(office: Office, switchyard: Any) -> None:
    office.add("Case", Subject="by phone", Status="Closed")
    assert lines(office, switchyard) == []
    for number in range(3):
        office.closed("Quillhaven", office.users, subject=f"number {number}")
    assert len(lines(office, switchyard, "--limit", 2)) == 2
    assert switchyard("shadow", "dealer-support", "--since", "soon").err.startswith("switchyard: --since soon")


def test_the_page_shows_hostile_text_as_text(office: Office, switchyard: Any, tmp_path: Path) -> None:
    office.closed("Marrowgate", office.users, subject="<script>alert(1)</script>")
    page = tmp_path / "out.html"
    said = switchyard("shadow", "dealer-support", "--html", page)
    assert str(page) in said.out
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert f"{INSTANCE_URL}/500" in text


def test_a_workflow_that_is_not_there_is_told(office: Office, switchyard: Any) -> None:
    said = switchyard("shadow", "dealer")
    assert said.status == 2
    assert "no workflow 'dealer'" in said.err
