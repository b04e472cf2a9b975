"""A run is gone through again from its records alone: the same is decided, or it is said exactly where not."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from app.replay import replay
from app.replay.sealed import CalledOut, sealed
from app.wiring import House
from workflow.errors import InputError, NotFound
from workflow.interpretation import Classification
from workflow.review import CaseEdit, ReviewAnswer

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
TWO = (
    "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001.\n\n"
    "Tollbeck Honda (tollbeckhonda.com): please send the invoice for March to our accounts payable.\n\nCy Ottmar\n"
)
UNCLEAR = "Hi,\n\nplease see what we talked about.\n\nBo"


def _start(house: House, raw: bytes) -> Any:
    return house.runner.start("dealer-support", raw)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Takes org, tools, directory and models away from a house: whoever asks them fails."""

    def take(house: House) -> House:
        def nobody(*_: Any, **__: Any) -> Any:
            pytest.fail("a replay asked the outside")

        for name in ("call", "only"):
            monkeypatch.setattr(house.tools, name, nobody)
        monkeypatch.setattr(house, "directory", nobody)
        monkeypatch.setattr(house.client, "query", nobody)
        return house

    return take


def _edited(house: House, **changes: Any) -> Any:
    (review,) = house.store.reviews.open()
    cases = {review.proposal.cases[0].key: CaseEdit(**changes)}
    return house.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases=cases))


def test_a_run_that_went_through_decides_the_same_again(house: House, mail: Any, alone: Any) -> None:
    run = _start(house, mail(INVOICE)).run
    before = house.store.hops.of(run.id)
    done = replay(alone(house), run)
    assert (done.outcome, done.differences, done.recorded) == ("cases", (), len(before))
    assert [hop.id for hop in done.hops] == [hop.id for hop in before]
    assert house.store.hops.of(run.id) == before


def test_a_split_and_its_writes_decide_the_same_again(house: House, mail: Any, alone: Any) -> None:
    report = _start(house, mail(TWO, sender="Cy Ottmar <cy@tollbeckfamily.com>"))
    if report.outcome == "review":
        (review,) = house.store.reviews.open()
        report = house.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
    assert (report.outcome, len(report.cases)) == ("cases", 2)
    done = replay(alone(house), report.run)
    assert (done.outcome, done.differences) == ("cases", ())


def test_a_review_is_answered_again_as_it_was_also_with_an_account_that_was_no_candidate(
    house: House, mail: Any, alone: Any
) -> None:
    assert _start(house, mail(UNCLEAR, sender="Bo Zelles <bo@wendlowbmw.com>")).outcome == "review"
    report = _edited(house, account="D-1", category="billing")
    assert report.outcome == "cases"
    done = replay(alone(house), house.store.runs.get(report.run.id))
    assert (done.outcome, done.differences) == ("cases", ())
    assert "route:" in " ".join(hop.id for hop in done.hops if hop.id.endswith("answered"))


def test_an_open_review_is_asked_again_and_a_message_that_is_no_message_fails_again(
    house: House, mail: Any, alone: Any
) -> None:
    waiting, failed = _start(house, mail(UNCLEAR, sender="Bo <bo@wendlowbmw.com>")).run, _start(house, b"\0\1\2").run
    house = alone(house)
    assert replay(house, waiting).differences == ()
    with pytest.raises(InputError, match="decided nothing yet"):
        replay(house, failed)


def test_what_is_decided_otherwise_is_named_with_its_hop_and_what_follows_of_it(
    house: House, mail: Any, alone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _start(house, mail(INVOICE)).run
    other = Classification(category="privacy_request", confidence=0.99, reason="it changed its mind")
    monkeypatch.setattr(house.reader, "classify", lambda *_, **__: other, raising=False)
    done = replay(alone(house), run)
    case = next(iter(run.cases))
    told = {(difference.hop, difference.what): difference.after for difference in done.differences}
    assert told[f"classify:{case}", "category"] == "privacy_request"
    assert told[f"route:{case}", "given"] == '{"queue":"PRIVACY"}'
    assert {difference.hop.partition(":")[0] for difference in done.differences} <= {
        "classify", "extract", "route", "complete", "save",
    }  # fmt: skip


def test_a_changed_input_of_a_hop_shows_what_follows_of_it(house: House, mail: Any, alone: Any) -> None:
    run = _start(house, mail(INVOICE)).run
    house, case = alone(house), next(iter(run.cases))
    done = replay(house, run, "route", {"category": "privacy_request"})
    first = done.differences[0]
    assert first.hop == f"route:{case}"
    assert ("given", '{"queue":"BILLING"}', '{"queue":"PRIVACY"}') in {
        (each.what, each.before, each.after) for each in done.differences
    }
    assert {each.hop.partition(":")[0] for each in done.differences} <= {"route", "complete", "save"}
    assert replay(house, run, f"route:{case}", {"queue": "BILLING"}).differences == ()
    nothing = replay(house, run, "open", {"triage": {"actionable": False}})
    assert nothing.outcome == "not_actionable"


@pytest.mark.parametrize(
    ("hop", "given", "told"),
    [
        ("nowhere", {"category": "billing"}, "no hop of this run"),
        ("route", {"category": "nonsense"}, "no category nonsense"),
        ("route", {"colour": "red"}, "nothing is known as 'colour'"),
        ("route", {"account": "D-77"}, "D-77"),
        ("open", {"category": "billing"}, "nothing is known as 'category'"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(house: House, mail: Any, hop: str, given: Any, told: str) -> None:
    run = _start(house, mail(INVOICE)).run
    with pytest.raises((InputError, NotFound), match=told):
        replay(house, run, hop, given)


def test_nothing_reaches_the_network_while_a_run_is_replayed(
    house: House, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _start(house, mail(INVOICE)).run
    listening = socket.create_server(("127.0.0.1", 0))
    with listening:
        address = listening.getsockname()
        with sealed(), pytest.raises(CalledOut, match="asks nobody"):
            socket.create_connection(address)
        socket.create_connection(address).close()

        def calls_out(*_: Any, **__: Any) -> Any:
            socket.create_connection(address)

        monkeypatch.setattr(house.reader, "classify", calls_out, raising=False)
        done = replay(house, run)
    told = [each.after for each in done.differences if each.hop.startswith("classify") and each.what == "reason"]
    assert done.outcome == "review"
    assert any("asks nobody" in hop.reason for hop in done.hops if hop.step == "classify"), told


def test_a_run_whose_message_is_gone_cannot_be_replayed_and_says_so(house: House, mail: Any) -> None:
    run = _start(house, mail(INVOICE)).run
    house.store.connection.execute("DELETE FROM blob WHERE hash = ?", (run.content,))
    with pytest.raises(NotFound, match="not in the store any more"):
        replay(house, run)
