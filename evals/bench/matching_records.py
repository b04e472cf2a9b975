"""Records of organisations with the entity that each one truly is: a folder with `records_with_true_ids.csv`."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from workflow.errors import InputError

FILE = "records_with_true_ids.csv"


@dataclass(frozen=True)
class Record:
    """One organisation as one source wrote it down. `entity`: equal for records of the same one."""

    entity: str
    name: str
    street: str
    postal_code: str
    phone: str

    def text(self) -> str:
        """As one line."""
        return " ".join(each for each in (self.name, self.street, self.postal_code, self.phone) if each)


@dataclass(frozen=True)
class Task:
    """Records of which each one's account is sought: one record of each entity is its account, the rest ask."""

    accounts: tuple[Record, ...]
    queries: tuple[Record, ...]


def load(folder: Path) -> list[Record]:
    """The records of a folder. Raises InputError where they are not there."""
    path = folder / FILE
    if not path.is_file():
        raise InputError(f"{path}: no such file; the folder of the Chicago records of dedupe-examples is wanted")
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return [
            Record(
                entity=row["True Id"].strip(),
                name=" ".join(row["Site name"].split()),
                street=" ".join(row["Address"].split()),
                postal_code=row["Zip"].strip(),
                phone=row["Phone"].strip(),
            )
            for row in csv.DictReader(file)
        ]


def task_of(records: list[Record], seed: int) -> Task:
    """One record of each entity, drawn, is its account."""
    random = Random(seed)
    by_entity: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_entity[record.entity].append(record)
    accounts, queries = [], []
    for found in by_entity.values():
        at = random.randrange(len(found))
        accounts.append(found[at])
        queries.extend(found[:at] + found[at + 1 :])
    return Task(tuple(accounts), tuple(queries))


def telling_words(records: Sequence[Record]) -> frozenset[str]:
    """The words of names and streets that are not in every fiftieth record: 'center' and 'street' tell nothing."""
    counted = Counter(word for record in records for word in _words(record))
    return frozenset(word for word, count in counted.items() if count <= len(records) / 50)


def is_credible(query: Record, own: Record, telling: frozenset[str]) -> bool:
    """Whether two records of one entity share a telling word or the phone. Some of the labels join what stands at one
    house number of different streets: schools of other names that are no one account.
    """
    return bool(telling & _words(query) & _words(own)) or (query.phone == own.phone != "")


def _words(record: Record) -> set[str]:
    text = f"{record.name} {record.street}".lower()
    return {word for word in re.findall(r"[a-z0-9]+", text) if len(word) > 2 and not word.isdigit()}


def halves(records: list[Record], seed: int) -> tuple[list[Record], list[Record]]:
    """Two lists without an entity in common."""
    entities = sorted({record.entity for record in records})
    Random(seed).shuffle(entities)
    first = set(entities[: len(entities) // 2])
    return [r for r in records if r.entity in first], [r for r in records if r.entity not in first]
