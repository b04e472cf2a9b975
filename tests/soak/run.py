"""Many small records through the engine: none lost, none doubled, bounded memory and disk, and the rate.

`python tests/soak/run.py --records 120000`: a scripted reader, the real queue, store, graph and embedded org. Beside
it, by turns of a thousand, a bare LangGraph graph (bare.py); `--beside 10` runs that in each tenth turn alone.
`--store postgres --workers 2` has workers in processes of their own over a Postgres that is made for it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import yard
from bare import Bare
from cost import Cost, cost_of, megabytes
from verdict import left, wrong

from app.settings import Settings
from app.wiring import House
from app.worker import Intake, worker_beside

TARGET = 0.6
"""Of the bare graph's rate."""

LOOK_SECONDS = 0.5
WARM = 20
"""Records that go before, uncounted: what a process loads once is no part of a rate."""

HEAD = ("records", "ours/s", "bare/s", "share", "by cpu", "RSS MB", "store MB", "queue MB")


def main() -> int:
    """The command; 1 where something was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=120_000)
    parser.add_argument("--turn", type=int, default=1000, help="records of one turn")
    parser.add_argument("--beside", type=int, default=1, help="the bare graph runs in each so manyth turn")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no further turn begins after so long")
    parser.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--workers", type=int, default=1, help="processes, on Postgres")
    told = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="switchyard-soak-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if told.store == "postgres":
            os.environ["SWITCHYARD_DATABASE_URL"] = stack.enter_context(_postgres(folder))
        settings = Settings(org=yard.accounts(folder), state=folder / "state")
        house = yard.house(settings)
        stack.callback(house.close)
        house.open()
        house.directory(house.bundle.workflow(yard.WORKFLOW).account)
        ids = [os.getpid()]
        if told.store == "postgres":
            ids += [process.pid for process in stack.enter_context(_workers(settings, told.workers))]
        else:
            stack.enter_context(worker_beside(partial(yard.house, settings), print))
        bare = Bare(folder, settings.org or folder, house)
        stack.callback(bare.close)
        warm = range(told.records, told.records + WARM)
        _through(house, warm)
        bare.all(warm)
        bare.inside = Cost()
        return _soaked(house, bare, ids, told)


def _soaked(house: House, bare: Bare, ids: list[int], told: argparse.Namespace) -> int:
    ours = beside = floor = Cost()
    compared = 0
    print("".join(f"{name:>9}" for name in HEAD), flush=True)
    turn, until, numbers = min(told.turn, told.records), time.monotonic() + told.minutes * 60, range(0)
    for number, begun in enumerate(range(0, told.records, turn)):
        if time.monotonic() > until:
            break
        numbers = range(begun, min(begun + turn, told.records))
        cost = cost_of(partial(_through, house, numbers), ids[1:])
        ours += cost
        if number % told.beside == 0:
            compared += len(numbers)
            beside += cost
            floor += cost_of(partial(bare.all, numbers))
        clock, processor = beside.share(floor)
        print(f"{numbers.stop:>9}{numbers.stop / ours.clock:>9.1f}{compared / floor.clock:>9.1f}{clock:>9.2f}"
              f"{processor:>9.2f}{megabytes(ids):>9.0f}{house.store.size() / 1e6:>9.1f}"
              f"{_size(house.home, 'queue.db'):>9.1f}", flush=True)  # fmt: skip
    records = numbers.stop
    found = wrong(house, records + WARM)
    for line in found:
        print(f"  {line}")
    empty = beside.share(floor - bare.inside)
    print(f"{records} records: {'FAILED' if found else '0 lost, 0 doubled'}; {records / ours.clock:.1f} a "
          f"second, {ours.processor / records * 1000:.1f} ms of processor each\n"
          f"{clock:.2f} of a bare graph by the clock (target {TARGET}), {processor:.2f} by processor time; of one whose "
          f"nodes are empty, {empty[0]:.2f} and {empty[1]:.2f}\n{left(house, records + WARM)}")  # fmt: skip
    return 1 if found else 0


def _through(house: House, numbers: range) -> None:
    """Puts records into the queue and waits until workers have run them."""
    intake, runs = Intake(house), house.store.runs
    for number in numbers:
        intake.put(yard.WORKFLOW, yard.record(number), name=str(number))
    while runs.count_queued() or runs.latest(1, "running"):
        time.sleep(LOOK_SECONDS)


@contextmanager
def _workers(settings: Settings, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    command = [sys.executable, yard.__file__, str(settings.org), str(settings.state)]
    begun = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield begun
    finally:
        for process in begun:
            process.kill()
            process.wait()


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    """The URL of a database of a cluster of its own."""
    sys.path.insert(0, str(yard.ROOT / "tests"))
    from cluster import cluster, database

    folder.chmod(0o755)
    with cluster(folder / "postgres") as socket:
        yield database(socket)


def _size(home: Path, name: str) -> float:
    return sum(file.stat().st_size for file in home.glob(f"{name}*")) / 1e6


if __name__ == "__main__":
    sys.exit(main())
