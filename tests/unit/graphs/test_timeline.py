"""The timeline on the record is cut to what the field holds, and says so."""

from __future__ import annotations

import json

from workflow.timeline import LONGEST, compact, cut, words
from workflow.trace import Hop


def _hops(count: int, words: str) -> list[Hop]:
    return [
        Hop(id=str(n), step=f"s{n}", kind="read", status="done", reason=words, detail={"d": words},
            at="2025-01-01T10:20:30.000Z")
        for n in range(count)
    ]  # fmt: skip


def test_one_line_a_hop_with_time_mark_step_and_reason() -> None:
    assert words(_hops(2, "seen")) == "10:20:30 ✓ s0: seen\n10:20:30 ✓ s1: seen"


def test_long_text_is_cut_with_a_note_and_never_longer_than_the_field() -> None:
    told = words(_hops(5000, "x" * 100))
    assert len(told) <= LONGEST
    assert "[cut:" in told[-100:]
    assert cut("short", 10) == "short"


def test_details_are_left_out_from_the_front_until_the_json_fits() -> None:
    rows = json.loads(compact(_hops(10, "y" * 30), longest=1900))
    assert len(rows) == 10
    assert "detail" not in rows[0]
    assert rows[-1]["detail"] == {"d": "y" * 30}
    assert json.loads(compact(_hops(3, "z")))[0]["detail"] == {"d": "z"}


def test_whole_hops_are_left_out_where_their_details_are_not_enough() -> None:
    text = compact(_hops(100, "w" * 300), longest=5000)
    rows = json.loads(text)
    assert len(text) <= 5000
    assert rows[0] == {"cut": 100 - len(rows) + 1}
    assert rows[-1]["step"] == "s99"
