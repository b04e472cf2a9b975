"""Bodies that another client keeps as fixtures of a real org are answered in the same shape.

They lie outside of the project: without them these tests have nothing to compare with, and are not collected.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from org_desk import Desk
from recorded_replay import differences

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/salesforce/responses"
ADMINISTRATOR = {"username": "admin@embedded.example", "password": "embedded"}


def token(desk: Desk, **form: str) -> requests.Response:
    return desk.session.post(f"{desk.url}/services/oauth2/token", data=form)


def refreshed(desk: Desk) -> requests.Response:
    first = token(desk, grant_type="password", scope="refresh_token", **ADMINISTRATOR).json()["refresh_token"]
    return token(desk, grant_type="refresh_token", refresh_token=first)


def changed(desk: Desk, which: str) -> requests.Response:
    account = desk.add("Account", Name="a")
    if which == "deleted":
        desk.sf.Account.delete(account)
    span = {
        "start": (desk.clock() - timedelta(hours=1)).isoformat(),
        "end": (desk.clock() + timedelta(hours=1)).isoformat(),
    }
    return desk.raw("GET", f"sobjects/Account/{which}", params=span)


def query(desk: Desk, text: str, size: int = 2000) -> requests.Response:
    headers = {"Sforce-Query-Options": f"batchSize={size}"}
    return desk.raw("GET", "query", params={"q": text}, headers=headers)


def page(desk: Desk, last: bool) -> requests.Response:
    rows = [{"attributes": {"type": "Lead"}, "LastName": f"{n}", "Company": "c"} for n in range(201)]
    for some in (rows[:200], rows[200:]):
        desk.raw("POST", "composite/sobjects", json={"records": some})
    first = query(desk, "SELECT Company FROM Lead", 200)
    return desk.raw("GET", first.json()["nextRecordsUrl"].partition("v59.0/")[2]) if last else first


def doubled(desk: Desk) -> requests.Response:
    from tools.salesforce.org.declarations import field

    desk.org.add_fields("Account", [field("", "Account", "E__c", {"type": "string", "externalId": True})])
    for name in ("a", "b"):
        desk.add("Account", Name=name, E__c="1")
    return desk.raw("PATCH", "sobjects/Account/E__c/1", json={"Name": "c"})


def viewed(desk: Desk) -> requests.Response:
    desk.add("Account", Name="a")
    query(desk, "SELECT Id FROM Account FOR VIEW")
    return desk.raw("GET", "recent")


def listed(desk: Desk) -> requests.Response:
    desk.add("Account", Name="a")
    view = desk.raw("GET", "sobjects/Account/listviews").json()["listviews"][0]["id"]
    return desk.raw("GET", f"sobjects/Account/listviews/{view}/results")


def expired(desk: Desk) -> requests.Response:
    desk.sf.session_id = "x"
    return desk.raw("GET", "limits")


def found(desk: Desk) -> requests.Response:
    return desk.raw("GET", f"sobjects/Account/{desk.add('Account', Name='a')}", params={"fields": "Id,Site"})


def searched(desk: Desk) -> requests.Response:
    desk.add("Account", Name="needle")
    text = {"q": "FIND {needle} RETURNING Account(Id)"}
    headers = {"Authorization": f"Bearer {desk.sf.session_id}"}
    return desk.session.get(f"{desk.url}/services/data/v36.0/search", params=text, headers=headers)


def summed(desk: Desk) -> requests.Response:
    desk.add("Account", Name="a", AnnualRevenue=1, Site="s")
    return query(desk, "SELECT Site CampaignId, SUM(AnnualRevenue) FROM Account GROUP BY Site")


ASKED: dict[str, Callable[[Desk], requests.Response]] = {
    "auth_error_response": lambda d: token(d, grant_type="password", username="x", password="y"),
    "auth_success_response": lambda d: token(d, grant_type="password", **ADMINISTRATOR),
    "create_success_response": lambda d: d.raw("POST", "sobjects/Account", json={"Name": "a"}),
    "delete_error_response": lambda d: d.raw("DELETE", "sobjects/Account/rid"),
    "expired_session_response": expired,
    "get_deleted_success_response": lambda d: changed(d, "deleted"),
    "get_updated_success_response": lambda d: changed(d, "updated"),
    "list_sobjects_success_response": lambda d: d.raw("GET", "sobjects"),
    "describe_sobjects_success_response": lambda d: d.raw("GET", "sobjects"),
    "list_view_results_success_response": listed,
    "org_query_response": lambda d: query(d, "SELECT Id FROM Organization"),
    "query_aggregate_success_response": summed,
    "query_empty_response": lambda d: query(d, "SELECT Id FROM Account"),
    "query_error_response": lambda d: query(d, "SELECT Nope FROM Account"),
    "query_paginated_first_page_response": lambda d: page(d, last=False),
    "query_paginated_last_page_response": lambda d: page(d, last=True),
    "reauth_success_response": refreshed,
    "refresh_success_response": refreshed,
    "refresh_error_response": lambda d: token(d, grant_type="refresh_token", refresh_token="x"),
    "recent_success_response": viewed,
    "search_success_response": searched,
    "search_error_response": lambda d: d.raw("GET", "search", params={"q": "FIND x"}),
    "services_data_success_response": lambda d: d.session.get(f"{d.url}/services/data"),
    "sobject_describe_error_response": lambda d: d.raw("GET", "sobjects/Nope/describe"),
    "sobject_describe_success_response": lambda d: d.raw("GET", "sobjects/Account/describe"),
    "sobject_find_error_response": lambda d: d.raw("GET", "sobjects/Account/23foo"),
    "sobject_find_success_response": lambda d: d.raw("GET", f"sobjects/Account/{d.add('Account', Name='a')}"),
    "sobject_select_success_response": found,
    "upsert_created_success_response": lambda d: d.raw("PATCH", "sobjects/Lead/Email/a@b.de", json={"LastName": "a", "Company": "c"}),
    "upsert_error_response": lambda d: d.raw("PATCH", "sobjects/Account/Namez/x", json={"Site": "s"}),
    "upsert_multiple_error_response": doubled,
    "write_error_response": lambda d: d.raw("POST", "sobjects/Account", json={"Name": "a", "foo": 1}),
}  # fmt: skip

FIELDS = {"sobject_find_success_response", "sobject_select_success_response", "query_paginated_first_page_response",
          "query_paginated_last_page_response"}  # fmt: skip
"""Bodies whose record has the fields of an object of the fixtures' own: only what stands around them is compared."""


def bare(value: Any) -> Any:
    """Without the fields of records."""
    if isinstance(value, dict):
        kept = {"attributes": value["attributes"]} if "attributes" in value else value
        return {key: bare(one) for key, one in kept.items()}
    return [bare(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "file", sorted(file for file in FOLDER.glob("*.json") if file.stem in ASKED), ids=lambda file: file.stem
)
def test_a_known_body_is_answered_in_its_shape(desk: Desk, file: Path) -> None:
    recorded, answer = json.loads(file.read_text(encoding="utf-8")), ASKED[file.stem](desk).json()
    if file.stem in FIELDS:
        recorded, answer = bare(recorded), bare(answer)
    # Descriptions and save results have grown since; those of queries and of what changed have not.
    grown = "describe" in file.stem or ("success" in file.stem and not file.stem.startswith(("query", "get_")))
    assert list(differences(recorded, answer, grown)) == []
