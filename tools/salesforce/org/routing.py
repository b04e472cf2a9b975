"""Omni-Channel's external routing, as far as it is documented: presence, offers of work, acceptance and declines.

Omni-Channel Developer Guide, "External Routing for Omni-Channel", "Expected Behavior": an AgentWork that names its
PendingServiceRouting pushes it; acceptance deletes the routing; a decline or a push time-out gives it back. Work for
which a person is not present, or has no capacity left, becomes Unavailable. Who accepts becomes the owner.
"""

from __future__ import annotations

from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Sobject
from tools.salesforce.org.tables import quote

OBJECTS = frozenset({"AgentWork", "PendingServiceRouting", "UserServicePresence"})
HELD = ("Assigned", "Opened")
"""Statuses of work that takes up capacity."""

GIVEN_BACK = ("Declined", "DeclinedOnPushTimeout", "Unavailable")
STAMPS = {
    "Assigned": "AssignedDateTime", "Opened": "AcceptDateTime", "Declined": "DeclineDateTime",
    "DeclinedOnPushTimeout": "DeclineDateTime", "Closed": "CloseDateTime",
}  # fmt: skip


def before_save(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    """What is refused, and what the record's own fields determine."""
    if sobject.name == "AgentWork":
        _work(context, row, old)
    elif sobject.name == "PendingServiceRouting" and old is not None and old["IsReadyForRouting"]:
        given = {name for name in sobject.columns if row.get(name) != old.get(name)} - {
            "LastModifiedDate", "LastModifiedById", "SystemModstamp", "IsPushed",
        }  # fmt: skip
        if given:
            problem = "a routing that is ready for routing can't be edited"
            raise ApiError("FIELD_INTEGRITY_EXCEPTION", problem, sorted(given))


def after_save(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    """What follows for the routing, the work item and the person's other presence."""
    if sobject.name == "UserServicePresence" and row.get("IsCurrentState"):
        context.connection.execute(
            'UPDATE "UserServicePresence" SET "IsCurrentState" = 0, "StatusEndDate" = ? '
            'WHERE "UserId" = ? AND "Id" <> ? AND "IsCurrentState" = 1',
            (context.now, row["UserId"], row["Id"]),
        )
    if sobject.name != "AgentWork" or (old is not None and old.get("Status") == row.get("Status")):
        return
    routing = row.get("PendingServiceRoutingId")
    if row["Status"] == "Assigned":
        _stand(context, routing, pushed=True)
    elif row["Status"] in GIVEN_BACK:
        _stand(context, routing, pushed=False)
    elif row["Status"] == "Opened":
        _accepted(context, row, routing)


def _work(context: Context, row: Row, old: Row | None) -> None:
    if old is None:
        row["Status"] = "Assigned"
        _check_routing(context, row)
        if not _has_room(context, row):
            row["Status"] = "Unavailable"
    stamp = STAMPS.get(row["Status"])
    if stamp and (old is None or old["Status"] != row["Status"]):
        row[stamp] = context.now


def _check_routing(context: Context, row: Row) -> None:
    routing = row.get("PendingServiceRoutingId")
    if not routing:
        return
    found = context.connection.execute(
        'SELECT "WorkItemId", "IsPushed", "IsReadyForRouting", "CapacityWeight" FROM "PendingServiceRouting" '
        'WHERE "Id" = ? AND "IsDeleted" = 0',
        (routing,),
    ).fetchone()
    if found is None:
        return  # the check of references says so
    problem = ""
    if found[0] != row.get("WorkItemId"):
        problem = "the routing is for another work item"
    elif found[1]:
        problem = "the work item is pushed to an agent already"
    elif not found[2]:
        problem = "the routing isn't ready"
    if problem:
        raise ApiError(
            "FIELD_INTEGRITY_EXCEPTION", f"Pending Service Routing ID: {problem}", ["PendingServiceRoutingId"]
        )
    if row.get("CapacityWeight") is None:
        row["CapacityWeight"] = found[3]


def _has_room(context: Context, row: Row) -> bool:
    present = context.connection.execute(
        'SELECT "ConfiguredCapacity" FROM "UserServicePresence" WHERE "UserId" = ? AND "IsCurrentState" = 1 '
        'AND "IsDeleted" = 0 AND coalesce("IsAway", 0) = 0',
        (row.get("UserId"),),
    ).fetchone()
    if present is None:
        return False
    marks = ", ".join("?" for _ in HELD)
    used = context.connection.execute(
        f'SELECT coalesce(sum("CapacityWeight"), 0) FROM "AgentWork" WHERE "UserId" = ? AND "IsDeleted" = 0 '
        f'AND "Status" IN ({marks})',
        (row["UserId"], *HELD),
    ).fetchone()[0]
    return bool(used + (row.get("CapacityWeight") or 0) <= (present[0] or 0))


def _stand(context: Context, routing: str | None, pushed: bool) -> None:
    context.connection.execute(
        'UPDATE "PendingServiceRouting" SET "IsPushed" = ?, "LastModifiedDate" = ?, "SystemModstamp" = ? '
        'WHERE "Id" = ?',
        (int(pushed), context.now, context.now, routing),
    )


def _accepted(context: Context, row: Row, routing: str | None) -> None:
    context.connection.execute(
        'UPDATE "PendingServiceRouting" SET "IsDeleted" = 1, "SystemModstamp" = ? WHERE "Id" = ?',
        (context.now, routing),
    )
    item = context.schema.of(row["WorkItemId"])
    if item is not None and item.has("OwnerId"):
        context.connection.execute(
            f'UPDATE {quote(item.name)} SET "OwnerId" = ?, "LastModifiedDate" = ?, "SystemModstamp" = ? WHERE "Id" = ?',
            (row["UserId"], context.now, context.now, row["WorkItemId"]),
        )
