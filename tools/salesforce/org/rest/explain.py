"""Explain: `query?explain=STATEMENT` says how a statement would be answered; it answers nothing."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.rest import listviews
from tools.salesforce.org.soql import refusals
from tools.salesforce.org.soql.compilation import compile_query
from tools.salesforce.org.tables import alive, quote


def plans(context: Context, text: str) -> dict[str, Any]:
    """The plan of a statement, or of the list view of that id: rows found and there are, and whether by an index."""
    view = listviews.find(context, text)
    if view is not None:
        text = listviews.query(view)
    plan = compile_query(context, refusals.read(text), text)
    one = plan.sobject
    everything = f"SELECT COUNT(*) FROM {quote(one.name)} WHERE {alive(one)}"
    total = int(context.connection.execute(everything).fetchone()[0])
    found = int(context.connection.execute(*plan.total()).fetchone()[0])
    steps = context.connection.execute("EXPLAIN QUERY PLAN " + plan.total()[0], plan.total()[1]).fetchall()
    indexed = any(f" {plan.identifier.partition('.')[0]} USING" in row[3] for row in steps)
    return {"plans": [{
        "cardinality": found, "fields": [], "leadingOperationType": "Index" if indexed else "TableScan", "notes": [],
        "relativeCost": round(found / total, 3) if total else 0.0, "sobjectCardinality": total,
        "sobjectType": one.name,
    }], "sourceQuery": text}  # fmt: skip
