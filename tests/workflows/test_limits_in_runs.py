"""Limits of calls slow queued work down: it waits for its time with the reason, and nothing is dropped or doubled."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import ROOT, Settings
from app.wiring import House
from app.worker import Worker
from tools.models.double import Double
from tools.models.double import behaviour as be

Open = Callable[..., House]
TEXT = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)


@pytest.fixture
def limited(org_folder: Path, tmp_path: Path) -> Iterator[Open]:
    """Opens a house with a `limits.yaml`; `models` stands in models.yaml, and `fast` then reads."""
    made: list[House] = []

    def make(limits: str, models: str = "") -> House:
        config = tmp_path / f"config-{len(made)}"
        shutil.copytree(ROOT / "config", config)
        (config / "limits.yaml").write_text(limits)
        if models:
            (config / "models.yaml").write_text(models)
            flow = config / "workflows" / "dealer-support.yaml"
            text = re.sub(r"\bmodel: \w+, ", "", flow.read_text("utf-8"))
            reading = r"kind: (triage|splitting|classification|extraction)\b"
            flow.write_text(re.sub(reading, r"kind: \1, model: fast", text))
        made.append(House(Settings(config=config, org=org_folder, state=tmp_path / "state")))
        made[-1].open()
        return made[-1]

    yield make
    for house in made:
        house.close()


def put(house: House, mail: Callable[..., bytes], count: int) -> list[str]:
    return [house.runner.accept("dealer-support", mail(TEXT, number=n + 1), name=f"{n}.eml").id for n in range(count)]


def work(house: House) -> list[str]:
    """What a worker says that works until nothing is left for now."""
    said: list[str] = []
    Worker(lambda: House(house.settings), say=said.append).run(until_empty=True)
    return said


def cases(house: House) -> int:
    return house.client.total("SELECT COUNT() FROM Case")


def test_work_beyond_a_tools_limit_waits_for_its_time_and_says_why(limited: Open, mail: Callable[..., bytes]) -> None:
    house = limited("tools: {salesforce.save_case: 1/hour}")
    put(house, mail, 3)
    said = work(house)
    assert any("held for 3" in line and "salesforce.save_case may be called 1/hour" in line for line in said)
    stands = sorted(house.store.runs.latest(), key=lambda run: run.status)
    assert [run.status for run in stands].count("finished") == 1
    waiting = next(run for run in stands if run.not_before)
    assert (waiting.status, waiting.tries) == ("queued", 0)
    assert waiting.not_before > waiting.created
    assert "RATE_LIMITED" in waiting.error
    raised = limited("tools: {salesforce.save_case: 9/hour}")
    for run in raised.store.runs.queued():
        raised.runner.attempt(run.id, 5)
    assert {(run.status, run.not_before) for run in raised.store.runs.latest()} == {("finished", "")}
    assert cases(raised) == 3


def test_the_orgs_limit_counts_calls_over_all_processes(limited: Open, mail: Callable[..., bytes]) -> None:
    house = limited("org: 500/hour")
    for run in put(house, mail, 1):
        assert house.runner.attempt(run, 5).outcome == "cases"
    other = limited("org: 500/hour")
    used = house.book.connection.execute("SELECT count(*) FROM permit WHERE name LIKE 'org %'").fetchone()[0]
    assert used >= 2
    spent = limited(f"org: {used}/hour")
    (again,) = (other.runner.accept("dealer-support", mail(TEXT, number=9)).id,)
    report = spent.runner.attempt(again, 5)
    assert (report.outcome, report.retry) == ("error", "later")
    assert report.wait is not None
    assert report.wait > 3000
    assert cases(other) == 1


def fast(double: Double, more: str = "") -> str:
    return (
        f"models:\n  fast: {{model: openai/fast, api_base: '{double.api_base}', retry: {{times: 2, wait_seconds: 0}}, "
        f"prices: {{input: 3, output: 15}}{more}}}\n"
    )


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Iterator[Double]:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-test-0123456789")
    made = Double(lambda asked: be.rate_limited(asked, "1800"))
    yield made
    made.close()


def test_queued_work_waits_as_long_as_a_models_provider_asks(
    limited: Open, mail: Callable[..., bytes], double: Double
) -> None:
    house = limited("", fast(double))
    put(house, mail, 2)
    said = work(house)
    assert [line for line in said if "held for 1800 s" in line]
    assert len(double.asked) == 1
    runs = house.store.runs.latest()
    assert {run.status for run in runs} == {"queued"}
    # Whoever asks again does not reach the provider before its time.
    assert house.runner.attempt(runs[0].id, 5).retry == "later"


def test_where_it_is_said_so_the_local_reader_goes_on_instead(
    limited: Open, mail: Callable[..., bytes], double: Double
) -> None:
    house = limited("", fast(double, ", on_limit: otherwise"))
    (run,) = put(house, mail, 1)
    assert house.runner.attempt(run, 5).outcome in ("cases", "review")


def test_our_own_limit_of_a_model_is_kept_over_processes(
    limited: Open, mail: Callable[..., bytes], double: Double
) -> None:
    double.behaviour = be.babbling
    first = limited("models: {fast: 2/hour}", fast(double))
    second = limited("models: {fast: 2/hour}", fast(double))
    one, two = put(first, mail, 2)
    first.runner.attempt(one, 5)
    report = second.runner.attempt(two, 5)
    assert (report.retry, "may be called 2/hour" in report.run.error) == ("later", True)
    assert len(double.asked) == 2
