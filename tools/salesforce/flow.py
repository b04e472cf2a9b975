"""An autolaunched Flow called as a tool: typed inputs, its outputs as values, its fault as a failure.

Invocable actions: REST API Developer Guide, "Custom Invocable Actions". One call is one interview, undone by the org as
a whole where it faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.salesforce import soql
from tools.salesforce.arguments import RunFlow
from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal, of_entries, refusal
from tools.salesforce.http import counting, uncounted
from tools.salesforce.values import checked
from workflow.result import Result

FAULT = "FLOW_FAULT"
TYPES = {
    "STRING": "string", "PICKLIST": "string", "MULTIPICKLIST": "string", "NUMBER": "double", "DOUBLE": "double",
    "CURRENCY": "double", "INTEGER": "int", "BOOLEAN": "boolean", "DATE": "date", "DATETIME": "datetime",
    "REFERENCE": "reference", "ID": "reference",
}  # fmt: skip
"""Type of an input variable → that of a field with the same values."""


def run_flow(client: Client, arguments: RunFlow) -> Result:
    """One row: outputs (name → value), interview, status. A fault of the flow is the failure FLOW_FAULT."""
    with counting() as count:
        try:
            row = _run(client, arguments)
        except Refusal as told:
            return Result(failure=told.failure, calls=count.calls)
        return Result(records=(row,), calls=count.calls)


def _run(client: Client, arguments: RunFlow) -> dict[str, Any]:
    place = f"actions/custom/flow/{soql.name(arguments.flow)}"
    inputs = _fitted(arguments, _inputs(client, arguments.flow, place))
    try:
        [told] = client.request("POST", place, {"inputs": [inputs]})
    except Refusal as error:
        raise _fault(arguments.flow, error) from None
    if not told.get("isSuccess"):
        raise _fault(arguments.flow, Refusal(of_entries(told.get("errors"), 400)))
    values = dict(told.get("outputValues") or {})
    interview = values.pop("Flow__InterviewGuid", "")
    status = values.pop("Flow__InterviewStatus", "")
    if status == "Error":
        raise refusal(FAULT, f"the flow {arguments.flow} ended with an error")
    return {"outputs": values, "interview": interview, "status": status}


def _inputs(client: Client, flow: str, place: str) -> Mapping[str, Mapping[str, Any]]:
    """The flow's input variables by name, as the org describes them; read once."""
    known = client.flows.get(flow)
    if known is None:
        try:
            with uncounted():
                told = client.request("GET", place)
        except Refusal as error:
            if error.failure.code != "NOT_FOUND":
                raise
            problem = f"the org has no active autolaunched flow {flow} that this user may run"
            raise refusal("UNKNOWN_FLOW", problem) from None
        known = client.flows[flow] = {str(one["name"]): one for one in told.get("inputs") or ()}
    return known


def _fitted(arguments: RunFlow, inputs: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    unknown = [name for name in arguments.inputs if name not in inputs]
    if unknown:
        there = ", ".join(sorted(inputs)) or "none"
        problem = f"the flow {arguments.flow} has no input {', '.join(unknown)}; there are: {there}"
        raise refusal("INVALID_INPUT", problem, unknown)
    missing = [n for n, one in inputs.items() if one.get("required") and arguments.inputs.get(n) in (None, "")]
    if missing:
        raise refusal("INVALID_INPUT", f"the flow {arguments.flow} needs {', '.join(missing)}", missing)
    fitted: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in arguments.inputs.items():
        if value in (None, ""):
            continue
        try:
            fitted[name] = checked(value, TYPES.get(str(inputs[name].get("type")), "string"))
        except ValueError as error:
            wrong[name] = str(error)
    if wrong:
        told = "; ".join(f"{name} {problem}" for name, problem in wrong.items())
        raise refusal("INVALID_INPUT", f"the flow {arguments.flow}: {told}", wrong)
    return fitted


def _fault(flow: str, error: Refusal) -> Refusal:
    """What the flow itself says as its fault; what concerns the call stays what it is."""
    told = error.failure
    if told.retry != "never" or told.code in ("NOT_FOUND", "INVALID_SESSION_ID", "READ_ONLY"):
        return error
    return refusal(FAULT, f"the flow {flow} ended with a fault: {told.code}: {told.message}", told.fields)
