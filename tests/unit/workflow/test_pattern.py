"""Patterns find what regular expressions find, and no input makes them slow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ExpressionError
from workflow.pattern import compile_pattern

ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[b-c]", r"\d", r"\W", r"\s", r"\.", "^", "$", r"\b"])
REPEATS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{0,2}", "{1,}"])
PATTERNS = st.recursive(
    st.tuples(ATOMS, REPEATS).map(lambda pair: pair[0] if pair[0] in {"^", "$", r"\b"} else "".join(pair)),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.tuples(inner, inner, REPEATS).map(lambda three: f"({three[0]}|{three[1]}){three[2]}")
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("abc1. _", max_size=10))
def test_it_finds_what_the_standard_library_finds(pattern: str, text: str) -> None:
    expected = re.search(pattern.replace("$", r"\Z"), text) is not None
    assert compile_pattern(pattern).search(text) == expected


def test_letter_case_does_not_matter_either_side() -> None:
    assert compile_pattern("^INV-[A-F]+").search("inv-bad")
    assert compile_pattern("straße").search("STRASSE 5")


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|a|aa)+b", "(.*)*x", "a?" * 50 + "a{50}", "(a+){10}b"])
def test_what_makes_other_engines_hang_is_done_at_once(pattern: str) -> None:
    assert not compile_pattern(pattern).search("a" * 49 + "c")
    assert not compile_pattern("^" + pattern + "!").search("a" * 4_000)


def test_only_the_first_characters_are_searched() -> None:
    assert compile_pattern("x").search("a" * 3_999 + "x")
    assert not compile_pattern("x").search("a" * 4_000 + "x")


@pytest.mark.parametrize(
    "pattern",
    [
        "*a",
        "a**",
        "(",
        "a)",
        "[a",
        "[b-a]",
        "\\",
        "a{",
        "a{9,1}",
        "a{999}",
        "(?=a)",
        "(?i)a",
        "\\1",
        "\\p",
        "a" * 201,
        "((a{50}){50}){50}",
        "(" * 30 + "a" + ")" * 30,
    ],
)
def test_what_is_not_of_the_language_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError):
        compile_pattern(pattern)
