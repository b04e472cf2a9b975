"""What a workflow would have made of closed work beside what people made of it: where they agree, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from evals.interval import wilson

Agreement = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Theirs:
    """One case as people left it. `queues` are names: more than one where only the owner's memberships tell."""

    account: str | None  #: record id
    account_name: str = ""
    queues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ours:
    """One case as the workflow would have made it, with the reasons for account and queue."""

    account: str | None
    account_name: str = ""
    queue: str = ""
    why_account: str = ""
    why_queue: str = ""


@dataclass(frozen=True)
class Compared:
    """One mail. `outcome` is that of the run: cases, review, not_actionable or error."""

    case: str
    number: str
    subject: str
    outcome: str
    theirs: tuple[Theirs, ...]
    ours: tuple[Ours, ...]
    told: tuple[str, ...] = ()  #: why a person would have been asked, or what went wrong

    @property
    def account(self) -> Agreement:
        """Whether the accounts are the same ones, as many times."""
        if all(each.account is None for each in self.theirs):
            return "unknown"
        mine = sorted(each.account or "" for each in self.ours)
        return "yes" if mine == sorted(each.account or "" for each in self.theirs) else "no"

    @property
    def queue(self) -> Agreement:
        """Whether each case would have come to a queue that people had it in. A case is found again by its account."""
        if not any(each.queues for each in self.theirs):
            return "unknown"
        if not self.ours:
            return "no"
        if len(self.theirs) == len(self.ours) == 1:
            pairs = [(self.theirs[0], self.ours[0])]
        else:
            mine = {each.account: each for each in self.ours}
            if self.account == "no" or len(mine) < len(self.ours):
                return "no"
            pairs = [(each, mine[each.account]) for each in self.theirs if each.account in mine]
        return "yes" if all(mine.queue in each.queues for each, mine in pairs if each.queues) else "no"


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hit: int
    of: int

    def __str__(self) -> str:
        if not self.of:
            return "none to compare"
        low, high = wilson(self.hit, self.of) or (0.0, 0.0)
        return f"{self.hit} of {self.of} ({self.hit / self.of:.0%}; 95 % interval {low:.0%} to {high:.0%})"


@dataclass(frozen=True)
class Shadow:
    """All mails that were compared, in the order in which they were read."""

    mails: tuple[Compared, ...]

    @property
    def automatic(self) -> tuple[Compared, ...]:
        """Those that would have been written without asking."""
        return tuple(each for each in self.mails if each.outcome in ("cases", "not_actionable"))

    @property
    def asked(self) -> tuple[Compared, ...]:
        """Those of which a person would have been asked."""
        return tuple(each for each in self.mails if each.outcome == "review")

    @property
    def differing(self) -> tuple[Compared, ...]:
        """Those to open: people did otherwise, or the run failed; automatic ones first."""
        found = [m for m in self.mails if "no" in (m.account, m.queue) or m.outcome == "error"]
        return tuple(sorted(found, key=lambda m: m.outcome == "review"))


def agreed(mails: Iterable[Compared], about: Literal["account", "queue"]) -> Share:
    """How often people did the same, among the mails where it is known what they did."""
    told = [getattr(each, about) for each in mails]
    return Share(told.count("yes"), len(told) - told.count("unknown"))


def why_not(mail: Compared) -> list[str]:
    """A line for each thing in which people and the workflow differ, with the workflow's reason."""
    lines = []
    if mail.outcome == "error":
        return [f"failed: {each}" for each in mail.told] or ["failed"]
    if mail.outcome == "not_actionable":
        return [f"held to be no work: {'; '.join(mail.told)}"]
    if mail.account == "no":
        theirs = ", ".join(each.account_name or each.account or "no account" for each in mail.theirs)
        ours = ", ".join(each.account_name or "no account" for each in mail.ours)
        reasons = "; ".join(dict.fromkeys(each.why_account for each in mail.ours if each.why_account))
        lines.append(f"account: people {theirs}; here {ours}" + (f", since {reasons}" if reasons else ""))
    if mail.queue == "no":
        queues = ", ".join(dict.fromkeys(" or ".join(each.queues) for each in mail.theirs if each.queues))
        ours = ", ".join(dict.fromkeys(each.queue or "no queue" for each in mail.ours))
        reasons = "; ".join(dict.fromkeys(each.why_queue for each in mail.ours if each.why_queue))
        lines.append(f"queue: people {queues}; here {ours}" + (f", since {reasons}" if reasons else ""))
    return lines
