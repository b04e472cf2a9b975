"""An office with a store in memory, and a client of the console over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harbour_office import Office
from starlette.testclient import TestClient

from app.console import create_app


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.store.close()


@pytest.fixture
def client(office: Office) -> TestClient:
    return TestClient(create_app(office), base_url="http://127.0.0.1:8377", follow_redirects=False)  # type: ignore[arg-type]
