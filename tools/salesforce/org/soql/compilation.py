"""Compilation: from a syntax tree to the plan of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.soql import restrictions, subtotals, syntax, typeof
from tools.salesforce.org.soql.columns import HINT, Column, Columns
from tools.salesforce.org.soql.conditions import Conditions, Sql
from tools.salesforce.org.soql.functions import Operands, totals
from tools.salesforce.org.soql.parsing import malformed
from tools.salesforce.org.soql.plan import ChildPlan, Output, ParentOutput, Plan
from tools.salesforce.org.tables import alive, quote

MINE = {
    "mine": "= ?",
    "mineandmygroups": 'IN (SELECT ? UNION SELECT "GroupId" FROM "GroupMember" WHERE "UserOrGroupId" = ?)',
}
"""Scopes of USING SCOPE: which owners the records have."""


def compile_query(context: Context, query: syntax.Query, text: str, deleted: bool = False) -> Plan:
    """The plan of a whole statement; raises ApiError in Salesforce's words."""
    return Compilation(context, text, deleted).root(query)


@dataclass
class Compilation:
    """Compiles the queries of one statement. With `deleted` the recycle bin is read too."""

    context: Context
    text: str
    deleted: bool = False
    _count: int = 0

    def root(self, query: syntax.Query) -> Plan:
        """The plan of the statement itself."""
        sobject = self._object(query)
        restrictions.check(query, sobject, self.text)
        return self._plan(query, sobject, None, 0)

    def _object(self, query: syntax.Query) -> Sobject:
        path = query.sources[0].path
        sobject = self.context.schema.sobject(path.names[0]) if len(path.names) == 1 else None
        if sobject is None or sobject.event:
            problem = (
                f"sObject type '{path}' is not supported. If you are attempting to use a custom object, be sure to "
                f"append the '__c' after the entity name. {HINT}"
            )
            raise malformed(self.text, path.at, problem, "INVALID_TYPE")
        return sobject

    def _plan(self, query: syntax.Query, sobject: Sobject, link: Field | None, depth: int) -> Plan:
        columns = self._columns(query, sobject)
        functions = [
            item.operand
            for item in query.items
            if isinstance(item, syntax.Field) and isinstance(item.operand, syntax.Function)
        ]
        if query.group or any(totals(function) for function in functions):
            if link is not None:
                raise malformed(self.text, query.at, "only root queries support aggregate expressions")
            return self._aggregate_plan(query, sobject, columns)
        if query.having is not None:
            raise malformed(self.text, query.at, "HAVING needs GROUP BY")
        return self._record_plan(query, sobject, columns, link, depth)

    def _record_plan(
        self, query: syntax.Query, sobject: Sobject, columns: Columns, link: Field | None, depth: int
    ) -> Plan:
        identifier = f'{columns.alias}."Id"'
        select = [identifier]
        outputs: list[Output] = []
        children: list[ChildPlan] = []
        names: list[str] = []
        for item in restrictions.expand(query, sobject, self.text):
            if isinstance(item, syntax.Subquery):
                children.append(self._child(item.query, sobject, depth + 1))
                names.append(children[-1].name)
                continue
            if isinstance(item, syntax.Typeof):
                for column, of, prefixes in typeof.chosen(columns, item):
                    names.append(column.parents[0])
                    outputs.append(Output(column.parents, column.name, len(select), column.field, of, prefixes))
                    select.append(column.sql)
                continue
            column = self._selected(columns, item)
            if any((o.parents, o.name) == (column.parents, column.name) for o in outputs):
                raise malformed(self.text, item.operand.at, f"duplicate field selected: {column.name}", "INVALID_FIELD")
            names.append(column.parents[0] if column.parents else column.name)
            outputs.append(Output(column.parents, column.name, len(select), column.field))
            select.append(column.sql)
        parents = []
        for path, parent in columns.parents.items():
            if any(output.parents[: len(path)] == path for output in outputs):
                parents.append(ParentOutput(path, len(select), parent.sobject, parent.typed))
                select.append(parent.reference)
        where, parameters = self._where(query, sobject, columns)
        order = self._order(query, columns, None)
        limit, offset = restrictions.window(query, self.text)
        return Plan(
            sobject=sobject, identifier=identifier, select=tuple(select), source=columns.source(), where=where,
            parameters=tuple(parameters), alive=self._alive(sobject, columns), order=order, limit=limit, offset=offset,
            link=f"{columns.alias}.{quote(link.name)}" if link else "", outputs=tuple(outputs),
            parents=tuple(parents), children=tuple(children), names=tuple(dict.fromkeys(names)),
        )  # fmt: skip

    def _child(self, query: syntax.Query, parent: Sobject, depth: int) -> ChildPlan:
        path = query.sources[0].path
        child = self.context.schema.child(parent.name, path.names[-1])
        if child is None or child.field.children is None or len(path.names) > 2:
            problem = (
                f"Didn't understand relationship '{path}' in FROM part of query call. If you are attempting to use a "
                f"custom relationship, be sure to append the '__r' after the custom relationship name. {HINT}"
            )
            raise malformed(self.text, path.at, problem, "INVALID_TYPE")
        deepest = 4 if self.context.version >= 58 else 1
        if depth > deepest:
            raise malformed(self.text, query.at, f"sub-queries may be nested {deepest} deep at most")
        sobject = self.context.schema.known(child.sobject)
        return ChildPlan(child.field.children, self._plan(query, sobject, child.field, depth))

    def _aggregate_plan(self, query: syntax.Query, sobject: Sobject, columns: Columns) -> Plan:
        grouped = [self._grouped(columns, operand) for operand in query.group]
        keys = frozenset(column.sql for column in grouped)
        first = query.items[0]
        operand = first.operand if isinstance(first, syntax.Field) else None
        count = isinstance(operand, syntax.Function) and operand.name == "COUNT" and not operand.arguments
        if not grouped and query.limit is not None and not count:
            problem = "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"
            raise malformed(self.text, query.at, problem)
        if count and (len(query.items) > 1 or grouped):
            raise malformed(self.text, query.at, "COUNT() must be the only element in the SELECT list")
        select: list[str] = []
        outputs: list[Output] = []
        aliases: dict[str, Column] = {}
        unnamed = 0
        for item in query.items:
            if not isinstance(item, syntax.Field):
                raise malformed(self.text, query.at, "sub-queries and TYPEOF cannot be used with aggregates")
            column = self._operands.column(columns, item.operand)
            self._check_grouped(item.operand, column, keys, bool(query.sums))
            name = item.alias or column.name
            if item.alias is None and isinstance(item.operand, syntax.Function):
                name, unnamed = f"expr{unnamed}", unnamed + 1
            if name.lower() in aliases:
                raise malformed(self.text, item.operand.at, f"duplicate alias: {name}")
            aliases[name.lower()] = column
            outputs.append(Output((), name, len(select), column.field))
            select.append(column.sql)
        where, parameters = self._where(query, sobject, columns)
        having = ""
        group = f" GROUP BY {', '.join(column.sql for column in grouped)}" if grouped else ""
        if query.having is not None:
            condition, more = self._conditions(columns, keys).sql(query.having)
            having = f" HAVING {condition}"
            parameters += more
        order = self._order(query, columns, keys, aliases)
        union = ""
        if query.sums:
            keyed = [column.sql for column in grouped]
            union, order, parts = self._sums(query, columns, keyed, select, where, having, aliases)
            parameters *= parts
        limit, offset = restrictions.window(query, self.text)
        return Plan(
            sobject=sobject, identifier=f'{columns.alias}."Id"', select=tuple(select), source=columns.source(),
            where=where, parameters=tuple(parameters), alive=self._alive(sobject, columns), order=order,
            group=group + having, limit=limit, offset=offset, outputs=tuple(outputs), aggregate=True, count=count,
            union=union,
        )  # fmt: skip

    def _sums(
        self, query: syntax.Query, columns: Columns, keys: list[str], select: list[str], where: str, having: str,
        aliases: dict[str, Column],
    ) -> tuple[str, str, int]:  # fmt: skip
        """ROLLUP and CUBE: the union of the groups and their totals, its order, and how many parts it has."""
        if query.sums == "" or len(keys) > subtotals.MOST:
            raise malformed(self.text, query.at, f"ROLLUP and CUBE take {subtotals.MOST} fields at most")
        asked = {place: sql[len("GROUPING(") : -1] for place, sql in enumerate(select) if sql.startswith("GROUPING(")}
        rest = f"FROM {columns.source()} WHERE {where}"
        union, parts = subtotals.union(query.sums, keys, select, asked, rest, having)
        pieces = []
        for one in query.order:
            named = aliases.get(str(one.operand).lower()) if isinstance(one.operand, syntax.Path) else None
            sql = (named or self._operands.column(columns, one.operand)).sql
            if sql not in select:
                raise malformed(self.text, one.operand.at, "with ROLLUP or CUBE, order by what is selected")
            direction = " DESC" if one.descending else ""
            pieces.append(f"c{select.index(sql)}{direction} NULLS {'LAST' if one.nulls_last else 'FIRST'}")
        return union, f" ORDER BY {', '.join(pieces)}" if pieces else "", parts

    def _check_grouped(self, operand: syntax.Operand, column: Column, keys: frozenset[str], sums: bool) -> None:
        if totals(operand):
            return
        if isinstance(operand, syntax.Function) and operand.name == "GROUPING":
            if not sums or column.sql[len("GROUPING(") : -1] not in keys:
                raise malformed(self.text, operand.at, "GROUPING needs a field of ROLLUP or CUBE")
            return
        if column.sql not in keys:
            name = str(operand) if isinstance(operand, syntax.Path) else operand.name
            raise malformed(self.text, operand.at, f"Field must be grouped or aggregated: {name}")

    def _grouped(self, columns: Columns, operand: syntax.Operand) -> Column:
        column = self._operands.column(columns, operand)
        if isinstance(operand, syntax.Path) and not column.field.groupable:
            raise malformed(self.text, operand.at, f"field '{column.name}' can not be grouped in a query call")
        return column

    def _columns(self, query: syntax.Query, sobject: Sobject) -> Columns:
        self._count += 1
        columns = Columns(self.context.schema, sobject, self.text, f"t{self._count}_")
        first = query.sources[0]
        if first.alias:
            columns.names[first.alias.lower()] = ()
        for source in query.sources[1:]:
            columns.relationship(source.path)
            route = columns.route(source.path)
            columns.names[(source.alias or source.path.names[-1]).lower()] = route
        return columns

    def _selected(self, columns: Columns, item: syntax.Field) -> Column:
        operand = item.operand
        if isinstance(operand, syntax.Path):
            if item.alias is not None:
                raise malformed(self.text, operand.at, "only aggregate expressions use field aliasing")
            return columns.resolve(operand)
        if operand.name not in ("TOLABEL", "FORMAT", "DISTANCE"):
            raise self._operands.unsupported(operand)
        column = self._operands.column(columns, operand)
        if item.alias is None:
            return column
        return Column(column.sql, column.field.model_copy(update={"name": item.alias}), None)

    def _where(self, query: syntax.Query, sobject: Sobject, columns: Columns) -> Sql:
        conditions = [self._alive(sobject, columns)]
        parameters: list[Any] = []
        scope = (query.scope or "").lower().replace("_", "")
        if scope in MINE and sobject.has("OwnerId"):
            conditions.append(f'{columns.alias}."OwnerId" {MINE[scope]}')
            parameters += [self.context.user] * MINE[scope].count("?")
        if query.where is not None:
            sql, more = self._conditions(columns).sql(query.where)
            conditions.append(sql)
            parameters += more
        return " AND ".join(conditions), parameters

    def _alive(self, sobject: Sobject, columns: Columns) -> str:
        return "1" if self.deleted else alive(sobject, columns.alias)

    def _order(
        self,
        query: syntax.Query,
        columns: Columns,
        keys: frozenset[str] | None,
        aliases: dict[str, Column] | None = None,
    ) -> str:
        """ORDER BY; of an aggregate query by its aliases, or by what it is grouped by. Empty values come first."""
        pieces = []
        for order in query.order:
            operand = order.operand
            named = (aliases or {}).get(str(operand).lower()) if isinstance(operand, syntax.Path) else None
            column = named or self._operands.column(columns, operand)
            if column.field.long:
                raise malformed(self.text, operand.at, f"field '{column.name}' can not be sorted in a query call")
            if keys is not None and named is None and isinstance(operand, syntax.Path) and column.sql not in keys:
                raise malformed(self.text, operand.at, f"Ordered field must be grouped or aggregated: {operand}")
            direction = " DESC" if order.descending else ""
            pieces.append(f"{column.sql}{direction} NULLS {'LAST' if order.nulls_last else 'FIRST'}")
        return f" ORDER BY {', '.join(pieces)}" if pieces else ""

    @property
    def _operands(self) -> Operands:
        return Operands(self.text, self.context.zone)

    def _conditions(self, columns: Columns, keys: frozenset[str] | None = None) -> Conditions:
        """Conditions of WHERE or, with the keys that rows are grouped by, of HAVING."""

        def column(operand: syntax.Operand) -> Column:
            found = self._operands.column(columns, operand)
            if keys is None and totals(operand):
                raise malformed(self.text, operand.at, "aggregate functions are for SELECT, HAVING and ORDER BY")
            grouping = isinstance(operand, syntax.Function) and operand.name == "GROUPING"
            if keys is not None and not (totals(operand) or grouping) and found.sql not in keys:
                problem = f"Having filter field must be grouped or aggregated: {found.name}"
                raise malformed(self.text, operand.at, problem)
            return found

        def inner(query: syntax.Query, left: Column) -> Sql:
            return self._semi_join(query, columns.sobject, left)

        return Conditions(self.text, self.context.now, self.context.zone, column, inner)

    def _semi_join(self, query: syntax.Query, outer: Sobject, left: Column) -> Sql:
        """The ids that the inner query of IN (SELECT ...) gives."""
        sobject = self._object(query)
        if sobject is outer:
            problem = "The inner and outer selects should not be on the same object type"
            raise malformed(self.text, query.at, problem)
        columns = self._columns(query, sobject)
        item = query.items[0]
        if len(query.items) != 1 or not isinstance(item, syntax.Field) or not isinstance(item.operand, syntax.Path):
            raise malformed(self.text, query.at, "Semi join sub-selects can only query one field")
        column = columns.resolve(item.operand)
        if left.parents or not restrictions.points_to(left) & restrictions.points_to(column):
            problem = (
                f"The selected field '{column.name}' in the subquery and the left operand field in the where "
                "expression in the outer query should point to the same object type"
            )
            raise malformed(self.text, item.operand.at, problem)
        if query.order or query.limit is not None or query.group:
            raise malformed(self.text, query.at, "Semi join sub-selects take neither GROUP BY, ORDER BY nor LIMIT")
        where, parameters = self._where(query, sobject, columns)
        return f"SELECT {column.sql} FROM {columns.source()} WHERE {where} AND {column.sql} IS NOT NULL", parameters
