"""Labels of SOQL statements: how many the embedded org agrees with, beside a floor.

python -m evals.bench.soql FILE    a JSON list of {soql, valid, src}; `valid` null is not scored

A statement is accepted when the grammar reads it; one that is read and refused by a feature of `refused.yaml` counts
as agreed with, whatever its label, and is counted apart. The floor is a pattern for SELECT ... FROM.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.interval import wilson
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.soql import refusals

FLOOR = re.compile(r"\s*SELECT\s.+\sFROM\s+\w+.*", re.I | re.S)


@dataclass
class Agreement:
    """What became of the labelled statements."""

    agreed: int = 0
    floor: int = 0
    refused: Counter[str] = field(default_factory=Counter)  #: by feature
    lost: list[tuple[bool, str, str]] = field(default_factory=list)  #: label, statement, what the org says

    @property
    def labelled(self) -> int:
        """How many statements have a label."""
        return self.agreed + len(self.lost)


def measure(rows: Iterable[Mapping[str, Any]]) -> Agreement:
    """Reads each labelled statement."""
    found = Agreement()
    for row in rows:
        if row["valid"] is None:
            continue
        accepted, feature, said = _read(row["soql"])
        found.refused.update([feature] if feature else [])
        if feature or accepted == row["valid"]:
            found.agreed += 1
        else:
            found.lost.append((row["valid"], row["soql"], said))
        found.floor += bool(FLOOR.fullmatch(row["soql"])) == row["valid"]
    return found


def _read(text: str) -> tuple[bool, str, str]:
    """Whether a statement is accepted, by which listed feature it is refused, and what is said of it."""
    try:
        refusals.read(text)
    except refusals.Refused as error:
        return False, error.feature, error.message
    except ApiError as error:
        return False, "", error.message
    return True, "", "accepted"


def lines(found: Agreement) -> list[str]:
    """The measurement in plain text."""
    if not found.labelled:
        return ["the file has no labelled statement"]
    low, high = wilson(found.agreed, found.labelled) or (0.0, 1.0)
    out = [
        f"labels agreed with: {found.agreed} of {found.labelled} = {found.agreed / found.labelled:.1%} "
        f"({low:.1%} to {high:.1%})",
        f"floor, a pattern:   {found.floor} of {found.labelled} = {found.floor / found.labelled:.1%}",
        f"refused by a listed feature: {found.refused.total()} "
        f"({', '.join(f'{name} {count}' for name, count in sorted(found.refused.items()))})",
    ]
    return out + [
        f"not agreed, labelled {label}: {text!r}: {said.splitlines()[-1]}" for label, text, said in found.lost
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m evals.bench.soql", description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    labelled = json.loads(parser.parse_args().file.read_text(encoding="utf-8"))
    print("\n".join(lines(measure(labelled))))
