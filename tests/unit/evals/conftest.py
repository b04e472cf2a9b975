"""A small suite of a bicycle workshop, written for these tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A copy of the suite that a test may spoil."""
    return Path(shutil.copytree(Path(__file__).parent / "workshop", tmp_path / "workshop"))
