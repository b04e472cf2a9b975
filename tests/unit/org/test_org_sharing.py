"""Many at once: threads of one process, processes on one file, and an org that is opened again."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, Fault, session
from tools.salesforce.org.declarations import field
from tools.salesforce.org.message import Request, Response

ROOT = Path(__file__).resolve().parents[3]
BASE = "/services/data/v59.0"


def call(org: EmbeddedOrg, method: str, path: str, body: Any = None, **query: str) -> Response:
    headers = {"authorization": f"Bearer {org.session_id}", "content-type": "application/json"}
    content = b"" if body is None else json.dumps(body).encode()
    return org.handle(Request(method, f"{BASE}/{path}", query, headers, content))


def composite(number: int) -> dict[str, Any]:
    def part(method: str, path: str, name: str, body: Any) -> dict[str, Any]:
        return {"method": method, "url": f"{BASE}/{path}", "referenceId": name, "body": body}

    return {
        "allOrNone": True,
        "compositeRequest": [
            part("POST", "sobjects/Case", "case", {"Subject": str(number)}),
            part("POST", "sobjects/Orchestration_Run__c", "run", {"Run_Key__c": f"R{number}", "Case__c": "@{case.id}"}),
            part(
                "PATCH",
                "sobjects/Case/@{case.id}",
                "p",
                {"Status": "Working"},
            ),
        ],
    }


@pytest.mark.parametrize("memory", [True, False])
def test_threads_lose_and_double_nothing(tmp_path: Path, memory: bool) -> None:
    org = EmbeddedOrg(None if memory else tmp_path / "org.db")

    def work(number: int) -> int:
        answer = call(org, "POST", "composite", composite(number)).json()
        assert call(org, "GET", "query", q="SELECT Id FROM Case LIMIT 5").status == 200
        return sum(one["httpStatusCode"] < 300 for one in answer["compositeResponse"])

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(80))) == {3}
    numbers = [
        row["CaseNumber"] for row in call(org, "GET", "query", q="SELECT CaseNumber FROM Case").json()["records"]
    ]
    assert sorted(numbers) == [f"{n:08}" for n in range(1, 81)]
    linked = call(org, "GET", "query", q="SELECT COUNT() FROM Orchestration_Run__c WHERE Case__r.Status = 'Working'")
    assert linked.json()["totalSize"] == 80
    org.close()


def test_an_upsert_of_one_key_by_many_threads_makes_one_record(tmp_path: Path) -> None:
    org = EmbeddedOrg(tmp_path / "org.db")

    def work(number: int) -> int:
        return call(org, "PATCH", "sobjects/Case/Orchestration_Key__c/K", {"Subject": str(number)}).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(work, range(40)))
    assert sorted(statuses) == [200] * 39 + [201]
    assert call(org, "GET", "query", q="SELECT COUNT() FROM Case").json()["totalSize"] == 1
    org.close()


def test_processes_share_one_file_from_the_first_moment(tmp_path: Path) -> None:
    code = (
        "import json, sys\nfrom tools.salesforce.org import EmbeddedOrg\nfrom tools.salesforce.org.message import Request\n"
        "org = EmbeddedOrg(sys.argv[1])\n"
        "headers = {'authorization': f'Bearer {org.session_id}'}\n"
        "for n in range(25):\n"
        f"    r = org.handle(Request('POST', '{BASE}/sobjects/Case', {{}}, headers, b'{{}}'))\n"
        "    assert r.status == 201, r.body\n"
    )
    path = str(tmp_path / "org.db")
    workers = [subprocess.Popen([sys.executable, "-c", code, path], cwd=ROOT) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    org = EmbeddedOrg(path)
    rows = call(org, "GET", "query", q="SELECT Id, CaseNumber FROM Case").json()["records"]
    assert len({row["Id"] for row in rows}) == len({row["CaseNumber"] for row in rows}) == 75
    org.close()


def test_fields_added_elsewhere_are_seen_at_once(tmp_path: Path) -> None:
    first, second = EmbeddedOrg(tmp_path / "org.db"), EmbeddedOrg(tmp_path / "org.db")
    query = "SELECT Brand__c FROM Account"
    assert call(second, "GET", "query", q=query).status == 400
    first.add_fields("Account", [field("", "Account", "Brand__c", {"type": "string"})])
    assert call(second, "POST", "sobjects/Account", {"Name": "a", "Brand__c": "b"}).status == 201
    assert call(first, "GET", "query", q=query).json()["records"][0]["Brand__c"] == "b"
    first.close()
    second.close()


def test_an_org_that_is_opened_again_is_as_it_was(tmp_path: Path) -> None:
    org = EmbeddedOrg(tmp_path / "org.db")
    org.add_fields("Account", [field("", "Account", "Brand__c", {"type": "string"})])
    token = org.session_id
    made = call(org, "POST", "sobjects/Account", {"Name": "a", "Brand__c": "b"}).json()["id"]
    org.close()
    again = EmbeddedOrg(tmp_path / "org.db")
    assert again.session_id == token
    assert call(again, "GET", f"sobjects/Account/{made}").json()["Brand__c"] == "b"
    assert call(again, "POST", "sobjects/Account", {"Name": "c"}).json()["id"] != made
    again.close()


def test_a_file_of_an_older_schema_gets_what_it_lacks(tmp_path: Path) -> None:
    org = EmbeddedOrg(tmp_path / "org.db")
    call(org, "POST", "sobjects/Account", {"Name": "kept"})
    with org.context() as context:
        context.connection.execute('ALTER TABLE "Account" DROP COLUMN "Site"')
        context.connection.execute("UPDATE _settings SET value = 'older' WHERE name = 'declared'")
    org.close()
    again = EmbeddedOrg(tmp_path / "org.db")
    found = call(again, "GET", "query", q="SELECT Name, Site FROM Account").json()["records"]
    assert [(row["Name"], row["Site"]) for row in found] == [("kept", None)]
    again.close()


def test_a_reply_that_comes_too_late_is_a_timeout_though_the_work_is_done() -> None:
    waits: list[float] = []
    org = EmbeddedOrg(None, sleep=waits.append)
    org.faults.declare(Fault(method="POST", sobject="Case", latency=61.0))
    headers = {"Authorization": f"Bearer {org.session_id}"}
    with pytest.raises(requests.ReadTimeout):
        session(org).post(f"{INSTANCE_URL}{BASE}/sobjects/Case", json={}, headers=headers, timeout=(5, 60))
    assert waits == [61.0]
    assert call(org, "GET", "query", q="SELECT COUNT() FROM Case").json()["totalSize"] == 1
    org.close()


def test_when_all_calls_of_the_day_are_used_further_ones_are_refused() -> None:
    org = EmbeddedOrg(None, daily_calls=2)
    statuses = [call(org, "GET", "query", q="SELECT Id FROM Case") for _ in range(3)]
    assert [(one.status, one.headers.get("Sforce-Limit-Info")) for one in statuses[:2]] == [
        (200, "api-usage=1/2"), (200, "api-usage=2/2"),
    ]  # fmt: skip
    assert (statuses[2].status, statuses[2].json()[0]["errorCode"]) == (403, "REQUEST_LIMIT_EXCEEDED")
    org.close()


def test_a_queue_that_owns_cases_may_not_be_deleted() -> None:
    org = EmbeddedOrg(None)
    queue = org.ensure_queues(["INTAKE"])["INTAKE"]
    case = call(org, "POST", "sobjects/Case", {"OwnerId": queue}).json()["id"]
    assert call(org, "DELETE", f"sobjects/Group/{queue}").json()[0]["errorCode"] == "DELETE_FAILED"
    call(org, "DELETE", f"sobjects/Case/{case}")
    assert call(org, "DELETE", f"sobjects/Group/{queue}").status == 204
    assert call(org, "GET", "query", q="SELECT COUNT() FROM QueueSobject").json()["totalSize"] == 0
    org.close()
