"""No budget is overdrawn, whatever runs side by side; the ledger is right to the last part of a cent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tills import NOW, PRICES, PURPOSE, ListedClient, alias, gateway, question

from tools.models import Book
from tools.models.client import Reply
from tools.models.ledger import Ledger
from tools.models.prices import cost_of, from_parts, most_of, to_parts
from workflow.errors import InputError
from workflow.models import Budgets
from workflow.models_calls import Answered, Purpose, Usage
from workflow.models_failures import BudgetSpent, PriceUnknown, TimedOut

ONE = question()
MOST = most_of(ONE, PRICES)


def budget(amount: str, **more: object) -> Budgets:
    return Budgets.model_validate({"day": amount, **more})


def test_a_call_costs_its_tokens_cached_ones_less() -> None:
    assert cost_of(Usage(input=1000, output=100, cached=400), PRICES) == Decimal("0.0024")
    assert cost_of(Usage(input=10, output=0, cached=40), PRICES) == Decimal("0.000005")


def test_parts_of_the_ledger_lose_nothing() -> None:
    assert from_parts(to_parts(Decimal("0.00000001875"))) == Decimal("0.00000001875")


def test_the_most_that_a_call_can_cost_is_never_less_than_what_it_does() -> None:
    text = "日本語のメール 👍" * 50
    asked = question(text=text)
    tokens = len(text.encode())  # no tokenizer makes more
    assert most_of(asked, PRICES) >= cost_of(Usage(input=tokens, output=asked.longest_output), PRICES)


def test_what_a_call_cost_stands_in_every_sum() -> None:
    till = gateway(ListedClient([Reply("{}", "stop", "", Usage(input=1000, output=100, cached=400))]))
    attempt = till.ask(ONE, PURPOSE).attempts[0]
    assert (attempt.outcome, attempt.cost, attempt.tokens.cached) == ("answered", Decimal("0.0024"), 400)
    ledger = till.ledger
    assert ledger.spent("run", "R1") == ledger.spent("day", "2026-03-31") == Decimal("0.0024")
    assert ledger.spent("workflow", "orchard 2026-03-31") == Decimal("0.0024")
    for by, name in (("step", "triage"), ("alias", "fast"), ("model", "openai/fast"), ("question", "reading")):
        assert [(s.name, s.calls, s.input, s.output, s.cached, s.cost) for s in ledger.sums(by)] == [
            (name, 1, 1000, 100, 400, Decimal("0.0024"))
        ]


@pytest.mark.parametrize(
    ("budgets", "told"),
    [
        ({"run": MOST - Decimal("0.000001")}, "the budget of run R1"),
        ({"day": MOST - Decimal("0.000001")}, "the budget of 2026-03-31"),
        ({"workflow": {"orchard": MOST - Decimal("0.000001")}}, "the budget of orchard on 2026-03-31"),
        ({"day": 0}, "the budget of 2026-03-31 is 0.00 USD, of which 0.00 are spent"),
    ],
)
def test_a_call_that_a_budget_does_not_allow_is_not_made(budgets: dict[str, object], told: str) -> None:
    client = ListedClient(["{}"])
    till = gateway(client, budgets=Budgets.model_validate(budgets))
    with pytest.raises(BudgetSpent, match=told) as raised:
        till.ask(ONE, PURPOSE)
    assert client.calls == []
    assert [(each.outcome, each.cost) for each in raised.value.attempts] == [("budget_spent", 0)]
    assert till.ledger.sums("day") == []


def test_a_budget_of_another_workflow_or_day_does_not_matter() -> None:
    till = gateway(ListedClient(["{}"] * 3), budgets=budget(str(MOST), workflow={"other": 0}))
    till.ask(ONE, PURPOSE)
    with pytest.raises(BudgetSpent):
        till.ask(ONE, PURPOSE)
    till.now = lambda: NOW + timedelta(minutes=30)
    assert till.ask(ONE, PURPOSE).text == "{}"


def test_what_is_left_after_a_cheap_call_can_be_spent() -> None:
    till = gateway(ListedClient(["{}"] * 9), budgets=budget(str(MOST * 2)))
    outcomes = []
    for _ in range(9):
        try:
            outcomes.append(till.ask(ONE, PURPOSE).attempts[0].outcome)
        except BudgetSpent as spent:
            outcomes.append(spent.kind)
    made = outcomes.count("answered")
    assert outcomes == ["answered"] * made + ["budget_spent"] * (9 - made)
    assert 3 <= made < 9
    assert till.ledger.spent("day", "2026-03-31") <= MOST * 2


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_side_by_side_no_budget_is_overdrawn(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("postgres")() if place == "postgres" else ""
    path = None if url else tmp_path / "models.db"
    limit = MOST * 5
    began, refused = [], []

    def work() -> None:
        ledger = Ledger(Book(path, url), "USD")
        for _ in range(10):
            try:
                began.append(ledger.reserve(ONE, PURPOSE, MOST, budget(str(limit)), NOW))
            except BudgetSpent:
                refused.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(began), len(refused)) == (5, 35)
    assert len(set(began)) == 5
    again = Ledger(Book(path, url), "USD")
    assert again.spent("day", "2026-03-31") == limit
    assert [(each.name, each.calls, each.cost) for each in again.sums("run")] == [("R1", 5, limit)]


def test_a_book_on_postgres_keeps_answers_and_settles_as_one_in_a_file(postgres: Callable[[], str]) -> None:
    book = Book(url=postgres())
    till = gateway(ListedClient(["{}", TimedOut("late"), TimedOut("late")]), book)
    till.keep(ONE, till.ask(ONE, PURPOSE))
    till.keep(ONE, Answered(text="later"))
    again = till.recall(ONE)
    assert again is not None
    assert again.text == "later"
    with pytest.raises(TimedOut):
        till.ask(ONE, PURPOSE)
    assert [(each.name, each.calls) for each in till.ledger.sums("outcome")] == [("timed_out", 2), ("answered", 1)]
    assert till.answers.forget("", "") == 1
    assert till.recall(ONE) is None
    book.close()


def test_what_a_killed_process_had_taken_stays_taken(tmp_path: Path) -> None:
    path = tmp_path / "models.db"
    Ledger(Book(path), "USD").reserve(ONE, PURPOSE, MOST, Budgets(), NOW)
    again = Ledger(Book(path), "USD")
    assert again.spent("run", "R1") == MOST
    assert [(each.cost, each.uncertain) for each in again.sums("day")] == [(MOST, MOST)]
    with pytest.raises(BudgetSpent):
        again.reserve(ONE, PURPOSE, MOST, budget(str(MOST)), NOW)


def test_a_call_without_an_answer_counts_as_the_most_that_it_can_be() -> None:
    till = gateway(ListedClient([TimedOut("late"), TimedOut("late")]))
    with pytest.raises(TimedOut) as raised:
        till.ask(ONE, PURPOSE)
    assert [(each.outcome, each.cost, each.uncertain) for each in raised.value.attempts] == [
        ("timed_out", MOST, True)
    ] * 2
    assert till.ledger.spent("day", "2026-03-31") == MOST * 2
    assert [each.uncertain for each in till.ledger.sums("outcome")] == [MOST * 2]


def test_where_there_are_budgets_an_unknown_price_is_not_gambled_with() -> None:
    client = ListedClient(["{}"])
    till = gateway(client, budgets=budget("5"))
    with pytest.raises(PriceUnknown, match="give the alias its prices"):
        till.ask(question(alias(prices=None)), PURPOSE)
    assert client.calls == []


def test_without_budgets_an_unknown_price_is_said_and_not_made_up() -> None:
    till = gateway(ListedClient(["{}"]))
    assert till.ask(question(alias(prices=None)), PURPOSE).attempts[0].cost is None
    assert [(each.cost, each.unpriced) for each in till.ledger.sums("day")] == [(Decimal(0), 1)]


def test_prices_of_the_bundle_at_hand_go_before_those_of_the_run() -> None:
    today = alias(prices={"input": 4, "output": 20})
    till = gateway(ListedClient(["{}"]), live={"fast": today})
    assert till.ask(ONE, PURPOSE).attempts[0].cost == Decimal("0.0006")


def test_what_the_library_says_in_dollars_is_not_taken_for_euros() -> None:
    reply = Reply("{}", "stop", "", Usage(input=100, output=10), Decimal("0.5"))
    for currency, cost in (("USD", Decimal("0.5")), ("EUR", None)):
        till = gateway(ListedClient([reply], known=PRICES), currency=currency)
        assert till.ask(question(alias(prices=None)), Purpose()).attempts[0].cost == cost


def test_a_book_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "models.db"
    book = Book(path)
    book.connection.execute("PRAGMA user_version=99")
    book.close()
    with pytest.raises(InputError, match="a later version"):
        Book(path)
