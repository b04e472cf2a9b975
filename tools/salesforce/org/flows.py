"""Flows: what a customer automated, as declared effects. A flow is called by name and creates or changes records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Key
from pydantic import ValidationError

from tools.salesforce.org import records
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Sobject
from workflow.document import Frozen
from workflow.errors import BundleError

MERGE = re.compile(r"\{!(\w+)\}")
PYTHON_TYPES: dict[str, tuple[type, ...]] = {"STRING": (str,), "NUMBER": (int, float), "BOOLEAN": (bool,)}


class FlowInput(Frozen):
    """A value that the caller gives."""

    type: Literal["STRING", "NUMBER", "BOOLEAN"] = "STRING"
    required: bool = False


class FlowEffect(Frozen):
    """A record that the flow creates, or changes where `id` is given. Texts may hold inputs as `{!name}`."""

    object: str
    id: str = ""
    values: dict[str, Any] = {}


class Flow(Frozen):
    """An active autolaunched flow. `outputs` are texts with `{!name}` of inputs, or `{!effect0}` for a record's id."""

    name: str = Key(pattern=r"^[A-Za-z]\w*$")
    label: str = ""
    inputs: dict[str, FlowInput] = {}
    effects: tuple[FlowEffect, ...] = ()
    outputs: dict[str, str] = {}


def read(file: Path) -> list[Flow]:
    """The flows that a YAML file declares by name; none where there is no file. Raises BundleError."""
    if not file.exists():
        return []
    import yaml

    content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    if not isinstance(content, dict) or not all(isinstance(value, dict) for value in content.values()):
        raise BundleError(file.name, "", "must map names of flows to what they do")
    flows = []
    for name, value in content.items():
        try:
            flows.append(Flow.model_validate({**value, "name": name}))
        except ValidationError as error:
            first = error.errors()[0]
            raise BundleError(file.name, ".".join([name, *map(str, first["loc"])]), first["msg"]) from None
    return flows


def run(context: Context, flow: Flow, given: Mapping[str, Any]) -> dict[str, Any]:
    """The output values of one interview; raises ApiError, and then nothing of it was done."""
    known = _inputs(flow, given)
    with context.transaction():
        for position, effect in enumerate(flow.effects):
            sobject = _sobject(context, effect.object)
            values = {name: _merge(value, known) for name, value in effect.values.items()}
            if effect.id:
                record = str(_merge(effect.id, known) or "")
                records.update(context, sobject, record, values)
            else:
                record = records.create(context, sobject, values)
            known[f"effect{position}"] = record
        guid = f"{context.sequences.next(context.connection, 'FlowInterview'):032x}"
    outputs = {name: _merge(text, known) for name, text in flow.outputs.items()}
    return {"Flow__InterviewGuid": guid, "Flow__InterviewStatus": "Finished", **outputs}


def _inputs(flow: Flow, given: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in given.items():
        declared = flow.inputs.get(name)
        if declared is None:
            raise ApiError("INVALID_INPUT", f"The flow {flow.name} has no input variable {name}")
        fits = isinstance(value, PYTHON_TYPES[declared.type]) and (declared.type != "NUMBER" or value is not True)
        if value is not None and not fits:
            raise ApiError("INVALID_INPUT", f"The input variable {name} must be a {declared.type.lower()}")
    missing = [name for name, one in flow.inputs.items() if one.required and given.get(name) is None]
    if missing:
        raise ApiError("REQUIRED_FIELD_MISSING", f"Missing required input parameter: {', '.join(missing)}", missing)
    return {name: given.get(name) for name in flow.inputs}


def _merge(value: Any, known: Mapping[str, Any]) -> Any:
    if not isinstance(value, str):
        return value
    whole = MERGE.fullmatch(value)
    if whole is not None:
        return known.get(whole[1])
    return MERGE.sub(lambda match: str(known.get(match[1]) or ""), value)


def _sobject(context: Context, name: str) -> Sobject:
    found = context.schema.sobject(name)
    if found is None:
        raise ApiError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return found
