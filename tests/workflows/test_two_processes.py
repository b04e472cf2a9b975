"""Two processes over one state: the same message at the same moment is one run and one case."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.settings import ROOT
from app.wiring import House

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)


def test_two_processes_that_begin_with_the_same_message_make_one_case(
    org_folder: Path, tmp_path: Path, mail: Any, again: Callable[[], House]
) -> None:
    message = tmp_path / "one.eml"
    message.write_bytes(mail(INVOICE))
    command = [sys.executable, "-m", "app.main", "run", "dealer-support", message, "--org", org_folder, "--json"]
    environment = {**os.environ, "SWITCHYARD_STATE": str(tmp_path / "state")}
    children = [
        subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE) for _ in range(2)
    ]
    told = [json.loads(child.communicate()[0]) for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert told[0] == told[1]
    assert told[0]["outcome"] == "cases"
    house = again()
    assert len(house.client.query("SELECT Id FROM Case")) == 1
    (run,) = house.store.runs.latest()
    assert (run.status, len(run.cases)) == ("finished", 1)
    assert house.store.hops.verify(run.id) is None
    house.close()


def test_houses_that_work_side_by_side_on_one_message_all_report_the_same_run(
    house: House, again: Callable[[], House], mail: Any
) -> None:
    houses = [house, again(), again()]
    reports: list[Any] = []
    threads = [
        threading.Thread(target=lambda each=each: reports.append(each.runner.start("dealer-support", mail(INVOICE))))
        for each in houses
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.outcome for report in reports] == ["cases"] * 3
    assert sorted(report.repeated for report in reports) == [False, True, True]
    assert len({report.run.record for report in reports}) == 1
    (record,) = house.client.query("SELECT Id FROM Case")
    assert record["Id"] == reports[0].run.record
    for other in houses[1:]:
        other.close()
