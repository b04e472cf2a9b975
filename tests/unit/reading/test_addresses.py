"""Hosts, mail addresses and phone numbers, written and spelled."""

from __future__ import annotations

import pytest

from agents.reading.local.finders.addresses import find_emails, find_hosts, find_phones, find_urls


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("see https://www.Example.co.uk/a?b=1.", ["example.co.uk"]),
        ("app.example.io is slow", ["example.io"]),
        ("look at green field dot com slash hours", ["greenfield.com"]),
        ("write to b@example.com", []),
        ("in list.pdf and photo.png", []),
        ("this is the end.The next one", []),
    ],
)
def test_hosts_are_registrable_and_in_lower_case(text: str, hosts: list[str]) -> None:
    assert [found.value for found in find_hosts(text)] == hosts


def test_a_mail_address_is_read_also_where_it_is_spelled() -> None:
    assert find_emails("Ada.Norvik@Example.org.")[0].value == "ada.norvik@example.org"
    assert find_emails("ada at example dot com")[0].value == "ada@example.com"
    assert find_emails("meet me at the gate") == ()


@pytest.mark.parametrize(
    ("text", "regions", "value"),
    [
        ("(312) 555-0147", ("US",), "+13125550147"),
        ("0511 123456", ("DE", "US"), "+49511123456"),
        ("020 7946 0182", ("GB",), "+442079460182"),
        ("+49 89 1234567", ("US",), "+49891234567"),
    ],
)
def test_phones_are_e164_of_the_likeliest_country(text: str, regions: tuple[str, ...], value: str) -> None:
    assert [found.value for found in find_phones(f"call {text} please", regions)] == [value]


@pytest.mark.parametrize("text", ["2025-06-12 02:14", "30.09.2025", "invoice 4418", "12345"])
def test_dates_and_short_numbers_are_no_phones(text: str) -> None:
    assert find_phones(text, ("US", "DE")) == ()


def test_urls_keep_their_path() -> None:
    assert find_urls("at www.example.com/a/b.")[0].value == "https://www.example.com/a/b"
