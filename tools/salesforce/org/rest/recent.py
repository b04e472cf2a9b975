"""Recently viewed records: `recent`."""

from __future__ import annotations

from tools.salesforce.org import viewed
from tools.salesforce.org.context import Context
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call


def respond(context: Context, call: Call) -> Reply:
    """Answers `recent`."""
    call.allow("GET")
    limit = call.query.get("limit", "")
    return Reply(200, viewed.seen(context, None, int(limit) if limit.isdecimal() else viewed.MOST))
