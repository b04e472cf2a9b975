"""Expressions say what `docs/reference/expressions.md` says, and nothing else can be said with them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ExpressionError
from workflow.expressions import FUNCTIONS, Kind, parse

VALUES: dict[str, Any] = {
    "category": "refund",
    "amount": {"amount": 120.5, "currency": "EUR"},
    "contents": ["glass", "paper"],
    "account": {"Lines__c": "Books;Toys", "Name": "Corner"},
    "due": "2025-06-30",
    "blank": " ",
    "zero": 0,
    "no": False,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("category == 'REFUND'", True),
        ("category != 'refund'", False),
        ("amount.amount >= 120.50 and amount.currency == 'eur'", True),
        ("not category == 'loss' and zero == 0", True),
        ("true or missing_name and false", True),
        ("'glass' in contents", True),
        ("'books' in account.Lines__c", True),
        ("'Book' in account.Lines__c", False),
        ("category not in ['loss', 'damage']", True),
        ("blank is empty and blank is not set", True),
        ("zero is set and no is not empty", True),
        ("fields['class'] is empty", True),
        ("account['Name']", "Corner"),
        ("2 + 3 * 4 - 6 / 4", 12.5),
        ("(2 + 3) * -2", -10),
        ("7 % 3 + -7 % 3", 3),
        ("0.1 + 0.2", 0.3),
        ("'a' if zero > 0 else 'b' if no == true else 'c'", "c"),
        ("[category, 1, due]", ["refund", 1, "2025-06-30"]),
        ("'it\\'s'", "it's"),
        ('"say \\"x\\""', 'say "x"'),
        ("due < '2025-07-01'", True),
    ],
)
def test_it_gives(text: str, value: Any) -> None:
    assert parse(text).evaluate(VALUES) == value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_each_function_is_true(name: str) -> None:
    assert name + "(" in FUNCTIONS[name].example
    assert parse(FUNCTIONS[name].example).evaluate({}) is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nothing == 'x'", False),
        ("nothing != 'x'", True),
        ("nothing in ['x']", False),
        ("nothing not in ['x']", True),
        ("nothing < 5 or nothing >= 5", False),
        ("nothing + 1", None),
        ("-nothing", None),
        ("5 / zero", None),
        ("5 % zero", None),
        ("1 / 3 * 3 == 1", True),
        ("999999999999999 * 999999999999999", None),
        ("category.x.y.z", None),
        ("contents.x", None),
        ("account > 5", False),
        ("round(category)", None),
        ("days_between(category, due)", None),
        ("add_days(due, 10000000)", None),
        ("add_days('9999-12-31', 1)", None),
        ("add_workdays('9999-12-30', 900)", None),
        ("hour_in('2025-06-30T10:00:00Z', category)", None),
        ("hour_in('2025-06-30T10:00:00Z', '../../etc/passwd' if zero == 1 else account.Name)", None),
        ("sum(contents)", 0),
        ("min(contents)", None),
        ("len(nothing)", 0),
        ("concat(nothing, 1.50, true)", "1.5true"),
    ],
)
def test_what_makes_no_sense_is_empty_or_false(text: str, value: Any) -> None:
    assert parse(text).evaluate(VALUES) == value


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        ("category = 'a'", 9, "write == instead of ="),
        ("a && b", 2, "write and"),
        ("a <> b", 2, "write !="),
        ("a == none", 5, "is empty"),
        ("1 < a < 3", 6, "join them with 'and'"),
        ("a is 5", 5, "compare values with =="),
        ("1 + 'a'", 4, "concat"),
        ("a and 'b'", 6, "needs a condition"),
        ("'a' < 3", 0, "numbers or dates"),
        ("contain(a, 'b')", 0, "Did you mean 'contains'?"),
        ("len()", 0, "needs 1 value"),
        ("len(a, b)", 7, "at most"),
        ("round('x')", 6, "needs a number"),
        ("a in 'abc'", 5, "contains(text, part)"),
        ("[a] in b", 4, "any_of"),
        ("a == ['x'] == true", 11, "one comparison"),
        ("['x'] == 'x'", 6, "'value in list'"),
        ("matches(a, '(')", 11, "a missing ')'"),
        ("matches(a, b)", 11, "in quotes"),
        ("hour_in(a, 'Europe/Nowhere')", 11, "time zone"),
        ("days_between('30.6.2025', a)", 13, "YYYY-MM-DD"),
        ("a / 0", 4, "division by zero"),
        ("a if b", 6, "'else' is missing"),
        ("(a", 2, "')' is missing"),
        ("a b", 2, "does not belong here"),
        ("'abc", 0, "not closed"),
        ("a.5", 2, "a name"),
        ("12abc", 0, "a number is written"),
        ("", 0, "missing"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, column: int, told: str) -> None:
    with pytest.raises(ExpressionError, match=r".") as caught:
        parse(text)
    assert told in str(caught.value)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "account.__class__()",
        "(1).real",
        "'a'.join(contents)",
        "contents[0]",
        "contents[0:1]",
        "lambda: 1",
        "[x for x in contents]",
        "{'a': 1}",
        "f'{category}'",
        "2 ** 99",
        "a := 1",
        "a; b",
        "'a' * 1000000",
        "b'a'",
        "1e9",
        "1_000",
        "1j",
        "...",
        "a # b",
        "len(*contents)",
        "round(1, digits=2)",
        "(" * 50 + "a" + ")" * 50,
        "not " * 50 + "a",
        "-" * 50 + "1",
        "1 if a else " * 50 + "1",
        "1" * 17,
        "a" + " and a" * 1000,
    ],
)
def test_nothing_of_python_or_without_bounds_can_be_said(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_attributes_of_objects_are_out_of_reach() -> None:
    class Open:
        secret = "x"

    assert parse("thing.secret").evaluate({"thing": Open()}) is None
    assert parse("thing.__class__").evaluate({"thing": {}}) is None
    assert parse("thing == 'x'").evaluate({"thing": Open()}) is False


def test_long_chains_are_read_without_depth() -> None:
    assert parse("+".join(["1"] * 900)).evaluate({}) == 900


def test_texts_that_come_out_are_bounded() -> None:
    grown = parse("concat(" + ", ".join(["a"] * 300) + ")").evaluate({"a": "x" * 30_000})
    assert len(grown) == 32_000


def test_names_are_those_that_are_read() -> None:
    read = parse("'a' if account.Name is set and not any_of(b, [c.d, 'x']) else min(1, e['f g'])").names
    assert read == {"account.Name", "b", "c.d", "e.f g"}


def test_a_condition_holds_only_where_it_is_true() -> None:
    assert parse("flag").holds({"flag": "TRUE"})
    assert not parse("flag").holds({"flag": "false"})
    assert not parse("flag").holds({"flag": 1})


def test_kinds_of_names_bring_more_mistakes_to_light() -> None:
    kinds = {
        "category": Kind("text", ("loss", "damage")),
        "value": Kind("object", parts={"amount": Kind("number")}),
        "contents": Kind("list", ("glass",)),
        "value.amount": Kind("number"),
    }

    def told(text: str) -> list[tuple[bool, str]]:
        remarks = parse(text).judge(lambda name: kinds.get(name, Kind()))[1]
        return [(remark.error, remark.problem.problem) for remark in remarks]

    assert told("category == 'Loss' and value.amount > 5 and 'glass' in contents") == []
    assert told("category == 'los'") == [(False, "'los' is none of its values. Did you mean 'loss'?")]
    assert told("'wood' in contents")[0][0] is False
    assert "value.amount" in told("value > 5")[0][1]
    assert told("contents == 'glass'")[0][0] is True
    assert told("category > 5")[0][0] is True
    assert told("value.amount == 'a'")[0][0] is True


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.just("2025-06-30T10:00:00Z"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
CALLS = [
    f"{name}({', '.join(['a', 'b', 'c'][: len(each.takes)])})" if name != "matches" else "matches(a, 'x+')"
    for name, each in FUNCTIONS.items()
]
FORMS = ["a == b", "a < b", "a in b", "a + b * c", "a / b % c", "-a", "a is set", "a and b or not c", "a if b else c"]


@given(JSON, JSON, JSON)
def test_no_value_makes_any_expression_fail(a: Any, b: Any, c: Any) -> None:
    for text in (*CALLS, *FORMS, "a.b.c"):
        parse(text).evaluate({"a": a, "b": b, "c": c})


@given(JSON, JSON)
def test_the_opposites_are_exact(a: Any, b: Any) -> None:
    values = {"a": a, "b": b}
    assert parse("a != b").evaluate(values) is not parse("a == b").evaluate(values)
    assert parse("a not in b").evaluate(values) is not parse("a in b").evaluate(values)
    assert parse("a is empty").evaluate(values) is not parse("a is set").evaluate(values)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        column = 0 if parse(text) else -1
    except ExpressionError as error:
        column = error.column
    assert 0 <= column <= len(text)
