"""jsforce's own live suites, pointed at the embedded org by their environment variables."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from served_org import HOME, Served

SUITES = ("connection-crud", "query", "sobject", "connection-session", "connection-meta", "bulk2")
JSFORCE = HOME / "jsforce"

SKIPPED = {
    "soap login": "skipped by jsforce itself: SOAP log-in is retired, and asks for a code by mail",
    "soap logout": "skipped by jsforce itself, with the log-in",
    "oauth2 session": "skipped by jsforce itself: it needs a fixed address for Device Activation",
    "oauth2 refresh": "skipped by jsforce itself where no client id is set: a browser logs in",
}
"""Groups of tests that do not run, and why."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (JSFORCE / "lib").exists(), reason=f"jsforce is not built in {JSFORCE}: make clients"),
]


@pytest.mark.parametrize("suite", SUITES)
def test_the_live_suite_passes(served: Served, tmp_path: Path, suite: str) -> None:
    told = tmp_path / "told.json"
    words = ("npx", "jest", "--forceExit", "--json", f"--outputFile={told}", f"test/{suite}.test.ts")
    served.run(*words, where=JSFORCE, SF_LOGIN_URL=served.url, SF_ACCESS_TOKEN=served.token)
    result = json.loads(told.read_text(encoding="utf-8"))
    tests = [one for each in result["testResults"] for one in each["assertionResults"]]
    assert [one["fullName"] for one in tests if one["status"] == "failed"] == []
    assert {one["ancestorTitles"][0] for one in tests if one["status"] == "pending"} <= SKIPPED.keys()
    counts = Counter(one["status"] for one in tests)
    print(f"\njsforce {suite}: {counts['passed']} passed, {counts['pending']} skipped")
    assert counts["passed"] > 0
