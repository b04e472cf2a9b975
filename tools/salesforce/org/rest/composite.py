"""Composite: up to 25 dependent sub-requests in one call, all or nothing where that is asked for."""

from __future__ import annotations

from collections.abc import Callable

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest import batch, collections, graph, tree
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.rest.subrequests import is_heavy, read, run

BELOW: dict[str, Callable[[Context, Call], Reply]] = {
    "sobjects": collections.respond,
    "tree": tree.respond,
    "graph": graph.respond,
    "batch": batch.respond,
}
MOST = 25
MOST_HEAVY = 5
"""Sub-requests that may be queries or collections."""


def respond(context: Context, call: Call) -> Reply:
    """Answers `composite` and everything below it."""
    if len(call.parts) > 1:
        below = BELOW.get(call.parts[1].lower())
        if below is None:
            raise not_found()
        return below(context, call)
    call.allow("GET", "POST")
    if call.method == "GET":
        return Reply(200, {name: f"{context.base}/composite/{name}" for name in ("tree", "batch", "sobjects", "graph")})
    payload = call.mapping()
    requests = payload.get("compositeRequest")
    if not isinstance(requests, list) or not requests:
        raise ApiError("JSON_PARSER_ERROR", "compositeRequest must be a list of sub-requests")
    if len(requests) > MOST:
        raise ApiError(
            "LIMIT_EXCEEDED", f"The composite request has {len(requests)} sub-requests; at most {MOST} are allowed"
        )
    subrequests = [read(one, context) for one in requests]
    heavy = sum(1 for one in subrequests if is_heavy(one))
    if heavy > MOST_HEAVY:
        problem = (
            f"The composite request has {heavy} collection or query sub-requests; at most {MOST_HEAVY} are allowed"
        )
        raise ApiError("LIMIT_EXCEEDED", problem)
    return Reply(200, {"compositeResponse": run(context, call, subrequests, payload.get("allOrNone") is True)})
