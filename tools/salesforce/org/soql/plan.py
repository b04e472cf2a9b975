"""Plans: one SQL statement, and how its rows become the records of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tools.salesforce.org.schema import Field, Sobject

Statement = tuple[str, tuple[Any, ...]]
"""SQL text with its parameters."""


@dataclass(frozen=True)
class Output:
    """One value of the answer: the relationships to it, its name there, and its place in the SQL row."""

    parents: tuple[str, ...]
    name: str
    index: int
    field: Field
    of: tuple[str, ...] = ()  #: of TYPEOF: the relationships to the parent whose object decides,
    prefixes: frozenset[str] = frozenset()  #: and the key prefixes of objects that the value is answered for


@dataclass(frozen=True)
class ParentOutput:
    """A parent record of the answer: where its id is, and its object (None where the id tells)."""

    path: tuple[str, ...]
    index: int
    sobject: Sobject | None
    typed: bool = False  #: of TYPEOF: the answer names the object that the id tells


@dataclass(frozen=True)
class ChildPlan:
    """A child relationship of the answer."""

    name: str
    plan: Plan


@dataclass(frozen=True)
class Plan:
    """A statement in parts. Column 0 is the record's id, but for aggregates."""

    sobject: Sobject
    identifier: str  #: SQL of the record's id
    select: tuple[str, ...]
    source: str  #: the object's table and its joins
    where: str
    parameters: tuple[Any, ...]
    alive: str  #: SQL of the condition that a record is not deleted; true where deleted ones are asked for too
    order: str = ""  #: with ORDER BY, or empty
    group: str = ""  #: with GROUP BY and HAVING, or empty
    limit: int | None = None
    offset: int = 0
    link: str = ""  #: of a child statement: SQL of the reference to the parent
    outputs: tuple[Output, ...] = ()
    parents: tuple[ParentOutput, ...] = ()
    children: tuple[ChildPlan, ...] = ()
    names: tuple[str, ...] = ()  #: the answer's names in the order of the statement
    aggregate: bool = False
    count: bool = False  #: SELECT COUNT(): the number is the totalSize
    union: str = ""  #: of ROLLUP and CUBE: the table expression that takes the place of SELECT and FROM

    def rows(self, most: int) -> Statement:
        """The statement cut to `most` rows."""
        limit = most if self.limit is None else min(self.limit, most)
        if self.union:
            return f"SELECT * FROM {self.union}{self.order} LIMIT ? OFFSET ?", (*self.parameters, limit, self.offset)
        sql = f"SELECT {', '.join(self.select)} {self._rest} LIMIT ? OFFSET ?"
        return sql, (*self.parameters, limit, self.offset)

    def ids(self) -> Statement:
        """The ids of all rows, in order."""
        limit = -1 if self.limit is None else self.limit
        return f"SELECT {self.identifier} {self._rest} LIMIT ? OFFSET ?", (*self.parameters, limit, self.offset)

    def total(self) -> Statement:
        """How many rows there are."""
        limit = -1 if self.limit is None else self.limit
        return f"SELECT COUNT(*) FROM (SELECT 1 {self._rest} LIMIT ? OFFSET ?)", (*self.parameters, limit, self.offset)

    def by_ids(self, ids: str) -> Statement:
        """The rows of the records in a JSON list of ids that still exist, in no order."""
        chosen = f"{self.identifier} IN (SELECT value FROM json_each(?)) AND {self.alive}"
        return f"SELECT {', '.join(self.select)} FROM {self.source} WHERE {chosen}", (ids,)

    def of_parents(self, ids: str) -> Statement:
        """The children of the parents in a JSON list of ids; the last column is the parent's id.

        LIMIT and OFFSET count within each parent.
        """
        names = ", ".join(f"{sql} AS c{n}" for n, sql in enumerate(self.select))
        shown = ", ".join(f"c{n}" for n in range(len(self.select)))
        rank = f"ROW_NUMBER() OVER (PARTITION BY {self.link}{self.order}) AS rank"
        chosen = f"{self.link} IN (SELECT value FROM json_each(?))"
        inner = f"SELECT {names}, {self.link} AS parent, {rank} FROM {self.source} WHERE {self.where} AND {chosen}"
        last = "" if self.limit is None else f" AND rank <= {self.offset + self.limit}"
        sql = f"SELECT {shown}, parent FROM ({inner}) WHERE rank > {self.offset}{last} ORDER BY parent, rank"
        return sql, (*self.parameters, ids)

    @property
    def _rest(self) -> str:
        return f"FROM {self.source} WHERE {self.where}{self.group}{self.order}"
