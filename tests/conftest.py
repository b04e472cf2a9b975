"""For every test: where SWITCHYARD_NO_SKIPS=1 is set (as in continuous integration), a skipped test is a failed one.

Pictures are not read, whatever is installed: a test that is about that says what reads them.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

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
