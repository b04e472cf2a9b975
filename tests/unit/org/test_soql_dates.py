"""Date literals: the days that they mean on Wednesday, 4 March 2026."""

from __future__ import annotations

from datetime import date

import pytest

from tools.salesforce.org.soql.dates import span

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("YESTERDAY", "2026-03-03", "2026-03-04"),
        ("today", "2026-03-04", "2026-03-05"),
        ("TOMORROW", "2026-03-05", "2026-03-06"),
        ("THIS_WEEK", "2026-03-01", "2026-03-08"),
        ("LAST_WEEK", "2026-02-22", "2026-03-01"),
        ("NEXT_WEEK", "2026-03-08", "2026-03-15"),
        ("LAST_MONTH", "2026-02-01", "2026-03-01"),
        ("THIS_MONTH", "2026-03-01", "2026-04-01"),
        ("NEXT_MONTH", "2026-04-01", "2026-05-01"),
        ("LAST_90_DAYS", "2025-12-04", "2026-03-05"),
        ("NEXT_90_DAYS", "2026-03-05", "2026-06-03"),
        ("LAST_N_DAYS:7", "2026-02-25", "2026-03-05"),
        ("NEXT_N_DAYS:2", "2026-03-05", "2026-03-07"),
        ("N_DAYS_AGO:2", "2026-03-02", "2026-03-03"),
        ("LAST_N_WEEKS:2", "2026-02-15", "2026-03-01"),
        ("LAST_N_MONTHS:3", "2025-12-01", "2026-03-01"),
        ("N_MONTHS_AGO:3", "2025-12-01", "2026-01-01"),
        ("NEXT_N_MONTHS:2", "2026-04-01", "2026-06-01"),
        ("THIS_QUARTER", "2026-01-01", "2026-04-01"),
        ("LAST_QUARTER", "2025-10-01", "2026-01-01"),
        ("NEXT_FISCAL_QUARTER", "2026-04-01", "2026-07-01"),
        ("LAST_N_QUARTERS:2", "2025-07-01", "2026-01-01"),
        ("THIS_YEAR", "2026-01-01", "2027-01-01"),
        ("LAST_N_FISCAL_YEARS:2", "2024-01-01", "2026-01-01"),
        ("N_YEARS_AGO : 1", "2025-01-01", "2026-01-01"),
    ],
)
def test_a_literal_is_a_span_of_days(text: str, first: str, end: str) -> None:
    assert [day.isoformat() for day in span(text, TODAY)] == [first, end]


def test_january_looks_back_into_the_year_before() -> None:
    assert span("LAST_MONTH", date(2026, 1, 31)) == (date(2025, 12, 1), date(2026, 1, 1))
    assert span("LAST_WEEK", date(2026, 1, 4)) == (date(2025, 12, 28), date(2026, 1, 4))


def test_too_far_is_refused() -> None:
    with pytest.raises(OverflowError):
        span("LAST_N_YEARS:9999", TODAY)
    with pytest.raises(OverflowError):
        span("NEXT_N_DAYS:99999999999", TODAY)
