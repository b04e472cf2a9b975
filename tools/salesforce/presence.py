"""Who is present in Omni-Channel, with their skills, capacity and work, and how a record's own routing stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tools.salesforce.client import Client
from tools.salesforce.composite import find, send
from tools.salesforce.errors import Refusal, of_entries
from tools.salesforce.soql import among, literal
from workflow.distribution import Agent

ROUTING, WORK = "PendingServiceRouting", "AgentWork"
HELD = ("Assigned", "Opened")
"""Statuses in which work takes up capacity."""

DECLINED = ("Declined", "DeclinedOnPushTimeout")
PRESENT = (
    "SELECT UserId, User.Name, ConfiguredCapacity, IsAway FROM UserServicePresence "
    "WHERE IsCurrentState = true AND User.IsActive = true"
)
LOADS = (
    "SELECT UserId, COUNT(Id) pieces, SUM(CapacityWeight) units, MAX(AssignedDateTime) latest FROM AgentWork "
    f"WHERE Status IN {among(HELD)} GROUP BY UserId"
)


@dataclass(frozen=True)
class Seen:
    """What stands in the org. `held`: the name of who has the record already, by the AgentWork `work`; `routing`: its
    pending routing."""

    agents: tuple[Agent, ...]
    held: str = ""
    work: str = ""
    routing: str = ""


def look(client: Client, record: str, needed: Collection[str], without: Collection[str] = ()) -> Seen:
    """All that a choice for a record needs, in one request. Raises Refusal.

    `needed` are names of skills; `without` are users that are not to be asked again.
    """
    item = f"WorkItemId = {literal(record)}"
    parts = [
        find("present", PRESENT),
        find("loads", LOADS),
        find("own", f"SELECT Id, UserId, User.Name, Status FROM {WORK} WHERE {item}"),
        find("routing", f"SELECT Id FROM {ROUTING} WHERE {item} ORDER BY CreatedDate DESC LIMIT 1"),
    ]
    if needed:
        now = "EffectiveStartDate <= TODAY AND (EffectiveEndDate = null OR EffectiveEndDate > TODAY)"
        parts.append(
            find(
                "skills",
                "SELECT ServiceResource.RelatedRecordId, Skill.DeveloperName, SkillLevel FROM ServiceResourceSkill "
                f"WHERE ServiceResource.IsActive = true AND Skill.DeveloperName IN {among(needed)} AND {now}",
            )
        )
    answers = send(client, parts, all_or_none=False)
    for ref, answer in answers.items():
        if answer.status >= 300:
            raise Refusal(of_entries(answer.body, answer.status), ref)
    own = answers["own"].rows
    held = next((row for row in own if row["Status"] in HELD), None)
    routing = answers["routing"].rows
    declined = {row["UserId"] for row in own if row["Status"] in DECLINED} | set(without)
    skills = _skills(answers["skills"].rows) if needed else {}
    loads = {row["UserId"]: row for row in answers["loads"].rows}
    return Seen(
        agents=tuple(_agent(row, loads, skills, declined) for row in answers["present"].rows),
        held=str((held.get("User") or {}).get("Name") or held["UserId"]) if held else "",
        work=held["Id"] if held else "",
        routing=routing[0]["Id"] if routing else "",
    )


def _agent(
    row: Mapping[str, Any],
    loads: Mapping[str, Mapping[str, Any]],
    skills: Mapping[str, dict[str, float]],
    declined: Collection[str],
) -> Agent:
    user, load = str(row["UserId"]), loads.get(row["UserId"], {})
    return Agent(
        user=user,
        name=str((row.get("User") or {}).get("Name") or user),
        capacity=float(row["ConfiguredCapacity"] or 0),
        used=float(load.get("units") or 0),
        open=int(load.get("pieces") or 0),
        last=str(load.get("latest") or ""),
        skills=skills.get(user, {}),
        away=bool(row["IsAway"]),
        declined=user in declined,
    )


def _skills(rows: Collection[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """User → skill → level."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        user = str((row.get("ServiceResource") or {}).get("RelatedRecordId") or "")
        skill = str((row.get("Skill") or {}).get("DeveloperName") or "")
        found.setdefault(user, {})[skill] = float(row["SkillLevel"] or 0)
    return found
