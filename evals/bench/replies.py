"""Who finds the reply in a message: our zones beside the packages that others use, over public sets.

python -m evals.bench.replies FOLDER [--missed READER]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from evals.bench.replies_count import Score, count, score
from evals.bench.replies_packages import Reader, readers
from evals.bench.replies_sets import Case, load
from evals.interval import wilson
from workflow.errors import InputError

Table = dict[str, dict[str, Score]]
"""Set → reader → score."""


def measure(sets: dict[str, list[Case]], who: dict[str, Reader]) -> Table:
    """Every reader over every set. A reader's text is taken without the signature or with it, whichever fits the whole
    set better, since some sets keep signatures and others do not."""
    return {name: {reader: _best(cases, read) for reader, read in who.items()} for name, cases in sets.items()}


def _best(cases: list[Case], read: Reader) -> Score:
    replies = [read(case) for case in cases]
    views = (
        score([count(case, reply, signed=signed) for case, reply in zip(cases, replies, strict=True)])
        for signed in (False, True)
    )
    return max(views, key=lambda view: (view.f1 + view.right / view.of, view.f1))


def rows(table: Table) -> list[str]:
    """The table as text: per cell, messages read right with the 95 % interval, and F1 over lines with its."""
    names = list(next(iter(table.values())))
    found = [f"{'set':18} {'messages':>8}  " + "".join(f"{name:>32}" for name in names)]
    found.append(f"{'':28}" + "".join(f"{'right':>17}{'lines F1':>15}" for _ in names))
    for name, scores in table.items():
        of = next(iter(scores.values())).of
        found.append(f"{name:18} {of:8}  " + "".join(_cell(scores[reader]) for reader in names))
    means = "".join(
        f"{sum(s[n].right / s[n].of for s in table.values()) / len(table):17.1%}"
        f"{sum(s[n].f1 for s in table.values()) / len(table):15.3f}"
        for n in names
    )
    return [*found, f"{'mean of the sets':28}{means}"]


def _cell(found: Score) -> str:
    low, high = wilson(found.right, found.of) or (0.0, 0.0)
    right = f"{found.right} ({low:.2f}-{high:.2f})".replace("0.", ".")
    line = f"{found.f1:.3f} ({found.low:.2f}-{found.high:.2f})".replace("0.", ".")
    return f"{right:>16}{line:>16}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.replies", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds discourse, mail-parser-reply, talon and zapier")
    parser.add_argument("--missed", metavar="READER", help="also name the messages that a reader got wrong")
    given = parser.parse_args()
    try:
        table = measure(load(given.folder), readers())
    except InputError as error:
        parser.exit(2, f"{error}\n")
    print("\n".join(rows(table)))
    if given.missed:
        for name, scores in table.items():
            print(f"{name}: {', '.join(scores[given.missed].missed) or 'none missed'}")


if __name__ == "__main__":
    main()
