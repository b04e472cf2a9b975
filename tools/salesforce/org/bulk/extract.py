"""Extract: the answer to a query as a table of columns and cells, in pages."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.soql import answer, refusals, syntax
from tools.salesforce.org.soql.compilation import compile_query

ALL = 2**62


def run(context: Context, text: str, deleted: bool) -> tuple[str, list[str], list[list[Any]]]:
    """The object asked about, the columns, and the cells of all rows; raises ApiError for what jobs cannot ask."""
    tree = refusals.read(text)
    with context.database.snapshot(context.connection):
        plan = compile_query(context, tree, text, deleted)
        if plan.aggregate or plan.children or any(isinstance(item, syntax.Typeof) for item in tree.items):
            problem = "FeatureNotEnabled : Aggregates, sub-queries and TYPEOF are not supported in bulk queries"
            raise ApiError("API_ERROR", problem)
        records = answer.records(context, plan, plan.rows(ALL))
    columns = [".".join((*output.parents, output.name)) for output in plan.outputs]
    return plan.sobject.name, columns, [[_cell(record, name) for name in columns] for record in records]


def _cell(record: Any, name: str) -> Any:
    for part in name.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record
