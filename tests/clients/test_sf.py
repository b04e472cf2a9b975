"""The official command line `sf` on the embedded org: log-in, records, queries, bulk jobs, trees, search."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from served_org import HOME, Served

SF = HOME / "sf/node_modules/.bin/sf"
SETTINGS = {
    "SF_DISABLE_TELEMETRY": "true", "SF_AUTOUPDATE_DISABLE": "true", "SF_USE_GENERIC_UNIX_KEYCHAIN": "true",
    "SF_SKIP_NEW_VERSION_CHECK": "true", "SF_HIDE_RELEASE_NOTES": "true",
}  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SF.exists(), reason=f"sf is not in {SF.parent}: make clients"),
]


@pytest.fixture(scope="module")
def desk(served: Served) -> Served:
    """Logged in by an access token, as the organization's alias `here`."""
    words = (str(SF), "org", "login", "access-token", "--instance-url", served.url, "--no-prompt", "--alias", "here")
    done = served.run(*words, SF_ACCESS_TOKEN=served.token, **SETTINGS)
    assert done.returncode == 0, done.stdout + done.stderr
    return served


def sf(desk: Served, *words: str, where: Path | None = None) -> Any:
    """The result of a command, as its JSON gives it."""
    done = desk.run(str(SF), *words, "--target-org", "here", "--json", where=where, **SETTINGS)
    answer = json.loads(done.stdout)
    assert answer["status"] == 0, answer
    return answer["result"]


def test_records_are_made_found_changed_and_deleted(desk: Served) -> None:
    made = sf(desk, "data", "create", "record", "--sobject", "Account", "--values", "Name='By sf' Site=x")
    where = ("--sobject", "Account", "--where", "Name='By sf'")
    assert sf(desk, "data", "get", "record", *where)["Id"] == made["id"]
    sf(desk, "data", "update", "record", *where, "--values", "Site=y")
    found = sf(desk, "data", "query", "--query", "SELECT Site, Owner.Name FROM Account WHERE Name = 'By sf'")
    assert (found["totalSize"], found["records"][0]["Site"]) == (1, "y")
    shown = desk.run(str(SF), "data", "query", "--query", "SELECT Id, Owner.Name FROM Account LIMIT 1", "--target-org", "here", **SETTINGS)  # fmt: skip
    assert "OWNER.NAME" in shown.stdout
    sf(desk, "data", "delete", "record", *where)


def test_objects_are_listed_and_described(desk: Served) -> None:
    assert {"Account", "Case", "BigTable__c"} <= set(sf(desk, "sobject", "list"))
    assert sf(desk, "sobject", "describe", "--sobject", "Case")["keyPrefix"] == "500"
    assert any(one["name"] == "DailyApiRequests" for one in sf(desk, "org", "list", "limits"))


def test_bulk_jobs_bring_records_in_and_out(desk: Served, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Name,Site\nB1,bulk\nB2,bulk\n", encoding="utf-8")
    words = ("--sobject", "Account", "--file", "in.csv", "--wait", "2", "--line-ending", "LF")
    assert sf(desk, "data", "import", "bulk", *words, where=tmp_path)["successfulRecords"] == 2
    query = ("--query", "SELECT Name FROM Account WHERE Site = 'bulk' ORDER BY Name", "--output-file", "out.csv")
    sf(desk, "data", "export", "bulk", *query, "--result-format", "csv", "--wait", "2", where=tmp_path)
    assert list(csv.reader((tmp_path / "out.csv").open())) == [["Name"], ["B1"], ["B2"]]
    (tmp_path / "up.csv").write_text("ExtId__c,Name\ne1,n1\n", encoding="utf-8")
    words = ("--sobject", "UpsertTable__c", "--file", "up.csv", "--external-id", "ExtId__c", "--wait", "2")
    assert (
        sf(desk, "data", "upsert", "bulk", *words, "--line-ending", "LF", where=tmp_path)["jobInfo"]["state"]
        == "JobComplete"
    )


def test_trees_and_searches(desk: Served, tmp_path: Path) -> None:
    tree = {"records": [{"attributes": {"type": "Account", "referenceId": "r1"}, "Name": "Treetop"}]}
    (tmp_path / "tree.json").write_text(json.dumps(tree), encoding="utf-8")
    assert sf(desk, "data", "import", "tree", "--files", "tree.json", where=tmp_path)[0]["refId"] == "r1"
    found = sf(desk, "data", "search", "--query", "FIND {Treetop} IN NAME FIELDS RETURNING Account(Id, Name)")
    assert [one["Name"] for one in found["searchRecords"]] == ["Treetop"]
