"""Queues: groups that may own records, and who works them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.salesforce.org import records
from tools.salesforce.org.context import Context

OWNED = ("Case", "Lead", "Task", "Orchestration_Run__c", "Orchestration_Review__c")
"""Objects whose records a queue of the embedded org may own."""


def ensure(context: Context, names: Iterable[str]) -> dict[str, str]:
    """Ids of the queues of those names; the missing ones are made. A name may also be a developer name."""
    found: dict[str, str] = {}
    with context.transaction():
        for name in names:
            queue = _find(context, name)
            if queue is None:
                developer = re.sub(r"_+", "_", re.sub(r"[^0-9A-Za-z]", "_", name)).strip("_") or "Queue"
                values = {"Name": name, "DeveloperName": developer, "Type": "Queue"}
                queue = records.create(context, context.schema.known("Group"), values)
                for owned in OWNED:
                    values = {"QueueId": queue, "SobjectType": owned}
                    records.create(context, context.schema.known("QueueSobject"), values)
            found[name] = queue
    return found


def assign(context: Context, user: str, queues: Iterable[str]) -> None:
    """Makes a user a member of exactly these queues."""
    wanted = set(queues)
    current = context.connection.execute(
        'SELECT m."Id", m."GroupId" FROM "GroupMember" m JOIN "Group" g ON g."Id" = m."GroupId" '
        'WHERE m."UserOrGroupId" = ? AND g."Type" = \'Queue\'',
        (user,),
    ).fetchall()
    members = context.schema.known("GroupMember")
    for member, queue in current:
        if queue not in wanted:
            records.delete(context, members, member)
    for queue in sorted(wanted - {queue for _, queue in current}):
        records.create(context, members, {"GroupId": queue, "UserOrGroupId": user})


def _find(context: Context, name: str) -> str | None:
    found = context.connection.execute(
        'SELECT "Id" FROM "Group" WHERE "Type" = \'Queue\' AND ("DeveloperName" = ? OR "Name" = ?)', (name, name)
    ).fetchone()
    return found[0] if found else None
