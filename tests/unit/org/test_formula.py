"""Formulas of validation and assignment rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tools.salesforce.org.formula.evaluation import Record
from tools.salesforce.org.formula.reading import FormulaError, paths, read

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "Status": "Closed", "Amount": 5.0, "Name": None, "Day": date(2026, 3, 1), "Done": True, "Tags": "a;b", "City": "Graz",
}  # fmt: skip


def record(prior: dict[str, Any] | None = None) -> Record:
    return Record(lambda p: VALUES.get(p[-1]), None if prior is None else lambda p: prior.get(p[-1]), NOW)


@pytest.mark.parametrize(
    "text",
    [
        'AND(ISPICKVAL(Status, "Closed"), ISBLANK(Name))',
        "Amount > 3 && NOT(Amount = 6)",
        "NOT ISBLANK(City)",
        "Amount * 2 + 1 = 11",
        "(Amount + 1) * 2 = 12 /* brackets first */",
        "-Amount ^ 2 = 25",
        "TODAY() - Day = 3",
        "Day + 3 = TODAY()",
        'IF(ISNEW(), "new", "old") & "!" = "new!"',
        'CASE(Status, "New", 1, "Closed", 2, 3) = 2',
        "!(Amount < 1) || FALSE",
        r'REGEX("AB12", "[A-Z]{2}\\d{2}")',
        "LEN(City) = 4 && BEGINS(City, 'Gr') && CONTAINS(City, \"raz\")",
        "Done",
        'INCLUDES(Tags, "b")',
        "Name = NULL && Name <> 'x'",
        'BLANKVALUE(Name, "none") == "none"',
        "MONTH(Day) = 3 && WEEKDAY(Day) = 1",
        "ROUND(Amount / 3, 2) = 1.67",
    ],
)
def test_formulas_that_hold(text: str) -> None:
    assert record().holds(read(text))


@pytest.mark.parametrize(
    "text", ["Amount > 5", "Name > 1", "Amount / 0 = 1", "ISCHANGED(Status)", "Status", "DATE(2026, 13, 1) = Day"]
)
def test_formulas_that_do_not_hold_or_cannot_be_computed(text: str) -> None:
    assert not record().holds(read(text))


def test_what_was_before_a_change_is_known() -> None:
    changed = record({"Status": "New", "Amount": 5.0})
    assert changed.holds(read('ISCHANGED(Status) && PRIORVALUE(Status) = "New" && NOT(ISCHANGED(Amount))'))
    assert not changed.holds(read("ISNEW()"))


@pytest.mark.parametrize(
    ("text", "told"),
    [("VLOOKUP(Name)", "there is no function VLOOKUP"), ("Amount >", "cannot be read"), ("'a", "cannot be read")],
)
def test_what_is_no_formula_is_refused(text: str, told: str) -> None:
    with pytest.raises(FormulaError, match=told):
        read(text)


def test_the_fields_that_a_formula_reads_are_known() -> None:
    assert list(paths(read("Account.Type = 'x' && LEN(Name) > TODAY() - CreatedDate"))) == [
        ("Account", "Type"), ("Name",), ("CreatedDate",),
    ]  # fmt: skip
