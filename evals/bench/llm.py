"""What a model that is never wrong scores, and what each call takes: the ceiling of everything that is ours.

Right values that are lost, calls and tokens a message, the ledger beside the stand-in's own bill, and our time for a
call beside bare litellm, all in one run.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evals.bench.llm_losses import Loss
from evals.bench.timing import Timing
from evals.evaluate import Evaluation
from evals.interval import wilson

MOST_LOSSES = 60
WARMING = 5


@dataclass(frozen=True)
class Tokens:
    """Of one message's question, as a tokenizer counts them: the part that never changes, the whole, the message."""

    static: int
    whole: int
    message: int

    @property
    def beyond(self) -> int:
        """What we add to the message."""
        return self.whole - self.message


@dataclass(frozen=True)
class Ceiling:
    """All that was measured."""

    evaluation: Evaluation  #: the model believed alone
    second_look: Evaluation  #: the same answers beside the local reader's, as the definition has it
    offers: int
    losses: tuple[Loss, ...]
    asked: tuple[tuple[str, str], ...]  #: messages that a person was asked for, and why, though their truth is 'cases'
    looked_at: tuple[tuple[str, str], ...]  #: the same with the second look
    calls: Mapping[str, int]  #: message → first calls
    repairs: int
    tokens: tuple[Tokens, ...]
    statics: int  #: different static parts
    billed: Decimal
    ledger: Decimal
    bare: Timing  #: calls of litellm with nothing around them
    ours: Timing  #: the same questions, composed, allowed, booked, kept and read by us


def ceiling_lines(measured: Ceiling) -> list[str]:
    """The figures as text."""
    score, calls = measured.evaluation.figures(), sorted(measured.calls.values())
    lost = len(measured.losses)
    low, high = wilson(lost, measured.offers) or (0.0, 1.0)
    beyond = sorted(each.beyond for each in measured.tokens)
    whole = sum(each.whole for each in measured.tokens)
    static = sum(each.static for each in measured.tokens)
    bare, ours = measured.bare.median, measured.ours.median
    figures = ", ".join(f"{name} {_figure(score[name])}" for name in JUDGED if name in score)
    looked = measured.second_look.figures()
    lines = [
        f"{measured.evaluation.suite}: a model that is never wrong",
        f"  {figures}",
        f"  right values lost      {lost} of {measured.offers} ({lost / max(1, measured.offers):.2%}; "
        f"95 %: {low:.2%} to {high:.2%})",
        f"  calls a message        median {statistics.median(calls):g}, 95 % at most {_at(calls, 0.95)}; "
        f"repairs apart: {measured.repairs}",
        f"  tokens beyond message  median {statistics.median(beyond):.0f}, 95 % at most {_at(beyond, 0.95)}, "
        f"at most {beyond[-1]}; {static / whole:.0%} of the prompt stay the same, in {measured.statics} version(s)",
        f"  bill                   {measured.ledger} in the ledger, {measured.billed} on the stand-in's bill",
        f"  time of a call         {ours:.1f} ms beside {bare:.1f} ms of bare litellm: {ours / bare:.2f} times",
        f"  with the second look   auto_right {_figure(looked['auto_right'])}, coverage {_figure(looked['coverage'])}",
        f"  it asks a person for   {_causes(measured)}",
    ]
    for loss in measured.losses[:MOST_LOSSES]:
        offer, said = loss.offer, " … ".join(loss.offer.quotes)[:90]
        lines.append(f"  lost: {offer.message} {offer.field} = {offer.value!r}: {loss.reason} (quoted: «{said}»)")
    lines += [f"  a person was asked: {message}: {why}" for message, why in measured.asked]
    return lines


CAUSES = {
    "the local reader reads": "another category",
    "no new words": "a category without own words",
    "the local reader sees": "other accounts",
    "the local reader takes": "work called none",
}
"""Words of a doubt of the second look → its cause."""


def _causes(measured: Ceiling) -> str:
    """How many messages the second look alone asks about, by cause; one may have several."""
    before = {message for message, _ in measured.asked}
    doubts = [why for message, why in measured.looked_at if message not in before]
    told = {cause: sum(words in why for why in doubts) for words, cause in CAUSES.items()}
    counted = ", ".join(f"{cause} {count}" for cause, count in told.items() if count)
    return f"{len(doubts)} messages more" + (f": {counted}" if counted else "")


JUDGED = ("auto_right", "coverage", "split", "account", "category", "queue", "triage", "lost", "asked", "auto_clean")


def _figure(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _at(values: Sequence[int], share: float) -> int:
    """The smallest value that so large a share of the values does not pass."""
    return values[min(len(values) - 1, max(0, -(-int(len(values) * share * 1000) // 1000) - 1))]


def alternating(bare: Timing, ours: Timing, pairs: Sequence[tuple[Callable[[], object], Callable[[], object]]]) -> None:
    """Times pairs of calls, (bare, ours), each first in every second pair; the first pairs warm up and are dropped."""
    for number, (one, other) in enumerate(pairs):
        for timing, body in ((bare, one), (ours, other))[:: 1 if number % 2 else -1]:
            timing.take(body)
    if len(pairs) > WARMING:
        del bare.times[:WARMING], ours.times[:WARMING]


def counted(questions: Sequence[tuple[str, bool]]) -> tuple[dict[str, int], int]:
    """First calls by message, and repairs, of (message, whether it is a repair)."""
    first = Counter(message for message, repair in questions if not repair)
    return dict(first), sum(repair for _, repair in questions)
