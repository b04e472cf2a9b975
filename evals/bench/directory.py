"""The directory of a large org: time, memory and disk to build it, time to search it, and how well it finds accounts.

python -m evals.bench.directory [--accounts 1000000] [--mails 60] [--keep FOLDER]

Times of a search are those of the whole retrieval of candidates for one message with several accounts in it. Beside
them stand two floors over the same org: a plain indexed look-up in SQLite, and rapidfuzz over all names.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import TypeVar

from evals.bench.directory_floors import names_floor, sqlite_floor
from evals.bench.directory_mail import Sample, Writer
from evals.bench.directory_org import RULE, Org
from evals.bench.directory_passages import passages
from evals.bench.directory_quality import judge, lines
from evals.bench.timing import Timing
from tools.directory import Directory
from tools.directory.index.amending import Amendment
from tools.directory.index.builder import Builder
from tools.directory.index.crew import Crew
from tools.directory.index.sections import Sections
from tools.directory.index.segment import Segment
from tools.directory.index.snapshot import Snapshot

T = TypeVar("T")
SEED = 20_260
CHANGED = 200
"""Accounts that are changed for the refresh."""


class Timed:
    """Counts the time that is spent in making what passes through: it is the org's, not the builder's."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def through(self, items: Iterable[T]) -> Iterator[T]:
        """The items, one after the other."""
        each = iter(items)
        while True:
            started = time.perf_counter()
            try:
                item = next(each)
            except StopIteration:
                return
            finally:
                self.seconds += time.perf_counter() - started
            yield item


def build(org: Org, path: Path) -> list[str]:
    """Builds the index of an org into a file; what it took."""
    timed, started, processor, helpers = Timed(), time.perf_counter(), time.process_time(), sum(os.times()[2:4])
    with Crew.of(org.size) as crew, path.open("wb", buffering=1 << 20) as file:
        builder = Builder(file, RULE, SEED, crew=crew)
        builder.accounts(timed.through(org.accounts()), count())
        builder.contacts(timed.through(org.contacts()))
        builder.finish({})
    processor = time.process_time() - processor + sum(os.times()[2:4]) - helpers
    seconds = time.perf_counter() - started
    facts = Sections.open(path).facts
    return [
        f"build: {seconds - timed.seconds:.1f} s (and {timed.seconds:.1f} s to make the org up), "
        f"processor {processor:.1f} s in all",
        f"  {facts['accounts']} accounts, {facts['contacts']} contacts; {path.stat().st_size / 2**20:.0f} MB on disk, "
        f"at most {_most_memory(resource.RUSAGE_SELF):.0f} MB in memory, "
        f"{_most_memory(resource.RUSAGE_CHILDREN):.0f} MB in a helping process",
    ]


def _most_memory(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 2**10


def search(directory: Directory, org: Org, mails: int) -> list[str]:
    """Times of the whole retrieval, warm, beside the floors."""
    documents = passages(directory, mails)
    for document, _ in documents:
        directory.candidates(document)
    timing, found, wanted = Timing(), 0, 0
    for document, named in documents:
        candidates = timing.take(partial(directory.candidates, document))
        found += sum(candidates.get(record) is not None for record in named)
        wanted += len(named)
    words = sum(len(part.text.split()) for document, _ in documents for part in document.parts) // len(documents)
    rows = [
        f"candidates of a message of {words} words with 4 accounts, {mails} messages, warm:",
        f"  median {timing.median:.2f} ms, 95 % {timing.p95:.2f} ms, 99 % {timing.at(99):.2f} ms; "
        f"{found / wanted:.1%} of the accounts named are among them",
    ]
    return [*rows, *sqlite_floor(directory, timing), *names_floor(directory, timing)]


def refresh(directory: Directory, folder: Path) -> list[str]:
    """Time to bring some changed, new and deleted accounts in."""
    index, started = directory.index, time.perf_counter()
    amendment = Amendment(index)
    step = max(1, len(index) // CHANGED)
    for place, number in enumerate(range(0, len(index) - 1, step)):
        row = dict(index.row(number))
        if place % 10 == 0:
            amendment.account(row | {"IsDeleted": True})
        elif place % 10 == 1:
            amendment.account(row | {"Id": f"001{number:012d}NEW"})
        else:
            amendment.account(row | {"Phone": "+12025550100", "Name": f"{row['Name']} West"})
    path = folder / "changes.idx"
    with path.open("wb") as file:
        amendment.write(file)
    written = time.perf_counter() - started
    Directory(Snapshot(index.base, Segment(Sections.open(path))))
    return [
        f"refresh with {amendment.size} accounts changed, new or deleted: {written * 1000:.0f} ms, "
        f"opened in {(time.perf_counter() - started - written) * 1000:.0f} ms; {path.stat().st_size / 2**10:.0f} KB"
    ]


def measure(accounts: int, mails: int, folder: Path) -> Iterator[str]:
    """Everything, as lines of text as they come."""
    org = Org(accounts)
    yield f"directory of {accounts} accounts, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    path = folder / "base.idx"
    yield from build(org, path)
    started = time.perf_counter()
    directory = Directory(Snapshot(Segment(Sections.open(path))))
    yield f"opened in {(time.perf_counter() - started) * 1000:.0f} ms"
    yield from search(directory, org, max(200, mails))
    yield from refresh(directory, folder)
    written = Writer(Sample.of(org, 60 * mails)).all(mails)
    yield f"accounts found in mail, load {os.getloadavg()[0]:.1f}:"
    yield from lines(judge(directory, written))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.directory", description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=20_000, help="how large the org is (default 20000)")
    parser.add_argument("--mails", type=int, default=60, help="messages of each kind (default 60)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the index is left to be looked at")
    given = parser.parse_args()
    if given.accounts < 1000 or given.mails < 1:
        parser.exit(2, "--accounts takes 1000 or more, --mails 1 or more\n")
    with tempfile.TemporaryDirectory(prefix="switchyard-directory-") as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for line in measure(given.accounts, given.mails, folder):
            print(line, flush=True)


if __name__ == "__main__":
    main()
