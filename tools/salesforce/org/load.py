"""Loading: Salesforce-shaped CSV files into an embedded org, again and again with the same result.

One file an object, named for it (`Account.csv`). Columns are API names; a column `AccountExternalId` or
`Account.ExternalId__c` refers to the account with that `ExternalId__c`. Columns ending in `__c` that the object does
not have become custom fields: text, or a checkbox where all cells are true or false; `ExternalId__c` an external id.
Beside the files an `objects.yaml` may declare objects and rules, a `fields.yaml` fields, a `flows.yaml` flows. `Pod__c`
of User names the queues that the user works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.salesforce.org import csv_table, custom_fields, custom_objects, entry, flows, queues, records, rows
from tools.salesforce.org.context import Context
from tools.salesforce.org.csv_table import LoadError, Problem, Row, Table
from tools.salesforce.org.custom_fields import EXTERNAL_ID
from tools.salesforce.org.embedded import EmbeddedOrg
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.people import complete_user
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.values import keep

FIRST = ("Account", "Contact", "User", "Group")
"""Objects that others refer to are loaded first; the rest follow by name."""


@dataclass(frozen=True)
class Count:
    """What became of the rows of one file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Loaded:
    """What a load did, by object; the custom fields that it added (`Account.Brand__c`), and the users' queues."""

    counts: dict[str, Count] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


def load(org: EmbeddedOrg, directory: Path | str) -> Loaded:
    """Loads all files of a directory; raises LoadError, and then no record was changed (new custom fields stay)."""
    place = Path(directory)
    files = sorted(place.glob("*.csv"), key=_order)
    if not files:
        raise LoadError([Problem(str(place), 0, "", "there are no CSV files, such as Account.csv")])
    org.declare_objects(custom_objects.read(place / custom_objects.FILE))
    tables = [csv_table.read(file) for file in files]
    problems = [problem for table in tables for problem in table.problems]
    for table in tables:
        if org.schema.sobject(table.sobject) is None:
            problems.append(Problem(table.file, 0, "", f"there is no object {table.sobject}"))
    if problems:
        raise LoadError(problems)
    added = custom_fields.add(org, place, tables)
    for flow in flows.read(place / "flows.yaml"):
        org.declare_flow(flow)
    with org.context(audit=True) as context, context.transaction():
        work = [_Loading(context, table, context.schema.known(table.sobject)) for table in tables]
        for one in work:
            one.run()
        for one in work:
            one.link()
        problems = [problem for one in work for problem in one.problems]
        if problems:
            raise LoadError(problems)
        counts = {one.sobject.name: Count(one.created, one.updated, one.unchanged) for one in work}
        pods = tuple(dict.fromkeys(pod for one in work for pod in one.pods))
    return Loaded(counts, added, pods)


def ensure_queues(org: EmbeddedOrg, names: Iterable[str]) -> dict[str, str]:
    """Ids of the queues of those names; the missing ones are made."""
    return org.ensure_queues(names)


@dataclass
class _Loading:
    """The loading of one file."""

    context: Context
    table: Table
    sobject: Sobject
    problems: list[Problem] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    pods: list[str] = field(default_factory=list)
    _later: list[tuple[Row, str, Field, str, str]] = field(default_factory=list)
    _seen: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _targets: dict[str, Field | tuple[Field, str]] = field(default_factory=dict)

    def run(self) -> None:
        """Creates or changes a record for each row; references are set afterwards."""
        for column in self.table.columns:
            target = self._target(column)
            if target is None:
                self.problems.append(Problem(self.table.file, 1, column, f"{self.sobject.name} has no such field"))
            else:
                self._targets[column] = target
        if self.problems:
            return
        for row in self.table.rows:
            try:
                self._save(row)
            except ApiError as error:
                for one in (error, *error.more):
                    self._add_problem(row, self._column_of(one), one.message)

    def link(self) -> None:
        """Sets the references to records that came after those that refer to them."""
        for row, record, reference, column, key in self._later:
            parent = self._linked(reference, key)
            if parent is None:
                self._add_problem(row, column, _no_parent(reference, key))
                continue
            try:
                if rows.existing(self.context, self.sobject, record)[reference.name] != parent:
                    records.update(self.context, self.sobject, record, {reference.name: parent})
            except ApiError as error:
                self._add_problem(row, column, error.message)

    def _save(self, row: Row) -> None:
        values: dict[str, Any] = {}
        links: list[tuple[Field, str, str]] = []
        for column, cell in row.cells.items():
            target = self._targets[column]
            if isinstance(target, Field):
                values[target.name] = _value(target, cell)
            else:
                links.append((target[0], column, cell))
        if self.sobject.name == "User":
            values = complete_user(self.context, values)
        parents = {reference.name: self._linked(reference, cell) for reference, _, cell in links}
        missing = [link for link in links if link[2] and parents[link[0].name] is None]
        values |= {name: parent for name, parent in parents.items() if name not in {link[0].name for link in missing}}
        for reference, _, cell in missing:
            if reference.required:
                raise ApiError("INVALID_FIELD", _no_parent(reference, cell), [reference.name])
        found = self._find(row, values)
        if found is None:
            given = {name: value for name, value in values.items() if value is not None}
            record = records.create(self.context, self.sobject, given)
            self.created += 1
        else:
            record = found
            self._change(record, values)
        if self.sobject.name == "User" and "Pod__c" in values:
            names = [name.strip() for name in str(values["Pod__c"] or "").split(";") if name.strip()]
            queues.assign(self.context, record, queues.ensure(self.context, names).values())
            self.pods += names
        self._later += [(row, record, reference, column, cell) for reference, column, cell in missing]

    def _change(self, record: str, values: dict[str, Any]) -> None:
        old = rows.existing(self.context, self.sobject, record)
        given: dict[str, Any] = {}
        for name, value in values.items():
            target = self.sobject.field(name)
            if target is not None and target.updateable and keep(target, value) != old.get(target.name):
                given[name] = value
        if given:
            records.update(self.context, self.sobject, record, given)
            self.updated += 1
        else:
            self.unchanged += 1

    def _find(self, row: Row, values: dict[str, Any]) -> str | None:
        """The record that the row is about, by what identifies it; raises for a row that nothing identifies."""
        key = self._key(values)
        if key is None:
            raise ApiError("MISSING_ARGUMENT", f"the row has no key; give it an {EXTERNAL_ID}")
        folded = tuple((name, str(value).casefold()) for name, value in key.items())
        if folded in self._seen:
            raise ApiError("DUPLICATE_VALUE", f"line {self._seen[folded]} has the same {', '.join(key)}")
        self._seen[folded] = row.line
        name, value = next(iter(key.items()))
        target = self.sobject.known(name)
        for record in entry.matches(self.context, self.sobject, target, keep(target, value)):
            old = rows.existing(self.context, self.sobject, record)
            if all(old.get(other) == wanted for other, wanted in list(key.items())[1:]):
                return record
        return None

    def _key(self, values: dict[str, Any]) -> dict[str, Any] | None:
        """An external id; of a user the user name; of a contact its e-mail (or name) and account; else its name."""
        outside = [f.name for f in self.sobject.fields if f.external_id and f.unique]
        for name in [EXTERNAL_ID, *outside, "Username", "DeveloperName"]:
            if values.get(name):
                return {name: values[name]}
        parents = {"AccountId": values["AccountId"]} if "AccountId" in values else {}
        if values.get("Email"):
            return {"Email": values["Email"], **parents}
        if self.sobject.name == "Contact" and values.get("LastName"):
            return {"LastName": values["LastName"], "FirstName": values.get("FirstName"), **parents}
        shown = self.sobject.name_field
        return {shown.name: values[shown.name]} if shown is not None and values.get(shown.name) else None

    def _linked(self, reference: Field, key: str) -> str | None:
        target = self.context.schema.sobject(reference.reference_to[0])
        outside = target.field(EXTERNAL_ID) if target else None
        found = entry.matches(self.context, target, outside, key) if target and outside and key else []
        return found[0] if found else None

    def _target(self, column: str) -> Field | tuple[Field, str] | None:
        """The field of a column; for a reference by external id, the reference field with the column's name."""
        found = self.sobject.field(column)
        if found is not None:
            return None if found.type == "id" else found
        match = re.fullmatch(r"(\w+?)(?:\.ExternalId__c|ExternalId)", column)
        reference = self.sobject.parent(match[1]) if match else None
        return (reference, column) if reference is not None else None

    def _column_of(self, error: ApiError) -> str:
        """The column that an error is about, as the file names it."""
        for name in error.fields:
            for column, target in self._targets.items():
                if name == (target.name if isinstance(target, Field) else target[0].name):
                    return column
        return error.fields[0] if error.fields else ""

    def _add_problem(self, row: Row, column: str, message: str) -> None:
        self.problems.append(Problem(self.table.file, row.line, column, message))


def _value(target: Field, cell: str) -> Any:
    if target.type == "boolean":
        return (
            cell.lower() in ("true", "1", "yes")
            if cell.lower() in ("true", "1", "yes", "false", "0", "no", "")
            else cell
        )
    return cell or None


def _no_parent(reference: Field, key: str) -> str:
    return f"there is no {reference.reference_to[0]} with {EXTERNAL_ID} {key}"


def _order(file: Path) -> tuple[int, str]:
    return (FIRST.index(file.stem) if file.stem in FIRST else len(FIRST), file.stem)
