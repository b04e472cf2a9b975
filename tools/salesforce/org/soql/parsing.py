"""Parsing: from SOQL text to its syntax tree, with Salesforce's wording for what cannot be read."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path as File
from typing import Any, cast

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.soql import syntax

GRAMMAR = File(__file__).with_name("grammar.lark")
LONGEST = 100_000
"""Characters that a statement may have (SOQL and SOSL limits)."""

DEEPEST = 60
"""Brackets inside brackets."""

STRING = re.compile(r"'(?:\\.|[^'\\])*'", re.S)


@lru_cache(maxsize=512)
def parse(text: str) -> syntax.Query:
    """The syntax tree; raises ApiError MALFORMED_QUERY with the place of the first thing that does not fit."""
    if len(text) > LONGEST:
        raise ApiError("MALFORMED_QUERY", f"SOQL statements cannot be longer than {LONGEST} characters.")
    _check_depth(text)
    try:
        return cast(syntax.Query, _parser().parse(text))
    except UnexpectedEOF:
        raise malformed(text, len(text), "unexpected token: '<EOF>'") from None
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise malformed(text, len(text), "unexpected token: '<EOF>'") from None
        raise malformed(text, error.token.start_pos or 0, f"unexpected token: '{error.token}'") from None
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        raise malformed(text, at, _unexpected(text, at)) from None
    except (UnexpectedInput, VisitError):
        raise malformed(text, 0, "the statement cannot be read") from None


def malformed(text: str, at: int, problem: str, code: str = "MALFORMED_QUERY") -> ApiError:
    """An error at a place of the statement, with the line and a pointer as Salesforce prints them."""
    before = text[:at]
    row, column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
    start = max(before.rfind("\n") + 1, at - 40)
    end = text.find("\n", at)
    line = text[start : min(end if end >= 0 else len(text), at + 40)]
    pointer = " " * (at - start) + "^"
    return ApiError(code, f"\n{line}\n{pointer}\nERROR at Row:{row}:Column:{column}\n{problem}")


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer="contextual", transformer=_Tree())


def _unexpected(text: str, at: int) -> str:
    word = re.compile(r"\w+|.", re.S).match(text, at)
    return f"unexpected token: '{word.group() if word else '<EOF>'}'"


def _check_depth(text: str) -> None:
    depth = 0
    for at, char in enumerate(STRING.sub(lambda m: "_" * len(m.group()), text)):
        depth += (char == "(") - (char == ")")
        if depth > DEEPEST:
            raise malformed(text, at, "the statement is nested too deeply")


def _at(token: object) -> int:
    return (token.start_pos or 0) if isinstance(token, Token) else getattr(token, "at", 0)


class _Tree(Transformer[Token, Any]):
    """Builds the syntax tree while parsing. One method a grammar rule; `c` are the rule's parts."""

    def start(self, c: list[Any]) -> syntax.Query:
        return c[0]  # type: ignore[no-any-return]

    def query(self, c: list[Any]) -> syntax.Query:
        values: dict[str, Any] = {"items": c[1], "sources": c[3], "at": _at(c[0])}
        for name, value in c[4:]:
            values[name] = values.get(name, ()) + value if name in ("modes", "apart") else value
            if name == "group":
                values["group"], values["sums"] = value
        return syntax.Query(**values)

    def select_list(self, c: list[Any]) -> tuple[Any, ...]:
        return tuple(c)

    def field_item(self, c: list[Any]) -> syntax.Field:
        return syntax.Field(c[0], str(c[1]) if len(c) > 1 else None)

    function_item = field_item

    def subquery(self, c: list[Any]) -> syntax.Subquery:
        return syntax.Subquery(c[0])

    def typeof(self, c: list[Any]) -> syntax.Typeof:
        types = tuple(one for one in c[2:-1] if isinstance(one[0], str))
        otherwise = next((one for one in c[2:-1] if isinstance(one[0], syntax.Path)), ())
        return syntax.Typeof(c[1], types, otherwise, _at(c[0]))

    def when(self, c: list[Any]) -> tuple[Any, ...]:
        return str(c[1]), tuple(c[3:])

    def else_(self, c: list[Any]) -> tuple[Any, ...]:
        return tuple(c[1:])

    def from_list(self, c: list[Any]) -> tuple[Any, ...]:
        return tuple(c)

    def from_item(self, c: list[Any]) -> syntax.Source:
        names = [str(t) for t in c[1:] if t.type == "NAME"]
        return syntax.Source(c[0], names[0] if names else None)

    def using_scope(self, c: list[Any]) -> tuple[str, str]:
        return "scope", str(c[-1])

    def using_lookup(self, c: list[Any]) -> tuple[str, Any]:
        return "apart", (syntax.Apart("using_lookup", _at(c[0])),)

    def where(self, c: list[Any]) -> tuple[str, Any]:
        return "where", c[1]

    def with_mode(self, c: list[Any]) -> tuple[str, Any]:
        return "modes", (str(c[1]).upper(),)

    def with_category(self, c: list[Any]) -> tuple[str, Any]:
        return "apart", (syntax.Apart("data_category", _at(c[0])),)

    def with_filter(self, c: list[Any]) -> tuple[str, Any]:
        return "apart", (syntax.Apart("with_filter", _at(c[0])),)

    def group(self, c: list[Any]) -> tuple[str, Any]:
        return "group", c[-1]

    def group_plain(self, c: list[Any]) -> tuple[tuple[Any, ...], str]:
        return tuple(c), ""

    def group_rollup(self, c: list[Any]) -> tuple[tuple[Any, ...], str]:
        return tuple(c[1:]), str(c[0]).upper()

    def having(self, c: list[Any]) -> tuple[str, Any]:
        return "having", c[1]

    def order(self, c: list[Any]) -> tuple[str, Any]:
        return "order", tuple(c[2:])

    def order_item(self, c: list[Any]) -> syntax.Order:
        words = {t.type: str(t).lower() for t in c[1:]}
        return syntax.Order(c[0], words.get("DIRECTION") == "desc", words.get("PLACE") == "last")

    def limit(self, c: list[Any]) -> tuple[str, Any]:
        return "limit", c[1]

    def offset(self, c: list[Any]) -> tuple[str, Any]:
        return "offset", c[1]

    def count(self, c: list[Any]) -> int | syntax.Literal:
        return int(c[0]) if c[0].type == "INTEGER" else syntax.Literal("bind", str(c[0]), _at(c[0]))

    def for_clause(self, c: list[Any]) -> tuple[str, Any]:
        return "purpose", tuple(str(t).upper() for t in c[1:])

    def update(self, c: list[Any]) -> tuple[str, Any]:
        return "tracking", tuple(str(t).upper() for t in c[1:])

    def all_rows(self, c: list[Any]) -> tuple[str, Any]:
        return "apart", (syntax.Apart("all_rows", _at(c[0])),)

    def chain(self, c: list[Any]) -> syntax.Condition:
        if len(c) == 1:
            return c[0]  # type: ignore[no-any-return]
        operators = c[1::2]
        return syntax.Chain(tuple(c[::2]), tuple(str(t).upper() for t in operators), tuple(_at(t) for t in operators))

    def negation(self, c: list[Any]) -> syntax.Not:
        return syntax.Not(c[1], _at(c[0]))

    def compare(self, c: list[Any]) -> syntax.Compare:
        return syntax.Compare(c[0], "!=" if c[1] == "<>" else str(c[1]), c[2])

    def like(self, c: list[Any]) -> syntax.Like:
        return syntax.Like(c[0], c[2])

    def in_list(self, c: list[Any]) -> syntax.Within:
        return syntax.Within(c[0], "IN", c[2], _at(c[1]))

    def not_in_list(self, c: list[Any]) -> syntax.Within:
        return syntax.Within(c[0], "NOT IN", c[3], _at(c[1]))

    def set_list(self, c: list[Any]) -> syntax.Within:
        return syntax.Within(c[0], str(c[1]).upper(), c[2], _at(c[1]))

    def values(self, c: list[Any]) -> tuple[Any, ...]:
        return tuple(c)

    def inner(self, c: list[Any]) -> syntax.Query:
        return c[0]  # type: ignore[no-any-return]

    def bind(self, c: list[Any]) -> syntax.Literal:
        return syntax.Literal("bind", str(c[0]), _at(c[0]))

    def literal(self, c: list[Any]) -> syntax.Literal:
        token = c[0]
        text = str(token)[1:-1] if token.type == "STRING" else str(token)
        return syntax.Literal(token.type.lower(), text, _at(token))

    def function(self, c: list[Any]) -> syntax.Function:
        return syntax.Function(str(c[0]).upper(), tuple(c[1:]), _at(c[0]))

    def number(self, c: list[Any]) -> syntax.Literal:
        return syntax.Literal("decimal", str(c[0]), _at(c[0]))

    def geolocation(self, c: list[Any]) -> tuple[Any, ...]:
        return tuple(c[1:])

    def distance(self, c: list[Any]) -> syntax.Function:
        return syntax.Function("DISTANCE", (c[1], *c[2], c[3]), _at(c[0]))

    def path(self, c: list[Any]) -> syntax.Path:
        return syntax.Path(tuple(str(t) for t in c), _at(c[0]))
