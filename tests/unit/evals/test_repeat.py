"""What is right every time, and what only at times."""

from __future__ import annotations

import json
from pathlib import Path

from evals import score_suite
from evals.repeat import repeated, repeated_lines


def test_right_every_time_at_times_and_never(workshop: Path) -> None:
    rows = [json.loads(row) for row in (workshop / "expected.jsonl").read_text().splitlines()]
    other = json.loads(json.dumps(rows))
    other[0]["cases"][0]["queue"] = "SALES"
    both = [score_suite(workshop, said) for said in (rows, other, rows)]
    told = repeated([each.score for each in both], [list(each.predictions) for each in both])
    steady = {each.figure: (each.every.hit, each.once.hit, each.every.of) for each in told.figures}
    assert steady["right"] == (2, 3, 3)
    assert steady["queue"] == (1, 2, 2)
    assert steady["category"] == (2, 2, 2)
    assert told.changing == (("1.eml", 2),)
    assert told.differing == ("1.eml",)
    lines = repeated_lines(told)
    assert lines[2].split()[:2] == ["right", "0.667"]
    assert "  right at times: 1.eml (2)" in lines
