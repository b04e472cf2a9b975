"""A stock client on an embedded org, and short ways to use it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from tools.salesforce.org import EmbeddedOrg

VERSION = "59.0"
BASE = f"/services/data/v{VERSION}"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Desk:
    """An org and a client on it."""

    org: EmbeddedOrg
    clock: Clock
    waits: list[float]
    url: str
    session: requests.Session
    sf: Salesforce

    def add(self, sobject: str, **values: Any) -> str:
        """Creates a record and gives its id."""
        answer = getattr(self.sf, sobject).create(values)
        assert answer["success"] is True
        assert answer["errors"] == []
        return str(answer["id"])

    def rows(self, query: str, **options: Any) -> list[dict[str, Any]]:
        """The records of a query, without their attributes."""
        found = json.loads(json.dumps(self.sf.query(query, **options)["records"]))
        return [_bare(record) for record in found]

    def values(self, query: str) -> list[Any]:
        """The only value of each record."""
        return [next(iter(row.values())) for row in self.rows(query)]

    def raw(self, method: str, path: str, **options: Any) -> requests.Response:
        """A request below /services/data/vXX.X, whatever it answers."""
        headers = {"Authorization": f"Bearer {self.sf.session_id}", **options.pop("headers", {})}
        return self.session.request(method, f"{self.url}{BASE}/{path}", headers=headers, **options)

    def composite(self, *requests: dict[str, Any], all_or_none: bool = True) -> list[dict[str, Any]]:
        """The answers of a composite request."""
        body = {"allOrNone": all_or_none, "compositeRequest": list(requests)}
        answer = self.sf.restful("composite", method="POST", data=json.dumps(body))
        return list(answer["compositeResponse"])


def connect(org: EmbeddedOrg, clock: Clock, waits: list[float], url: str, opened: requests.Session) -> Desk:
    client = Salesforce(instance_url=url, session_id=org.session_id, session=opened, version=VERSION)
    return Desk(org, clock, waits, url, opened, client)


def refusal(error: pytest.ExceptionInfo[SalesforceError]) -> tuple[int, str, str]:
    """Status, code and last line of the message of a refused call."""
    first = error.value.content[0]
    return error.value.status, first["errorCode"], first["message"].strip().rpartition("\n")[2]


def sub(method: str, path: str, name: str, body: Any = None, **more: Any) -> dict[str, Any]:
    """A sub-request of a composite."""
    request = {"method": method, "url": f"{BASE}/{path}", "referenceId": name, **more}
    return request if body is None else {**request, "body": body}


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if name != "attributes"}
    return [_bare(one) for one in value] if isinstance(value, list) else value
