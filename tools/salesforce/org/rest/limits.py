"""Limits: API calls used, and record counts."""

from __future__ import annotations

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.tables import alive, quote


def respond(context: Context, call: Call) -> Reply:
    """Answers `limits` and `limits/recordCount`."""
    call.allow("GET")
    if len(call.parts) == 1:
        used, allowed = call.meter.used, call.meter.allowed
        storage = {"Max": 10240, "Remaining": 10240}
        return Reply(
            200,
            {
                "DailyApiRequests": {"Max": allowed, "Remaining": max(allowed - used, 0)},
                "DataStorageMB": storage,
                "FileStorageMB": storage,
            },
        )
    if call.parts[1].lower() != "recordcount":
        raise not_found()
    names = [name.strip() for name in call.query.get("sObjects", "").split(",") if name.strip()]
    chosen = [context.schema.sobject(name) for name in names] if names else list(context.schema.sobjects)
    chosen = [one for one in chosen if one is not None and not one.event]
    counts = []
    for sobject in chosen:
        if sobject is not None:
            query = f"SELECT COUNT(*) FROM {quote(sobject.name)} WHERE {alive(sobject)}"
            counts.append({"count": context.connection.execute(query).fetchone()[0], "name": sobject.name})
    return Reply(200, {"sObjects": counts})
