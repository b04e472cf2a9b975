"""Which intent is a sentence: what is learned from examples, beside TF-IDF under a linear model, over public sets.

python -m evals.bench.intents FOLDER [--sets banking77 clinc150 hint3] [--examples 0 5 10 all]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from evals.bench import intents_floor as floor
from evals.bench import intents_ours as ours
from evals.bench.intents_score import Answer, Figure, accuracy, matthews, mcc, weighted
from evals.bench.intents_sets import banking, clinc, hint
from workflow.errors import InputError

CURATED = 0.2
"""The share of sentences taken to fit none, where a list of examples was written and says nothing of it."""
PUBLISHED = (4500, 1000)
"""Sentences inside and outside the scope in clinc150's published test."""


def banking_rows(folder: Path, counts: Sequence[int | None]) -> Iterator[str]:
    """From so many examples a label (None: all): accuracy over the five folds together."""
    for examples in counts:
        said: dict[str, list[Answer]] = {}
        wanted: list[Answer] = []
        took, each = 0.0, 0.0
        for split in banking(folder, examples if examples != 0 else 1):
            wanted += [one.label for one in split.test]
            if examples == 0:
                mine = ours.unlearned(split)
                said.setdefault("nearest label", []).extend(floor.answers(floor.nearest_label(split)))
            else:
                mine = ours.learned(split)
                said.setdefault("support vectors", []).extend(floor.answers(floor.support_vectors(split)))
                if examples is not None:
                    said.setdefault("regression", []).extend(floor.answers(floor.regression(split)))
            said.setdefault("ours", []).extend(mine.answers)
            took, each = max(took, mine.learned_in), max(each, mine.each)
        yield f"banking77, {'all' if examples is None else examples} examples a label, 77 labels, {len(wanted)} asked"
        yield from (f"  {name:40} accuracy {accuracy(answers, wanted)}" for name, answers in said.items())
        yield f"  {'':40} ours: learned in {took:.1f} s, {each:.2f} ms a sentence"


def clinc_rows(folder: Path, counts: Sequence[int | None]) -> Iterator[str]:
    """With sentences out of scope: accuracy as in the file and as in the published test, and both parts of it.

    Learned from all examples, whatever `counts` says.
    """
    split = clinc(folder, None)
    wanted = [one.label for one in split.test]
    inside = [place for place, label in enumerate(wanted) if label is not None]
    outside = [place for place, label in enumerate(wanted) if label is None]

    def overall(answers: list[Answer]) -> float:
        return _overall(answers, wanted, inside, outside).value

    plain = floor.support_vectors(split)
    mine = ours.learned(split, unknown=CURATED)
    told: dict[str, list[Answer]] = {
        "support vectors, outside as a class": floor.answers(floor.support_vectors(split, outside=True)),
        "support vectors, best threshold on test": floor.best_threshold(plain, overall),
        "ours": mine.answers,
    }
    yield f"clinc150, 100 examples a label, 150 labels, {len(wanted)} asked"
    for name, answers in told.items():
        yield (
            f"  {name:40} overall {_overall(answers, wanted, inside, outside)}"
            f"  in the file {accuracy(answers, wanted).value:.3f}"
            f"  inside {accuracy([answers[i] for i in inside], [wanted[i] for i in inside]).value:.3f}"
            f"  outside {accuracy([answers[i] for i in outside], [wanted[i] for i in outside]).value:.3f}"
        )
    yield f"  {'':40} ours: learned in {mine.learned_in:.1f} s, {mine.each:.2f} ms a sentence"


def _overall(answers: list[Answer], wanted: list[Answer], inside: list[int], outside: list[int]) -> Figure:
    one = accuracy([answers[i] for i in inside], [wanted[i] for i in inside])
    other = accuracy([answers[i] for i in outside], [wanted[i] for i in outside])
    return weighted(one, other, (len(inside), len(outside)), PUBLISHED)


def hint_rows(folder: Path, counts: Sequence[int | None]) -> Iterator[str]:
    """A bot in use: nothing out of scope to learn from, much of it asked. Matthews' correlation. From all examples."""
    for version in ("v1", "v2"):
        split = hint(folder, version)
        wanted = [one.label for one in split.test]
        mine = ours.learned(split, unknown=CURATED)

        def judge(answers: list[Answer], wanted: list[Answer] = wanted) -> float:
            return matthews(answers, wanted)

        told: dict[str, list[Answer]] = {
            "support vectors, best threshold on test": floor.best_threshold(floor.support_vectors(split), judge),
            "regression, best threshold on test": floor.best_threshold(floor.regression(split), judge),
            "regression, threshold 0.5": floor.above(floor.regression(split), 0.5),
            "ours": mine.answers,
        }
        counted = f"{len(split.train)} examples, {len(split.labels)} labels, {len(wanted)} asked"
        yield f"HINT3 sofmattress {version}, {counted}"
        yield from (f"  {name:40} MCC {mcc(answers, wanted)}" for name, answers in told.items())
        yield f"  {'':40} ours: learned in {mine.learned_in:.1f} s, {mine.each:.2f} ms a sentence"


SETS: dict[str, Callable[[Path, Sequence[int | None]], Iterator[str]]] = {
    "banking77": banking_rows,
    "clinc150": clinc_rows,
    "hint3": hint_rows,
}


def _count(text: str) -> int | None:
    return None if text == "all" else int(text)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.intents", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds banking77, clinc150 and hint3")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS), help="those to measure; all")
    parser.add_argument(
        "--examples", nargs="+", type=_count, default=[0, 5, 10], metavar="N", help="banking77: a label; 'all' for all"
    )
    given = parser.parse_args()
    try:
        for name in given.sets:
            for line in SETS[name](given.folder, given.examples):
                print(line, flush=True)
    except InputError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
