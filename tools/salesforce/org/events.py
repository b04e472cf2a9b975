"""Platform events: published as records are created, kept in their order, read by who listens."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.salesforce.org import entry
from tools.salesforce.org.context import Context
from tools.salesforce.org.record_id import compose
from tools.salesforce.org.schema import Sobject


@dataclass(frozen=True)
class Published:
    """A platform event. `replay` only goes up: who listens goes on after the last that it has seen."""

    replay: int
    name: str
    payload: Mapping[str, Any]


def publish(context: Context, one: Sobject, payload: Mapping[str, Any]) -> str:
    """Publishes an event and gives its id; raises ApiError for values that do not fit."""
    given = entry.read(context, one, payload, creating=True)
    entry.check_required(one, given)
    with context.transaction():
        number = context.sequences.next(context.connection, "ReplayId")
        fields = {field.name: given.get(field.name) for field in one.fields if field.createable}
        told = {**fields, "CreatedDate": context.now, "CreatedById": context.user, "EventUuid": str(uuid.uuid4())}
        row = (number, one.name, json.dumps(told))
        context.connection.execute("INSERT INTO _events (replay, name, json) VALUES (?, ?, ?)", row)
    return compose(one.prefix, number)


def after(context: Context, name: str, replay: int = 0) -> list[Published]:
    """The events of that name after a replay id, in the order in which they were published."""
    found = context.connection.execute(
        "SELECT replay, name, json FROM _events WHERE name = ? AND replay > ? ORDER BY replay", (name, replay)
    )
    return [Published(number, kind, json.loads(text)) for number, kind, text in found]
