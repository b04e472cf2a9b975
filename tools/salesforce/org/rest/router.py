"""The way from a path to its resource, and from a failure to its reply."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.records import Ambiguous
from tools.salesforce.org.rest import (
    actions,
    appearance,
    composite,
    jobs,
    limits,
    picklists,
    query,
    recent,
    search,
    sobjects,
)
from tools.salesforce.org.rest.call import Call

RESOURCES: dict[str, Callable[[Context, Call], Reply]] = {
    "sobjects": sobjects.respond,
    "query": query.respond,
    "queryall": query.respond,
    "search": search.respond,
    "parameterizedsearch": search.by_parameters,
    "limits": limits.respond,
    "composite": composite.respond,
    "actions": actions.respond,
    "jobs": jobs.respond,
    "recent": recent.respond,
    "tabs": appearance.tabs,
    "theme": appearance.theme,
    "ui-api": picklists.respond,
}


OUT_OF_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY}
"""What the disk does to this stand-in; a real org answers so where it is down for a while."""


def dispatch(context: Context, call: Call) -> Reply:
    """The reply of a resource; a failure is a reply too, and what it wrote is undone."""
    try:
        if not call.parts:
            call.allow("GET")
            listed = {
                name: f"{context.base}/{name}"
                for name in sorted(
                    {*RESOURCES, "queryAll", "parameterizedSearch"} - {"queryall", "parameterizedsearch", "ui-api"}
                )
            }
            return Reply(200, listed | {"identity": f"{call.instance}/id/{call.organization}/{context.user}"})
        resource = RESOURCES.get(call.parts[0].lower())
        if resource is None:
            raise not_found()
        return resource(context, call)
    except Ambiguous as error:
        return Reply(300, [context.url(error.sobject, record) for record in error.found])
    except ApiError as error:
        return Reply(error.status, error.body())
    except sqlite3.OperationalError as error:
        if (error.sqlite_errorcode & 0xFF) in OUT_OF_ROOM:
            return Reply(503, ApiError("SERVER_UNAVAILABLE", f"the org cannot write now: {error}").body())
        if "locked" not in str(error):
            raise
        problem = "unable to obtain exclusive access to this record"
        return Reply(400, ApiError("UNABLE_TO_LOCK_ROW", problem).body())
    except sqlite3.IntegrityError as error:
        return Reply(400, ApiError("DUPLICATE_VALUE", f"duplicate value found: {error}").body())
