"""The MCP face over the real house, through the official client in memory."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent, Tool

from app.mcp.message import LARGEST
from app.mcp.server import server_of
from app.wiring import House
from workflow.errors import InputError

WORKFLOW = "dealer-support"
CHANGE = (
    "Hello,\n\nplease take down the old banner and images from the home page of Quistrel Ford's website, and remove "
    "the pages of the specials.\n\nThanks\nAda"
)
TWO = (
    "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001, please credit the second charge.\n\n"
    "Tollbeck Honda (tollbeckhonda.com): please send the invoice for March, we were charged twice and want a credit.\n\nCy Ottmar\n"
)
UNSURE = "Hello,\n\nplease change the opening hours on the website of our store to 9 to 5.\n\nPat"

Mail = Callable[..., bytes]
Session = Callable[[Client], Awaitable[Any]]


def talk(house: House, session: Session) -> Any:
    """Runs a session with the server over a house."""

    async def run() -> Any:
        async with Client(server_of(house)) as client:
            return await session(client)

    return asyncio.run(run())


def call(house: House, tool: str, /, **arguments: Any) -> CallToolResult:
    """Calls one tool. The client checks the answer against the tool's own schema."""

    async def session(client: Client) -> CallToolResult:
        await client.list_tools()
        return await client.call_tool(tool, arguments)

    result: CallToolResult = talk(house, session)
    return result


def words(result: CallToolResult) -> str:
    """The text of an answer."""
    return "".join(block.text for block in result.content if isinstance(block, TextContent))


def run(house: House, raw: bytes, **more: Any) -> dict[str, Any]:
    """The structured answer of a run that did not fail."""
    result = call(house, WORKFLOW, message=raw.decode(), **more)
    assert not result.is_error, words(result)
    told: dict[str, Any] = result.structured_content
    return told


def tools(house: House) -> dict[str, Tool]:
    """The tools by name."""

    async def session(client: Client) -> dict[str, Tool]:
        return {tool.name: tool for tool in (await client.list_tools()).tools}

    listed: dict[str, Tool] = talk(house, session)
    return listed


@pytest.fixture
def asked(house: House, mail: Mail) -> dict[str, Any]:
    """A message that a person is asked about."""
    raw = mail(UNSURE, sender="Pat <pat@unknown.invalid>")
    told = run(house, raw)
    assert told["outcome"] == "review", told
    return told


def test_each_workflow_is_a_tool_with_typed_arguments_and_results(house: House) -> None:
    listed = tools(house)
    assert set(listed) == {*house.bundle.workflows, "trace", "list_reviews", "answer_review"}
    tool = listed[WORKFLOW]
    assert tool.title == house.bundle.workflow(WORKFLOW).title
    assert "website_content" in str(tool.description)
    assert tool.input_schema["required"] == ["message"]
    assert tool.input_schema["additionalProperties"] is False
    assert set(tool.input_schema["properties"]) == {"message", "encoding", "name", "dry_run"}
    assert tool.output_schema is not None
    assert {"outcome", "cases", "run", "record", "review", "doubts", "error"} <= set(tool.output_schema["properties"])
    assert all(each.output_schema and each.description for each in listed.values())


def test_the_hints_say_what_reads_what_writes_and_what_is_final(house: House) -> None:
    def hints(tool: Tool) -> tuple[bool | None, ...]:
        told = tool.annotations
        assert told is not None
        return told.read_only_hint, told.destructive_hint, told.idempotent_hint, told.open_world_hint

    listed = tools(house)
    assert hints(listed[WORKFLOW]) == (False, False, True, True)
    assert hints(listed["trace"]) == hints(listed["list_reviews"]) == (True, False, True, False)
    assert hints(listed["answer_review"]) == (False, True, False, True)


def test_a_message_becomes_a_case_and_its_trace_tells_why(house: House, mail: Mail) -> None:
    told = run(house, mail(CHANGE), name="hours.eml")
    assert told["outcome"] == "cases", told
    case = told["cases"][0]
    assert (case["account"], case["category"]) == ("D-1", "website_content")
    row = house.client.query(f"SELECT CaseNumber, Owner.Name FROM Case WHERE Id = '{case['record']}'")[0]
    assert (row["CaseNumber"], row["Owner"]["Name"]) == (case["number"], case["queue"])
    trace = call(house, "trace", record=told["run"], verify=True)
    assert trace.structured_content["holds"] is True
    assert "Quistrel Ford" in words(trace)
    assert "holds" in words(trace)
    hops = trace.structured_content["hops"]
    assert [hop["n"] for hop in hops] == list(range(1, len(hops) + 1))
    assert any(hop["kind"] == "decide" and hop["detail"]["line"] for hop in hops)


def test_a_trace_is_found_by_record_and_number_and_a_childs_is_its_own(house: House, mail: Mail) -> None:
    told = run(house, mail(TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>"))
    assert told["outcome"] == "cases", told
    assert len(told["cases"]) == 2
    for name in (told["record"], told["record"][:15]):
        assert call(house, "trace", record=name).structured_content["run"] == told["run"]
    for case in told["cases"]:
        trace = call(house, "trace", record=case["number"]).structured_content
        assert trace["case"] == case["key"]
        assert {hop["case"] for hop in trace["hops"]} == {"", case["key"]}


def test_the_same_message_again_is_told_and_not_done_again(house: House, mail: Mail) -> None:
    first, again = run(house, mail(CHANGE)), run(house, mail(CHANGE))
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert {**again, "repeated": False} == first
    assert house.client.query("SELECT COUNT(Id) n FROM Case")[0]["n"] == 1


def test_base64_is_the_same_message(house: House, mail: Mail) -> None:
    first = run(house, mail(CHANGE))
    coded = base64.encodebytes(mail(CHANGE)).decode()
    again = call(house, WORKFLOW, message=coded, encoding="base64").structured_content
    assert (again["run"], again["repeated"]) == (first["run"], True)


def test_a_dry_run_tells_the_same_and_leaves_nothing(house: House, mail: Mail) -> None:
    dry = run(house, mail(CHANGE), dry_run=True)
    assert (dry["dry_run"], dry["run"], dry["record"], dry["review"]) == (True, "", "", "")
    assert "effects are off" in dry["trace"]
    assert house.store.runs.latest() == []
    for name in ("Case", "EmailMessage", "Orchestration_Run__c"):
        assert house.client.query(f"SELECT COUNT(Id) n FROM {name}")[0]["n"] == 0
    real = run(house, mail(CHANGE))
    assert not real["repeated"]
    assert [(c["account"], c["category"], c["queue"]) for c in dry["cases"]] == [
        (c["account"], c["category"], c["queue"]) for c in real["cases"]
    ]


def test_a_dry_run_of_an_unsure_message_asks_nobody(house: House, mail: Mail) -> None:
    dry = run(house, mail(UNSURE, sender="Pat <pat@unknown.invalid>"), dry_run=True)
    assert (dry["outcome"], dry["review"]) == ("review", "")
    assert dry["doubts"]
    assert house.store.reviews.open() == []


def test_an_edit_by_a_person_is_written_as_they_said(house: House, asked: dict[str, Any]) -> None:
    listed = call(house, "list_reviews").structured_content
    review = listed["reviews"][0]
    assert (review["review"], review["run"], listed["more"]) == (asked["review"], asked["run"], False)
    assert review["doubts"] == asked["doubts"]
    key = review["cases"][0]["key"]
    told = call(
        house, "answer_review", review=review["review"], decision="edit", by="Una Voss", comment="it is Wendlow",
        version=review["version"], cases={key: {"account": "D-4", "category": "billing"}},
    ).structured_content  # fmt: skip
    case = told["cases"][0]
    assert (told["outcome"], case["account"], case["category"]) == ("cases", "D-4", "billing")
    row = house.client.query(f"SELECT Category__c, Account.Name FROM Case WHERE Id = '{case['record']}'")[0]
    assert (row["Category__c"], row["Account"]["Name"]) == ("billing", "Wendlow BMW")
    assert "edit by Una Voss: it is Wendlow" in words(call(house, "trace", record=told["run"]))
    assert call(house, "list_reviews").structured_content["reviews"] == []


def test_a_review_is_answered_once(house: House, asked: dict[str, Any]) -> None:
    answer = {"review": asked["review"], "decision": "reject", "by": "Una"}
    assert call(house, "answer_review", **answer).structured_content["outcome"] == "rejected"
    again = call(house, "answer_review", **answer)
    assert again.is_error
    assert "answered already, by Una" in words(again)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": 7}, "version 1"),
        ({"decision": "edit"}, "needs the changes"),
        ({"decision": "accept", "cases": {"K": {"queue": "BILLING"}}}, "takes no changes"),
        ({"decision": "edit", "cases": {"K": {"queue": "BILLING"}}}, "no case K"),
        ({"decision": "edit", "cases": {"K": {"que": "BILLING"}}}, "cases.K.que"),
        ({"decision": "perhaps"}, "'decision'"),
        ({"by": ""}, "'by'"),
        ({"review": "V0"}, "no review V0"),
    ],
)
def test_an_answer_that_cannot_be_taken_says_why_and_changes_nothing(
    house: House, asked: dict[str, Any], change: dict[str, Any], told: str
) -> None:
    answer = {"review": asked["review"], "decision": "accept", "by": "Una", **change}
    result = call(house, "answer_review", **answer)
    assert result.is_error
    assert told in words(result)
    assert house.store.reviews.get(asked["review"]).status == "open"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "'message' is needed"),
        ({"mesage": "x", "message": "y"}, "Did you mean 'message'?"),
        ({"message": ""}, "the message is empty"),
        ({"message": " \r\n"}, "the message is empty"),
        ({"message": "%%%", "encoding": "base64"}, "no base64"),
        ({"message": "x", "encoding": "rot13"}, "'encoding'"),
        ({"message": "x", "dry_run": "perhaps"}, "'dry_run'"),
        ({"message": "x" * (LARGEST + 1)}, "too large"),
        ({"message": base64.b64encode(b"x" * (LARGEST + 1)).decode(), "encoding": "base64"}, "too large"),
    ],
)
def test_a_message_that_cannot_be_taken_is_an_error_that_says_what_to_do(
    house: House, arguments: dict[str, Any], told: str
) -> None:
    result = call(house, WORKFLOW, **arguments)
    assert result.is_error
    assert told in words(result)
    assert "Traceback" not in words(result)
    assert house.store.runs.latest() == []


def test_what_is_not_there_is_an_error_that_names_what_is(house: House) -> None:
    assert "Did you mean 'dealer-support'?" in words(call(house, "dealer_suport"))
    missing = call(house, "trace", record="500000000000000")
    assert missing.is_error
    assert "nothing called '500000000000000'" in words(missing)


def test_a_defect_comes_back_without_its_insides(
    house: House, mail: Mail, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(house.runner, "start", broken)
    result = call(house, WORKFLOW, message=mail(CHANGE).decode())
    assert result.is_error
    assert "ZeroDivisionError" in words(result)
    assert "secret" not in words(result)
    assert "secret inside" in caplog.text


def test_a_run_that_failed_is_an_error_that_can_be_tried_again(
    house: House, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> Any:
        raise RuntimeError("the directory is away")

    with monkeypatch.context() as broken:
        broken.setattr(house.runner, "directory", away)
        failed = call(house, WORKFLOW, message=mail(CHANGE).decode())
    assert failed.is_error
    assert "the directory is away" in words(failed)
    assert failed.structured_content["outcome"] == "error"
    told = run(house, mail(CHANGE))
    assert (told["outcome"], told["run"]) == ("cases", failed.structured_content["run"])


def test_many_calls_at_once_each_get_their_own_answer(house: House, mail: Mail) -> None:
    raws = [mail(CHANGE + f"\n\nTicket {n}", number=n).decode() for n in range(5)]

    async def session(client: Client) -> list[CallToolResult]:
        return list(await asyncio.gather(*(client.call_tool(WORKFLOW, {"message": raw}) for raw in raws)))

    told = [result.structured_content for result in talk(house, session)]
    assert len({each["run"] for each in told}) == 5
    assert len({each["record"] for each in told}) == 5


def test_a_trace_that_is_too_long_leaves_out_details_and_says_so(
    house: House, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run(house, mail(CHANGE))
    whole = call(house, "trace", record=told["run"]).structured_content
    assert whole["details_left_out"] == 0
    monkeypatch.setattr("app.mcp.traces.LARGEST", 500)
    short = call(house, "trace", record=told["run"]).structured_content
    assert 0 < short["details_left_out"] <= len(whole["hops"]) == len(short["hops"])
    assert len(json.dumps(short["hops"])) < len(json.dumps(whole["hops"]))


def test_a_workflow_cannot_take_the_name_of_another_tool(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = house.bundle
    definition = bundle.workflow(WORKFLOW).model_copy(update={"workflow": "trace"})
    monkeypatch.setitem(bundle.workflows, "trace", definition)
    with pytest.raises(InputError, match="'trace'"):
        server_of(house)
