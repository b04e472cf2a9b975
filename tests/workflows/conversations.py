"""A desk that talks with senders: a house whose workflow waits for answers, under a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from app.wiring import House
from graphs.run import Report
from workflow.review import CaseEdit, Review, ReviewAnswer
from workflow.waits import Wait

WORKFLOW = "workflows/dealer-support.yaml"
SAVE = "      - {id: save, kind: act, title: Write the case, tool: salesforce.save_case}\n"
CANCEL = "Hello,\n\nplease cancel our chat product for quistrelford.com. It is too expensive.\n\nAda Norvik\n"  # lacks the date
BARE = "Hello,\n\nplease cancel our contract for quistrelford.com. It is too expensive.\n\nAda Norvik\n"  # lacks the product as well


def with_wait(*keys: str, more: str = "") -> tuple[str, str, str]:
    """A change of the bundle: a wait for an answer after the save, with these keys; `more` stands below it."""
    step = ", ".join(("id: ask", "kind: wait", "ask: sender", *keys))
    return (WORKFLOW, SAVE, f"{SAVE}      - {{{step}}}\n{more}")


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class Desk:
    """What a test says and sees of one house."""

    def __init__(self, house: House, clock: Clock, mail: Callable[..., bytes]) -> None:
        self.house, self.clock, self.mail = house, clock, mail
        house.runner.now = clock

    def start(self, text: str = CANCEL, number: int = 1, **more: Any) -> Report:
        more.setdefault("subject", "Cancel chat")
        return self.house.runner.start("dealer-support", self.mail(text, number=number, **more))

    def reply(self, text: str, number: int = 2, refers: bool = True, token: bool = True, **more: Any) -> Report:
        """An answer to the question that was asked last."""
        asked = self.sent()[-1]
        subject = asked["Subject"] if token else "Re: Cancel chat"
        references = asked["MessageIdentifier"] if refers else ""
        return self.start(text, number, subject=f"Re: {subject}", references=references or "", **more)

    def now(self, run: str) -> Report:
        return self.house.runner.report(run)

    def wait(self, run: str) -> Wait:
        (wait,) = self.house.store.waits.of(run)
        return wait

    def sent(self) -> list[dict[str, Any]]:
        """What went to the sender, drafts included, in order."""
        fields = "Id, Subject, TextBody, ToAddress, Status, MessageIdentifier, ParentId"
        return self.house.client.query(f"SELECT {fields} FROM EmailMessage WHERE Incoming = false ORDER BY Id")

    def cases(self, fields: str = "Missing_Information__c, Extracted_Fields__c, Owner.Name") -> list[dict[str, Any]]:
        return self.house.client.query(f"SELECT Id, {fields} FROM Case ORDER BY Id")

    def review(self) -> Review:
        (review,) = self.house.store.reviews.open()
        return review

    def answer(self, decision: Any = "accept", **edit: Any) -> Report:
        review = self.review()
        cases = {review.proposal.cases[0].key: CaseEdit(**edit)} if edit else {}
        return self.house.runner.answer(review.id, ReviewAnswer(decision=decision, by="una", cases=cases))

    def sound(self, run: str) -> bool:
        """Whether the trace holds together, and its hops are told once each."""
        hops = self.house.store.hops.of(run)
        return self.house.store.hops.verify(run) is None and len({hop.id for hop in hops}) == len(hops)


def bounce(token_subject: str) -> bytes:
    """What a mail system says of a question that it could not deliver."""
    message = EmailMessage()
    message["From"], message["To"] = "MAILER-DAEMON@quistrelford.com", "support@vendor.invalid"
    message["Subject"], message["Message-ID"] = "Undelivered Mail Returned to Sender", "<b1@quistrelford.com>"
    message["Auto-Submitted"] = "auto-replied"
    message.set_content(
        "This is the mail system. I'm sorry to have to inform you that your message could not be delivered to one or "
        f"more recipients.\n\n<ada@quistrelford.com>: host said: 550 5.1.1 user unknown\n\nSubject: {token_subject}\n"
    )
    return message.as_bytes()
