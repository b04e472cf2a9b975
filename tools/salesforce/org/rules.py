"""What the org does by itself when a record is saved: names, closing, ownership, and each object's own rules."""

from __future__ import annotations

from tools.salesforce.org import files, routing
from tools.salesforce.org.calendar_parts import is_zone
from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Sobject
from tools.salesforce.org.tables import quote

SYSTEM = frozenset({"OwnerId", "CreatedById", "LastModifiedById"})
"""References that a default fills with the running user."""

STAMPS = frozenset({"CreatedById", "LastModifiedById"})
"""References that stay whatever becomes of the user."""

PEOPLE = frozenset({"Contact", "Lead", "User"})
DEPTH = 500
"""How far up a hierarchy is followed to find that a record would be its own ancestor."""


def before_save(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    """Computes what a record's own fields determine. `old` is None for a new record."""
    if sobject.name in PEOPLE:
        row["Name"] = " ".join(part for part in (row.get("FirstName"), row.get("LastName")) if part) or None
    _close(context, sobject, row, old)
    _check_owner(context, sobject, row, old)
    _check_hierarchy(context, sobject, row, old)
    if sobject.name == "Case" and old is None and row.get("ContactId") and not row.get("AccountId"):
        found = _value(context, "Contact", "AccountId", row["ContactId"])
        row["AccountId"] = found
    if sobject.name == "User" and row.get("TimeZoneSidKey") and not is_zone(row["TimeZoneSidKey"]):
        problem = f"Time Zone: bad value for restricted picklist field: {row['TimeZoneSidKey']}"
        raise ApiError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", problem, ["TimeZoneSidKey"])
    if sobject.name == "EmailMessage":
        _complete_email(context, row)
    if sobject.name == "Group" and not row.get("DeveloperName") and row.get("Name"):
        row["DeveloperName"] = "".join(c if c.isascii() and c.isalnum() else "_" for c in row["Name"])[:80]
    if sobject.name == "QueueSobject" and _value(context, "Group", "Type", row.get("QueueId")) not in (None, "Queue"):
        raise ApiError("FIELD_INTEGRITY_EXCEPTION", "Queue ID: the group is not a queue", ["QueueId"])
    if sobject.name == "ContentVersion" and old is None:
        files.before_version(context, row)
    if sobject.name in routing.OBJECTS:
        routing.before_save(context, sobject, row, old)


def after_create(context: Context, sobject: Sobject, row: Row) -> None:
    """What follows from a new record."""
    if sobject.name == "ContentVersion":
        files.after_version(context, row)
    if sobject.name == "ContentDocumentLink":
        files.linked(context, row["LinkedEntityId"])
    if sobject.name in routing.OBJECTS:
        routing.after_save(context, sobject, row, None)


def after_update(context: Context, sobject: Sobject, row: Row, old: Row) -> None:
    """What follows from a change; the title of a file is that of its document and newest version alike."""
    if sobject.name == "ContentVersion" and row["Title"] != old["Title"] and row["IsLatest"]:
        context.connection.execute(
            'UPDATE "ContentDocument" SET "Title" = ? WHERE "Id" = ?', (row["Title"], row["ContentDocumentId"])
        )
    if sobject.name in routing.OBJECTS:
        routing.after_save(context, sobject, row, old)


def _close(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    stage = sobject.stage
    if stage is None:
        return
    closed = row.get(stage.name) in stage.closed
    if sobject.has("IsClosed"):
        row["IsClosed"] = int(closed)
    if sobject.has("IsWon"):
        row["IsWon"] = int(row.get(stage.name) in stage.won)
    was_closed = old is not None and old.get(stage.name) in stage.closed
    for name in ("ClosedDate", "CompletedDateTime"):
        if sobject.has(name) and closed != was_closed:
            row[name] = context.now if closed else None
    if sobject.has("LastStageChangeDate") and old is not None and old.get(stage.name) != row.get(stage.name):
        row["LastStageChangeDate"] = context.now
    if sobject.name == "Opportunity" and row.get("Amount") is not None and row.get("Probability") is not None:
        row["ExpectedRevenue"] = row["Amount"] * row["Probability"] / 100


def _check_owner(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    field = sobject.field("OwnerId")
    if field is None or not field.createable or (old is not None and old.get("OwnerId") == row.get("OwnerId")):
        return
    owner = row.get("OwnerId")
    if owner is None:
        raise ApiError("INVALID_CROSS_REFERENCE_KEY", "Owner ID: owner cannot be blank", ["OwnerId"])
    target = context.schema.of(owner)
    if target is not None and target.name == "User" and _value(context, "User", "IsActive", owner) == 0:
        problem = f"operation performed with inactive user [{owner}] as owner of {sobject.label.lower()}"
        raise ApiError("INACTIVE_OWNER_OR_USER", problem, ["OwnerId"])
    if target is not None and target.name == "Group":
        found = context.connection.execute(
            'SELECT 1 FROM "QueueSobject" WHERE "QueueId" = ? AND "SobjectType" = ?', (owner, sobject.name)
        ).fetchone()
        if found is None and _value(context, "Group", "Type", owner) is not None:
            raise ApiError("FIELD_INTEGRITY_EXCEPTION", "Queue not associated with this SObject type", ["OwnerId"])


def _check_hierarchy(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    """A record may not be its own ancestor."""
    if old is None:
        return
    for field in sobject.hierarchies:
        if row.get(field.name) == old.get(field.name):
            continue
        above = row.get(field.name)
        for _ in range(DEPTH):
            if above is None:
                break
            if above == row["Id"]:
                problem = "attempt to violate hierarchy constraints"
                raise ApiError("CIRCULAR_DEPENDENCY", problem, [field.name])
            above = _value(context, sobject.name, field.name, above)


def _complete_email(context: Context, row: Row) -> None:
    if row.get("ParentId") and not row.get("RelatedToId"):
        row["RelatedToId"] = row["ParentId"]
    if row.get("MessageDate") is None:
        row["MessageDate"] = context.now


def _value(context: Context, sobject: str, field: str, record: str | None) -> object:
    query = f'SELECT {quote(field)} FROM {quote(sobject)} WHERE "Id" = ?'
    found = context.connection.execute(query, (record,)).fetchone()
    return found[0] if found else None
