"""A record offered to one person by Omni-Channel's external routing: routing, skills, offer and log in one request.

Who is present, skilled and has capacity is read in one request before. The org counts capacity once more when the offer
is made: where somebody else was quicker it makes the offer Unavailable, and the next in rank is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.salesforce.arguments import Assign
from tools.salesforce.client import Client
from tools.salesforce.commit import commit
from tools.salesforce.composite import Answer, Part, create, read, update
from tools.salesforce.errors import refusal
from tools.salesforce.presence import ROUTING, WORK, Seen, look
from tools.salesforce.soql import literal, name
from workflow.distribution import Choice, Considered, Wanted, choose

OFFERS = 3
"""How many are asked in one call: so often somebody else may have been quicker."""


def offer(client: Client, given: Assign, key: str) -> dict[str, Any]:
    """The row of who has the offer, or of the queue in which the record waits. Raises Refusal."""
    channel = known(client, "ServiceChannel", given.channel)
    skills = {skill: known(client, "Skill", skill) for skill in given.skills}
    wanted = Wanted(weight=given.weight, skills=dict.fromkeys(given.skills, given.level))
    asked: set[str] = set()
    choice, notes = Choice(), list[str]()
    for number in range(OFFERS):
        seen = look(client, given.id, given.skills, asked)
        if seen.held:
            return {"status": "assigned", "to": seen.held, "reason": f"{seen.held} has it", "work": seen.work,
                    "considered": _rows(choice), "notes": notes}  # fmt: skip
        choice = choose(seen.agents, wanted, given.policy)
        chosen = choice.ranked[0] if choice.ranked else None
        written = commit(client, _parts(client, given, seen, channel, skills, chosen), given.log, f"{key}:{number}")
        if chosen is None:
            return _waiting(given, choice, notes)
        if written.found:
            continue  # the reply was lost: what stands there now tells
        if stands(written.answers):
            told = f"offered to {chosen.name} ({given.policy.replace('_', ' ')}: {chosen.reason})"
            return {"status": "assigned", "to": chosen.name, "reason": told, "work": written.answers["work"].id,
                    "considered": _rows(choice), "notes": notes}  # fmt: skip
        asked.add(chosen.user)
        notes.append(f"{chosen.name} was given other work meanwhile, or left")
    return _waiting(given, choice, notes)


def _parts(
    client: Client, given: Assign, seen: Seen, channel: str, skills: Mapping[str, str], chosen: Considered | None
) -> list[Part]:
    parts: list[Part] = []
    if given.to:
        parts.append(update("queue", given.object, given.id, {"OwnerId": client.queue(given.to)}))
    routing = seen.routing
    if not routing:
        routing = "@{routing.id}"
        values = {
            "WorkItemId": given.id, "ServiceChannelId": channel, "RoutingModel": "ExternalRouting",
            "RoutingType": "SkillsBased" if skills else "External", "CapacityWeight": given.weight,
            "IsReadyForRouting": False,
        }  # fmt: skip
        if given.priority is not None:
            values["RoutingPriority"] = given.priority
        parts.append(create("routing", ROUTING, values))
        for number, skill in enumerate(skills.values()):
            level = {"SkillLevel": given.level} if given.level else {}
            needed = {"RelatedRecordId": routing, "SkillId": skill, **level}
            parts.append(create(f"skill{number}", "SkillRequirement", needed))
        parts.append(update("ready", ROUTING, routing, {"IsReadyForRouting": True}))
    if chosen is not None:
        parts += offered(chosen.user, given.id, channel, given.weight, routing)
    return parts


def offered(user: str, record: str, channel: str, weight: float, routing: str) -> list[Part]:
    """The offer, and how the org let it stand."""
    values = {
        "UserId": user, "WorkItemId": record, "ServiceChannelId": channel, "CapacityWeight": weight,
        "PendingServiceRoutingId": routing,
    }  # fmt: skip
    return [create("work", WORK, values), read("stands", WORK, "@{work.id}", ("Status",))]


def stands(answers: Mapping[str, Answer]) -> bool:
    """Whether the org let the offer stand."""
    body = answers["stands"].body
    return isinstance(body, Mapping) and body.get("Status") != "Unavailable"


def _waiting(given: Assign, choice: Choice, notes: list[str]) -> dict[str, Any]:
    why = "; ".join(f"{each.name} {each.reason}" for each in choice.considered if not each.fits) or "nobody is present"
    where = f" in {given.to}" if given.to else ""
    return {"status": "waiting", "to": given.to, "reason": f"nobody can take it: {why}; it waits{where}",
            "considered": _rows(choice), "notes": notes}  # fmt: skip


def _rows(choice: Choice) -> list[dict[str, Any]]:
    return [each.model_dump() for each in choice.considered]


def known(client: Client, sobject: str, api_name: str) -> str:
    """The id of a channel or a skill. Raises Refusal."""
    found = client.configured(sobject, f"DeveloperName = {literal(name(api_name))}")
    if not found:
        what = "service channel" if sobject == "ServiceChannel" else "skill"
        raise refusal(f"UNKNOWN_{what.upper().replace(' ', '_')}", f"the org has no {what} '{api_name}'")
    return found
