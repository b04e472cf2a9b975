"""Many small records through the embedded engine: none lost, none doubled, bounded memory and disk, and the rate.

`python tests/soak/run.py --records 120000`: a scripted reader, the real queue, store, graph and embedded org. Beside
it, by turns of a thousand, a bare LangGraph graph: as many nodes, the stock SQLite saver, the same requests to an org.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scripted import ScriptedReader  # noqa: E402

from app.settings import Settings  # noqa: E402
from app.wiring import House  # noqa: E402
from app.worker import Intake, Worker  # noqa: E402
from evals.bench.parts import nodes_of  # noqa: E402

WORKFLOW = "dealer-support"
TARGET = 0.6
"""Of the bare graph's rate."""

ACCOUNTS = "ExternalId__c,Name,Type,Website,Brand__c,Region__c\nS-1,Larchmere Ford,Dealer,larchmereford.com,Ford,East\n"
RECORD = """\
From: Ada Norvik <ada@larchmereford.com>
To: support@vendor.invalid
Subject: Invoice {number}
Date: Tue, 04 Mar 2025 10:00:00 -0500
Message-ID: <{number}@larchmereford.com>

we were charged twice for chat at larchmereford.com on invoice INV-{number}
"""


def main() -> int:
    """The command; 1 where something was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=120_000)
    parser.add_argument("--turn", type=int, default=1000, help="records of one turn")
    told = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="switchyard-soak-"))
    try:
        return _soaked(folder, told.records, min(told.turn, told.records))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _soaked(folder: Path, records: int, turn: int) -> int:
    org = folder / "yard" / "org"
    org.mkdir(parents=True)
    (org / "Account.csv").write_text(ACCOUNTS, "utf-8")
    house_of = partial(_house, Settings(org=org, state=folder / "state"))
    house = house_of()
    bare = _Bare(folder, org, house)
    ours = floor = 0.0
    outcomes: Counter[str] = Counter()
    print(
        f"{'records':>8} {'ours/s':>8} {'bare/s':>8} {'share':>6} {'RSS MB':>7} {'store MB':>9} {'queue MB':>9}",
        flush=True,
    )
    for begun in range(0, records, turn):
        numbers = range(begun, min(begun + turn, records))
        ours += _timed(partial(_through, house, house_of, numbers, outcomes))
        floor += _timed(partial(bare.all, numbers))
        done = numbers.stop
        print(f"{done:>8} {done / ours:>8.1f} {done / floor:>8.1f} {floor / ours:>6.2f} {_memory():>7.0f} "
              f"{_size(house.home, 'store.db'):>9.1f} {_size(house.home, 'queue.db'):>9.1f}", flush=True)  # fmt: skip
    wrong = _wrong(house, records, outcomes)
    house.close()
    for line in wrong:
        print(f"  {line}")
    print(f"{records} records: {'FAILED' if wrong else '0 lost, 0 doubled'}; {records / ours:.1f} a second, "
          f"{floor / ours:.2f} of a bare graph (target {TARGET})")  # fmt: skip
    return 1 if wrong else 0


def _house(settings: Settings) -> House:
    house = House(settings)
    vars(house)["taught"] = lambda _bundle, _definition: ScriptedReader()
    return house


def _through(house: House, house_of: Any, numbers: range, outcomes: Counter[str]) -> None:
    """Puts records into the queue and has a worker run them."""
    house.open()
    intake = Intake(house)
    for number in numbers:
        intake.put(WORKFLOW, RECORD.format(number=number).encode(), name=str(number))
    worker = Worker(house_of, say=print)
    worker.run(until_empty=True)
    outcomes.update(worker.outcomes)


class _Bare:
    """The floor. Its requests are those of a sample run of ours, under keys of its own."""

    def __init__(self, folder: Path, org: Path, house: House) -> None:
        from evals.bench.floor import langgraph_floor

        self._sent, self._answers, self._run = self._sample(folder, org)
        self._house = _house(Settings(org=org, state=folder / "floor"))
        self._house.open()
        self._floor = langgraph_floor(nodes_of(house.bundle.workflow(WORKFLOW)), folder / "floor.db")
        self._graph = self._floor.__enter__()

    def all(self, numbers: range) -> None:
        """Several records."""
        for number in numbers:
            self.run(number)

    def run(self, number: int) -> None:
        """One record: the graph, and the requests."""
        self._graph()
        known = {self._run: f"R{number:020x}"}
        for text, answer in zip(self._sent, self._answers, strict=True):
            for old, new in known.items():
                text = text.replace(old, new)
            given = self._house.client.request("POST", "composite", json.loads(text))
            for before, after in zip(answer["compositeResponse"], given["compositeResponse"], strict=True):
                assert after["httpStatusCode"] < 300, after
                if isinstance(before.get("body"), dict) and before["body"].get("id"):
                    known[before["body"]["id"]] = after["body"]["id"]

    @staticmethod
    def _sample(folder: Path, org: Path) -> tuple[list[str], list[Any], str]:
        house = _house(Settings(org=org, state=folder / "sample"))
        house.open()
        house.directory(house.bundle.workflow(WORKFLOW).account)
        real, sent, answers = house.client.request, [], []

        def request(method: str, path: str, body: Any = None, **more: Any) -> Any:
            answer = real(method, path, body, **more)
            if (method, path) == ("POST", "composite"):
                sent.append(json.dumps(body))
                answers.append(answer)
            return answer

        house.client.request = request  # type: ignore[method-assign]
        report = house.runner.start(WORKFLOW, RECORD.format(number="sample").encode())
        assert report.outcome == "cases", report.run.error
        house.close()
        return sent, answers, report.run.id


def _wrong(house: House, records: int, outcomes: Counter[str]) -> list[str]:
    wrong = []
    for name in ("Case", "EmailMessage", "Orchestration_Run__c"):
        [row] = house.client.query(f"SELECT COUNT(Id) n FROM {name}")
        if row["n"] != records:
            wrong.append(f"{row['n']} of {name}, where {records} were due")
    counts = house.store.runs.count()
    if counts != {"cases": records} or outcomes != Counter(cases=records):
        wrong.append(f"runs stand as {counts}; workers told of {dict(outcomes)}")
    if left := house.queue.standing():
        wrong.append(f"{len(left)} are left in the queue")
    with house.store.reading() as cursor:
        for table in ("checkpoints", "writes"):
            if left := cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
                wrong.append(f"{left} rows of {table} are left")
    return wrong


def _timed(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _memory() -> float:
    """Megabytes that the process has now; its peak where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _size(home: Path, name: str) -> float:
    return sum(file.stat().st_size for file in home.glob(f"{name}*")) / 1e6


if __name__ == "__main__":
    sys.exit(main())
