"""Ingest: the rows of a job saved one by one, each undone alone when it fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.salesforce.org import records
from tools.salesforce.org.bulk.table import NULL
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.schema import Field, Sobject

OPERATIONS = frozenset({"insert", "update", "upsert", "delete", "hardDelete"})


@dataclass(frozen=True)
class Outcome:
    """What became of one row: its id and whether it is new, or why it failed."""

    id: str = ""
    created: bool = False
    error: ApiError | None = None

    @property
    def told(self) -> str:
        """The failure as a cell: `CODE:message:fields --`."""
        if self.error is None:
            return ""
        return f"{self.error.code}:{self.error.message}:{','.join(self.error.fields)} --"


def check_columns(one: Sobject, columns: Iterable[str]) -> None:
    """Raises ApiError for a column that is no field and no relationship by external id."""
    for column in columns:
        head, dot, _ = column.partition(".")
        known = one.parent(head.partition(":")[0]) if dot else one.field(column)
        if known is None:
            raise ApiError("CLIENT_INPUT_ERROR", f"InvalidBatch : Field name not found : {column}")


def save(
    context: Context, one: Sobject, operation: str, key: Field | None, rows: Iterable[Mapping[str, Any]]
) -> list[Outcome]:
    """Saves rows of values by column; empty text leaves a field alone, `#N/A` and None empty it."""
    outcomes = []
    with context.transaction():
        for row in rows:
            try:
                with context.transaction():
                    outcomes.append(_save(context, one, operation, key, row))
            except ApiError as error:
                outcomes.append(Outcome(error=error))
    return outcomes


def _save(context: Context, one: Sobject, operation: str, key: Field | None, row: Mapping[str, Any]) -> Outcome:
    values = _values(row)
    given = next((values.pop(name) for name in list(values) if name.lower() == "id"), None)
    if operation == "insert":
        return Outcome(records.create(context, one, values), created=True)
    if operation == "upsert" and key is not None and key.type != "id":
        named = next((values.pop(name) for name in list(values) if name.lower() == key.name.lower()), None)
        if named is None:
            raise ApiError("MISSING_ARGUMENT", f"{key.name} not specified", [key.name])
        return Outcome(*records.upsert(context, one, key, named, values))
    if operation == "upsert" and given is None:
        return Outcome(records.create(context, one, values), created=True)
    record = normalise(given)
    if given is None:
        raise ApiError("MISSING_ARGUMENT", f"Id not specified in an {operation} call", ["Id"])
    if record is None or record[:3] != one.prefix:
        raise ApiError("MALFORMED_ID", f"{one.label} ID: id value of incorrect type: {given}", ["Id"])
    try:
        if operation in ("delete", "hardDelete"):
            records.delete(context, one, record)
        else:
            records.update(context, one, record, values)
    except ApiError as error:
        if error.code != "NOT_FOUND":
            raise
        raise ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id") from None
    return Outcome(record)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the payload of a record; columns such as `Owner:User.Username` name a parent by its external id."""
    values: dict[str, Any] = {}
    for column, cell in row.items():
        if cell == "" or column == "attributes":
            continue
        value = None if cell == NULL else cell
        relationship, dot, name = column.partition(".")
        if not dot:
            values[column] = value
            continue
        relationship, colon, kind = relationship.partition(":")
        attributes = {"attributes": {"type": kind}} if colon else {}
        values[relationship] = None if value is None else {**attributes, name: value}
    return values
