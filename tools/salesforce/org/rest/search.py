"""Search: a small part of SOSL, `FIND {words} [IN ... FIELDS] [RETURNING Object(Field, ...), ...] [LIMIT n]`."""

from __future__ import annotations

import re
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.answer import records
from tools.salesforce.org.soql.compilation import compile_query

STATEMENT = re.compile(
    r"\s*FIND\s*\{(?P<words>(?:\\.|[^{}\\])*)\}\s*"
    r"(?:IN\s+(?P<group>ALL|NAME|EMAIL|PHONE)\s+FIELDS\s*)?"
    r"(?:RETURNING\s+(?P<objects>.+?)\s*)?(?:LIMIT\s+(?P<limit>\d+)\s*)?",
    re.I | re.S,
)
OBJECT = re.compile(r"\s*(?P<name>\w+)\s*(?:\((?P<fields>[\w.,\s]*)\))?\s*(?:,|$)")
GROUPS = {"NAME": frozenset({"Name", "Subject", "Title", "CaseNumber"})}
MOST, MOST_WORDS = 2000, 20


def respond(context: Context, call: Call) -> Reply:
    """Answers records whose searchable fields contain every word (a word may end in `*`)."""
    call.allow("GET")
    found = STATEMENT.fullmatch(call.query.get("q", ""))
    if found is None:
        problem = "No search term found. The search term must be enclosed in braces."
        raise ApiError("MALFORMED_SEARCH", problem)
    words = [re.sub(r"\\(.)", r"\1", w).strip("*\"'") for w in found["words"].split()]
    if len(words) > MOST_WORDS:
        raise ApiError("MALFORMED_SEARCH", f"a search may have {MOST_WORDS} words at most")
    if not words or max(len(word) for word in words) < 2:
        raise ApiError("MALFORMED_SEARCH", "search term must be longer than one character")
    limit = min(int(found["limit"] or MOST), MOST)
    result: list[dict[str, Any]] = []
    for sobject, names in _objects(context, found["objects"]):
        result += _search(context, sobject, names, words, (found["group"] or "ALL").upper(), limit - len(result))
    return Reply(200, {"searchRecords": result} if context.version >= 37 else result)


def _objects(context: Context, text: str | None) -> list[tuple[Sobject, list[str]]]:
    if text is None:
        return [(sobject, ["Id"]) for sobject in context.schema.sobjects if sobject.searchable]
    chosen, place = [], 0
    while place < len(text):
        found = OBJECT.match(text, place)
        if found is None:
            problem = "the embedded org reads RETURNING Object(Field, ...) without further clauses"
            raise ApiError("MALFORMED_SEARCH", f"unexpected token in RETURNING: {problem}")
        sobject = context.schema.sobject(found["name"])
        if sobject is None:
            raise ApiError("INVALID_TYPE", f"sObject type '{found['name']}' is not supported.")
        names = [name.strip() for name in (found["fields"] or "Id").split(",") if name.strip()]
        chosen.append((sobject, names))
        place = found.end()
    return chosen


def _search(
    context: Context, sobject: Sobject, names: list[str], words: list[str], group: str, limit: int
) -> list[dict[str, Any]]:
    fields = [f for f in sobject.stored if _searched(f, group)]
    if not fields or limit <= 0:
        return []
    conditions = tuple(_contains(fields, word) for word in words)
    where: syntax.Condition = conditions[0]
    if len(conditions) > 1:
        where = syntax.Chain(conditions, ("AND",) * (len(conditions) - 1), (0,) * (len(conditions) - 1))
    items = tuple(syntax.Field(syntax.Path(tuple(name.split(".")))) for name in names)
    query = syntax.Query(items, (syntax.Source(syntax.Path((sobject.name,))),), where=where, limit=limit)
    plan = compile_query(context, query, "")
    return records(context, plan, plan.rows(limit))


def _searched(field: Field, group: str) -> bool:
    if not field.text or field.long or field.type in ("picklist", "multipicklist"):
        return False
    if group in ("EMAIL", "PHONE"):
        return field.type == group.lower()
    return group == "ALL" or field.name in GROUPS[group]


def _contains(fields: list[Field], word: str) -> syntax.Condition:
    escaped = re.sub(r"([\\%_'])", r"\\\1", word)
    likes = tuple(syntax.Like(syntax.Path((f.name,)), syntax.Literal("string", f"%{escaped}%")) for f in fields)
    if len(likes) == 1:
        return likes[0]
    return syntax.Chain(likes, ("OR",) * (len(likes) - 1), (0,) * (len(likes) - 1))
