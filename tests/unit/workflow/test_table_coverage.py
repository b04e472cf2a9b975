"""What is said of a table before it is used is true of every value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.expressions import Kind
from workflow.tables import DecisionTable, read_table
from workflow.tables.cells import fits, read_cell
from workflow.tables.coverage import covered_rows, covers, meet, meeting_rows, try_samples

CELLS = st.sampled_from(
    [
        "",
        "set",
        "empty",
        "a",
        "b",
        "3",
        "3.0",
        "in(a; b)",
        "in(3; 5..9)",
        "not(a)",
        "not(a; b)",
        "not(set)",
        "not(empty)",
        ">= 3",
        "> 3",
        "< 9",
        "<= 3",
        "5..9",
        "6..7",
        "~ a",
        "not(> 3)",
        "2025-01-01",
        ">= 2025-01-01",
    ]
)
SCALARS = st.sampled_from(
    [None, "", "a", "b", "c", 2, 3, 4, 6, 6.5, 9, 10, "3", "3.0", True, "2025-01-01", "2025-05-05"]
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.sampled_from(["a;b", "3;c"]))


def table_of(text: str) -> DecisionTable:
    table, errors = read_table(text, "t")
    assert table is not None, errors
    return table


@given(CELLS, CELLS, VALUES)
def test_a_covering_cell_fits_whatever_the_covered_one_fits(wide: str, narrow: str, value: Any) -> None:
    if covers(read_cell(wide), read_cell(narrow)) and fits(read_cell(narrow), value):
        assert fits(read_cell(wide), value)


@given(CELLS, CELLS, SCALARS)
def test_cells_that_a_value_fits_both_meet(one: str, other: str, value: Any) -> None:
    if fits(read_cell(one), value) and fits(read_cell(other), value):
        assert meet(read_cell(one), read_cell(other))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=2, max_size=8), st.tuples(VALUES, VALUES))
def test_a_covered_row_is_never_hit(rows: list[tuple[str, str]], values: tuple[Any, Any]) -> None:
    table = table_of("x,y,out\n" + "".join(f"{x},{y},R\n" for x, y in rows))
    covered = {table.rows[row].line for row, _ in covered_rows(table)}
    assert table.decide({"x": values[0], "y": values[1]}).line not in covered


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_a_gap_is_a_value_that_no_row_takes(rows: list[tuple[str, str]]) -> None:
    table = table_of("x,y,out\n" + "".join(f"{x},{y},R\n" for x, y in rows))
    trial = try_samples(table, {})
    if trial is not None and trial.gap is not None:
        assert table.decide(trial.gap).line is None


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("set", "a"),
        (">= 3", "3..9"),
        (">= 3", "> 3"),
        ("in(a; b; c)", "in(b; a)"),
        ("", "empty"),
        ("not(a)", "not(a; b)"),
        ("5..9", "6..7"),
        ("> 3", "4"),
        ("3.0", "3"),
        ("not(a)", "empty"),
        ("set", "not(empty; a)"),
    ],
)
def test_these_cover(wide: str, narrow: str) -> None:
    assert covers(read_cell(wide), read_cell(narrow))


def test_closed_kinds_need_no_default_row() -> None:
    table = table_of("kind,known,out\nloss,true,A\ndamage,true,B\n,false,C\n")
    closed = {"kind": Kind("text", ("loss", "damage"), always=True), "known": Kind("boolean", always=True)}
    trial = try_samples(table, closed)
    assert trial is not None
    assert trial.gap is None
    open_kind = try_samples(table, {**closed, "kind": Kind("text", ("loss", "damage"))})
    assert open_kind is not None
    assert open_kind.gap == {"kind": None, "known": True}


def test_a_row_that_others_cover_only_together_is_not_reached() -> None:
    table = table_of("known,out\ntrue,A\nfalse,B\n,C\n")
    assert covered_rows(table) == []
    trial = try_samples(table, {"known": Kind("boolean", always=True)})
    assert trial is not None
    assert trial.reached == 0b011


def test_rows_that_meet_with_other_outputs_are_told_once() -> None:
    table = table_of("a,b,out\nx,,P\n,y,Q\nx,y,P\n,,R\n")
    pairs, count = meeting_rows(table, 5)
    assert (pairs, count) == ([(0, 1)], 1)


def test_a_large_table_is_looked_through() -> None:
    rows = "".join(f"v{index},{'' if index % 2 else '>= ' + str(index % 50)},Q{index % 9}\n" for index in range(4_000))
    table = table_of("a,b,out\n" + rows + "v7,5,Q\n")
    assert [(table.rows[row].line, table.rows[by].line) for row, by in covered_rows(table)] == [(4_002, 9)]
    trial = try_samples(table, {})
    assert trial is None or trial.gap is not None
