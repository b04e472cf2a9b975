"""How well accounts are found in mail to a large org: by kind of mention, right, left to a person, or wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agents.matching import match
from agents.reading.local.splitting import split
from evals.bench.directory_mail import NOBODY, Mail
from evals.bench.directory_org import RULE
from evals.interval import wilson
from tools.directory import Directory
from tools.mail import read

SURE_FROM = 0.8
"""From this confidence on a match is acted on; as in the workflows that come with the software."""


@dataclass
class Outcome:
    """Messages of one kind. `first`: the account sought came first, sure or not. `none`: no account was chosen."""

    of: int = 0
    first: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def left(self) -> int:
        """Those left to a person."""
        return self.of - self.right - self.wrong

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(getattr(self, n) + getattr(other, n) for n in ("of", "first", "right", "wrong")))


def judge(directory: Directory, mails: Iterable[Mail]) -> dict[str, Outcome]:
    """Every message through reading, candidates, splitting and matching. By kind.

    Right is the account sought with a sure match, and a sure 'none' where the org has none. Wrong is a sure match of
    another account, or a sure 'none' where there is one.
    """
    found: dict[str, Outcome] = {}
    for mail in mails:
        outcome = found.setdefault(mail.kind, Outcome())
        outcome.of += 1
        document = read(mail.raw).document
        candidates = directory.candidates(document)
        requests = split(document, candidates, RULE).requests
        said = [match(document, request, candidates, RULE) for request in requests]
        accounts = {each.account for each in said}
        sure = bool(said) and all(each.sure and each.confidence >= SURE_FROM for each in said)
        wanted: set[str | None] = {None} if mail.account == NOBODY else {mail.account}
        outcome.first += accounts == wanted or (not mail.account and accounts == {None})
        outcome.right += sure and accounts == wanted
        outcome.wrong += sure and accounts != wanted
    return found


def lines(found: dict[str, Outcome]) -> list[str]:
    """The table as text, with 95 % intervals where they matter."""
    rows = [f"{'':30}{'mails':>6}{'top-1':>8}{'sure, right':>13}{'to a person':>13}{'sure, wrong':>13}  95 %"]
    for kind, outcome in found.items():
        rows.append(_row(kind, outcome))
    named = sum((outcome for kind, outcome in found.items() if kind in NAMES_ONE), Outcome())
    rows.append(_row("all that name one account", named))
    rows.append(_row("all", sum(found.values(), Outcome())))
    return rows


NAMES_ONE = frozenset(
    {
        "whole name and town", "whole name, the only one", "shared name and address", "misspelt name and town",
        "shortened name and town", "part of name and town", "former name and town", "customer number",
        "site in the text", "phone in the signature", "sender, alternate domain", "sender, contact, free mail",
        "sender, group domain",
    }
)  # fmt: skip


def _row(kind: str, outcome: Outcome) -> str:
    of = max(1, outcome.of)
    low, high = wilson(outcome.wrong, outcome.of) or (0.0, 0.0)
    return (
        f"{kind:30}{outcome.of:6}{outcome.first / of:8.1%}{outcome.right / of:13.1%}{outcome.left / of:13.1%}"
        f"{outcome.wrong / of:13.1%}  {max(0.0, low):.1%}-{high:.1%}"
    )
