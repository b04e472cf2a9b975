"""A decision table takes the first row that fits, quickly, and tells why."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ExpressionError
from workflow.tables import DecisionTable, read_table
from workflow.tables.cells import fits, read_cell

TEXT = """\
# claims first
category,value.amount,region,queue,skill
loss,>= 500,,LOSS_LEADS,senior
loss,,in(North; East),LOSS_NORTH,
damage,10..20,set,DAMAGE,
,,,DESK,any
"""


def table_of(text: str, *gives: str) -> DecisionTable:
    table, errors = read_table(text, "routing", gives)
    assert not errors, [str(error) for error in errors]
    assert table is not None
    return table


def problems(text: str, *gives: str) -> list[str]:
    table, errors = read_table(text, "routing", gives)
    assert table is None
    return [str(error) for error in errors]


def test_the_first_row_that_fits_gives_its_outputs() -> None:
    table = table_of(TEXT, "queue", "skill")
    assert table.inputs == ("category", "value.amount", "region")
    decision = table.decide({"category": "Loss", "value": {"amount": 500}, "region": "North"})
    assert (decision.line, decision.given) == (3, {"queue": "LOSS_LEADS", "skill": "senior"})
    decision = table.decide({"category": "loss", "value": {"amount": 499.99}, "region": " north"})
    assert (decision.line, decision.given) == (4, {"queue": "LOSS_NORTH", "skill": None})
    assert table.decide({}).given["queue"] == "DESK"
    assert table.decide({"category": "damage", "value": {"amount": 15}, "region": "x"}, ("queue",)).given == {
        "queue": "DAMAGE"
    }


def test_the_reason_and_the_misses_are_told_in_words() -> None:
    decision = table_of(TEXT, "queue", "skill").decide({"category": "loss", "value": {"amount": 5}, "region": "East"})
    assert decision.reason == (
        "Queue is LOSS_NORTH and skill is left empty by line 4 of routing, "
        "because category is 'loss' and region is one of 'North', 'East'"
    )
    assert [miss.line for miss in decision.missed] == [3]
    assert decision.missed[0].reason == "line 3 asks that value.amount is 500 or more, but it is 5"
    assert decision.inputs == {"category": "loss", "value.amount": 5, "region": "East"}


def test_near_misses_are_the_rows_that_failed_in_one_cell_only() -> None:
    decision = table_of(TEXT, "queue", "skill").decide({"category": "damage", "value": {"amount": 21}, "region": "N"})
    assert decision.line == 6
    assert [(miss.line, miss.column) for miss in decision.near_misses] == [(5, "value.amount")]
    assert len(decision.missed) == 3


def test_no_row_that_fits_is_said_with_what_was_read() -> None:
    decision = table_of("a,b,queue\nx,,Q\n").decide({"a": "y"})
    assert decision.line is None
    assert decision.given == {"queue": None}
    assert decision.reason == "No row of routing fits: a is 'y', b is empty"


def test_a_hostile_input_does_not_fill_the_trace() -> None:
    decision = table_of("subject,queue\nx,A\n,B\n").decide({"subject": "y" * 1_000_000})
    assert len(decision.model_dump_json()) < 5_000


def test_misses_are_bounded_and_counted() -> None:
    rows = "".join(f"v{index},Q{index}\n" for index in range(5_000))
    decision = table_of("a,queue\n" + rows).decide({"a": "V4999"})
    assert decision.given == {"queue": "Q4999"}
    assert len(decision.missed) + decision.missed_more == 4_999
    assert len(decision.missed) == len(decision.near_misses) == 12


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        ("set", 0),
        ("empty", "  "),
        ("TRUE", True),
        ("true", "True"),
        ("loss", ["damage", "Loss"]),
        ("loss", "damage; loss"),
        ("a;b".join("''"), "A;B"),
        ("2500.00", 2500),
        ("01234", "01234"),
        (">= 2500", "2500.00"),
        ("> 5", [1, 6]),
        ("<2025-07-01", "2025-06-30T23:59:00"),
        ("2025-01-01..2025-12-31", "2025-12-31"),
        ("-5..-1", -3),
        ("in(a; 'b;c'; > 7)", 8),
        ("in(a; 'b;c'; > 7)", "B;C"),
        ("not(a; b)", None),
        ("not(empty)", "x"),
        ("not(in(a; b))", "c"),
        ("~ ^inv-\\d+$", "INV-20"),
        ("~ 20", 1204),
        ("'set'", "SET"),
        ("''", "'"),
    ],
)
def test_a_cell_fits(cell: str, value: Any) -> None:
    if cell == "''":
        with pytest.raises(ExpressionError):
            read_cell(cell)
        return
    assert fits(read_cell(cell), value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("set", []),
        ("true", 1),
        ("false", None),
        ("loss", "losses"),
        ("01234", 1234),
        ("1234", "01234"),
        (">= 2500", "many"),
        (">= 2500", None),
        (">= 2500", True),
        ("< 2025-07-01", 5),
        ("10..20", 20.01),
        ("not(a; b)", ["c", "A"]),
        ("not(a; empty)", ""),
        ("~ ^inv", None),
        ("in(a; b)", "a b"),
    ],
)
def test_a_cell_does_not_fit(cell: str, value: Any) -> None:
    assert not fits(read_cell(cell), value)


@pytest.mark.parametrize(
    "cell",
    [
        "is set",
        "not empty",
        "*",
        "-",
        "!= a",
        "= a",
        "a; b",
        "in(",
        "in()",
        "in(a;;b)",
        "in(a, b)",
        "not(",
        ">= many",
        "20..10",
        "10..",
        "10..x",
        "1..2025-01-01",
        "~",
        "~ (",
        "'abc",
        "not(" * 9 + "a" + ")" * 9,
        "a" * 2001,
        "'  '",
    ],
)
def test_a_cell_that_looks_like_more_than_a_literal_is_refused(cell: str) -> None:
    with pytest.raises(ExpressionError):
        read_cell(cell)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffcategory,queue\r\nloss,A\r\n,B\r\n",
        "category;queue\nloss;A\n;B\n",
        "category\tqueue\nloss\tA\n\tB\n",
        'category,queue,,\n"loss","A",,\n,B,,\n,,,\n',
        '\n# a "comment, with all\n"# and, quoted",x\ncategory , queue\n\n loss , A\n,B',
    ],
)
def test_spreadsheets_write_csv_in_many_ways(text: str) -> None:
    table = table_of(text)
    assert table.columns == ("category", "queue")
    assert [row.cells for row in table.rows] == [("loss", "A"), ("", "B")]


def test_lines_are_those_of_the_file() -> None:
    assert [row.line for row in table_of("# one\n\na,queue\nx,A\n# two\ny,B\n").rows] == [4, 6]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the table is empty"),
        ("# only this\n", "the table is empty"),
        ("a,queue\n", "no rows"),
        ("a,a,queue\nx,y,Q\n", ":1: a: two columns have this name"),
        ("a,,queue\nx,y,Q\n", "column 2: the column has no name"),
        ("a b,queue\nx,Q\n", "no name of a value"),
        ("a,b,queue\nx,Q\n", ":2: the row has 2 cells, the header 3"),
        ("a,queue\nx,Q,more\n", ":2: the row has 3 cells, the header 2"),
        ('a,queue\nx,"Q\ny,R\n', ":2: a quote is not closed"),
        ('a,queue\n"x"y,Q\n', ":2:"),
        ("a,queue\n>= x,Q\n", ":2: a: the cell «>= x» cannot be read"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(text: str, told: str) -> None:
    assert told in problems(text)[0]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(problems("a,queue\n>= x,Q\nin(,Q\nx\n")) == 3


def test_outputs_are_the_last_columns() -> None:
    assert "Did you mean 'queue'" in problems("a,queue\nx,Q\n", "queu")[0]
    assert "an input stands after an output" in problems("queue,a\nQ,x\n", "queue")[0]


CELLS = st.sampled_from(
    [
        "",
        "",
        "set",
        "empty",
        "a",
        "b",
        "B",
        "3",
        "true",
        "in(a; b)",
        "in(b; 2..4)",
        "not(a)",
        "not(set)",
        ">= 3",
        "2..3",
        "~ ^a",
        "'set'",
        "03",
    ]
)
SCALARS = st.sampled_from([None, "", "a", "B", "c", 2, 3, 3.5, "3", "03", True, False, "set", "true"])
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.sampled_from(["a;b", "c; 3"]))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12), st.tuples(VALUES, VALUES, VALUES))
def test_the_index_finds_what_looking_at_each_row_finds(rows: list[tuple[str, ...]], values: tuple[Any, ...]) -> None:
    text = "x,y,z,out\n" + "".join(",".join([*cells, f"R{at}"]) + "\n" for at, cells in enumerate(rows))
    decision = table_of(text).decide(dict(zip("xyz", values, strict=True)))
    failed = [
        [not fits(read_cell(cell), value) for cell, value in zip(cells, values, strict=True)].count(True)
        for cells in rows
    ]
    hit = failed.index(0) if 0 in failed else None
    assert decision.line == (None if hit is None else hit + 2)
    assert decision.given == {"out": None if hit is None else f"R{hit}"}
    assert {miss.line for miss in decision.near_misses} == {at + 2 for at, count in enumerate(failed) if count == 1}
    assert [miss.line for miss in decision.missed] == [at + 2 for at in range(len(rows) if hit is None else hit)]
