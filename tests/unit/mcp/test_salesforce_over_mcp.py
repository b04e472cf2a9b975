"""The built-in server: the same Results over MCP as without it, with typed arguments and declared effects."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tools.mcp import salesforce_server
from tools.mcp.client import McpTools
from tools.mcp.offer import Offer
from tools.salesforce.client import of_token
from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, Fault, adapter, queues
from workflow.result import Result

RUN = "R" + "0" * 20
LOG = {"key": RUN, "workflow": "tyres", "status": "Open"}


@pytest.fixture
def org(tmp_path: Path) -> Iterator[EmbeddedOrg]:
    org = EmbeddedOrg(tmp_path / "org.db")
    with org.context() as context:
        queues.ensure(context, ["INTAKE"])
    yield org
    org.close()


@pytest.fixture
def tools(org: EmbeddedOrg) -> Iterator[McpTools]:
    client = of_token(INSTANCE_URL, org.session_id, inner=adapter(org), sleep=lambda _seconds: None)
    with McpTools({"salesforce": lambda: salesforce_server.server(client, lambda digest: b"x")}) as tools:
        yield tools


def opening(key: str = RUN) -> dict[str, Any]:
    case = {"key": key, "queue": "INTAKE", "values": {"Subject": "A flat tyre"}}
    message = {"key": key, "message_id": f"{key}@x", "text": "Help."}
    return {"run": {**LOG, "key": key}, "case": case, "message": message}


def test_a_result_comes_back_as_it_was_given(tools: McpTools) -> None:
    result = tools.call("salesforce.open_record", opening(), key=RUN)
    assert result.failure is None
    assert result.calls == 1
    assert result.records[0]["number"] == "00000001"


def test_a_failure_comes_back_as_it_was_given(org: EmbeddedOrg, tools: McpTools) -> None:
    org.faults.declare(Fault(method="POST", path="composite", code="REQUEST_LIMIT_EXCEEDED", times=0))
    failure = tools.call("salesforce.log", {"run": LOG}).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("REQUEST_LIMIT_EXCEEDED", "later")


def test_arguments_that_do_not_fit_are_named(tools: McpTools) -> None:
    wrong = opening()
    wrong["case"]["que"] = wrong["case"].pop("queue")
    failure = tools.call("salesforce.open_record", wrong).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("INVALID_ARGUMENTS", "never")
    assert set(failure.fields) == {"case.queue", "case.que"}


def test_the_key_of_the_call_reaches_the_tool(tools: McpTools) -> None:
    order = {"object": "Case", "values": {"Subject": "Call back"}}
    first, again = (tools.call("salesforce.create_record", order, key="R1:call") for _ in range(2))
    assert (first.records[0]["created"], again.records[0]["created"]) == (True, False)
    keyless = tools.call("salesforce.create_record", order).failure
    assert keyless is not None
    assert keyless.code == "KEY_MISSING"


def test_each_tool_declares_its_effect(tools: McpTools) -> None:
    assert tools.effect("salesforce.query_records") == "none"
    assert tools.effect("salesforce.open_record") == "keyed"
    assert tools.effect("salesforce.drop_everything") == "neither"


def test_a_tool_that_is_not_there_is_a_failure(tools: McpTools) -> None:
    failure = tools.call("salesforce.drop_everything", {}).failure
    assert failure is not None
    assert failure.code == "UNKNOWN_TOOL"


def test_many_threads_share_one_session(tools: McpTools) -> None:
    results: list[Result] = []

    def work(number: int) -> None:
        results.append(tools.call("salesforce.open_record", opening(f"R{number:020x}"), key=str(number)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result.ok for result in results)
    assert len({result.records[0]["case"] for result in results}) == 12


def test_the_same_message_in_many_threads_is_one_case(tools: McpTools) -> None:
    results: list[Result] = []
    threads = [
        threading.Thread(target=lambda: results.append(tools.call("salesforce.open_record", opening(), key=RUN)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result.ok for result in results), [result.failure for result in results]
    assert len({(result.records[0]["run"], result.records[0]["case"]) for result in results}) == 1


def test_sessions_open_anew_after_they_were_closed(tools: McpTools) -> None:
    assert tools.call("salesforce.log", {"run": LOG}).ok
    tools.close()
    assert tools.call("salesforce.log", {"run": LOG}).ok


class Nothing(BaseModel):
    """No arguments."""


def defective(_given: Nothing, _key: str) -> Result:
    raise RuntimeError("the token is s3cr3t-token")


def test_a_defect_of_a_tool_is_a_failure_that_hides_its_text(caplog: pytest.LogCaptureFixture) -> None:
    from tools.mcp.server import serve

    offers = [Offer("broken", "Breaks.", Nothing, "neither", defective)]
    with McpTools({"own": lambda: serve("own", offers)}) as tools:
        failure = tools.call("own.broken", {}).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("TOOL_DEFECT", "unknown")
    assert "s3cr3t" not in failure.message
    assert "s3cr3t-token" in caplog.text


def test_other_clients_see_typed_arguments_and_results(org: EmbeddedOrg) -> None:
    import anyio
    from mcp import Client as McpClient

    client = of_token(INSTANCE_URL, org.session_id, inner=adapter(org))
    server = salesforce_server.server(client, lambda digest: b"", typed_results=True)

    async def ask() -> tuple[dict[str, Any], Any]:
        async with McpClient(server, mode="legacy") as other:
            listed = {tool.name: tool for tool in (await other.list_tools()).tools}
            answer = await other.call_tool("open_record", opening())
            return listed, answer

    listed, answer = anyio.run(ask)
    assert listed["save_case"].input_schema["required"] == ["cases"]
    assert listed["query_records"].annotations.read_only_hint
    assert answer.structured_content["records"][0]["number"] == "00000001"


def test_the_sdk_is_not_imported_before_the_first_call() -> None:
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tools.mcp import salesforce_server\nfrom tools.mcp.client import McpTools\n"
        "McpTools({'salesforce': lambda: salesforce_server.server(None, None)})\n"
        "print(sorted(set(sys.modules) & {'mcp', 'mcp_types', 'anyio', 'simple_salesforce'}))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
