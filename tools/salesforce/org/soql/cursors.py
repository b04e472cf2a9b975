"""Query results longer than one page: the ids are kept, the values are read page by page."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from tools.salesforce.org import viewed
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.record_id import compose
from tools.salesforce.org.soql import answer, refusals
from tools.salesforce.org.soql.compilation import compile_query
from tools.salesforce.org.soql.plan import Plan

OPEN = 10
"""Cursors that are kept at a time (Salesforce keeps ten a user)."""

PAGE, SMALLEST, LARGEST = 2000, 200, 2000


@dataclass(frozen=True)
class Cursor:
    """What is left to answer of a query."""

    plan: Plan
    ids: tuple[str, ...]


class Cursors:
    """The open cursors of an org, the oldest closed first."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Cursor] = OrderedDict()
        self._lock = threading.Lock()
        self._count = 0

    def query(self, context: Context, text: str, deleted: bool = False) -> dict[str, Any]:
        """The answer to a statement: its first page."""
        tree = refusals.read(text)
        with context.database.snapshot(context.connection):
            answered = self._first(context, compile_query(context, tree, text, deleted))
        if {"VIEW", "REFERENCE"} & set(tree.purpose):
            viewed.mark(context, [record["attributes"]["url"].rpartition("/")[2] for record in answered["records"]])
        return answered

    def _first(self, context: Context, plan: Plan) -> dict[str, Any]:
        """The first page of a plan's answer."""
        if plan.count:
            total = context.connection.execute(*plan.total()).fetchone()[0]
            return {"totalSize": total, "done": True, "records": []}
        size = _page(context)
        found = answer.records(context, plan, plan.rows(size + 1))
        if len(found) <= size:
            return {"totalSize": len(found), "done": True, "records": found}
        if plan.aggregate:
            problem = (
                "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch"
            )
            raise ApiError("EXCEEDED_ID_LIMIT", problem)
        ids = tuple(row[0] for row in context.connection.execute(*plan.ids()))
        name = self._keep(Cursor(plan, ids))
        return self._answer(context, name, found[:size], len(ids), size)

    def more(self, context: Context, locator: str) -> dict[str, Any]:
        """The page that `nextRecordsUrl` named; raises INVALID_QUERY_LOCATOR for a cursor that is closed."""
        name, _, offset = locator.rpartition("-")
        with self._lock:
            cursor = self._open.get(name)
            if cursor is not None:
                self._open.move_to_end(name)
        if cursor is None or not offset.isdecimal() or int(offset) >= len(cursor.ids):
            raise ApiError("INVALID_QUERY_LOCATOR", "invalid query locator")
        start, size = int(offset), _page(context)
        wanted = cursor.ids[start : start + size]
        plan = cursor.plan
        records = answer.records(context, plan, plan.by_ids(json.dumps(wanted)))
        found = {record["attributes"]["url"].rpartition("/")[2]: record for record in records}
        page = [found[one] for one in wanted if one in found]
        return self._answer(context, name, page, len(cursor.ids), start + size)

    def _keep(self, cursor: Cursor) -> str:
        with self._lock:
            self._count += 1
            name = compose("01g", self._count)
            self._open[name] = cursor
            while len(self._open) > OPEN:
                self._open.popitem(last=False)
        return name

    def _answer(self, context: Context, name: str, page: list[Any], total: int, end: int) -> dict[str, Any]:
        result: dict[str, Any] = {"totalSize": total, "done": end >= total}
        if end < total:
            result["nextRecordsUrl"] = f"{context.base}/query/{name}-{end}"
        return result | {"records": page}


def _page(context: Context) -> int:
    """The page size that the header `Sforce-Query-Options: batchSize=500` asks for."""
    option, _, number = context.headers.get("sforce-query-options", "").partition("=")
    if option.strip().lower() != "batchsize" or not number.strip().isdecimal():
        return PAGE
    return min(max(int(number), SMALLEST), LARGEST)
