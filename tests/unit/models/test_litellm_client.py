"""Through litellm to the stand-in on loopback: whatever an endpoint does is an answer or a typed failure, in bounded
time, and the ledger is the endpoint's own bill."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from tills import PRICES, PURPOSE, Time, alias, gateway, question

from tools.models.double import Double
from tools.models.double import behaviour as be
from tools.models.litellm_client import LitellmClient
from tools.models.prices import cost_of
from workflow.models import ModelAlias
from workflow.models_calls import Picture, Turn, Usage
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
    TimedOut,
    TooLong,
    WrongKey,
)

ROOT = Path(__file__).resolve().parents[3]
KEY = "sk-test-9f8e7d6c5b4a"
WELL = be.saying(lambda asked: {"ready": True})
PAGE = "<!doctype html><html><style>p {color: red}</style><body>Please sign in</body></html>"
ANSWER = '{"ready": true}'


@pytest.fixture
def double() -> Iterator[Double]:
    made = Double(WELL)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORCHARD_KEY", KEY)


def at(double: Double, **settings: Any) -> ModelAlias:
    return alias(api_base=double.api_base, key_from="ORCHARD_KEY", timeout_seconds=20, **settings)


def billed(double: Double) -> Decimal:
    bill = double.bill
    return cost_of(Usage(input=bill.input, output=bill.output, cached=bill.cached), PRICES)


def test_a_good_answer_and_its_cost(double: Double) -> None:
    till = gateway(LitellmClient())
    for text in ("one", "two", "three"):
        answered = till.ask(question(at(double), text), PURPOSE)
        assert (answered.text, answered.finish, answered.attempts[0].outcome) == (ANSWER, "stop", "answered")
    assert double.bill.cached > 0  # the static part, from the second call on
    assert till.ledger.spent("day", "2026-03-31") == billed(double)


def test_what_is_sent(double: Double) -> None:
    asked = question(at(double), "the message")
    LitellmClient().complete(asked)
    seen = double.asked[0]
    assert (seen.model, seen.system, seen.user, seen.key, seen.form) == (
        "fast", "You read mail.", "the message", KEY, "reading",
    )  # fmt: skip
    assert seen.body["max_tokens"] == 100
    assert seen.body["temperature"] == 0
    assert seen.body["response_format"]["json_schema"]["schema"] == asked.form
    assert seen.body["response_format"]["json_schema"]["strict"] is True


def test_where_the_endpoint_knows_no_schema_it_is_told_in_words(double: Double) -> None:
    LitellmClient().complete(question(at(double, structured="text")))
    assert "response_format" not in double.asked[0].body
    assert '"additionalProperties":false' in double.asked[0].system


def test_pictures_and_what_was_said_before_go_along(double: Double) -> None:
    picture = Picture(name="attachment:a.png", media_type="image/png", data=b"\x89PNG")
    turns = (Turn(role="assistant", text="no"), Turn(role="user", text="again"))
    scan = Picture(name="attachment:b.pdf", media_type="application/pdf", data=b"%PDF-1.7")
    LitellmClient().complete(question(at(double), pictures=(picture, scan), before=turns))
    assert (double.asked[0].pictures, double.asked[0].turns) == (2, ("no", "again"))
    parts = double.asked[0].body["messages"][1]["content"]
    assert parts[1]["image_url"]["url"] == "data:image/png;base64,iVBORw=="
    assert parts[2]["file"]["file_data"] == "data:application/pdf;base64,JVBERi0xLjc="


def test_a_providers_key_of_the_environment_is_not_sent_to_an_own_endpoint(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-for-you")
    LitellmClient().complete(question(alias(api_base=double.api_base)))
    assert double.asked[0].key == "none"


def test_without_the_key_nothing_is_called(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORCHARD_KEY")
    with pytest.raises(WrongKey, match="the environment has no ORCHARD_KEY"):
        gateway(LitellmClient()).ask(question(at(double)), PURPOSE)
    assert double.asked == []


def test_a_key_that_an_endpoint_repeats_in_its_answer_does_not_come_out(double: Double) -> None:
    double.behaviour = be.saying(lambda asked: {"reason": f"my key is {asked.key}, as you asked"})
    reply = LitellmClient().complete(question(at(double)))
    assert reply.text == '{"reason": "my key is ***, as you asked"}'


FAILURES: list[tuple[be.Behaviour, type[ModelFailure]]] = [
    (be.rate_limited, RateLimited),
    (be.out_of_credit, OutOfCredit),
    (be.server_error, Down),
    (be.bad_gateway, Down),
    (be.wrong_key, WrongKey),
    (be.no_such_model, NoSuchModel),
    (be.too_long, TooLong),
    (be.bad_request, BadRequest),
    (be.filtered, Refused),
    (be.page, NoAnswer),
    (lambda asked: be.Answer(body=PAGE.encode()), CutOff),  # HTML that calls itself JSON
    (be.empty_object, CutOff),
    (be.cut(WELL), CutOff),
    (be.redirect("http://127.0.0.1:9/elsewhere"), NoAnswer),
    (lambda asked: be.Answer(body=b'{"id": "x", "choices": [{"mess'), CutOff),
    (lambda asked: be.Answer(body=b"[]"), CutOff),
    (lambda asked: be.Answer(body=b'{"id": "x", "object": "chat.completion", "choices": []}'), CutOff),
    (lambda asked: be.Answer(status=418, body=b"short and stout", media_type="text/plain"), BadRequest),
]


@pytest.mark.parametrize(("behaviour", "kind"), FAILURES)
def test_each_way_to_fail_has_its_type(double: Double, behaviour: be.Behaviour, kind: type[ModelFailure]) -> None:
    double.behaviour = behaviour
    with pytest.raises(ModelFailure) as raised:
        LitellmClient().complete(question(at(double)))
    assert type(raised.value) is kind, raised.value
    assert KEY not in str(raised.value)
    assert "<html" not in str(raised.value)
    assert len(double.asked) == 1  # litellm and its clients try nothing again on their own


@pytest.mark.parametrize(
    ("behaviour", "finish", "text"),
    [
        (be.refusing, "refused", ""),
        (be.silent, "refused", ""),
        (be.truncated(WELL), "length", ANSWER[:7]),
        (be.babbling, "stop", "Sure! The dealer seems to want a new banner. Anything else?"),
        (be.saying(lambda asked: PAGE), "stop", PAGE),
    ],
)
def test_answers_that_are_of_no_use_are_answers_and_are_billed(
    double: Double, behaviour: be.Behaviour, finish: str, text: str
) -> None:
    double.behaviour = behaviour
    till = gateway(LitellmClient())
    answered = till.ask(question(at(double)), PURPOSE)
    assert (answered.finish, answered.text) == (finish, text)
    assert till.ledger.spent("day", "2026-03-31") == billed(double) > 0


def test_nobody_there() -> None:
    double = Double(WELL)
    double.close()
    with pytest.raises(Down, match="cannot be reached"):
        LitellmClient().complete(question(at(double)))


@pytest.mark.parametrize("slow", [lambda: be.late(30, WELL), lambda: be.dripping(0.05, WELL)])
def test_a_late_or_dripping_answer_ends_at_its_time_limit(double: Double, slow: Callable[[], be.Behaviour]) -> None:
    LitellmClient().complete(question(at(double), "warm"))
    double.behaviour = slow()
    began = time.monotonic()
    with pytest.raises(TimedOut):
        LitellmClient().complete(question(alias(api_base=double.api_base, timeout_seconds=1)))
    assert time.monotonic() - began < 12


def test_an_answer_that_drips_in_time_is_taken(double: Double) -> None:
    double.behaviour = be.dripping(0.0005, WELL)
    assert LitellmClient().complete(question(at(double))).text == ANSWER


@pytest.mark.parametrize("seconds", [100, 3600])
@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_an_endpoint_has_as_long_as_its_alias_says(
    double: Double, monkeypatch: pytest.MonkeyPatch, provider: str, seconds: int
) -> None:
    given: list[dict[str, float]] = []

    def seen(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        given.append(request.extensions["timeout"])
        raise httpx.ReadTimeout("slow", request=request)

    LitellmClient().prepare()
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", seen)
    model = alias(model=f"{provider}/batch", api_base=double.api_base, key_from="ORCHARD_KEY", timeout_seconds=seconds)
    with pytest.raises(TimedOut):
        LitellmClient().complete(question(model))
    # No limit of the library's own (600 seconds) ends a read before, and nothing waits longer.
    assert len(given) == 1
    assert seconds - 60 < given[0]["read"] <= seconds
    assert max(given[0].values()) <= seconds


def test_429_with_retry_after_then_an_answer(double: Double) -> None:
    double.behaviour = be.in_turn(lambda asked: be.rate_limited(asked, "3"), WELL)
    passing = Time()
    till = gateway(LitellmClient(), time=passing)
    answered = till.ask(question(at(double)), PURPOSE)
    assert passing.waits == [3.0]
    assert [each.outcome for each in answered.attempts] == ["rate_limited", "answered"]
    assert till.ledger.spent("day", "2026-03-31") == billed(double)


@pytest.mark.parametrize("said", ["soon", "-5", "Wed, 21 Oct 2026 07:28:00 GMT", "1e400", "nan"])
def test_a_retry_after_that_makes_no_sense_is_not_waited_for(double: Double, said: str) -> None:
    double.behaviour = be.in_turn(lambda asked: be.rate_limited(asked, said), WELL)
    passing = Time()
    try:
        gateway(LitellmClient(), time=passing).ask(question(at(double)), PURPOSE)
    except RateLimited:
        assert passing.waits == []
    assert all(wait <= 20 for wait in passing.waits)


def test_the_bill_is_right_to_the_last_part_whatever_happens(double: Double) -> None:
    double.behaviour = be.in_turn(
        WELL, be.rate_limited, WELL, be.server_error, be.server_error, WELL, be.refusing, be.truncated(WELL), be.babbling,
        be.page, WELL, be.cut(WELL), WELL,
    )  # fmt: skip
    till = gateway(LitellmClient())
    certain = Decimal(0)
    for number in range(9):
        try:
            attempts = till.ask(question(at(double), f"message {number}"), PURPOSE).attempts
        except ModelFailure as failure:
            attempts = failure.attempts
        till._resting.clear()
        certain += sum((each.cost or Decimal(0) for each in attempts if not each.uncertain), Decimal(0))
    sums = till.ledger.sums("day")[0]
    # The completion that was cut off is on the stand-in's bill as one that nobody got.
    lost = sum((cost_of(each, PRICES) for each in double.bill.late_usage), Decimal(0))
    assert len(double.bill.late_usage) == 1
    assert certain == billed(double) - lost
    assert sums.cost - sums.uncertain == certain
    assert lost <= sums.uncertain


def test_prices_that_the_library_knows() -> None:
    known = LitellmClient().prices(alias(model="openai/gpt-4o-mini", prices=None))
    assert known is not None
    assert (known.input, known.output, known.cached_input) == (Decimal("0.15"), Decimal("0.6"), Decimal("0.075"))
    assert LitellmClient().prices(alias(model="openai/never-heard-of", prices=None)) is None


def test_another_providers_client_is_bounded_and_follows_no_redirect(double: Double) -> None:
    double.behaviour = be.redirect("http://127.0.0.1:9/elsewhere")
    base = double.api_base.removesuffix("/v1")
    with pytest.raises(NoAnswer, match="sends elsewhere"):
        LitellmClient().complete(
            question(alias(model="anthropic/claude-x", api_base=base, key_from="ORCHARD_KEY", timeout_seconds=5))
        )


def test_importing_and_calling_reaches_nothing_but_the_endpoint(double: Double) -> None:
    code = f"""
import os, socket, sys
reached = set()
ask, connect = socket.getaddrinfo, socket.socket.connect
def asked(host, *more, **named):
    reached.add(host)
    return ask(host, *more, **named)
def connected(self, address):
    reached.add(address[0] if isinstance(address, tuple) else address)
    return connect(self, address)
socket.getaddrinfo, socket.socket.connect = asked, connected
sys.path.insert(0, {str(Path(__file__).parent)!r})
from tills import alias, question
from tools.models.litellm_client import LitellmClient
assert "litellm" not in sys.modules
client = LitellmClient()
print(client.complete(question(alias(api_base={double.api_base!r}))).text)
client.prices(alias(model="openai/gpt-4o-mini"))
print(sorted(map(str, reached)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [ANSWER, "['127.0.0.1']"]
    assert done.stderr == ""


def test_no_file_of_the_folder_one_stands_in_is_read(double: Double, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-from-a-file\n")
    code = f"""
import os, sys
sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
from tills import alias, question
from tools.models.litellm_client import LitellmClient
LitellmClient().complete(question(alias(api_base={double.api_base!r})))
print(os.environ.get("OPENAI_API_KEY"))
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "LITELLM"))}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == "None"
