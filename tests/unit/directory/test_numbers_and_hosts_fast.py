"""The quick ways to read phones and hosts say what the libraries say."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tldextract import TLDExtract

from tools.directory.hosts import clean, parts
from tools.directory.phones import _parsed, _plain

EXTRACT = TLDExtract(suffix_list_urls=(), cache_dir=None)
COUNTRIES = ["United States", "Canada", "Germany", "Italy", "France", "Netherlands", "Brazil", "", "XX"]
CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
WRITTEN = st.one_of(
    st.from_regex(r"\A\+1[ (.-]{0,2}[0-9]{3}[ ).-]{0,2}[0-9]{3}[ .-]?[0-9]{4}\Z"),
    st.builds("+{}{}".format, st.sampled_from(CODES), st.from_regex(r"\A[ (]?[0-9]{2,4}[ )/-]?[0-9]{3,9}\Z")),
    st.from_regex(r"\A[(]?[0-9]{3,5}[) /.-]{0,2}[0-9]{3,4}[ -]?[0-9]{2,5}\Z"),
)


@settings(max_examples=1500, deadline=None)
@given(written=WRITTEN, country=st.sampled_from(COUNTRIES))
def test_a_number_that_is_read_quickly_is_read_as_the_library_reads_it(written: str, country: str) -> None:
    quick = _plain(written, country)
    assert quick in ("", _parsed(written, country))


@pytest.mark.parametrize(
    ("written", "country", "digits"),
    [("+12025550101", "", "2025550101"), ("202-555-0101", "USA", "2025550101"), ("+49 30 23125042", "", "3023125042")],
)
def test_the_commonest_forms_are_read_quickly(written: str, country: str, digits: str) -> None:
    assert _plain(written, country) == digits


LABELS = st.from_regex(r"\A[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?\Z")
SUFFIXES = st.sampled_from(
    [
        "com",
        "de",
        "co.uk",
        "uk",
        "com.br",
        "ck",
        "www.ck",
        "city.kawasaki.jp",
        "kawasaki.jp",
        "github.io",
        "zz",
        "co",
        "ac",
        "gov.uk",
    ]
)


@settings(max_examples=800, deadline=None)
@given(labels=st.lists(LABELS, min_size=0, max_size=3), suffix=SUFFIXES)
def test_a_host_is_divided_as_the_public_suffix_list_divides_it(labels: list[str], suffix: str) -> None:
    host = ".".join((*labels, suffix))
    found = EXTRACT(host)
    expected = (found.domain, found.suffix) if found.domain and found.suffix else ("", "")
    assert parts(host) == expected


@pytest.mark.parametrize(
    ("stated", "host", "segment"),
    [
        ("https://www.maple-court.com/", "maple-court.com", ""),
        ("MAPLE-COURT.COM", "maple-court.com", ""),
        ("http://hub.example.org/maple", "hub.example.org", "maple"),
        ("https://user:secret@maple.com:8080/a/b?c", "maple.com", "a"),
        ("www2.maple.com", "maple.com", ""),
        ("info@maple.com", "maple.com", ""),
        ("https://[broken", "", ""),
    ],
)
def test_an_address_as_records_state_it_is_a_host_and_the_first_part_of_its_path(
    stated: str, host: str, segment: str
) -> None:
    assert clean(stated) == (host, segment)
