"""By what names messages call a field: the labels and the words beside values that people say are right."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from agents.learning.agreement import same_value
from agents.learning.example import Example
from agents.reading.local.cues import Cues, FieldCues, cues_of
from agents.reading.local.labels import read_as
from agents.reading.local.scene import Line, Scene, scene_of
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.typed import find
from agents.reading.local.words import tokens
from workflow.fields import FieldSet
from workflow.fields import FieldType as T

FORMED = frozenset(
    {T.DATE, T.DATETIME, T.DURATION, T.MONEY, T.PERCENT, T.NUMBER, T.INTEGER, T.EMAIL, T.PHONE, T.HOST, T.URL, T.VIN,
     T.IBAN, T.POSTAL_CODE, T.PERSON}
)  # fmt: skip
"""Types whose values are found by their form."""
LONGEST = 4
"""Words of a label at most."""
BEFORE = 2
"""Words right before a value that may name it."""
FEWEST = 2
"""Messages in which a name must have stood beside a right value."""
SURE = 0.8
"""Share of those in which it stood beside a right value, among all in which it stood beside one of the type."""
MOST = 8
"""Names learned for one field."""


@dataclass(frozen=True)
class Sighting:
    """A name stood beside a value that the field might have: a right one or not."""

    field: str
    name: str
    right: bool


@dataclass
class Names:
    """Counts, by field and name, the messages in which a name stood beside a right value, and beside another."""

    right: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, group: str, sightings: Iterable[Sighting]) -> None:
        """Counts what was seen in one message."""
        for one in sightings:
            (self.right if one.right else self.wrong)[(one.field, one.name)].add(group)

    def learned(self) -> dict[str, tuple[str, ...]]:
        """Field → the names that tell it, those of most messages first."""
        told: dict[str, Counter[str]] = defaultdict(Counter)
        for (name_of, name), groups in self.right.items():
            others = self.wrong.get((name_of, name), set()) - groups
            if len(groups) >= FEWEST and len(groups) >= SURE * (len(groups) + len(others)):
                told[name_of][name] = len(groups)
        return {
            name_of: tuple(name for name, _ in sorted(found.items(), key=lambda row: (-row[1], row[0]))[:MOST])
            for name_of, found in told.items()
        }


def sightings(example: Example, fields: FieldSet) -> tuple[Sighting, ...]:
    """The names beside values of one labelled request; those that the bundle has already are left out."""
    if example.fields is None:
        return ()
    cues = cues_of(fields)
    scene = scene_of(example.document, example.request, example.category, example.candidates, example.others)
    found = [*_labels(example, cues, scene), *_neighbours(example, cues, scene)]
    known = {one.field.id: one.words for one in cues.fields}
    return tuple(dict.fromkeys(one for one in found if not set(one.name.split()) <= known[one.field]))


def _labels(example: Example, cues: Cues, scene: Scene) -> Iterator[Sighting]:
    for one in scene.labelled:
        name = _name(one.label)
        if not name:
            continue
        for told in cues.fields:
            read = read_as(told, scene.text_of(one), scene)
            if read is not None:
                yield Sighting(told.field.id, name, _is_right(example, told, read[0]))


def _neighbours(example: Example, cues: Cues, scene: Scene) -> Iterator[Sighting]:
    for told in cues.fields:
        for line in scene.lines:
            for value, start in _values(example, told, line, scene):
                right = _is_right(example, told, value)
                for name in _before(line.text[_after_names(line, start, scene) : start]):
                    yield Sighting(told.field.id, name, right)


def _after_names(line: Line, start: int, scene: Scene) -> int:
    """Where the last account that is named before a value ends: its name does not name the value."""
    ends = [
        mention.span.end - line.start
        for candidate in scene.candidates.candidates
        for mention in candidate.mentions
        if mention.span is not None and mention.span.part == line.part
    ]
    return max((end for end in ends if 0 < end <= start), default=0)


def _values(example: Example, told: FieldCues, line: Line, scene: Scene) -> Iterator[tuple[Any, int]]:
    """Values that a line may state for a field, and where they begin: by their form, or as people have said them."""
    kind = told.field.element
    if kind in FORMED:
        yield from ((one.value, one.start) for one in find(kind, line.text, scene))
    elif kind is T.STRING and example.fields is not None:
        wanted = example.fields.get(told.field.id)
        for value in wanted if isinstance(wanted, (list, tuple)) else [wanted]:
            if isinstance(value, str) and len(value) > 2:
                at = line.text.casefold().find(value.casefold())
                if at >= 0:
                    yield value, at


def _is_right(example: Example, told: FieldCues, value: Any) -> bool:
    wanted = (example.fields or {}).get(told.field.id)
    right = [wanted, *example.allowed.get(told.field.id, ())]
    if told.field.many:
        items = value if isinstance(value, list) else [value]
        return all(any(same_value(item, each) for each in wanted or ()) for item in items)
    return any(same_value(value, each) for each in right if each is not None)


def _before(text: str) -> Iterator[str]:
    """The last word before a value, and the last two; connecting words between them and the value are left out."""
    words = [word.folded for word in tokens(re.split(r"[.;!?\n]\s", text)[-1][-60:])]
    while words and (words[-1] in STOPWORDS or words[-1] in CONNECTING):
        words.pop()
    for count in range(1, BEFORE + 1):
        name = _name(" ".join(words[-count:])) if len(words) >= count else ""
        if name:
            yield name


CONNECTING = frozenset({"no", "nr", "number", "is", "am", "of", "per", "by", "at"})


def _name(text: str) -> str:
    """A name in folded words; '' for one that is too long, has digits, or says nothing."""
    words = [word.folded for word in tokens(text)]
    telling = [word for word in words if word not in STOPWORDS and len(word) > 1]
    if not telling or len(words) > LONGEST or any(c.isdigit() for word in words for c in word):
        return ""
    return " ".join(words) if words[0] not in STOPWORDS else " ".join(telling)
