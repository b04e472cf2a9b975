"""Recorded traffic of a real org is answered in the same shape.

The recordings lie outside of the project; an excerpt is checked in (recorded/LICENSE.txt says whose it is).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from recorded_replay import OUT_OF_SCOPE, Replay, differences, reason

from tools.salesforce.org import EmbeddedOrg

HERE = Path(__file__).parent
ALL = HERE.parents[2] / "shared/data/salesforce/recorded/interactions.json"
INTERACTIONS = json.loads((ALL if ALL.exists() else HERE / "recorded/interactions.json").read_text(encoding="utf-8"))
REPLAYED = [one for one in INTERACTIONS if not reason(one)]


def named(one: dict[str, Any]) -> str:
    return f"{one['method']} {one['uri'].partition('?')[0].rpartition('.0/')[2]} of {one['src'].partition('.')[0]}"


@pytest.mark.parametrize("interaction", REPLAYED, ids=named)
def test_a_recorded_request_is_answered_in_the_recorded_shape(interaction: dict[str, Any]) -> None:
    org = EmbeddedOrg(None)
    assert Replay(org).differences(interaction) == []
    org.close()


@pytest.mark.parametrize("start", OUT_OF_SCOPE)
def test_what_is_out_of_scope_is_said_not_to_be_there(start: str) -> None:
    org = EmbeddedOrg(None)
    status, answer = Replay(org).send("GET", f"/services/data/v62.0/{start}x", None)
    assert (status, answer[0]["errorCode"]) == (404, "NOT_FOUND")
    org.close()


def test_another_shape_is_found() -> None:
    recorded = {"id": "1", "errors": [{"statusCode": "A"}], "count": 1}
    assert list(differences(recorded, recorded)) == []
    assert list(differences(recorded, {"id": 1, "errors": [{"statusCode": "B"}], "count": None})) != []
    assert list(differences(recorded, {"id": "1", "errors": []})) == ["body: without ['count'], with []"]
