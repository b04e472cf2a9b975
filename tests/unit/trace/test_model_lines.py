"""The trace says of each hop which models were asked, what it took, and what was tried in vain."""

from __future__ import annotations

from decimal import Decimal

from app.trace.models import asked_models
from workflow.models_calls import Attempt, ModelCall, Usage


def lines(*calls: ModelCall) -> list[tuple[str, str]]:
    detail = {"calls": [call.model_dump(mode="json") for call in calls]}
    return [(block.name, block.text) for block in asked_models(detail)]  # type: ignore[union-attr]


FAST = {"question": "reading", "alias": "fast", "model": "openai/fast"}
LIMITED = Attempt(model="openai/fast", outcome="rate_limited", message="too many calls", took_ms=5)
GOOD = Attempt(
    model="openai/fast", outcome="answered", waited_seconds=2, took_ms=810, tokens=Usage(input=2400, output=310, cached=1900),
    cost=Decimal("0.00081"),
)  # fmt: skip


def test_an_answer_with_what_it_took_and_what_failed_before_it() -> None:
    call = ModelCall(
        **FAST, outcome="answered", tokens=GOOD.tokens, cost="0.00081 USD", took_ms=815, attempts=(LIMITED, GOOD)
    )
    assert lines(call) == [
        (
            "model",
            "reading, asked of fast (openai/fast): 2400 tokens in (1900 of them cached), 310 out, 0.00081 USD, 2 calls, "
            "815.0 ms",
        ),
        ("", "tried: rate_limited, too many calls"),
    ]


def test_a_failure_then_the_local_reader() -> None:
    late = Attempt(model="openai/fast", outcome="timed_out", message="no whole answer in time", uncertain=True)
    failed = ModelCall(**FAST, outcome="timed_out", message="no whole answer in time", attempts=(late,))
    local = ModelCall(
        question="triage", alias="local", outcome="local", message="the local reader reads on, because: x"
    )
    assert lines(failed, local) == [
        ("model", "reading, asked of fast (openai/fast): timed_out: no whole answer in time"),
        ("", "tried: timed_out, no whole answer in time; it may be billed"),
        ("model", "triage: the local reader reads on, because: x"),
    ]


def test_an_answer_of_before_and_a_hop_without_models() -> None:
    assert lines(ModelCall(**FAST, outcome="cached")) == [
        ("model", "reading, asked of fast (openai/fast): answered before, nothing was called")
    ]
    assert lines() == []


def test_what_a_provider_says_cannot_write_to_the_terminal() -> None:
    told = lines(ModelCall(**FAST, outcome="down", message="\x1b[31mred\nline"))
    assert told == [("model", "reading, asked of fast (openai/fast): down: �[31mred line")]
