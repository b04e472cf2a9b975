"""Who finds the account of a record, and records of the same account: ours beside rapidfuzz and splink.

python -m evals.bench.matching FOLDER [--without-splink] [--missed]
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from evals.bench.matching_records import Record, halves, is_credible, load, task_of, telling_words
from evals.bench.matching_score import (
    Counted,
    Figure,
    count,
    f1_of,
    interval,
    pairs_of,
    share,
    threshold_of,
    top_one,
)
from evals.bench.matching_scorers import Matcher, Scorer, chosen, evident, rapidfuzz, splink
from workflow.errors import InputError

OURS = "ours"
SEEDS = (1, 2, 3)
"""Draws of the record that is its entity's account; the figures are over all of them."""


def matchers(with_splink: bool) -> dict[str, Matcher]:
    """Ours, and the rivals."""
    found = {OURS: Matcher(chosen, evident)}
    for name in ("token_set_ratio", "WRatio"):
        found[f"{name}, name"] = rapidfuzz(name, lambda record: record.name)
        found[f"{name}, all"] = rapidfuzz(name, Record.text)
    if with_splink:
        found["splink"] = Matcher(splink, splink)
    return found


class Asked(NamedTuple):
    """A record whose account was sought: whether it came first, and whether the label is one to go by."""

    text: str
    right: bool
    credible: bool


Best = dict[str, list[Asked]]
"""Entity → its records."""


def best_account(records: list[Record], scorer: Scorer) -> Best:
    """The records whose account was sought, by entity."""
    found: Best = defaultdict(list)
    telling = telling_words(records)
    for seed in SEEDS:
        task = task_of(records, seed)
        own = {account.entity: account for account in task.accounts}
        for query, right in zip(task.queries, top_one(task, scorer(task.accounts, task.queries)), strict=True):
            asked = Asked(query.text(), right, is_credible(query, own[query.entity], telling))
            found[query.entity].append(asked)
    return found


def same_account(records: list[Record], scorer: Scorer) -> dict[str, Counted]:
    """By entity: the pairs found in one half of the entities, at the threshold that was best for the other half."""
    parts = halves(records, SEEDS[0])
    pairs = [pairs_of(scorer(part, part)) for part in parts]
    found: dict[str, Counted] = {}
    for mine, other in ((0, 1), (1, 0)):
        found |= count(parts[mine], pairs[mine], threshold_of(parts[other], pairs[other]))
    return found


def row(name: str, best: Best, same: dict[str, Counted]) -> str:
    """A line of the table."""
    groups = list(best.values())
    first = interval(groups, lambda drawn: share(asked.right for group in drawn for asked in group))
    credible = interval(groups, lambda drawn: share(a.right for group in drawn for a in group if a.credible))
    pairs = interval(list(same.values()), f1_of)
    return f"{name:24}{first!s:>24}{credible!s:>24}{pairs!s:>24}"


def difference(ours: Best, other: Best, credible: bool) -> Figure:
    """Ours less a rival's top-1, over the same records: what both find or miss cancels out."""
    groups = []
    for entity, found in ours.items():
        both = zip(found, other[entity], strict=True)
        groups.append([(mine.right, theirs.right) for mine, theirs in both if mine.credible or not credible])

    def less(drawn: Sequence[list[tuple[bool, bool]]]) -> float:
        return share(mine for group in drawn for mine, _ in group) - share(theirs for g in drawn for _, theirs in g)

    return interval(groups, less)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.matching", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds records_with_true_ids.csv of dedupe-examples")
    parser.add_argument("--without-splink", action="store_true", help="leave out the rival that is slow to install")
    parser.add_argument("--missed", action="store_true", help="also print the records whose account ours did not find")
    given = parser.parse_args()
    try:
        records = load(given.folder)
        entities = len({record.entity for record in records})
        print(f"{len(records)} records of {entities} organisations, 95 % intervals; load {os.getloadavg()[0]:.1f}")
        print(f"{'':24}{'top-1':>24}{'of credible labels':>24}{'F1 over pairs':>24}")
        best: dict[str, Best] = {}
        for name, matcher in matchers(not given.without_splink).items():
            best[name] = best_account(records, matcher.best)
            print(row(name, best[name], same_account(records, matcher.alike)), flush=True)
        for name, theirs in best.items():
            if name != OURS:
                less = difference(best[OURS], theirs, False), difference(best[OURS], theirs, True)
                print(f"{'less ' + name:24}{less[0]!s:>24}{less[1]!s:>24}")
        if given.missed:
            missed = dict.fromkeys(asked.text for found in best[OURS].values() for asked in found if not asked.right)
            print("\n".join(f"missed: {text}" for text in missed))
    except InputError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
