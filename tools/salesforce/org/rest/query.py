"""Queries: `query`, `queryAll` and their further pages."""

from __future__ import annotations

import sqlite3

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest import explain, query_columns
from tools.salesforce.org.rest.call import Call


def respond(context: Context, call: Call) -> Reply:
    """Answers a statement in the parameter `q`, or the page that a locator names."""
    call.allow("GET")
    try:
        if len(call.parts) > 1:
            return Reply(200, call.cursors.more(context, call.parts[1]))
        if "explain" in call.query:
            return Reply(200, explain.plans(context, call.query["explain"]))
        text = call.query.get("q")
        if not text or not text.strip():
            raise ApiError("MALFORMED_QUERY", "A query string has to be specified")
        if call.query.get("columns", "").lower() == "true":
            return Reply(200, query_columns.columns(context, text))
        return Reply(200, call.cursors.query(context, text, deleted=call.parts[0].lower() == "queryall"))
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        raise ApiError(
            "QUERY_TOO_COMPLICATED",
            f"Query is either selecting too many fields or the filter conditions are too complicated. ({error})",
        ) from None
