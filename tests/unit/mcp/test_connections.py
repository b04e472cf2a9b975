"""Servers of others, over stdio: what is allowed is called, and whatever they do is a Result."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.mcp import session
from tools.mcp.client import McpTools
from workflow.bundle import Connection

HERE = Path(__file__).parent
COMMAND = (sys.executable, str(HERE / "answering.py"))
SECRET = "s3cr3t-of-the-test"
ALLOWED = (
    "echo", "text", "rows", "refuse", "break", "slow", "slow_read", "slow_keyed", "keyed", "environment", "die",
    "missing",
)  # fmt: skip


@pytest.fixture(scope="module")
def tools() -> Iterator[McpTools]:
    os.environ["SWITCHYARD_TEST_SECRET"] = SECRET
    os.environ["SWITCHYARD_TEST_OTHER"] = "not passed on"
    connection = Connection(
        command=COMMAND, tools=ALLOWED, timeout_seconds=60, environment=("SWITCHYARD_TEST_SECRET", "NOT_SET")
    )
    with McpTools({"desk": connection}) as made:
        yield made
    del os.environ["SWITCHYARD_TEST_SECRET"], os.environ["SWITCHYARD_TEST_OTHER"]


def test_what_a_tool_gives_comes_back_as_rows(tools: McpTools) -> None:
    assert tools.call("desk.echo", {"a": [1, "é"]}).records == ({"a": [1, "é"]},)
    assert tools.call("desk.rows", {}).records == ({"n": 1}, {"n": 2})
    assert tools.call("desk.text", {}).records == ({"text": "two\nlines"},)


def test_the_session_is_kept_between_calls(tools: McpTools) -> None:
    first, second = (tools.call("desk.environment", {}).records[0]["pid"] for _ in range(2))
    assert first == second


def test_only_the_variables_that_are_named_are_passed_on(tools: McpTools) -> None:
    names = tools.call("desk.environment", {}).records[0]["names"]
    assert "SWITCHYARD_TEST_SECRET" in names
    assert "SWITCHYARD_TEST_OTHER" not in names


def test_an_error_of_a_tool_is_a_failure_without_the_secrets_of_the_connection(tools: McpTools) -> None:
    failure = tools.call("desk.refuse", {}).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("TOOL_ERROR", "never")
    assert failure.message == "desk.refuse: not today, …"
    assert SECRET not in repr(tools) + repr(tools._sessions)


def test_a_defect_of_a_server_is_a_failure(tools: McpTools) -> None:
    failure = tools.call("desk.break", {}).failure
    assert failure is not None
    assert failure.code in ("PROTOCOL_ERROR", "TOOL_ERROR")


@pytest.mark.parametrize("name", ["desk.secret_door", "desk.", "desk", "other.echo", "", "desk.echo.more"])
def test_what_is_not_named_is_not_called(tools: McpTools, name: str) -> None:
    failure = tools.call(name, {}).failure
    assert failure is not None
    assert failure.code in ("TOOL_NOT_ALLOWED", "UNKNOWN_SERVER")


def test_a_tool_that_the_server_does_not_have_is_told_of(tools: McpTools) -> None:
    failure = tools.call("desk.missing", {}).failure
    assert failure is not None
    assert failure.code == "UNKNOWN_TOOL"


def test_a_workflow_may_call_only_what_its_definition_names(tools: McpTools) -> None:
    narrowed = tools.only(["desk.echo"])
    assert narrowed.call("desk.echo", {"a": 1}).ok
    failure = narrowed.call("desk.text", {}).failure
    assert failure is not None
    assert failure.code == "TOOL_NOT_ALLOWED"
    failure = narrowed.only(["desk.text"]).call("desk.text", {}).failure
    assert failure is not None
    assert failure.code == "TOOL_NOT_ALLOWED"


def test_effects_are_read_from_hints_and_schemas(tools: McpTools) -> None:
    assert tools.effect("desk.echo") == "none"
    assert tools.effect("desk.keyed") == "keyed"
    assert tools.effect("desk.text") == "neither"


def test_a_tool_that_takes_a_key_gets_it(tools: McpTools) -> None:
    assert tools.call("desk.keyed", {}, key="k1").records == ({"idempotency_key": "k1"},)
    assert tools.call("desk.echo", {}, key="k1").records == ({},)


@pytest.mark.parametrize(("tool", "retry"), [("slow", "unknown"), ("slow_read", "now"), ("slow_keyed", "now")])
def test_a_call_that_takes_too_long_is_given_up(tool: str, retry: str) -> None:
    connection = Connection(command=COMMAND, tools=ALLOWED, timeout_seconds=60)
    with McpTools({"desk": connection}) as tools:
        tools.call("desk.echo", {})
        tools._sessions["desk"]._server = connection.model_copy(update={"timeout_seconds": 0.05})
        failure = tools.call(f"desk.{tool}", {}).failure
        assert failure is not None
        assert (failure.code, failure.retry) == ("TIMEOUT", retry)
        tools._sessions["desk"]._server = connection
        assert tools.call("desk.echo", {"still": "there"}).records == ({"still": "there"},)


def test_a_server_that_dies_is_started_again_for_the_next_call() -> None:
    with McpTools({"desk": Connection(command=COMMAND, tools=ALLOWED)}) as tools:
        before = tools.call("desk.environment", {}).records[0]["pid"]
        failure = tools.call("desk.die", {}).failure
        assert failure is not None
        assert failure.retry == "unknown"
        assert tools.call("desk.environment", {}).records[0]["pid"] != before


@pytest.mark.parametrize("command", [("/nowhere/at/all",), (sys.executable, "-c", "print('no protocol')")])
def test_a_server_that_can_not_be_started_is_a_failure(command: tuple[str, ...]) -> None:
    with McpTools({"desk": Connection(command=command, tools=("echo",))}) as tools:
        failure = tools.call("desk.echo", {}).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("NO_CONNECTION", "later")


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "CONNECT_SECONDS", 0.2)
    silent = (sys.executable, "-c", "import sys; sys.stdin.read()")
    with McpTools({"desk": Connection(command=silent, tools=("echo",))}) as tools:
        failure = tools.call("desk.echo", {}).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("NO_CONNECTION", "later")
    assert "not within 0.2 s" in failure.message


def test_a_server_is_reached_over_streamable_http() -> None:
    import socket
    import threading

    import uvicorn
    from answering import call_tool, list_tools
    from mcp.server.lowlevel.server import Server

    app = Server("answering", on_list_tools=list_tools, on_call_tool=call_tool).streamable_http_app()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/mcp"
        with McpTools({"web": Connection(url=url, tools=("echo", "refuse"))}) as tools:
            assert tools.call("web.echo", {"a": 1}).records == ({"a": 1},)
            failure = tools.call("web.refuse", {}).failure
        running.should_exit = True
        thread.join(10)
    assert failure is not None
    assert failure.code == "TOOL_ERROR"


def test_a_program_ends_though_nobody_closed_the_sessions() -> None:
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tools.mcp.client import McpTools\nfrom workflow.bundle import Connection\n"
        f"tools = McpTools({{'desk': Connection(command={COMMAND!r}, tools=('echo',))}})\n"
        "print(tools.call('desk.echo', {'a': 1}).records)"
    )
    root = HERE.parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "({'a': 1},)")
