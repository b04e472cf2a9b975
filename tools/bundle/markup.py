"""YAML → plain data with the line of every key, read safely and without surprises.

Every scalar is the text that was written; the model that reads it says whether it is a number. So `yes`, `on`, `010`,
`1:30` and `2025-06-01` are the words that they look like. `~`, `null` and nothing at all are None. Anchors, aliases,
tags and merge keys are refused: a small text cannot become a large one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from workflow.errors import BundleError

LARGEST = 2_000_000
"""Characters of one file."""
DEEPEST = 20
MOST_NODES = 200_000

_ENTRY_ENDS = re.compile(r"\s*[,}]")

Path = tuple[str | int, ...]
"""Keys and positions from the top of a file."""


@dataclass
class Markup:
    """The data of one file, the line (from 1) of every key and element, and what is wrong with its form."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    errors: list[BundleError] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the nearest place on the way to a path; 0 where the file is empty."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read_markup(text: str, file: str) -> Markup:
    """Reads a YAML file; what cannot be read stands among the errors, and what can be read in the data."""
    markup = Markup()
    if len(text) > LARGEST:
        markup.errors.append(BundleError(file, "", f"the file has {len(text)} characters, {LARGEST} are the most"))
        return markup
    try:
        _refuse_anchors(text, file, markup)
        if not markup.errors:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
            markup.data = None if node is None else _Reading(file, text, markup).value(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"the YAML cannot be read: {error.problem or error.context}"
        markup.errors.append(BundleError(file, "", problem, _cure(error), line=mark.line + 1 if mark else 0))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        told = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        markup.errors.append(BundleError(file, "", f"the YAML cannot be read: {told}"))
    return markup


def dotted(path: Path) -> str:
    """A path as people write it: `steps[2].when`."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def _refuse_anchors(text: str, file: str, markup: Markup) -> None:
    # Events come one by one: a file nested or linked a million times is left at the first that is too much.
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > MOST_NODES:
            problem = f"more than {DEEPEST} levels" if depth > DEEPEST else f"more than {MOST_NODES} entries"
            markup.errors.append(BundleError(file, "", problem, line=line))
            return
        if getattr(event, "anchor", None):
            cure = "Write the value out; put a text that begins with & or * in quotes"
            markup.errors.append(
                BundleError(file, "", "anchors (&) and aliases (*) are not available", cure, line=line)
            )
            return
        tag = getattr(event, "tag", None)
        if tag:
            cure = "Remove it; put a text that begins with ! in quotes"
            markup.errors.append(BundleError(file, "", f"the tag {tag} is not available", cure, line=line))
            return


class _Reading:
    def __init__(self, file: str, text: str, markup: Markup) -> None:
        self.file, self.text, self.markup = file, text, markup

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.markup.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(element, (*path, index)) for index, element in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if plain and node.value in {"", "~", "null", "Null", "NULL"} else node.value

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        before: tuple[str, yaml.Node] | None = None
        for name, value in node.value:
            line = name.start_mark.line + 1
            if node.flow_style and self.is_bare(name):
                self.rejoin(name, before, out, path)
                continue
            if not isinstance(name, yaml.ScalarNode):
                self.markup.errors.append(
                    BundleError(self.file, dotted(path), "a key is a word, not a list or a map", line=line)
                )
                continue
            key = name.value
            if key in out:
                place = dotted((*path, key))
                first = self.markup.lines[(*path, key)]
                cure = f"It stands on line {first} already: remove one of the two"
                self.markup.errors.append(BundleError(self.file, place, "the key is written twice", cure, line=line))
                continue
            self.markup.lines[(*path, key)] = line
            out[key] = self.value(value, (*path, key))
            before = (key, value)
        return out

    def is_bare(self, name: yaml.Node) -> bool:
        """Whether a word in { } has no ':' after it: `{description: first, second}` is one text with a comma."""
        return isinstance(name, yaml.ScalarNode) and bool(_ENTRY_ENDS.match(self.text, name.end_mark.index))

    def rejoin(self, name: yaml.Node, before: tuple[str, yaml.Node] | None, out: dict[str, Any], path: Path) -> None:
        if before and isinstance(before[1], yaml.ScalarNode) and before[1].style is None and before[1].value:
            out[before[0]] = " ".join(self.text[before[1].start_mark.index : name.end_mark.index].split())
            return
        line, cure = name.start_mark.line + 1, "Write 'key: value'; put a text that has a comma in it in quotes"
        word = self.text[name.start_mark.index : name.end_mark.index]
        self.markup.errors.append(BundleError(self.file, dotted(path), f"'{word}' has no value", cure, line=line))


def _cure(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem)
    if "\\t" in problem:
        return "Indent with spaces, not tabs"
    if "mapping values are not allowed" in problem or "expected ',' or" in problem or "expected <block end>" in problem:
        return "Look at the indentation, and put a text that has ': ' or a comma in it in quotes"
    return ""
