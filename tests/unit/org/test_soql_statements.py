"""Statements of SOQL with what an org answers to them: accepted, or the code of the error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from tools.salesforce.org import EmbeddedOrg
from tools.salesforce.org.message import Request

STATEMENTS = yaml.safe_load(Path(__file__).with_name("soql_statements.yaml").read_text(encoding="utf-8"))
OBJECTS = [
    {"object": "Berth__c", "fields": {
        "Cargo__c": {"type": "multipicklist", "picklist": ["Coal", "Grain", "Oil"]},
        "Port__c": {"type": "reference", "referenceTo": ["Account"], "childRelationshipName": "Berths__r"},
    }},
    {"object": "Moored__e", "fields": {"Berth__c": {"type": "string"}}},
]  # fmt: skip


@pytest.fixture(scope="module")
def org() -> Iterator[EmbeddedOrg]:
    opened = EmbeddedOrg(None)
    opened.declare_objects(OBJECTS)
    yield opened
    opened.close()


def said(org: EmbeddedOrg, statement: str) -> str:
    """`valid`, or the error code."""
    headers = {"authorization": f"Bearer {org.session_id}"}
    answer = org.handle(Request.of("GET", f"/services/data/v62.0/query?q={quote(statement)}", headers, b""))
    return "valid" if answer.status == 200 else str(answer.json()[0]["errorCode"])


@pytest.mark.parametrize(
    ("statement", "wanted"), [(one, wanted) for wanted, some in STATEMENTS.items() for one in some]
)
def test_a_statement_is_answered_as_an_org_does(org: EmbeddedOrg, statement: str, wanted: str) -> None:
    assert said(org, statement) == wanted
