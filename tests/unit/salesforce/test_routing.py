"""The embedded org's Omni-Channel: what an offer of work does to its routing, its record and a person's capacity."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk

from tools.salesforce.errors import Refusal


class Floor:
    """A desk with one person present, who has room for two pieces of work."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.channel = desk.add("ServiceChannel", MasterLabel="Cases", DeveloperName="Cases", RelatedEntity="Case")
        self.status = desk.add("ServicePresenceStatus", MasterLabel="Online", DeveloperName="Online")
        self.user = str(desk.rows("SELECT Id FROM User LIMIT 1")[0]["Id"])
        self.presence = self.present()

    def present(self, **more: Any) -> str:
        given = {"IsCurrentState": True, "ConfiguredCapacity": 2, **more}
        return self.desk.add("UserServicePresence", UserId=self.user, ServicePresenceStatusId=self.status, **given)

    def routing(self, ready: bool = True) -> tuple[str, str]:
        case = self.desk.add("Case", Subject="s", OwnerId=self.desk.queues["INTAKE"])
        values = {"WorkItemId": case, "ServiceChannelId": self.channel, "RoutingModel": "ExternalRouting"}
        return case, self.desk.add(
            "PendingServiceRouting", **values, RoutingType="External", CapacityWeight=1, IsReadyForRouting=ready
        )

    def offer(self, case: str, routing: str, **more: Any) -> str:
        values = {"UserId": self.user, "WorkItemId": case, "ServiceChannelId": self.channel}
        return self.desk.add("AgentWork", **values, PendingServiceRoutingId=routing, **more)

    def status_of(self, work: str) -> str:
        return str(self.desk.one("AgentWork", work, "Status")["Status"])


@pytest.fixture
def floor(desk: Desk) -> Floor:
    return Floor(desk)


def test_an_offer_pushes_its_routing_and_acceptance_ends_it(floor: Floor) -> None:
    case, routing = floor.routing()
    work = floor.offer(case, routing)
    assert floor.status_of(work) == "Assigned"
    assert floor.desk.one("PendingServiceRouting", routing, "IsPushed") == {"IsPushed": True}
    assert floor.desk.one("Case", case, "OwnerId") == {"OwnerId": floor.desk.queues["INTAKE"]}
    floor.desk.change("AgentWork", work, Status="Opened")
    assert floor.desk.count("PendingServiceRouting") == 0
    assert floor.desk.one("Case", case, "OwnerId") == {"OwnerId": floor.user}
    assert floor.desk.one("AgentWork", work, "AcceptDateTime")["AcceptDateTime"]


@pytest.mark.parametrize("status", ["Declined", "DeclinedOnPushTimeout"])
def test_a_decline_gives_the_routing_back_and_frees_capacity(floor: Floor, status: str) -> None:
    case, routing = floor.routing()
    floor.desk.change("AgentWork", floor.offer(case, routing), Status=status)
    assert floor.desk.one("PendingServiceRouting", routing, "IsPushed") == {"IsPushed": False}
    assert floor.status_of(floor.offer(case, routing)) == "Assigned"


def test_capacity_is_never_exceeded(floor: Floor) -> None:
    works = [floor.offer(*floor.routing()) for _ in range(3)]
    assert [floor.status_of(work) for work in works] == ["Assigned", "Assigned", "Unavailable"]
    floor.desk.change("AgentWork", works[0], Status="Opened")
    assert floor.status_of(floor.offer(*floor.routing())) == "Unavailable", "accepted work takes up capacity too"
    floor.desk.change("AgentWork", works[0], Status="Closed")
    assert floor.status_of(floor.offer(*floor.routing())) == "Assigned"


def test_nobody_is_offered_work_who_is_not_present(floor: Floor) -> None:
    floor.present(IsAway=True)
    assert floor.desk.one("UserServicePresence", floor.presence, "IsCurrentState") == {"IsCurrentState": False}
    assert floor.status_of(floor.offer(*floor.routing())) == "Unavailable"


def test_work_is_pushed_to_one_person_at_a_time(floor: Floor) -> None:
    case, routing = floor.routing()
    floor.offer(case, routing)
    with pytest.raises(Refusal, match="pushed to an agent already"):
        floor.offer(case, routing)


def test_a_routing_is_offered_once_it_is_ready_and_not_edited_after(floor: Floor) -> None:
    case, routing = floor.routing(ready=False)
    with pytest.raises(Refusal, match="isn't ready"):
        floor.offer(case, routing)
    floor.desk.change("PendingServiceRouting", routing, IsReadyForRouting=True)
    with pytest.raises(Refusal, match="can't be edited"):
        floor.desk.change("PendingServiceRouting", routing, CapacityWeight=2)
    with pytest.raises(Refusal, match="another work item"):
        floor.offer(floor.desk.add("Case", Subject="t"), routing)
