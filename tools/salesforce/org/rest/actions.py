"""Invocable actions: the flows of the org, listed, described and called: `actions/custom/flow/NAME`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.salesforce.org import flows
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.flows import Flow
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest import email_simple
from tools.salesforce.org.rest.call import Call

MOST = 200


def respond(context: Context, call: Call) -> Reply:
    """Answers `actions` and everything below it."""
    place = f"{context.base}/actions"
    parts = tuple(part.lower() for part in call.parts[1:3])
    if len(call.parts) == 3 and parts == ("standard", email_simple.NAME.lower()):
        call.allow("GET", "POST")
        return Reply(200, email_simple.described(place)) if call.method == "GET" else _send(context, call)
    if len(call.parts) < 4:
        call.allow("GET")
        listed: dict[tuple[str, ...], dict[str, Any]] = {
            (): {"custom": f"{place}/custom", "standard": f"{place}/standard"},
            ("standard",): {"actions": [email_simple.summary(place)]},
            ("custom",): {"flow": f"{place}/custom/flow"},
            ("custom", "flow"): {"actions": [_summary(flow, place) for flow in declared(context)]},
        }
        if parts not in listed:
            raise not_found()
        return Reply(200, listed[parts])
    flow = next((one for one in declared(context) if one.name.lower() == call.parts[3].lower()), None)
    if parts != ("custom", "flow") or flow is None or len(call.parts) > 4:
        raise not_found()
    call.allow("GET", "POST")
    return Reply(200, _described(flow, place)) if call.method == "GET" else _run(context, call, flow)


def declared(context: Context) -> list[Flow]:
    """The flows of the org, by name."""
    rows = context.connection.execute("SELECT json FROM _flows ORDER BY name")
    return [Flow.model_validate_json(row[0]) for row in rows]


def _run(context: Context, call: Call, flow: Flow) -> Reply:
    return _each(call, flow.name, lambda given: flows.run(context, flow, given))


def _send(context: Context, call: Call) -> Reply:
    return _each(call, email_simple.NAME, lambda given: email_simple.run(context, given))


def _each(call: Call, name: str, act: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Reply:
    inputs = call.mapping().get("inputs")
    if not isinstance(inputs, list) or not inputs or not all(isinstance(one, dict) for one in inputs):
        raise ApiError("JSON_PARSER_ERROR", "inputs must be a list of objects, one for each interview")
    if len(inputs) > MOST:
        raise ApiError("LIMIT_EXCEEDED", f"at most {MOST} interviews can be started in one call")
    results = [_one(name, act, given) for given in inputs]
    return Reply(200 if all(one["isSuccess"] for one in results) else 400, results)


def _one(name: str, act: Callable[[dict[str, Any]], dict[str, Any] | None], given: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "actionName": name, "errors": None, "invocationId": None, "isSuccess": True, "outcome": None,
        "outputValues": None, "sortOrder": -1, "version": 1,
    }  # fmt: skip
    try:
        return result | {"outputValues": act(given)}
    except ApiError as error:
        return result | {"errors": error.results(), "isSuccess": False}


def _summary(flow: Flow, place: str) -> dict[str, Any]:
    url = f"{place}/custom/flow/{flow.name}"
    return {"label": flow.label or flow.name, "name": flow.name, "type": "FLOW", "url": url}


def _described(flow: Flow, place: str) -> dict[str, Any]:
    inputs = [
        {"byteLength": 0, "description": None, "label": name, "maxOccurs": 1, "name": name, "required": one.required,
         "sobjectType": None, "type": one.type}
        for name, one in flow.inputs.items()
    ]  # fmt: skip
    outputs = [
        {"description": None, "label": name, "maxOccurs": 1, "name": name, "sobjectType": None, "type": "STRING"}
        for name in ("Flow__InterviewGuid", "Flow__InterviewStatus", *flow.outputs)
    ]
    return {**_summary(flow, place), "description": None, "inputs": inputs, "outputs": outputs, "standard": False}
