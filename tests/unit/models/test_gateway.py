"""Tried again where that is safe, with patience that has an end; the same question is not paid for twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tills import NOW, PURPOSE, ListedClient, Time, alias, gateway, question

from tools.models import Book
from workflow.models_calls import Answered, First
from workflow.models_failures import (
    BadRequest,
    CutOff,
    Down,
    ModelFailure,
    NoAnswer,
    NoSuchModel,
    OutOfCredit,
    RateLimited,
    Refused,
    Resting,
    TimedOut,
    TooLong,
    WrongKey,
)


@pytest.mark.parametrize(
    ("failure", "calls"),
    [
        (RateLimited("a"), 3), (Down("a"), 3), (TimedOut("a"), 2), (CutOff("a"), 2), (WrongKey("a"), 1),
        (NoAnswer("a"), 1), (NoSuchModel("a"), 1), (TooLong("a"), 1), (BadRequest("a"), 1), (Refused("a"), 1),
        (OutOfCredit("a"), 1),
    ],
)  # fmt: skip
def test_only_what_may_pass_is_tried_again_and_what_may_be_billed_only_once(failure: ModelFailure, calls: int) -> None:
    client = ListedClient([failure] * 9)
    with pytest.raises(type(failure)) as raised:
        gateway(client).ask(question(), PURPOSE)
    assert len(client.calls) == len(raised.value.attempts) == calls


def test_retry_after_is_kept_to() -> None:
    time = Time()
    answered = gateway(ListedClient([RateLimited("a", wait=7.0), "{}"]), time=time).ask(question(), PURPOSE)
    assert time.waits == [7.0]
    assert [(each.outcome, each.waited_seconds) for each in answered.attempts] == [
        ("rate_limited", 0.0),
        ("answered", 7.0),
    ]


def test_an_endpoint_that_asks_for_too_much_patience_is_left_alone() -> None:
    time, client = Time(), ListedClient([RateLimited("a", wait=120.0), "{}"])
    till = gateway(client, time=time)
    with pytest.raises(RateLimited):
        till.ask(question(), PURPOSE)
    assert time.waits == []
    with pytest.raises(Resting, match="left alone for 120 s"):
        till.ask(question(), PURPOSE)
    assert len(client.calls) == 1
    time.at = 120.0
    assert till.ask(question(), PURPOSE).text == "{}"


def test_waits_grow_and_are_bounded() -> None:
    time = Time()
    model = alias(retry={"times": 6, "wait_seconds": 4}, longest_wait_seconds=20)
    with pytest.raises(Down):
        gateway(ListedClient([Down("a")] * 6), time=time).ask(question(model), PURPOSE)
    assert time.waits == sorted(time.waits)
    assert 4 <= time.waits[0] <= 5
    assert time.waits[-1] == 20


def test_another_model_is_asked_while_one_rests() -> None:
    client = ListedClient([WrongKey("a"), "{}"])
    till = gateway(client)
    with pytest.raises(WrongKey):
        till.ask(question(), PURPOSE)
    assert till.ask(question(alias(model="openai/other")), PURPOSE).text == "{}"


def test_what_a_question_does_wrong_is_not_held_against_the_endpoint() -> None:
    till = gateway(ListedClient([TooLong("a"), "{}"]))
    with pytest.raises(TooLong):
        till.ask(question(), PURPOSE)
    assert till.ask(question(text="short"), PURPOSE).text == "{}"


def test_only_answers_that_were_found_usable_are_kept(tmp_path: Path) -> None:
    till = gateway(ListedClient(["{}", "{}"]), tmp_path / "models.db")
    asked = question()
    answered = till.ask(asked, PURPOSE)
    assert till.recall(asked) is None
    till.keep(asked, answered)
    again = gateway(book=tmp_path / "models.db")
    found = again.recall(asked)
    assert found is not None
    assert found.model_copy(update={"first": None}) == Answered(text="{}", cached=True)
    last = answered.attempts[-1]
    assert found.first == First(tokens=last.tokens, cost=last.cost, took_ms=last.took_ms)


@pytest.mark.parametrize(
    "other",
    [
        question(text="another message"),
        question(alias(model="openai/other")),
        question(alias(api_base="https://else.example")),
        question(alias(temperature=1)),
        question(longest_output=101),
        question().model_copy(update={"static": "another bundle"}),
        question().model_copy(update={"form": {"type": "string"}}),
    ],
)
def test_another_document_question_prompt_or_model_is_another_key(other: object) -> None:
    assert other.key != question().key  # type: ignore[attr-defined]


def test_prices_keys_and_time_limits_do_not_change_the_key() -> None:
    same = alias(prices={"input": 9, "output": 9}, key_from="OTHER_KEY", timeout_seconds=5, fallbacks=["x"])
    assert question(same).key == question().key


def test_answers_are_forgotten_after_their_time() -> None:
    book = Book()
    till = gateway(ListedClient(["{}"] * 2), book)
    old, new = question(text="old"), question(text="new")
    till.keep(old, till.ask(old, PURPOSE))
    till.now = lambda: NOW + timedelta(days=31)
    till.keep(new, till.ask(new, PURPOSE))
    assert till.recall(old) is None
    assert till.recall(new) is not None
