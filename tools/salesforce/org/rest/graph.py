"""Graphs: several sets of dependent sub-requests, each all or nothing: `composite/graph`."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest import subrequests
from tools.salesforce.org.rest.call import Call

MOST_GRAPHS, MOST_NODES = 75, 500


def respond(context: Context, call: Call) -> Reply:
    """Answers `composite/graph`."""
    call.allow("POST")
    graphs = call.mapping().get("graphs")
    if not isinstance(graphs, list) or not graphs or not all(isinstance(one, dict) for one in graphs):
        raise ApiError("JSON_PARSER_ERROR", "graphs must be a list of graphs")
    nodes = sum(len(one.get("compositeRequest") or ()) for one in graphs)
    if len(graphs) > MOST_GRAPHS or nodes > MOST_NODES:
        problem = (
            f"at most {MOST_GRAPHS} graphs and {MOST_NODES} nodes are allowed; there are {len(graphs)} and {nodes}"
        )
        raise ApiError("LIMIT_EXCEEDED", problem)
    prepared = [(one.get("graphId"), _nodes(context, one)) for one in graphs]
    return Reply(200, {"graphs": [_run(context, call, name, requests) for name, requests in prepared]})


def _nodes(context: Context, graph: dict[str, Any]) -> list[dict[str, Any]]:
    requests = graph.get("compositeRequest")
    if not isinstance(graph.get("graphId"), str) or not isinstance(requests, list) or not requests:
        raise ApiError("JSON_PARSER_ERROR", "a graph needs a graphId and a compositeRequest")
    nodes = [subrequests.read(one, context) for one in requests]
    for node in nodes:
        place = subrequests.PLACE.fullmatch(node["url"])
        if place is None or not place[2].lower().startswith("sobjects/"):
            raise ApiError(
                "JSON_PARSER_ERROR", f"node {node['referenceId']}: only records (sobjects/...) can be in a graph"
            )
    return nodes


def _run(context: Context, call: Call, name: str, requests: list[dict[str, Any]]) -> dict[str, Any]:
    answers = subrequests.run(context, call, requests, all_or_none=True)
    successful = all(answer["httpStatusCode"] < 400 for answer in answers)
    return {"graphId": name, "graphResponse": {"compositeResponse": answers}, "isSuccessful": successful}
