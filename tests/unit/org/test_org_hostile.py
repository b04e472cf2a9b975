"""Whatever is sent, the org answers: with a refusal in Salesforce's form, never with a crash."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from tools.salesforce.org import EmbeddedOrg
from tools.salesforce.org.message import Request

BASE = "/services/data/v59.0"
VALUES: list[Any] = [
    None, True, -1, 1e308, 2**70, "", "x" * 300, "\ud800", "\x00", "@{a.id}", "@{", "001Ew0000000001IAA", "500", [], {},
    [[]], [{}], "2026-02-30", "0000-00-00", {"type": 5}, {"records": [{}]}, "é'; --",
]  # fmt: skip
NAMES = [
    "Id",
    "Name",
    "OwnerId",
    "CreatedDate",
    "IsDeleted",
    "Account",
    "attributes",
    "VersionData",
    "ParentId",
    "records",
]
SUBREQUEST = ["method", "url", "referenceId", "body", "httpHeaders", "richInput"]
WORDS = [
    "SELECT",
    "FROM",
    "WHERE",
    "(",
    ")",
    ",",
    "AND",
    "OR",
    "NOT",
    "IN",
    "LIKE",
    "=",
    "!=",
    "<",
    "NULLS",
    "FIRST",
    "LIMIT",
    "5",
    "-1",
    "1e999",
    "99999999999999999999",
    "'x'",
    "'é'",
    "'\\q'",
    "'%'",
    "null",
    "TRUE",
    "TODAY",
    "LAST_N_DAYS:99999",
    "2026-02-30",
    "2026-13-01T00:00:00Z",
    "Id",
    "Name",
    "Subject",
    "Owner.Name",
    "Account.Owner.Profile.Name",
    "COUNT(Id)",
    "COUNT()",
    "MAX(Name)",
    "FIELDS(ALL)",
    "Case",
    "Account",
    "Contacts",
    "GROUP",
    "BY",
    "HAVING",
    "ORDER",
    "FOR",
    "VIEW",
    ":bind",
    "//",
    "usd5",
]


@pytest.mark.parametrize("seed", range(4))
def test_random_bodies_are_answered(seed: int) -> None:
    chance = random.Random(seed)
    org = EmbeddedOrg(None)
    headers = {"authorization": f"Bearer {org.session_id}", "content-type": "application/json"}
    objects = [one.name for one in org.schema.sobjects]

    def some(names: list[str]) -> dict[str, Any]:
        return {chance.choice(names): chance.choice(VALUES) for _ in range(chance.randint(0, 4))}

    def part() -> Any:
        place = f"{BASE}/sobjects/{chance.choice(objects)}"
        good = {"method": chance.choice(["POST", "GET"]), "url": place, "referenceId": chance.choice("abc")}
        return chance.choice([some(SUBREQUEST), {**good, "body": some(NAMES)}, chance.choice(VALUES)])

    def row() -> Any:
        return {"attributes": {"type": chance.choice(objects)}, **some(NAMES)}

    for _ in range(150):
        one, field, value = chance.choice(objects), chance.choice(NAMES), chance.choice(VALUES)
        path, body = chance.choice(
            [
                (f"sobjects/{one}", some(NAMES)),
                (f"sobjects/{one}/{field}/x", some(NAMES)),
                (f"sobjects/{one}/001Ew0000000001IAA", some(NAMES)),
                ("composite", {"allOrNone": value, "compositeRequest": [part(), part()]}),
                ("composite/graph", {"graphs": [{"graphId": "1", "compositeRequest": [part()]}, value]}),
                ("composite/batch", {"batchRequests": [part(), value]}),
                ("composite/sobjects", {"allOrNone": value, "records": [row(), row()]}),
                (f"composite/sobjects/{one}/{field}", {"records": [row()]}),
                (f"composite/tree/{one}", {"records": [row()]}),
                ("actions/custom/flow/x", {"inputs": value}),
                (f"sobjects/{one}", value),
            ]
        )
        content = json.dumps(body).encode("utf-8", "surrogatepass")
        response = org.handle(Request(chance.choice(["POST", "PATCH"]), f"{BASE}/{path}", {}, headers, content))
        assert response.status < 500, (path, body, response.body)
    org.close()


def test_random_statements_are_answered() -> None:
    chance = random.Random(7)
    org = EmbeddedOrg(None)
    headers = {"authorization": f"Bearer {org.session_id}"}
    for _ in range(400):
        head = chance.choice([["SELECT", "Id", "FROM", "Case", "WHERE"], ["SELECT"], []])
        text = " ".join(head + chance.choices(WORDS, k=chance.randint(0, 8)))
        response = org.handle(Request("GET", f"{BASE}/query", {"q": text}, headers))
        assert response.status in (200, 400), (text, response.body)
    org.close()
