"""enqueue, worker and runs: from a folder of messages to runs that have ended."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def signals_as_before() -> Any:
    kept = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for each, handler in kept.items():
        signal.signal(each, handler)


def ids(out: str) -> list[str]:
    return [line.split()[0] for line in out.splitlines() if line.startswith("R")]


def test_what_is_queued_is_run_by_a_worker_once(switchyard: Any, yard: Path, inbox: Path) -> None:
    said = switchyard("enqueue", "dealer-support", inbox, "--org", yard)
    assert (said.status, "2 messages queued" in said.out) == (0, True)
    again = switchyard("enqueue", "dealer-support", inbox)
    assert ids(again.out) == ids(said.out)
    assert "2 queued" in switchyard("runs", "list").out
    done = switchyard("worker", "--until-empty")
    assert (done.status, done.out.startswith("worked on: 2 ")) == (0, True)
    assert "0 messages queued, 2 known" in switchyard("enqueue", "dealer-support", inbox).out
    assert "nothing" in switchyard("worker", "--until-empty").out


def test_a_run_can_be_paused_resumed_and_cancelled(switchyard: Any, yard: Path, inbox: Path) -> None:
    first, second = ids(switchyard("enqueue", "dealer-support", inbox, "--org", yard).out)
    assert switchyard("runs", "pause", first).out == f"{first}: paused\n"
    assert switchyard("runs", "cancel", second).out == f"{second}: cancelled\n"
    assert "nothing" in switchyard("worker", "--until-empty").out
    refused = switchyard("runs", "resume", second)
    assert (refused.status, "it is not paused (cancelled)" in refused.err) == (1, True)
    assert switchyard("runs", "resume", first).out == f"{first}: queued\n"
    assert "worked on: 1 " in switchyard("worker", "--until-empty").out
    assert "cancelled" in switchyard("runs", "show", second).out


def test_a_paused_workflow_takes_work_in_and_leaves_it_lying(switchyard: Any, yard: Path, inbox: Path) -> None:
    switchyard("enqueue", "dealer-support", next(inbox.iterdir()), "--org", yard)
    assert switchyard("runs", "pause", "--workflow", "dealer-support").out == "dealer-support: paused\n"
    assert "nothing" in switchyard("worker", "--until-empty").out
    assert "dealer-support is paused by" in switchyard("runs", "list").out
    assert switchyard("runs", "resume", "--workflow", "dealer-support").out == "dealer-support: goes on\n"
    assert "worked on: 1 " in switchyard("worker", "--until-empty").out


def test_what_cannot_be_read_is_parked_with_its_error_and_can_be_retried(
    switchyard: Any, yard: Path, tmp_path: Path
) -> None:
    poison = tmp_path / "poison.eml"
    poison.write_bytes(bytes(range(256)))
    [run] = ids(switchyard("enqueue", "dealer-support", poison, "--org", yard).out)
    told = switchyard("worker", "--until-empty")
    assert f"switchyard runs retry {run}" in told.err
    parked = switchyard("runs", "list", "--status", "error").out
    assert run in parked
    assert "\n    " in parked
    assert switchyard("runs", "retry", "--all").out == f"{run}: queued\n"
    assert "1 error" in switchyard("worker", "--until-empty").out


def test_a_queue_that_was_lost_is_made_anew_from_the_store(
    switchyard: Any, yard: Path, inbox: Path, state: Path
) -> None:
    switchyard("enqueue", "dealer-support", inbox, "--org", yard)
    for file in state.glob("*/queue.db*"):
        file.unlink()
    assert "worked on: 2 " in switchyard("worker", "--until-empty").out
