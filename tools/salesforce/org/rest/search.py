"""Search: SOSL (`search`), and the same by parameters (`parameterizedSearch`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.sosl import answer, statement
from tools.salesforce.org.sosl.statement import GROUPS, MOST, Returned, Search

GIVEN = frozenset({"q", "in", "fields", "sobjects", "overallLimit", "defaultLimit", "metadata", "spellCorrection"})
OF_OBJECT = frozenset({"name", "fields", "where", "orderBy", "limit"})


def respond(context: Context, call: Call) -> Reply:
    """Answers a statement in the parameter `q`."""
    call.allow("GET")
    found = answer.found(context, statement.read(call.query.get("q", "")))
    return Reply(200, found if context.version >= 37 else found["searchRecords"])


def by_parameters(context: Context, call: Call) -> Reply:
    """Answers a search whose parts are parameters of the address, or keys of the body."""
    call.allow("GET", "POST")
    given = call.mapping() if call.method == "POST" else _of_address(call.query)
    return Reply(200, answer.found(context, _search(given)))


def _of_address(query: Mapping[str, str]) -> dict[str, Any]:
    """`sobject=Account&Account.fields=Id,Name&Account.limit=5` as the body of a POST would say it."""
    given: dict[str, Any] = {name: value for name, value in query.items() if name != "sobject" and "." not in name}
    if "fields" in given:
        given["fields"] = given["fields"].split(",")
    names = [name.strip() for name in query.get("sobject", "").split(",") if name.strip()]
    given["sobjects"] = [{"name": name} for name in names]
    for key, value in query.items():
        name, dot, what = key.partition(".")
        if dot:
            one = next((each for each in given["sobjects"] if each["name"].lower() == name.lower()), None)
            if one is None:
                raise _wrong(f"{key} belongs to no sobject of the search")
            one[what] = value.split(",") if what == "fields" else value
    return given


def _search(given: Mapping[str, Any]) -> Search:
    unknown = next((name for name in given if name not in GIVEN), None)
    if unknown is not None:
        raise _wrong(f"the embedded org does not know the parameter {unknown}; it knows {', '.join(sorted(GIVEN))}")
    words, group = given.get("q"), str(given.get("in", "ALL")).upper()
    if not isinstance(words, str) or group not in GROUPS:
        raise _wrong("q must be a text" if group in GROUPS else f"in must be one of {', '.join(GROUPS)}")
    default = _number(given.get("defaultLimit"), "defaultLimit")
    fields = _fields(given.get("fields", []))
    sobjects = given.get("sobjects", [])
    if not isinstance(sobjects, list) or not all(isinstance(one, dict) and one.get("name") for one in sobjects):
        raise _wrong("sobjects must be a list of objects with a name")
    returned = tuple(_returned(one, fields, default) for one in sobjects)
    limit = _number(given.get("overallLimit"), "overallLimit")
    labels = str(given.get("metadata", "")).upper() == "LABELS"
    return Search(words, group, returned, min(MOST if limit is None else limit, MOST), labels)


def _returned(one: Mapping[str, Any], fields: list[str], default: int | None) -> Returned:
    unknown = next((name for name in one if name not in OF_OBJECT), None)
    if unknown is not None:
        raise _wrong(f"the embedded org does not know {one['name']}.{unknown}; it knows {', '.join(sorted(OF_OBJECT))}")
    name, limit = str(one["name"]), _number(one.get("limit"), f"{one['name']}.limit")
    if not name.replace("_", "").isalnum():
        raise ApiError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    parts = [", ".join(_fields(one.get("fields", [])) or fields or ["Id"])]
    parts += [f"WHERE {one['where']}"] if one.get("where") else []
    parts += [f"ORDER BY {one['orderBy']}"] if one.get("orderBy") else []
    limit = default if limit is None else limit
    return statement.returning(name, " ".join([*parts, *([] if limit is None else [f"LIMIT {limit}"])]))


def _fields(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise _wrong("fields must be a list of names")
    return [name.strip() for name in given if name.strip()]


def _number(given: Any, name: str) -> int | None:
    if given is None:
        return None
    if not str(given).isdecimal() or int(str(given)) > MOST:
        raise _wrong(f"{name} must be a number up to {MOST}")
    return int(str(given))


def _wrong(problem: str) -> ApiError:
    return ApiError("MALFORMED_SEARCH", problem)
