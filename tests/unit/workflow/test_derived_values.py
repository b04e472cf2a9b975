"""Derived values follow their rules, in the order in which they depend on each other."""

from __future__ import annotations

from typing import Any

import pytest

from workflow.definition import BandRule, FirstRule, MapRule
from workflow.derived import derive, names, order_of
from workflow.errors import ExpressionError

LINES = MapRule(
    map="account.Lines__c",
    by={"PRINT": ("Books", "Maps"), "PLAY": ("Toys", "Board Games")},
    several="MIXED",
    otherwise="OTHER",
)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Books", "PRINT"),
        ("Maps; books", "PRINT"),
        (["Toys"], "PLAY"),
        ("Books;Toys", "MIXED"),
        ("Books;Plants", "PRINT"),
        ("Plants", "OTHER"),
        ("board  games", "PLAY"),
        ("", "OTHER"),
        (None, "OTHER"),
        (["Books", None, 5], "PRINT"),
    ],
)
def test_a_map_gives_the_one_key_that_its_values_lead_to(source: Any, line: str) -> None:
    assert derive({"line": LINES}, {"account": {"Lines__c": source}}) == {"line": line}


def test_without_a_value_for_several_or_otherwise_there_is_none() -> None:
    rule = LINES.model_copy(update={"several": None, "otherwise": None})
    assert derive({"line": rule}, {"account": {"Lines__c": "Books;Toys"}}) == {"line": None}
    assert derive({"line": rule}, {}) == {"line": None}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (0, "small"),
        (49.99, "small"),
        (50, "middle"),
        ("499.99", "middle"),
        (500, "large"),
        (None, None),
        ("much", None),
    ],
)
def test_a_band_ends_below_its_limit(value: Any, size: str | None) -> None:
    rule = BandRule(band="value.amount", below={"small": 50, "middle": 500}, otherwise="large")
    assert derive({"size": rule}, {"value": {"amount": value}}) == {"size": size}


def test_first_takes_the_first_that_is_set() -> None:
    rule = FirstRule(first=("account.Email", "sender.email"), otherwise="nobody")
    assert derive({"to": rule}, {"account": {"Email": " "}, "sender": {"email": "a@b.example"}}) == {
        "to": "a@b.example"
    }
    assert derive({"to": rule}, {}) == {"to": "nobody"}


def test_rules_may_read_each_other_whatever_their_order() -> None:
    rules = {"loud": "known and size == 'large'", "size": "'large' if n > 5 else 'small'", "known": "account is set"}
    assert order_of(rules).index("loud") == 2
    assert derive(rules, {"n": 6, "account": {"Id": "x"}}) == {"loud": True, "size": "large", "known": True}


def test_a_derived_value_hides_another_of_its_name() -> None:
    assert derive({"a": "b == 1", "b": "1"}, {"b": 2, "a": "x"}) == {"a": True, "b": 1}


@pytest.mark.parametrize("rules", [{"a": "a + 1"}, {"a": "b", "b": "c.x", "c": "a"}])
def test_a_circle_is_refused_and_named(rules: dict[str, str]) -> None:
    with pytest.raises(ExpressionError, match="a → "):
        derive(rules, {})


def test_the_names_of_a_rule_are_those_of_its_expressions() -> None:
    assert names(LINES) == {"account.Lines__c"}
    assert names(FirstRule(first=("a.b", "c"))) == {"a.b", "c"}
