"""Sub-requests of composites and graphs: read, run in order with references filled in, undone together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply, Request
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.rest.references import check_name, fill

PLACE = re.compile(r"/services/data/v(\d+\.\d)/(.*)", re.S)
METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
INHERITED = frozenset({"accept", "authorization", "content-type"})
ROLLED_BACK = "The transaction was rolled back since another operation in the same transaction failed."


class Undone(Exception):
    """A part of a transaction failed: what the others wrote has to be undone. `index` is the part that failed."""

    def __init__(self, answers: list[dict[str, Any]], index: int) -> None:
        self.answers, self.index = answers, index
        super().__init__("a sub-request failed")


def read(one: Any, context: Context) -> dict[str, Any]:
    """A sub-request, checked; raises JSON_PARSER_ERROR, which fails the whole call."""
    if not isinstance(one, dict):
        raise ApiError("JSON_PARSER_ERROR", "a sub-request must be a JSON object")
    name = one.get("referenceId", one.get("referenceID"))
    if context.version >= 52:
        check_name(name)
    method, url = one.get("method"), one.get("url")
    if not isinstance(method, str) or method not in METHODS or not isinstance(url, str) or not PLACE.fullmatch(url):
        problem = (
            f"sub-request {name}: method must be one of {', '.join(sorted(METHODS))} and url /services/data/vXX.X/..."
        )
        raise ApiError("JSON_PARSER_ERROR", problem)
    headers = one.get("httpHeaders") or {}
    if not isinstance(headers, dict) or any(key.lower() in INHERITED for key in headers):
        raise ApiError(
            "JSON_PARSER_ERROR", f"sub-request {name}: these headers come from the whole request: {sorted(INHERITED)}"
        )
    return {**one, "referenceId": name, "httpHeaders": headers}


def is_heavy(one: Mapping[str, Any]) -> bool:
    """Whether a sub-request counts as a query or a collection."""
    place = PLACE.fullmatch(one["url"])
    path = (place[2] if place else "").split("?")[0].lower()
    return path.split("/")[0] in ("query", "queryall") or path.startswith("composite/sobjects")


def run(context: Context, call: Call, requests: list[dict[str, Any]], all_or_none: bool) -> list[dict[str, Any]]:
    """The answers of sub-requests in order; they share one transaction."""
    names = [one["referenceId"] for one in requests]
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise ApiError("JSON_PARSER_ERROR", f"Duplicate referenceId '{double}' in the composite request")
    try:
        with context.transaction():
            return _answers(context, call, requests, all_or_none)
    except Undone as undone:
        halted = ApiError("PROCESSING_HALTED", ROLLED_BACK)
        return [
            undone.answers[index] if index == undone.index else _answer(Reply(400, halted.body()), one)
            for index, one in enumerate(requests)
        ]


def _answers(context: Context, call: Call, requests: list[dict[str, Any]], all_or_none: bool) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    bodies: dict[str, Any] = {}
    for index, one in enumerate(requests):
        try:
            reply = _run_one(context, call, fill({**one, "referenceId": ""}, bodies), all_or_none)
        except ApiError as error:
            reply = Reply(error.status, error.body())
        answers.append(_answer(reply, one))
        failed = reply.status >= 400 or (all_or_none and _has_failures(one, reply.body))
        if failed and all_or_none:
            raise Undone(answers, index)
        if reply.status < 400:
            bodies[one["referenceId"]] = reply.body
    return answers


def _run_one(context: Context, call: Call, one: dict[str, Any], all_or_none: bool) -> Reply:
    place = PLACE.fullmatch(str(one["url"]))
    if place is None:
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    request = Request.of(one["method"], place[2], one["httpHeaders"], b"")
    parts = tuple(part for part in request.segments if part)
    if not parts or not (parts[0].lower() in ("sobjects", "query", "queryall") or is_heavy(one)):
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    inner = replace(
        context,
        version=float(place[1]),
        headers={**context.headers, **request.headers},
        all_or_none=all_or_none,
    )
    sub = replace(
        call,
        method=request.method,
        parts=parts,
        query=request.query,
        payload=one.get("body"),
        content=None,
    )
    reply = call.dispatch(inner, sub)
    if isinstance(reply.body, bytes):
        raise ApiError("NOT_FOUND", "Contents of files are not available in a composite request")
    return reply


def _answer(reply: Reply, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "body": reply.body,
        "httpHeaders": dict(reply.headers),
        "httpStatusCode": reply.status,
        "referenceId": one["referenceId"],
    }


def _has_failures(one: Mapping[str, Any], body: Any) -> bool:
    """Whether a collection's answer has records that failed."""
    return (
        is_heavy(one)
        and isinstance(body, list)
        and any(isinstance(r, dict) and r.get("success") is False for r in body)
    )
