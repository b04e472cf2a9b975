"""A labelled suite: a folder with messages, the org they arrive in, and what is right for each.

Its form is checked strictly (`load`), its sense is remarked on (`remarks`): a label that names an unknown category is
scored as it stands, but said.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from evals import jsonlines
from evals.jsonlines import problem
from evals.truth import Accepted, ExpectedCase, Labelled, Truth
from workflow.bundle import Bundle
from workflow.definition import ClassificationStep, DecideStep, ExtractionStep, WorkflowDefinition
from workflow.errors import InputError

ROUTED = "queue"
"""The output by which the table is known that a suite's routing.csv replaces."""


class Sheet(BaseModel):
    """suite.yaml. Further keys are prose for people: conventions, case rules, licence, other keys of expected.jsonl."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str
    workflow: str
    description: str = ""
    counts: dict[str, Any] = {}


@dataclass(frozen=True)
class Suite:
    """A suite that was found to be well formed. `truths` are in the order of expected.jsonl."""

    directory: Path
    sheet: Sheet
    truths: tuple[Truth, ...]

    @property
    def name(self) -> str:
        """What the suite is called."""
        return self.sheet.name

    @property
    def workflow(self) -> str:
        """The workflow that its messages run through."""
        return self.sheet.workflow

    @property
    def config(self) -> Path | None:
        """The bundle that the suite brings along, or None."""
        return _folder(self.directory / "config")

    @property
    def org(self) -> Path | None:
        """The records of its org, CSVs by object, or None."""
        return _folder(self.directory / "org")

    def raw(self, message: str) -> bytes:
        """A message as it came in."""
        return (self.directory / "messages" / message).read_bytes()


def load(directory: Path | str) -> Suite:
    """The suite in a folder. Raises InputError, naming the file, the line and the key."""
    folder = Path(directory)
    if not folder.is_dir():
        raise problem(folder, 0, "", "there is no such folder")
    sheet, explained = _sheet(folder / "suite.yaml")
    file = folder / "expected.jsonl"
    rows = jsonlines.read(file, Truth)
    if not rows:
        raise problem(file, 0, "", "expects nothing: a suite needs a line for each message")
    for number, truth in rows:
        _check_message(file, number, folder / "messages", truth.message)
        for place, record in _records(truth):
            _check_spelling(file, number, place, record, explained)
    return Suite(folder, sheet, tuple(truth for _, truth in rows))


def replacements(suite: Suite, definition: WorkflowDefinition) -> dict[str, Path]:
    """Files of the suite's root that stand in for those of the bundle: bundle-relative path → file.

    categories.yaml, fields.yaml and routing.csv replace what the workflow's classification, extraction and decide
    steps use (the decide step that gives the queue, where there are several). Raises InputError where the workflow
    has no such step, or several with files of their own: then the suite needs a bundle in config/.
    """
    steps = definition.all_steps()
    deciding = [step for step in steps if isinstance(step, DecideStep)]
    routing = [step for step in deciding if ROUTED in step.gives] or deciding
    used = {
        "categories.yaml": {f"categories/{s.categories}.yaml" for s in steps if isinstance(s, ClassificationStep)},
        "fields.yaml": {f"fields/{s.fields}.yaml" for s in steps if isinstance(s, ExtractionStep)},
        "routing.csv": {f"tables/{s.table}.csv" for s in routing},
    }
    out: dict[str, Path] = {}
    for name, targets in used.items():
        file = suite.directory / name
        if not file.is_file():
            continue
        if len(targets) == 1:
            out[targets.pop()] = file
        elif suite.config is None:
            found = ", ".join(sorted(targets)) or "none"
            raise problem(
                file, 0, "", f"the workflow '{definition.workflow}' must use one such file to be replaced, not {found}"
            )
    return out


def remarks(suite: Suite, bundle: Bundle) -> tuple[str, ...]:
    """What the labels say that does not fit the configuration, the org or the sheet; nothing where all fits."""
    steps = bundle.workflow(suite.workflow).all_steps()
    categories = {
        i for s in steps if isinstance(s, ClassificationStep) for i in bundle.categories[s.categories].ids
    }  # fmt: skip
    fields = {field.id for field in bundle.fields_of(bundle.workflow(suite.workflow)).fields}
    accounts = _accounts(suite, bundle.workflow(suite.workflow).account.key)
    said: list[str] = []
    for truth in suite.truths:
        for place, case in enumerate(truth.cases):
            named = {*case.fields, *case.optional_fields, *case.accept.fields, *case.missing}
            said += _unknown(truth, place, "category", [case.category], categories)
            said += _unknown(truth, place, "field", sorted(named), fields)
            if case.account is not None and accounts is not None:
                said += _unknown(truth, place, "account", [case.account], accounts)
    counted = {"messages": len(suite.truths), "cases": sum(len(truth.cases) for truth in suite.truths)}
    for name, count in counted.items():
        if suite.sheet.counts.get(name, count) != count:
            said.append(f"suite.yaml: counts.{name} is {suite.sheet.counts[name]}, but there are {count}")
    return tuple(said)


# -- form ------------------------------------------------------------------------------------------------------------


def _sheet(file: Path) -> tuple[Sheet, frozenset[str]]:
    """The sheet, and every word that stands in it: the keys that a suite explains are among them."""
    text = jsonlines.text_of(file)
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise problem(file, mark.line + 1 if mark else 0, "", f"is not YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode) or not isinstance(data, dict):
        raise problem(file, 1, "", "must be keys and values: name, workflow, description, ...")
    lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    try:
        return Sheet.model_validate(data), frozenset(re.findall(r"\w+", text))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise problem(file, lines.get(str(first["loc"][0]), 0), key, first["msg"]) from error


def _check_message(file: Path, line: int, folder: Path, name: str) -> None:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise problem(file, line, "message", f"'{name}' leads out of {folder}")
    if not (folder / name).is_file():
        raise problem(file, line, "message", f"there is no {folder / name}")


def _records(truth: Truth) -> Iterable[tuple[str, Labelled]]:
    yield "", truth
    for place, case in enumerate(truth.cases):
        yield f"cases.{place}.", case
        yield f"cases.{place}.accept.", case.accept


def _check_spelling(file: Path, line: int, place: str, record: Labelled, explained: frozenset[str]) -> None:
    """A key that looks like a known one is a slip of the pen; another is the suite's own, and no figure reads it."""
    known = [key for kind in (Truth, ExpectedCase, Accepted) if isinstance(record, kind) for key in kind.model_fields]
    for key in record.model_extra or {}:
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
        if near and key not in explained:
            raise problem(file, line, place + key, f"unknown key. Did you mean '{near[0]}'?")


# -- sense -----------------------------------------------------------------------------------------------------------


def _accounts(suite: Suite, key: str) -> set[str] | None:
    file = suite.directory / "org" / "Account.csv"
    if not file.is_file():
        return None
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened)
        return {row[key] for row in rows} if key in (rows.fieldnames or ()) else None


def _unknown(truth: Truth, place: int, what: str, named: Iterable[str], known: set[str]) -> list[str]:
    return [f"{truth.message}: cases.{place}: the {what} '{name}' is unknown" for name in named if name not in known]


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None


def by_message(truths: Iterable[Truth], names: Iterable[str]) -> Mapping[str, Truth]:
    """Message → truth. Raises InputError where a name is given twice or is not in the suite."""
    known = {truth.message: truth for truth in truths}
    seen: set[str] = set()
    for name in names:
        if name in seen or name not in known:
            raise InputError(f"{name} is {'given twice' if name in seen else 'not in the suite'}")
        seen.add(name)
    return known
