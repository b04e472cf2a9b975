"""Columns: where the fields of a statement are found, through joins to parent records."""

from __future__ import annotations

from dataclasses import dataclass, field

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import ADDRESS, Field, Schema, Sobject
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.parsing import malformed
from tools.salesforce.org.tables import quote

DEEPEST = 5
"""Relationships that a path may go through."""

HINT = "Please reference your WSDL or the describe call for the appropriate names."
NAME_FIELDS = (
    "Id", "Name", "FirstName", "LastName", "Email", "Phone", "Title", "Username", "Alias", "IsActive", "ProfileId",
    "Type",
)  # fmt: skip
"""What can be read of a polymorphic parent, whatever it is (the Name object)."""


@dataclass(frozen=True)
class Column:
    """An SQL expression and the field whose values it gives. `parents` are the relationships on the way."""

    sql: str
    field: Field
    sobject: Sobject | None
    parents: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name under which the value is answered."""
        return self.field.name


@dataclass(frozen=True)
class Parent:
    """A joined parent: the SQL of its id, and its object (None where it may be several)."""

    reference: str
    sobject: Sobject | None
    typed: bool = False  #: whether the answer names the object of a parent that may be several


@dataclass
class Columns:
    """The tables of one SELECT. Joins are added as paths need them."""

    schema: Schema
    sobject: Sobject
    text: str
    alias: str = "t"
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)  #: alias (lower case) → relationships from the root
    joins: list[str] = field(default_factory=list)
    parents: dict[tuple[str, ...], Parent] = field(default_factory=dict)
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)  #: of the joins, by (reference, object)
    prefix: str = ""  #: what the aliases of joins begin with; the alias itself by default

    def resolve(self, path: syntax.Path) -> Column:
        """The column of a path; raises INVALID_FIELD in Salesforce's words."""
        names = list(path.names)
        if len(names) > 1:
            head = names[0].lower()
            if head in self.names:
                names[:1] = self.names[head]
            elif head == self.sobject.name.lower() and self.sobject.parent(names[0]) is None:
                del names[0]
        if len(names) > DEEPEST + 1:
            raise self._error(path, f"Relationship path {path} may not go through more than {DEEPEST} relationships")
        sobject, alias, walked, rest = self._walk(path, names)
        if len(rest) == 1:
            return self._field(path, sobject, alias, rest[0], walked)
        reference = sobject.parent(rest[0])
        if reference is None or len(rest) > 2:
            raise self._error(path, _unknown_relationship(rest[1]))
        source = f"{alias}.{quote(reference.name)}"
        walked = (*walked, str(reference.relationship))
        self.parents.setdefault(walked, Parent(source, None))
        return self.of_any(syntax.Path((rest[1],), path.at), reference, source, walked)

    def polymorphic(self, path: syntax.Path) -> tuple[Field, str, tuple[str, ...]]:
        """The reference to a parent of several objects that a path ends in: its field, SQL and relationships."""
        names = [*self.names.get(path.names[0].lower(), (path.names[0],)), *path.names[1:]]
        sobject, alias, walked, rest = self._walk(path, [*names, "Id"])
        reference = sobject.parent(rest[0])
        if reference is None or not reference.polymorphic or len(rest) != 2:
            raise self._error(path, f"TYPEOF needs a relationship to several objects: {path}")
        source = f"{alias}.{quote(reference.name)}"
        walked = (*walked, str(reference.relationship))
        self.parents[walked] = Parent(source, None, typed=True)
        return reference, source, walked

    def of_kind(self, path: syntax.Path, target: Sobject, source: str, walked: tuple[str, ...]) -> Column:
        """A field of a parent where it is of the object `target`."""
        inner = Columns(
            self.schema, target, self.text, self._join(source, target),
            joins=self.joins, aliases=self.aliases, prefix=self._prefix,
        )  # fmt: skip
        column = inner.resolve(path)
        self.parents.update({(*walked, *below): parent for below, parent in inner.parents.items()})
        return Column(column.sql, column.field, column.sobject, (*walked, *column.parents))

    def _walk(self, path: syntax.Path, names: list[str]) -> tuple[Sobject, str, tuple[str, ...], list[str]]:
        """Goes through the relationships of a path up to a polymorphic one: the object, alias and way, and the rest."""
        sobject, alias = self.sobject, self.alias
        walked: tuple[str, ...] = ()
        for position, name in enumerate(names[:-1]):
            reference = sobject.parent(name)
            if reference is None or reference.relationship is None:
                raise self._error(path, _unknown_relationship(name))
            if reference.polymorphic:
                return sobject, alias, walked, names[position:]
            walked = (*walked, reference.relationship)
            target = self.schema.known(reference.reference_to[0])
            alias = self._join(f"{alias}.{quote(reference.name)}", target)
            self.parents.setdefault(walked, Parent(f'{alias}."Id"', target))
            sobject = target
        return sobject, alias, walked, names[-1:]

    def source(self) -> str:
        """The object's table with the joins that the resolved paths need."""
        return " ".join([f"{quote(self.sobject.name)} {self.alias}", *self.joins])

    def relationship(self, path: syntax.Path) -> Sobject:
        """The object that an alias path of the FROM list leads to."""
        sobject = self.sobject
        for name in self.route(path):
            reference = sobject.parent(name)
            target = self.schema.sobject(reference.reference_to[0]) if reference and not reference.polymorphic else None
            if target is None:
                raise self._error(path, _unknown_relationship(name), "INVALID_TYPE")
            sobject = target
        return sobject

    def route(self, path: syntax.Path) -> tuple[str, ...]:
        """The relationships from the root that a path of the FROM list means."""
        head = path.names[0].lower()
        return (*self.names.get(head, ()), *path.names[1:])

    def _field(self, path: syntax.Path, sobject: Sobject, alias: str, name: str, walked: tuple[str, ...]) -> Column:
        found = sobject.field(name)
        if found is None:
            raise self._error(
                path,
                f"No such column '{name}' on entity '{sobject.name}'. If you are attempting to use a custom field, be "
                f"sure to append the '__c' after the custom field name. {HINT}",
            )
        if found.path:
            inner = Columns(
                self.schema, sobject, self.text, alias, joins=self.joins, aliases=self.aliases, prefix=self._prefix
            )
            column = inner.resolve(syntax.Path(tuple(found.path.split(".")), path.at))
            return Column(column.sql, found, sobject, walked)
        if found.type == "base64":
            return Column(f'{alias}."Id"', found, sobject, walked)
        if found.type == "address":
            return Column(_address(sobject, found, alias), found, sobject, walked)
        return Column(f"{alias}.{quote(found.name)}", found, sobject, walked)

    def of_any(self, path: syntax.Path, reference: Field, source: str, walked: tuple[str, ...]) -> Column:
        """A field of a polymorphic parent: of whichever object the record is."""
        name = path.names[-1]
        wanted = next((n for n in NAME_FIELDS if n.lower() == name.lower()), None)
        targets = [t for t in (self.schema.sobject(n) for n in reference.reference_to) if t is not None]
        if wanted is None:
            raise self._error(path, f"No such column '{name}' on entity 'Name'. {HINT}")
        if wanted == "Id":
            shown = Field.model_validate({"name": "Id", "label": "ID", "type": "id", "length": 18})
            return Column(source, shown, None, walked)
        if wanted == "Type":
            cases = " ".join(f"WHEN '{t.prefix}' THEN '{_kind(t)}'" for t in targets)
            shown = Field.model_validate({"name": "Type", "label": "Type", "type": "string", "length": 40})
            return Column(f"CASE substr({source}, 1, 3) {cases} END", shown, None, walked)
        pieces, shown_field = [], None
        for target in targets:
            found = target.name_field if wanted == "Name" else target.field(wanted)
            if found is not None and found.stored:
                pieces.append(f"{self._join(source, target)}.{quote(found.name)}")
                shown_field = shown_field or found
        if shown_field is None:
            shown_field = Field.model_validate({"name": wanted, "label": wanted, "type": "string", "length": 255})
        sql = f"COALESCE({', '.join(pieces)})" if len(pieces) > 1 else (pieces or ["NULL"])[0]
        if shown_field.text:
            sql = f"({sql} COLLATE NOCASE)"
        return Column(sql, shown_field.model_copy(update={"name": wanted}), None, walked)

    def _join(self, source: str, target: Sobject) -> str:
        key = (source, target.name)
        if key not in self.aliases:
            alias = self.aliases[key] = f"{self._prefix}{len(self.aliases) + 1}"
            alive = "" if target.setup else f' AND {alias}."IsDeleted" = 0'
            self.joins.append(f'LEFT JOIN {quote(target.name)} {alias} ON {alias}."Id" = {source}{alive}')
        return self.aliases[key]

    @property
    def _prefix(self) -> str:
        return self.prefix or self.alias

    def _error(self, path: syntax.Path, problem: str, code: str = "INVALID_FIELD") -> ApiError:
        return malformed(self.text, path.at, problem, code)


def _address(sobject: Sobject, field: Field, alias: str) -> str:
    """An address as JSON of its parts; null where all are empty."""
    prefix = field.name.removesuffix("Address")
    parts = [(name, sobject.field(prefix + name)) for name in ADDRESS]
    pairs = ", ".join(
        f"'{name[0].lower()}{name[1:]}', {f'{alias}.{quote(part.name)}' if part else 'NULL'}" for name, part in parts
    )
    filled = ", ".join(f"{alias}.{quote(part.name)}" for _, part in parts if part)
    return f"CASE WHEN COALESCE({filled}) IS NOT NULL THEN json_object({pairs}) END"


def _kind(target: Sobject) -> str:
    return "Queue" if target.name == "Group" else target.name


def _unknown_relationship(name: str) -> str:
    return (
        f"Didn't understand relationship '{name}' in field path. If you are attempting to use a custom relationship, "
        f"be sure to append the '__r' after the custom relationship name. {HINT}"
    )
