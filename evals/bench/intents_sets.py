"""Public sets of labelled sentences: banking77, clinc150 and the bot of HINT3 that has questions outside its scope."""

from __future__ import annotations

import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import InputError

FOLDS = 5
SEED = 20


@dataclass(frozen=True)
class Sentence:
    """A sentence and its label; None: it fits none."""

    text: str
    label: str | None


@dataclass(frozen=True)
class Split:
    """What is learned from, and what is asked."""

    train: tuple[Sentence, ...]
    test: tuple[Sentence, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that are learned."""
        return tuple(sorted({one.label for one in self.train if one.label is not None}))


def banking(folder: Path, examples: int | None) -> Iterator[Split]:
    """Five folds of the train file: each is asked once, of so many examples a label from the others (None: all)."""
    file = folder / "banking77" / "train.csv"
    by_label: dict[str, list[Sentence]] = defaultdict(list)
    for row in _rows(file):
        by_label[row[1]].append(Sentence(row[0], row[1]))
    for label in sorted(by_label):
        random.Random(f"{SEED} {label}").shuffle(by_label[label])
    for fold in range(FOLDS):
        test = [one for label in sorted(by_label) for one in by_label[label][fold::FOLDS]]
        train: list[Sentence] = []
        for label in sorted(by_label):
            rest = [one for place, one in enumerate(by_label[label]) if place % FOLDS != fold]
            train += rest if examples is None else rest[:examples]
        yield Split(tuple(train), tuple(test))


def clinc(folder: Path, examples: int | None) -> Split:
    """Learned from the train parts, with those out of scope; asked of the validation parts."""
    file = folder / "clinc150" / "data_dev.json"
    try:
        data = json.loads(file.read_text("utf-8"))
        train, test = data["train"], data["val"]
        outside, asked = data["oos_train"], data["oos_val"]
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{file}: cannot be read as clinc150: {error}") from error
    seen: dict[str, int] = defaultdict(int)
    kept = []
    for text, label in train:
        seen[label] += 1
        if examples is None or seen[label] <= examples:
            kept.append(Sentence(text, label))
    return Split(
        (*kept, *(Sentence(text, None) for text, _ in outside)),
        (*(Sentence(text, label) for text, label in test), *(Sentence(text, None) for text, _ in asked)),
    )


def hint(folder: Path, version: str) -> Split:
    """The bot's training sentences (none out of scope), and real questions, of which two in five are."""
    base = folder / "hint3" / "dataset" / version
    train = tuple(Sentence(row[0], row[1]) for row in _rows(base / "train" / "sofmattress_train.csv"))
    asked = _rows(base / "test" / "sofmattress_test.csv")
    test = tuple(Sentence(row[0], None if row[1] == "NO_NODES_DETECTED" else row[1]) for row in asked)
    return Split(train, test)


def _rows(file: Path) -> Sequence[list[str]]:
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            return [row for row in list(csv.reader(opened))[1:] if len(row) >= 2]
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}") from error
