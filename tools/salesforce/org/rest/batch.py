"""Batches: up to 25 independent sub-requests, each committed by itself: `composite/batch`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply, Request
from tools.salesforce.org.rest.call import Call

MOST = 25
PLACE = re.compile(r"/?(?:services/data/)?v(\d+\.\d)/(.*)", re.S)


def respond(context: Context, call: Call) -> Reply:
    """Answers `composite/batch`."""
    call.allow("POST")
    payload = call.mapping()
    requests = payload.get("batchRequests")
    if not isinstance(requests, list) or not requests:
        raise ApiError("JSON_PARSER_ERROR", "batchRequests must be a list of sub-requests")
    if len(requests) > MOST:
        raise ApiError("LIMIT_EXCEEDED", f"The batch has {len(requests)} sub-requests; at most {MOST} are allowed")
    calls = [_read(context, call, one) for one in requests]
    call.meter.add(len(calls) - 1)  # unlike those of a composite, each of these counts
    results: list[dict[str, Any]] = []
    halted = False
    for inner, sub in calls:
        if halted:
            error = ApiError("BATCH_PROCESSING_HALTED", "Batch processing halted per request", status=412)
            reply = Reply(412, error.body())
        else:
            reply = call.dispatch(inner, sub)
        results.append({"statusCode": reply.status, "result": reply.body})
        halted = halted or (reply.status >= 400 and payload.get("haltOnError") is True)
    return Reply(200, {"hasErrors": any(r["statusCode"] >= 400 for r in results), "results": results})


def _read(context: Context, call: Call, one: Any) -> tuple[Context, Call]:
    place = PLACE.fullmatch(one["url"]) if isinstance(one, dict) and isinstance(one.get("url"), str) else None
    if place is None or one.get("method") not in ("GET", "POST", "PATCH", "PUT", "DELETE"):
        raise ApiError("JSON_PARSER_ERROR", "a sub-request of a batch needs a method and a url vXX.X/...")
    request = Request.of(one["method"], place[2], {}, b"")
    parts = tuple(part for part in request.segments if part)
    sub = replace(
        call,
        method=request.method,
        parts=parts,
        query=request.query,
        payload=one.get("richInput"),
        content=None,
    )
    return replace(context, version=float(place[1])), sub
