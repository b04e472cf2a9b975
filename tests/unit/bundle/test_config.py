"""The bundle that comes with the project is right, and routes as its tables and rules say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.bundle import inspect, load
from workflow.bundle import Bundle
from workflow.derived import derive

CONFIG = Path(__file__).parents[3] / "config"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load(CONFIG)


def test_nothing_in_it_needs_a_look(bundle: Bundle) -> None:
    assert [str(found) for found in inspect(bundle) if found.level != "info"] == []


def route(bundle: Bundle, category: str, account: dict[str, Any] | None) -> tuple[str | None, str]:
    values: dict[str, Any] = {"category": category, "account": account}
    derived = derive(bundle.workflow("dealer-support").derive, values)
    decision = bundle.tables["dealer_support_routing"].decide({**values, **derived}, ("queue",))
    return decision.given["queue"], derived["skill"]


@pytest.mark.parametrize(
    ("category", "account", "queue", "skill"),
    [
        ("privacy_request", None, "PRIVACY", "privacy"),
        ("cancellation", {"Major_Account_Group__c": "Some Group"}, "RETENTION_MAG", "retention"),
        ("cancellation", None, "RETENTION", "retention"),
        ("billing", None, "TRIAGE_REVIEW", "billing"),
        ("billing", {}, "TRIAGE_REVIEW", "billing"),
        ("billing", {"Id": "1"}, "BILLING", "billing"),
        ("training", {"Brand__c": "Ford;Kia", "Major_Account_Group__c": "Some Group"}, "MAG_SUPPORT", "content"),
        ("training", {"Brand__c": "Lincoln;Ford"}, "POD_FORD", "content"),
        ("training", {"Brand__c": "Chrysler;Dodge;Jeep;Ram"}, "POD_FCA", "content"),
        ("lead_delivery", {"Brand__c": "Ford;Toyota", "Region__c": "West"}, "POD_IND_WEST", "technical"),
        ("lead_delivery", {"Brand__c": "Kia", "Region__c": "East"}, "POD_IND_EAST", "technical"),
        ("lead_delivery", {"Brand__c": "", "Region__c": "Europe"}, "POD_IND_EAST", "technical"),
    ],
)
def test_it_routes_as_the_table_says(
    bundle: Bundle, category: str, account: dict[str, Any] | None, queue: str, skill: str
) -> None:
    assert route(bundle, category, account) == (queue, skill)


def test_every_category_of_a_known_account_has_a_queue_and_a_skill(bundle: Bundle) -> None:
    for category in bundle.categories["dealer_support"].ids:
        queue, skill = route(bundle, category, {"Id": "1", "Brand__c": "BMW"})
        assert queue in bundle.teams
        assert skill
