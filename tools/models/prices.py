"""What a call costs, and what it can cost at most before it is made."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

from workflow.identifiers import canonical
from workflow.models import Prices
from workflow.models_calls import Question, Usage

MILLION = Decimal(1_000_000)

PARTS = 10**12
"""Parts of a currency's unit in which the ledger counts: a cached token may cost less than a hundred-millionth."""

AROUND = 64
"""Tokens that providers add around each turn, at most."""

PICTURE = 6000
"""Tokens of a picture, at most, for the sizes that are sent."""


def cost_of(usage: Usage, prices: Prices) -> Decimal:
    """The cost of a call by its tokens."""
    cached = min(usage.cached, usage.input)
    for_cached = prices.input if prices.cached_input is None else prices.cached_input
    whole = (usage.input - cached) * prices.input + cached * for_cached + usage.output * prices.output
    return whole / MILLION


def most_of(question: Question, prices: Prices) -> Decimal:
    """What a call can cost at most: no tokenizer makes more tokens of a text than it has bytes."""
    turns = [question.static, question.text, *(turn.text for turn in question.before), canonical(question.form)]
    tokens = sum(len(text.encode("utf-8", "surrogatepass")) + AROUND for text in turns)
    tokens += PICTURE * len(question.pictures)
    return (tokens * max(prices.input, prices.cached_input or 0) + question.longest_output * prices.output) / MILLION


def to_parts(cost: Decimal, up: bool = False) -> int:
    """As the ledger counts it."""
    return int((cost * PARTS).to_integral_value(ROUND_CEILING if up else ROUND_HALF_EVEN))


def from_parts(parts: int) -> Decimal:
    """As people write it."""
    return Decimal(parts) / PARTS
