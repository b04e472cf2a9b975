"""Learning words for fields, and keeping those alone that read messages better that they were not learned from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agents.extraction import extract
from agents.learning.agreement import Tally, tally
from agents.learning.example import Example
from agents.learning.fitting import Progress
from agents.learning.folds import folds_of
from agents.learning.learned import FieldWords, Learned
from agents.learning.names import Names, Sighting, sightings
from agents.reading.reader import Reader
from workflow.fields import FieldSet
from workflow.identifiers import digest

FOLDS = 5
FEWEST = 2
"""Messages that words must have helped to read, of those that they were not learned from."""
MOST = 600
"""Labelled requests that are read at most: those whose digests come first."""


@dataclass(frozen=True)
class LearnedFields:
    """The words that are kept, and per field what was right before and out of fold after learning."""

    words: Mapping[str, FieldWords]
    before: Mapping[str, Tally]
    after: Mapping[str, Tally]  #: with what is kept
    tried: Mapping[str, FieldWords]  #: learned, and of no use to messages of other folds


def learn_fields(
    examples: Sequence[Example], fields: FieldSet, base: Reader, progress: Progress | None = None
) -> LearnedFields | None:
    """Learns from those examples whose values somebody has checked; None where they are too few."""
    mine = sorted((one for one in examples if one.fields is not None), key=lambda one: digest(one.group))[:MOST]
    if len({one.group for one in mine}) < FOLDS:
        return None
    seen = [sightings(one, fields) for one in mine]
    places = folds_of([one.group for one in mine], [one.category or "" for one in mine], FOLDS)
    ids = [one.id for one in fields.fields]
    before = dict.fromkeys(ids, Tally())
    after = dict.fromkeys(ids, Tally())
    better: dict[str, set[str]] = {name: set() for name in ids}
    worse: dict[str, set[str]] = {name: set() for name in ids}
    for fold in range(FOLDS):
        inside = [place for place in range(len(mine)) if places[place] != fold]
        words = _words((mine[place].group, seen[place]) for place in inside)
        patched = Learned("", "", fields=words).fields_of(fields)
        for place in (place for place in range(len(mine)) if places[place] == fold):
            plain = _tallies(mine[place], fields, base)
            taught = _tallies(mine[place], patched, base) if words else plain
            before = {name: before[name] + plain[name] for name in ids}
            after = {name: after[name] + taught[name] for name in ids}
            for name in ids:
                if taught[name] != plain[name]:
                    (better if taught[name].gain > plain[name].gain else worse)[name].add(mine[place].group)
        if progress is not None:
            progress(fold + 1, FOLDS, f"fields, fold {fold + 1}")
    learned = _words((one.group, found) for one, found in zip(mine, seen, strict=True))
    kept = {
        name: words
        for name, words in learned.items()
        if len(better[name]) >= FEWEST and len(better[name]) > len(worse[name])
    }
    return LearnedFields(
        kept,
        before,
        {name: after[name] if name in kept else before[name] for name in ids},
        {name: words for name, words in learned.items() if name not in kept},
    )


def _words(seen: Iterable[tuple[str, tuple[Sighting, ...]]]) -> dict[str, FieldWords]:
    names = Names()
    for group, found in seen:
        names.add(group, found)
    return {name: FieldWords(called=called) for name, called in names.learned().items()}


def _tallies(example: Example, fields: FieldSet, base: Reader) -> dict[str, Tally]:
    said = extract(
        base, example.document, example.request, fields, example.category, example.candidates, example.others
    ).plain()
    wanted = example.fields or {}
    return {one.id: tally(one.id, said, wanted, example.allowed) for one in fields.fields}
