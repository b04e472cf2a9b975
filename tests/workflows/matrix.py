"""The fault matrix: every write of the dealer workflow × everything that the org or the way to it can do to a write.

A write is a request or a part of one. For each fault a message of its own goes through the workflow over one org; then
it is tried again until nothing is left to do, and what stands in the org is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from app.wiring import House
from graphs.run import Report
from tools.salesforce.org import EmbeddedOrg, Fault
from workflow.review import ReviewAnswer

CODES = (
    "UNABLE_TO_LOCK_ROW", "REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION", "QUERY_TIMEOUT",
    "INVALID_SESSION_ID", "STORAGE_LIMIT_EXCEEDED", "TXN_SECURITY_METERING_ERROR", "EXCEEDED_QUOTA",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "CANNOT_EXECUTE_FLOW_TRIGGER", "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    "INSUFFICIENT_ACCESS_OR_READONLY", "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "ENTITY_IS_LOCKED",
    "REQUIRED_FIELD_MISSING", "INVALID_CROSS_REFERENCE_KEY", "DUPLICATES_DETECTED", "NUMBER_OUTSIDE_VALID_RANGE",
    "LIMIT_EXCEEDED", "API_DISABLED_FOR_ORG", "ORG_LOCKED", "INVALID_FIELD", "STRING_TOO_LONG",
)  # fmt: skip
DROPS = ("reply", "request")
"""The connection ends after the write was committed, or before it was begun."""

HOPS = "Orchestration_Hop__c"
COUNTED = ("Case", "EmailMessage", "ContentVersion", "Orchestration_Run__c", HOPS)
MOST_TRIES = 4


@dataclass(frozen=True)
class Scenario:
    """A kind of message, and what it is to leave in the org."""

    name: str
    text: str
    sender: str = "Ada Norvik <ada@quistrelford.com>"
    subject: str = "Request {number}"
    file: bool = False


SCENARIOS = (
    Scenario("one account", "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-{number}. Please send a credit for the second charge.\n\nAda Norvik\n"),
    Scenario("two accounts", "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-{number}1.\n\nTollbeck Honda (tollbeckhonda.com): we were charged twice on invoice INV-{number}2.\n\nCy Ottmar\n", "Cy Ottmar <cy@tollbeckfamily.com>"),
    Scenario("a file", "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-{number}, see the list. Please send a credit for the second charge.\n\nAda Norvik\n", file=True),
    Scenario("a person is asked", "Hi,\n\nplease see what we talked about, no. {number}.\n\nBo\n", "Bo Zelles <bo@wendlowbmw.com>", "as discussed {number}"),
    Scenario("no work", "I am out of the office until Monday, no. {number}.\n", subject="Automatic reply: out of office {number}"),
)  # fmt: skip


@dataclass(frozen=True)
class Write:
    """The nth call of a method on a kind of path, among those of one message. Ids and keys in it are any."""

    method: str
    path: str
    nth: int

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.nth})"


@dataclass(frozen=True)
class Verdict:
    """What a fault did. `problems` is empty where nothing was lost, doubled or left untold."""

    first: str  #: outcome of the first try
    tries: int
    problems: tuple[str, ...]


@dataclass
class Matrix:
    """Messages through one house, each with a fault of its own."""

    house: House
    number: int = 10_000
    wanted: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def org(self) -> EmbeddedOrg:
        assert self.house.org is not None
        return self.house.org

    def writes(self, scenario: Scenario) -> list[Write]:
        """The writes of a message of that kind, as a run without faults makes them; what it leaves is remembered."""
        told: list[tuple[str, str]] = []
        strike = self.org.faults.strike

        def listen(method: str, path: str) -> Fault | None:
            told.append((method, path))
            return strike(method, path)

        before = self._counts()
        self.org.faults.strike = listen  # type: ignore[method-assign]
        try:
            report = self._drive(self._message(scenario))
        finally:
            del self.org.faults.strike  # type: ignore[attr-defined]
        assert report.outcome in ("cases", "not_actionable"), (scenario.name, report.run.error)
        self.wanted[scenario.name] = self._grown(before)
        return _distinct(told)

    def try_fault(self, scenario: Scenario, write: Write, **fault: Any) -> Verdict:
        """One message with one fault at one write."""
        raw, before = self._message(scenario), self._counts()
        self.org.faults.declare(Fault(method=write.method, path=write.path, nth=write.nth, **fault))
        first, tries = self._drive(raw), 1
        self.org.faults.clear()
        told = [hop.reason for hop in self.house.store.hops.of(first.run.id)]
        report = first
        while report.outcome in ("error", "review") and tries < MOST_TRIES:
            report, tries = self._drive(raw), tries + 1
        problems = []
        if report.outcome not in ("cases", "not_actionable"):
            problems.append(f"ended as {report.outcome}: {report.run.error}")
        grown, wanted = self._grown(before), self.wanted[scenario.name]
        # A failure is a hop more; the key of a hop is unique in the org.
        wrong = [n for n in COUNTED if (grown[n] < wanted[n] if n == HOPS else grown[n] != wanted[n])]
        if any("is not on the case" in reason for reason in told) and "ContentVersion" in wrong:
            wrong.remove("ContentVersion")  # a person was told, and is asked
        problems += [f"{name}: {grown[name]} instead of {wanted[name]}" for name in wrong]
        if first.outcome == "error" and not any(_names(reason, fault) for reason in told):
            problems.append(f"the trace does not say what happened: {told}")
        problems += self._stand(report)
        return Verdict(first.outcome, tries, tuple(problems))

    def _stand(self, report: Report) -> Iterator[str]:
        """What is wrong with the records of a run that has ended."""
        runs = self.house.client.query(
            f"SELECT Status__c, Run_Key__c FROM Orchestration_Run__c WHERE Run_Key__c LIKE '{report.run.id}%'"
        )
        for run in runs:
            if run["Status__c"] != "Completed":
                yield f"the record of the run {run['Run_Key__c']} says {run['Status__c']}"
        for case in report.cases:
            if case.saved is None or report.outcome != "cases":
                continue
            row = self.house.client.read("Case", case.saved.case, ("AccountId", "OwnerId", "Category__c"))
            account = case.account.id if case.account else None
            if row is None or row["AccountId"] != account or row["Category__c"] != case.category:
                yield f"the case {case.saved.number} does not hold what was decided"

    def _drive(self, raw: bytes) -> Report:
        report = self.house.runner.start("dealer-support", raw)
        for review in self.house.store.reviews.of(report.run.id):
            if review.status == "open":
                report = self.house.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
        return report

    def _message(self, scenario: Scenario) -> bytes:
        self.number += 1
        message = EmailMessage()
        message["From"], message["To"] = scenario.sender, "support@vendor.invalid"
        message["Subject"] = scenario.subject.format(number=self.number)
        message["Date"] = "Tue, 04 Mar 2025 10:00:00 -0500"
        message["Message-ID"] = f"<{self.number}@matrix.invalid>"
        message.set_content(scenario.text.format(number=self.number))
        if scenario.file:
            message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="list.csv")
        return message.as_bytes()

    def _counts(self) -> dict[str, int]:
        with self.org.context() as context:
            rows = {n: context.connection.execute(f'SELECT COUNT(*) FROM "{n}"').fetchone()[0] for n in COUNTED}
        return {name: int(count) for name, count in rows.items()}

    def _grown(self, before: dict[str, int]) -> dict[str, int]:
        return {name: count - before[name] for name, count in self._counts().items()}


def faults(codes: tuple[str, ...] = CODES) -> list[dict[str, str]]:
    """Everything that is done to a write."""
    return [*({"code": code} for code in codes), *({"drop": drop} for drop in DROPS)]


def _distinct(told: list[tuple[str, str]]) -> list[Write]:
    """Each write once, with ids and keys in its path left open."""
    seen: dict[tuple[str, str], int] = {}
    writes = []
    for method, path in told:
        if method == "GET":
            continue
        kind = re.sub(r"/[0-9A-Za-z]{15,18}$|(?<=Run_Key__c)/.*$", "/*", path)
        seen[(method, kind)] = seen.get((method, kind), 0) + 1
        writes.append(Write(method, kind, seen[(method, kind)]))
    return writes


def _names(reason: str, fault: dict[str, Any]) -> bool:
    code = str(fault.get("code") or "")
    return bool(code and code in reason) or "NO_REPLY" in reason or "reply" in reason
