"""Every contract test runs both ways: in process, and over TLS on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from org_desk import Clock, Desk, connect

from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, serving, session


@pytest.fixture(params=["in process", "loopback"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    clock, waits = Clock(), list[float]()
    org = EmbeddedOrg(tmp_path / "org.db", clock=clock, sleep=waits.append)
    if request.param == "in process":
        yield connect(org, clock, waits, INSTANCE_URL, session(org))
    else:
        with serving(org, certificates=tmp_path) as server:
            plain = requests.Session()
            plain.trust_env = False
            plain.verify = str(tmp_path / "loopback.pem")
            yield connect(org, clock, waits, server.url, plain)
            plain.close()
    org.close()
