"""An action of somebody else's server is done once, though its answer is lost or the process ends around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT, Settings
from app.wiring import House
from app.worker.control import turn
from graphs.run import Report
from tools.bundle import inspect

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
SERVER = Path(__file__).with_name("labelling.py")
FINDABLE = "{found_by: find_label, key_in: reference, where: found.reference == key, settles_seconds: 0}"


@dataclass
class Desk:
    """A house whose workflow makes a label for each case, and what the server has made."""

    house: House
    labels: Path
    fault: Path
    message: Path

    def made(self) -> int:
        return len(self.labels.read_text().splitlines()) if self.labels.exists() else 0

    def run(self) -> Report:
        return self.house.runner.start("dealer-support", self.message.read_bytes(), name="m.eml")

    def process(self) -> tuple[int, str]:
        """`switchyard run` in a process of its own: its status, and what it said."""
        command = [sys.executable, "-m", "app.main", "run", "dealer-support", str(self.message)]
        given = ["--config", str(self.house.settings.config), "--org", str(self.house.settings.org)]
        environment = {**os.environ, "SWITCHYARD_STATE": str(self.house.settings.state)}
        done = subprocess.run([*command, *given], cwd=ROOT, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


Open = Callable[[str], Desk]


@pytest.fixture
def desk(org_folder: Path, tmp_path: Path, mail: Any) -> Iterator[Open]:
    made: list[Desk] = []

    def make(effects: str, tool: str = "create_label") -> Desk:
        labels, fault, message = (tmp_path / name for name in ("labels", "fault", "m.eml"))
        message.write_bytes(mail(INVOICE))
        config = tmp_path / "config"
        shutil.copytree(ROOT / "config", config)
        (config / "connections.yaml").write_text(
            f"connections:\n  shipping:\n    command: ['{sys.executable}', '{SERVER}', '{labels}', '{fault}']\n"
            f"    tools: [create_label, find_label]\n{effects}"
        )
        flow = config / "workflows" / "dealer-support.yaml"
        save = "tool: salesforce.save_case}\n"
        step = "      - {id: label, kind: act, tool: shipping.create_label, arguments: {about: category}, gives: {label: label}}\n"
        allowed = (
            "\ntools: [salesforce.open_record, salesforce.save_case, salesforce.log, shipping.create_label]\nsteps:"
        )
        flow.write_text(flow.read_text().replace(save, save + step).replace("\nsteps:", allowed))
        made.append(
            Desk(House(Settings(config=config, org=org_folder, state=tmp_path / "state")), labels, fault, message)
        )
        return made[-1]

    yield make
    for each in made:
        each.house.close()


def findable(rule: str = FINDABLE) -> str:
    return f"    effects:\n      create_label: {rule}\n      find_label: none\n"


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_can_be_found_is_looked_for_after_a_lost_answer(desk: Open, when: str) -> None:
    at = desk(findable())
    at.fault.write_text(f"lose {when}")
    report = at.run()
    while report.outcome == "error":
        assert report.retry == "later"
        report = at.run()
    assert (report.outcome, at.made()) == ("cases", 1)
    assert report.cases[0].given["label"] == "L-1"


def test_what_is_not_found_yet_is_not_called_again_before_its_time(desk: Open) -> None:
    at = desk(findable(FINDABLE.replace("settles_seconds: 0", "settles_seconds: 600")))
    at.fault.write_text("lose before")
    for _ in range(2):
        report = at.run()
        assert (report.outcome, report.retry, at.made()) == ("error", "later", 0)
    assert report.wait is not None
    assert 500 < report.wait <= 600


def test_what_neither_takes_a_key_nor_can_be_found_is_tried_once_and_a_person_decides(desk: Open) -> None:
    at = desk("    effects: {create_label: neither, find_label: none}\n")
    at.fault.write_text("lose before")
    report = at.run()
    assert (report.outcome, report.retry, at.made()) == ("error", "never", 0)
    assert at.house.store.attempts.in_doubt(report.run.id)
    turn(at.house, "retry", report.run.id, not_done=True)
    assert at.house.runner.attempt(report.run.id, 5).outcome == "cases"
    assert at.made() == 1


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("effect", ["findable", "neither"])
def test_the_process_is_killed_around_the_call(desk: Open, effect: str, when: str) -> None:
    at = desk(findable() if effect == "findable" else "    effects: {create_label: neither, find_label: none}\n")
    at.fault.write_text(f"kill {when}")
    assert at.process()[0] == -9
    # Where nobody can look, the first start parks the run for a person, and the next goes on without.
    said = [at.process() for _ in range(2)]
    assert said[-1][0] == 0, said
    assert at.house.store.runs.latest()[0].outcome == "cases"
    assert at.made() == (1 if effect == "findable" or when == "after" else 0)


@pytest.mark.parametrize(
    ("effects", "told"),
    [
        ("", "does not say how the effect of 'shipping.create_label' can be made once only"),
        (findable(), ""),
        ("    effects: {make_label: keyed}\n", "'make_label' is not among the connection's tools"),
        (findable("{found_by: look}"), "'look' is not among the connection's tools"),
        (findable("{found_by: find_label, where: found.a == category}"), "'category' is not known here"),
    ],
)
def test_the_check_of_a_bundle_says_what_is_not_declared_and_what_cannot_be(
    desk: Open, effects: str, told: str
) -> None:
    from workflow.errors import BundleErrors

    at = desk(effects)
    try:
        found = [str(each) for each in inspect(at.house.bundle) if "connections" in str(each)]
    except BundleErrors as errors:
        found = [str(each) for each in errors.errors]
    assert any(told in each for each in found) if told else not found
