"""A fresh embedded org for each test, with what `desk` puts on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk

from tools.salesforce.org import EmbeddedOrg


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    org = EmbeddedOrg(tmp_path / "org.db")
    yield Desk(org)
    org.close()
