"""Work that waits in Omni-Channel for a person: offered, oldest first, as people come, finish or decline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tools.salesforce.client import Client
from tools.salesforce.composite import send
from tools.salesforce.errors import Refusal
from tools.salesforce.offer import known, offered, stands
from tools.salesforce.presence import ROUTING, look
from tools.salesforce.soql import literal, record
from workflow.distribution import Policy, Wanted, choose
from workflow.errors import InputError


@dataclass(frozen=True)
class Moved:
    """What became of one pending routing: `given`, or `over` where it has waited long enough."""

    record: str
    what: str
    told: str


def drain(client: Client, channel: str, policy: Policy, late: Callable[[datetime], bool]) -> Iterator[Moved]:
    """Goes over what waits in a channel, by priority and age; what nobody can take yet is left. `late` says whether
    what waits since a moment has waited long enough: its routing ends, and it stays in its queue.

    Done again after anything that cut it off, it finds what was given, and gives nothing twice. Raises InputError.
    """
    try:
        for row in _waiting(client, known(client, "ServiceChannel", channel)):
            since = datetime.fromisoformat(str(row["CreatedDate"]))
            if late(since):
                client.request("DELETE", f"sobjects/{ROUTING}/{record(row['Id'])}")
                yield Moved(row["WorkItemId"], "over", f"waited since {row['CreatedDate']}: it stays in its queue")
            elif told := _give(client, row, policy):
                yield Moved(row["WorkItemId"], "given", told)
    except Refusal as told:
        raise InputError(f"Omni-Channel: {told}; 'switchyard org check' says what is missing") from told


def _waiting(client: Client, channel: str) -> list[dict[str, Any]]:
    return client.query(
        "SELECT Id, WorkItemId, ServiceChannelId, CapacityWeight, CreatedDate, "
        "(SELECT Skill.DeveloperName, SkillLevel FROM SkillRequirements) "
        f"FROM {ROUTING} WHERE ServiceChannelId = {literal(channel)} AND RoutingModel = 'ExternalRouting' "
        "AND IsReadyForRouting = true AND IsPushed = false ORDER BY RoutingPriority ASC NULLS LAST, CreatedDate ASC"
    )


def _give(client: Client, row: dict[str, Any], policy: Policy) -> str:
    """Why whom it was offered to; '' where nobody can take it, or somebody has it."""
    needed = (row.get("SkillRequirements") or {}).get("records") or ()
    skills = {str(one["Skill"]["DeveloperName"]): float(one["SkillLevel"] or 0) for one in needed}
    weight = float(row["CapacityWeight"] or 1)
    seen = look(client, row["WorkItemId"], skills)
    ranked = choose(seen.agents, Wanted(weight=weight, skills=skills), policy).ranked
    if seen.held or not ranked:
        return ""
    try:
        answers = send(client, offered(ranked[0].user, row["WorkItemId"], row["ServiceChannelId"], weight, row["Id"]))
    except Refusal as told:
        if told.failure.retry == "unknown":
            return ""  # the next look finds whether it stands
        raise
    return f"offered to {ranked[0].name} ({ranked[0].reason})" if stands(answers) else ""
