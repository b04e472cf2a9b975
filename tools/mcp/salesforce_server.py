"""The built-in server `salesforce`: the tools of `tools.salesforce` over MCP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.mcp.offer import Offer
from tools.salesforce import arguments as takes
from tools.salesforce.assign import assign
from tools.salesforce.business_hours import business_hours
from tools.salesforce.client import Client
from tools.salesforce.files import Contents
from tools.salesforce.flow import run_flow
from tools.salesforce.open_record import open_record
from tools.salesforce.records import create_record, log, query_records, update_record
from tools.salesforce.save_case import save_case
from tools.salesforce.send_message import send_message

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server


def offers(client: Client, contents: Contents) -> tuple[Offer, ...]:
    """The tools on one org. `contents` gives the bytes of an attachment by its digest."""
    return (
        Offer(
            "open_record",
            "Opens the record of a run: its own, and the case in the intake queue with the message and its files; "
            "a reply to a message on an open case is appended to that case.",
            takes.OpenRecord,
            "keyed",
            lambda given, _key: open_record(client, given, contents),
        ),
        Offer(
            "save_case",
            "Saves the cases of a message: account, owner and values of the opened case, or of the children that it is "
            "split into, each with its log.",
            takes.SaveCase,
            "keyed",
            lambda given, _key: save_case(client, given),
        ),
        Offer(
            "log",
            "Brings the record of a run up to date.",
            takes.Log,
            "keyed",
            lambda given, _key: log(client, given),
        ),
        Offer(
            "send_message",
            "Writes to one address about a case: sent by the org and logged on the case, or left there as a draft.",
            takes.SendMessage,
            "findable",
            lambda given, key: send_message(client, given, key),
        ),
        Offer(
            "query_records",
            "Reads fields of records by their ids.",
            takes.QueryRecords,
            "none",
            lambda given, _key: query_records(client, given),
        ),
        Offer(
            "business_hours",
            "Reads when the org works: the opening times of one of its business hours, and its holidays.",
            takes.BusinessHours,
            "none",
            lambda given, _key: business_hours(client, given),
        ),
        Offer(
            "update_record",
            "Changes fields of one record, unless somebody else changed them meanwhile.",
            takes.UpdateRecord,
            "keyed",
            lambda given, key: update_record(client, given, key),
        ),
        Offer(
            "create_record",
            "Makes one record, once only, under the key of the call in a unique external id field.",
            takes.CreateRecord,
            "keyed",
            lambda given, key: create_record(client, given, key),
        ),
        Offer(
            "assign",
            "Gives a record to a queue, a user, whom the org's assignment rules say, or (by Omni-Channel's external "
            "routing) to who is present, skilled and has capacity left.",
            takes.Assign,
            "keyed",
            lambda given, key: assign(client, given, key),
        ),
        Offer(
            "flow",
            "Starts an autolaunched flow with typed inputs, and gives its outputs.",
            takes.RunFlow,
            "neither",
            lambda given, _key: run_flow(client, given),
        ),
    )


def server(client: Client, contents: Contents, typed_results: bool = False) -> Server[Any]:
    """The server on one org."""
    from tools.mcp.server import serve

    return serve("salesforce", offers(client, contents), typed_results)
