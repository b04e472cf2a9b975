"""A case given to a queue, a person, by the org's rules, or by Omni-Channel to who is present, skilled and has room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.distributing import distribute
from app.wiring import House
from graphs.run import Report
from tools.salesforce import offer
from tools.salesforce.org import Fault
from workflow.trace import Hop

Mail = Callable[..., bytes]
Variant = Callable[..., House]
WORKFLOW = "workflows/dealer-support.yaml"
TEXT = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
OMNI = "by: omni, channel: Cases, to: queue, skills: [skill]"
TOOLS = "tools: [salesforce.open_record, salesforce.save_case, salesforce.log, salesforce.assign]\nsteps:"


def assigning(variant: Variant, how: str) -> House:
    step = f"tool: salesforce.save_case}}\n      - {{id: give, kind: assign, {how}}}\n"
    house = variant((WORKFLOW, "tool: salesforce.save_case}\n", step), (WORKFLOW, "\nsteps:", f"\n{TOOLS}"))
    assert house.mistakes() == []
    return house


class Floor:
    """Service people of an org: each present with a capacity, some with skills."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.channel = self.add("ServiceChannel", MasterLabel="Cases", DeveloperName="Cases", RelatedEntity="Case")
        self.status = self.add("ServicePresenceStatus", MasterLabel="Online", DeveloperName="Online")
        self.skill = self.add("Skill", MasterLabel="Billing", DeveloperName="billing")
        self.profile = house.client.query("SELECT Id FROM Profile LIMIT 1")[0]["Id"]

    def add(self, sobject: str, **values: Any) -> str:
        return str(self.house.client.request("POST", f"sobjects/{sobject}", values)["id"])

    def person(self, name: str, capacity: int = 2, skilled: bool = True, busy: int = 0) -> str:
        user = self.add(
            "User", Username=f"{name.lower()}@x.invalid", LastName=name, Alias=name[:8], ProfileId=self.profile,
            Email=f"{name.lower()}@x.invalid", TimeZoneSidKey="UTC", LocaleSidKey="en_US", EmailEncodingKey="UTF-8",
            LanguageLocaleKey="en_US",
        )  # fmt: skip
        self.add("UserServicePresence", UserId=user, ServicePresenceStatusId=self.status, IsCurrentState=True,
                 ConfiguredCapacity=capacity)  # fmt: skip
        if skilled:
            resource = self.add("ServiceResource", Name=name, RelatedRecordId=user)
            self.add("ServiceResourceSkill", ServiceResourceId=resource, SkillId=self.skill, SkillLevel=3,
                     EffectiveStartDate="2020-01-01T00:00:00Z")  # fmt: skip
        for _ in range(busy):
            other = self.add("Case", Subject="other")
            self.add("AgentWork", UserId=user, WorkItemId=other, ServiceChannelId=self.channel, CapacityWeight=1)
        return user

    def works(self, report: Report) -> list[dict[str, Any]]:
        return self.house.client.query(
            f"SELECT Id, User.Name, Status FROM AgentWork WHERE WorkItemId = '{report.run.record}' ORDER BY CreatedDate"
        )

    def pending(self, report: Report) -> list[dict[str, Any]]:
        return self.house.client.query(
            "SELECT Id, IsPushed, IsReadyForRouting, RoutingModel, (SELECT Skill.DeveloperName FROM SkillRequirements)"
            f" FROM PendingServiceRouting WHERE WorkItemId = '{report.run.record}'"
        )


def start(house: House, mail: Mail, number: int = 1) -> Report:
    report = house.runner.start("dealer-support", mail(TEXT, number=number))
    assert report.outcome == "cases", report.run.error
    return report


def striking(house: House, fault: Fault) -> list[str]:
    """Declares a fault; the list fills with the calls that it struck."""
    assert house.org is not None
    house.org.faults.declare(fault)
    struck, strike = [], house.org.faults.strike

    def told(method: str, path: str) -> Fault | None:
        found = strike(method, path)
        if found is not None:
            struck.append(path)
        return found

    house.org.faults.strike = told  # type: ignore[method-assign]
    return struck


def hop(house: House, report: Report) -> Hop:
    return next(each for each in house.store.hops.of(report.run.id) if each.step == "give")


def owner(house: House, report: Report) -> str:
    [row] = house.client.query(f"SELECT Owner.Name FROM Case WHERE Id = '{report.run.record}'")
    return str(row["Owner"]["Name"])


def test_it_is_offered_to_who_is_skilled_and_least_active(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann", capacity=9, busy=2)
    floor.person("Ben", busy=1)
    floor.person("Cem", skilled=False)
    report = start(house, mail)
    [work] = floor.works(report)
    assert (work["User"]["Name"], work["Status"]) == ("Ben", "Assigned")
    [pending] = floor.pending(report)
    assert (pending["IsPushed"], pending["IsReadyForRouting"], pending["RoutingModel"]) == (
        True,
        True,
        "ExternalRouting",
    )
    assert [row["Skill"]["DeveloperName"] for row in pending["SkillRequirements"]["records"]] == ["billing"]
    told = hop(house, report)
    assert told.status == "done"
    assert "Ben (least active: 1 open" in told.reason
    assert "after: Ann (2 open" in told.reason
    assert "Cem lacks the skill billing" in told.reason


def test_the_policy_may_be_who_is_most_available(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, f"{OMNI}, policy: most_available")
    floor = Floor(house)
    floor.person("Ann", capacity=9, busy=2)
    floor.person("Ben", busy=1)
    assert floor.works(start(house, mail))[0]["User"]["Name"] == "Ann"


def test_nobody_with_room_leaves_it_waiting_in_its_queue(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann", capacity=1, busy=1)
    report = start(house, mail)
    assert floor.works(report) == []
    assert [row["IsPushed"] for row in floor.pending(report)] == [False]
    told = hop(house, report)
    assert (told.status, "0 of 1 units left" in told.reason) == ("waiting", True)
    assert owner(house, report) == told.detail["arguments"]["to"]


def test_capacity_holds_over_many_cases(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann", capacity=2)
    floor.person("Ben", capacity=1)
    reports = [start(house, mail, number) for number in range(1, 6)]
    given = [work["User"]["Name"] for report in reports for work in floor.works(report)]
    assert sorted(given) == ["Ann", "Ann", "Ben"]
    assert sum(hop(house, report).status == "waiting" for report in reports) == 2


@pytest.mark.parametrize("drop", ["request", "reply"])
@pytest.mark.parametrize("nth", [3, 4])
def test_a_request_that_is_lost_while_assigning_doubles_nothing(
    variant: Variant, mail: Mail, drop: Any, nth: int
) -> None:
    """The third request reads, the fourth writes: after opening and saving."""
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann")
    struck = striking(house, Fault(path="composite", nth=nth, drop=drop))
    report = start(house, mail)
    assert struck
    assert [work["Status"] for work in floor.works(report)] == ["Assigned"]
    assert len(floor.pending(report)) == 1


def test_an_org_that_refuses_half_of_it_keeps_none_and_it_is_tried_again(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann")
    assert house.org is not None
    house.org.faults.declare(
        Fault(sobject="AgentWork", method="POST", code="INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY")
    )
    report = house.runner.start("dealer-support", mail(TEXT))
    assert report.outcome == "error"
    assert (floor.works(report), floor.pending(report)) == ([], [])
    assert house.runner.resume(report.run.id).outcome == "cases"
    assert len(floor.works(report)) == len(floor.pending(report)) == 1


def test_an_assignment_costs_two_calls(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    Floor(house).person("Ann", capacity=9)
    start(house, mail)  # descriptions, the channel and the skill are read once
    before = house.client.usage.calls
    report = start(house, mail, 2)
    assert hop(house, report).detail["result"]["calls"] == 2
    assert house.client.usage.calls - before == 5, "opening, saving, two for the assignment, the end of the log"


def test_to_a_queue_and_to_a_person(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, "by: queue, to: \"'INTAKE'\"")
    assert owner(house, start(house, mail)) == "INTAKE"
    house = assigning(variant, "by: user, to: \"'una@vendor.invalid'\"")
    report = start(house, mail, 2)
    assert (owner(house, report), "Una Voss owns it" in hop(house, report).reason) == ("Una Voss", True)


def test_by_the_rules_of_the_org(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, "by: rule")
    assert house.org is not None
    house.org.declare_objects([{"object": "Case", "assignmentRule": [{"owner": "una@vendor.invalid"}]}])
    report = start(house, mail)
    assert (owner(house, report), hop(house, report).status) == ("Una Voss", "done")


def test_who_is_not_there_parks_the_run(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, "by: user, to: \"'nobody@vendor.invalid'\"")
    report = house.runner.start("dealer-support", mail(TEXT))
    assert report.outcome == "error"
    assert "no user 'nobody@vendor.invalid'" in report.run.error


def test_what_waits_is_given_oldest_first_as_room_comes(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann", capacity=1)
    first, second, third = (start(house, mail, number) for number in (1, 2, 3))
    assert list(distribute(house, "dealer-support")) == []
    [work] = floor.works(first)
    house.client.request("PATCH", f"sobjects/AgentWork/{work['Id']}", {"Status": "Opened"})
    house.client.request("PATCH", f"sobjects/AgentWork/{work['Id']}", {"Status": "Closed"})
    assert [each.record for each in distribute(house, "dealer-support")] == [second.run.record]
    assert [len(floor.works(report)) for report in (first, second, third)] == [1, 1, 0]


def test_who_declined_is_not_asked_again(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    floor.person("Ann")
    floor.person("Ben", busy=1)
    report = start(house, mail)
    for name in ("Ann", "Ben"):
        work = floor.works(report)[-1]
        assert work["User"]["Name"] == name
        house.client.request("PATCH", f"sobjects/AgentWork/{work['Id']}", {"Status": "Declined"})
        moved = list(distribute(house, "dealer-support"))
    assert moved == [], "all have declined: it waits in its queue"
    assert [row["IsPushed"] for row in floor.pending(report)] == [False]


def test_what_waited_too_long_stays_in_its_queue(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, f"{OMNI}, within: 30 minutes")
    floor = Floor(house)
    report = start(house, mail)
    queue = owner(house, report)
    assert list(distribute(house, "dealer-support")) == []
    later = datetime.now(UTC) + timedelta(minutes=31)
    [moved] = distribute(house, "dealer-support", lambda: later)
    assert (moved.record, moved.what) == (report.run.record, "over")
    assert (floor.pending(report), owner(house, report)) == ([], queue)


def test_a_lost_reply_while_giving_out_doubles_nothing(variant: Variant, mail: Mail) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    report = start(house, mail)
    floor.person("Ann")
    struck = striking(house, Fault(path="composite", nth=2, drop="reply"))
    for _ in range(2):
        list(distribute(house, "dealer-support"))
    assert struck
    assert [work["Status"] for work in floor.works(report)] == ["Assigned"]


def test_where_somebody_was_quicker_the_next_in_rank_is_asked(
    variant: Variant, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = assigning(variant, OMNI)
    floor = Floor(house)
    ann = floor.person("Ann", capacity=1)
    floor.person("Ben", capacity=3, busy=1)
    look, looks = offer.look, list[Any]()

    def late(*given: Any) -> Any:
        seen = look(*given)
        if not looks:  # another process fills Ann's capacity between the look and the offer
            other = floor.add("Case", Subject="other")
            values = {"UserId": ann, "WorkItemId": other, "ServiceChannelId": floor.channel, "CapacityWeight": 1}
            floor.add("AgentWork", **values)
        looks.append(seen)
        return seen

    monkeypatch.setattr(offer, "look", late)
    report = start(house, mail)
    held = {work["User"]["Name"]: work["Status"] for work in floor.works(report)}
    assert held == {"Ann": "Unavailable", "Ben": "Assigned"}
    assert "Ann was given other work meanwhile" in hop(house, report).reason
