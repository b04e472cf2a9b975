"""The short form of `make crash`: lives ended after writes and at random instants; the control has to fail."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.mark.slow
def test_workers_that_are_killed_lose_nothing_and_double_nothing() -> None:
    command = [sys.executable, str(HERE / "run.py"), "--kills", "8", "--messages", "1", "--writes", "8"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"(\d+) kills in all: nothing lost, nothing doubled", done.stdout)
