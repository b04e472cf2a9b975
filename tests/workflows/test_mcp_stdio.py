"""`switchyard mcp` as a client starts it: a process that speaks the protocol on standard output, and nothing else."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

ROOT = Path(__file__).resolve().parents[2]
Mail = Callable[..., bytes]
CHANGE = (
    "Hello,\n\nplease take down the old banner and images from the home page of Quistrel Ford's website, and remove "
    "the pages of the specials.\n\nThanks\nAda"
)


def parameters(org: Path, state: Path) -> StdioServerParameters:
    """How a client is told to start the server."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "app.main", "mcp", "--org", str(org)],
        cwd=str(ROOT),
        env={"SWITCHYARD_STATE": str(state), "PATH": ""},
    )


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_a_client_lists_runs_and_traces_over_stdio(org_folder: Path, tmp_path: Path, mail: Mail, mode: str) -> None:
    async def session() -> None:
        async with Client(parameters(org_folder, tmp_path / "state"), mode=mode) as client:  # type: ignore[arg-type]
            assert client.server_info is not None
            assert client.server_info.name == "switchyard"
            assert "list_reviews" in str(client.instructions)
            assert "dealer-support" in {tool.name for tool in (await client.list_tools()).tools}
            told = await client.call_tool("dealer-support", {"message": mail(CHANGE).decode()})
            assert told.structured_content["outcome"] == "cases"
            trace = await client.call_tool("trace", {"record": told.structured_content["run"], "verify": True})
            assert trace.structured_content["holds"] is True
            refused = await client.call_tool("dealer-support", {"message": ""})
            assert refused.is_error

    asyncio.run(session())


def test_standard_output_is_the_protocol_alone_and_the_end_of_input_ends_it(org_folder: Path, tmp_path: Path) -> None:
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "0"}},
    }  # fmt: skip
    given = json.dumps(hello) + "\nthis is no JSON\n" + json.dumps({"jsonrpc": "2.0", "id": 2, "method": "ping"}) + "\n"
    start = parameters(org_folder, tmp_path / "state")
    with subprocess.Popen(
        [start.command, *start.args], cwd=ROOT, env=start.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write(given)
        process.stdin.flush()
        # The end of input also ends what is still being answered: it comes after the answers.
        answered: set[int] = set()
        while answered < {1, 2}:
            answer = json.loads(process.stdout.readline())
            answered |= {answer["id"]} if "result" in answer else set()
        rest, errors = process.communicate(timeout=60)
    assert (process.returncode, rest) == (0, "")
    assert "Traceback" not in errors


def test_a_bundle_that_is_wrong_is_said_before_serving(org_folder: Path, tmp_path: Path) -> None:
    start = parameters(org_folder, tmp_path / "state")
    done = subprocess.run(
        [start.command, *start.args, "--config", str(tmp_path / "none")], cwd=ROOT, env=start.env, input="",
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "none" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_server_answers_before_the_graphs_are_loaded() -> None:
    heavy = ("langgraph", "simple_salesforce", "dateparser", "tools.directory", "graphs")
    code = f"import sys, app.mcp.server\nprint(sorted(name for name in {heavy!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
