"""For every test: where SWITCHYARD_NO_SKIPS=1 is set (as in continuous integration), a skipped test is a failed one.

Pictures are not read, whatever is installed: a test that is about that says what reads them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from cluster import cluster, database, missing

os.environ["SWITCHYARD_OCR"] = "off"
NO_SKIPS = os.environ.get("SWITCHYARD_NO_SKIPS") == "1"


def _forbid_skip(report: Any) -> None:
    if NO_SKIPS and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but SWITCHYARD_NO_SKIPS=1 forbids it: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """Gives the URL of a new database at each call. Skipped where Postgres is not installed."""
    if why := missing():
        pytest.skip(why)
    # A socket's path has to be short.
    folder = Path(tempfile.mkdtemp(prefix="switchyard-pg-"))
    try:
        with cluster(folder) as socket:
            yield lambda: database(socket)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
