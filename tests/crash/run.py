"""Ends workers with kill -9 at any instant, and looks whether anything was lost or doubled.

`python tests/crash/run.py --kills 300`: rounds of lives over one mixed inbox, each ended at a random instant until the
inbox is through; after each round org, trace and ledger must equal those of an undisturbed life. Before that, one life
is ended right after each write that the org did. The control does the same with keys turned off, and must not pass.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import yard  # noqa: E402
from lives import Life, kill, wait  # noqa: E402
from picture import differences, picture  # noqa: E402

from app.settings import Settings  # noqa: E402
from app.trace.verdict import check_all  # noqa: E402
from app.wiring import House  # noqa: E402

WARM = ("app", "graphs", "tools", "agents", "workflow")
MOST_WRITES = 12
"""Writes of one life after each of which it is ended once."""


def main() -> int:
    """The command; 1 where something was lost or doubled, or where the control passed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=300, help="at random instants")
    parser.add_argument("--messages", type=int, default=2, metavar="N", help="of each kind")
    parser.add_argument("--writes", type=int, default=MOST_WRITES, help="of each kind of life, to end it after")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    told = parser.parse_args()
    print(f"seed {told.seed}", flush=True)
    _warm()
    folder = Path(tempfile.mkdtemp(prefix="switchyard-crash-"))
    try:
        return _judged(_Trial(folder, told.messages, random.Random(told.seed)), told.kills, told.writes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Trial:
    def __init__(self, folder: Path, messages: int, dice: random.Random) -> None:
        self.folder, self.messages, self.dice = folder, messages, dice
        self.org = yard.make(folder / "yard" / "org")
        self.rounds = self.kills = 0
        self.took = 0.0
        self.expected: dict[str, list[str]] = {}

    def life(self, keys: bool = True) -> Life:
        self.rounds += 1
        return Life(self.org, self.folder / f"state-{self.rounds}", self.messages, keys)

    def undisturbed(self, keys: bool = True) -> dict[str, list[str]]:
        life = self.life(keys)
        begun = time.monotonic()
        _through(wait(life.spawn()))
        self.took = time.monotonic() - begun
        return self.seen(life)

    def at_writes(self, most: int, keys: bool = True) -> list[str]:
        """Ends a life after each of its first writes, then lets one come through."""
        life = self.life(keys)
        for _ in range(most):
            if (ended := wait(life.spawn(dies_after=1))) == 0:
                break
            _killed(ended)
            self.kills += 1
        else:
            _through(wait(life.spawn()))
        return differences(self.expected, self.seen(life))

    def at_random(self, most: int) -> tuple[int, list[str]]:
        """Ends lives at random instants until one comes through: how many there were, and what is wrong."""
        life, ended, kills = self.life(), -1, 0
        while ended and kills < most:
            # Mostly while it works; now and then while it begins.
            ended = kill(life, self.dice.uniform(0.0, max(0.5, self.took / 4)), working=self.dice.random() < 0.8)
            if ended:
                _killed(ended)
                kills += 1
        if ended:
            _through(wait(life.spawn()))
        self.kills += kills
        return kills, differences(self.expected, self.seen(life))

    def seen(self, life: Life) -> dict[str, list[str]]:
        house = House(Settings(org=life.settings.org, state=life.settings.state))
        try:
            verdict = check_all(house.store)
            return {**picture(house), "broken chains": [verdict.words] if verdict.broken else []}
        finally:
            house.close()
            shutil.rmtree(life.settings.state, ignore_errors=True)


def _judged(trial: _Trial, kills: int, writes: int) -> int:
    trial.expected = trial.undisturbed()
    print(f"undisturbed: {len(trial.expected['runs'])} runs, {len(trial.expected['Case'])} cases, "
          f"{len(trial.expected['hops'])} hops in {trial.took:.1f} s", flush=True)  # fmt: skip
    again = differences(trial.expected, trial.undisturbed())
    wrong = [f"undisturbed twice: {line}" for line in again]
    found = trial.at_writes(writes)
    print(f"ended after each of {trial.kills} writes: {len(found)} differences", flush=True)
    wrong += found
    at_random = rounds = 0
    while at_random < kills:
        count, found = trial.at_random(kills - at_random)
        at_random, rounds, wrong = at_random + max(count, 1), rounds + 1, wrong + found
        print(f"round {rounds}: {count} kills, {at_random} of {kills}; {len(found)} differences", flush=True)
    control = trial.at_writes(writes, keys=False)
    doubled = [line for line in control if line.startswith(("Case: too many", "EmailMessage: too many"))]
    print(f"control, keys turned off: {len(doubled)} doubled records", flush=True)
    for line in wrong[:40]:
        print(f"  {line}")
    if wrong:
        print(f"FAILED: {len(wrong)} differences")
        return 1
    if not doubled:
        print("FAILED: the control passed: the check does not see what it should")
        return 1
    print(f"{trial.kills} kills in all: nothing lost, nothing doubled")
    return 0


def _through(ended: int) -> None:
    if ended != 0:
        raise SystemExit(f"a life that nobody disturbed ended with {ended}")


def _killed(ended: int) -> None:
    if ended != -9:
        raise SystemExit(f"a life ended by itself, with {ended}")


def _warm() -> None:
    """Imports what a life needs, so that lives are spent on work. Starts no thread: they are forked from here."""
    for room in WARM:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if "__main__" not in module.name:
                importlib.import_module(module.name)
    for name in (
        "dbos",
        "sqlalchemy.dialects.sqlite",
        "langgraph.checkpoint.sqlite",
        "anyio.from_thread",
        "simple_salesforce",
    ):
        importlib.import_module(name)


if __name__ == "__main__":
    sys.exit(main())
