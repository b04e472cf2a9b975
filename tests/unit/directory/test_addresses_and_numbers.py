"""Hosts, mail addresses, codes, phones and streets lead to their accounts, and look-alikes do not."""

from __future__ import annotations

import time

import pytest
from estate import directory, document, found, mentions, strongest

from workflow.accounts import Recognition
from workflow.document import Link, Table


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("see https://www.AmberMill.com/units?id=4.", "H-02"),
        ("see ambermill.com, please", "H-02"),
        ("see tenants.ambermill.com", "H-02"),  # a subdomain
        ("see thornbury-old.com", "H-04"),  # the second of several in one field
        ("see gatehouse-flats.co.uk", "H-04"),
        ("https://click.mailer.example.com/t?u=https%3A%2F%2Fwww.thornburygate.co.uk%2Frent", "H-04"),  # tracking
        ("www.thornbury\ngate.co.uk", "H-04"),  # broken by the line
        ("our site is amber mill dot com slash rent", "H-02"),  # dictated
        ("https://propertyhub.com/pinnock/floor-plans", "H-09"),  # told by the path
    ],
)
def test_a_host_leads_to_its_account_however_it_is_written(text: str, account: str) -> None:
    candidates = found(text)
    assert strongest(candidates)[account] >= 0.85
    assert any(mention.by is Recognition.HOST for mention in mentions(candidates, account))


def test_a_host_that_several_accounts_share_leads_to_all_of_them() -> None:
    weights = strongest(found("propertyhub.com is slow"))
    assert weights["H-08"] == weights["H-09"] < 0.5


def test_a_host_with_a_slip_of_the_finger_is_a_weak_mention_and_another_host_is_none() -> None:
    assert 0.5 <= strongest(found("www.thornburygatte.co.uk"))["H-04"] < 0.7
    assert strongest(found("www.thornhillgate.co.uk and amber-million.com")) == {}


def test_a_link_counts_by_its_target_unless_its_text_says_another_site() -> None:
    hidden = document("our plans are here", links=(Link(start=14, end=18, target="https://ambermill.com/plans"),))
    assert 0.5 <= strongest(directory().candidates(hidden))["H-02"] < 0.9
    told = document("our plans: ambermill.com", links=(Link(start=11, end=24, target="https://thornburygate.co.uk"),))
    assert strongest(directory().candidates(told)).keys() == {"H-02"}


def test_a_mail_address_in_the_text_is_its_contacts_account_or_its_domains() -> None:
    candidates = found("write to pat.kovar@gmail.com or rent@ambermill.com, not to info@gmail.com")
    assert {
        c.account.id: [m.by for m in c.mentions if m.span]
        for c in candidates.candidates
        if strongest(candidates).get(c.account.id)
    } == {
        "H-04": [Recognition.EMAIL],
        "H-02": [Recognition.EMAIL],
    }


@pytest.mark.parametrize("text", ["am-4471", "AM 4471".replace(" ", ""), "unit AM-4471: no heat"])
def test_a_code_of_letters_and_digits_needs_no_label(text: str) -> None:
    assert strongest(found(text))["H-02"] == 0.9


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("house code 50932", 0.9),
        ("house no. 50932", 0.9),
        ("#50932", 0.9),
        ("we paid 50932 dollars", 0.25),
        ("5093", 0),
    ],
)
def test_a_code_of_digits_needs_a_label(text: str, weight: float) -> None:
    assert strongest(found(text)).get("H-04", 0) == weight


def test_a_column_head_labels_the_codes_below_it() -> None:
    text = "House code\tSum\n50932\t12\n77777\t50931\n"
    rows = (((0, 10), (11, 14)), ((15, 20), (21, 23)), ((24, 29), (30, 35)))
    weights = strongest(found(text, tables=(Table(rows=rows, header=True),)))
    assert (weights["H-04"], weights["H-03"]) == (0.9, 0.25)


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("call (512) 555-0103", "H-04"),
        ("call +1 512.555.0103", "H-04"),
        ("call 0049 221 5550105", "H-06"),
        ("call +49 (0)221 / 555 01 05", "H-06"),
        ("call 0221 5550105", "H-06"),
    ],
)
def test_a_phone_is_found_in_national_and_international_form(text: str, account: str) -> None:
    assert [mention.by for mention in mentions(found(text), account)] == [Recognition.PHONE]


@pytest.mark.parametrize(
    ("text", "account"),
    [("the hall at 77 Gate Lane is dark", "H-04"), ("ich wohne im Birkenweg 8, 50667 Köln", "H-06")],
)
def test_a_street_with_its_number_is_an_address(text: str, account: str) -> None:
    assert [m.by for m in mentions(found(text), account) if m.weight >= 0.5] == [Recognition.ADDRESS]


@pytest.mark.parametrize("text", ["the hall at 78 Gate Lane", "77 people in Bond Lane", "77\tGate Lane 5", "78701"])
def test_half_an_address_is_none(text: str) -> None:
    assert not [
        m for account in ("H-04", "H-02") for m in mentions(found(text), account) if m.by is Recognition.ADDRESS
    ]


def test_hostile_text_is_searched_in_time() -> None:
    texts = [
        "a." * 60_000,
        "a@" * 60_000,
        "-" * 120_000,
        "1 " * 60_000,
        " dot ".join(["x" * 900] * 100),
        "Amber " * 20_000,
    ]
    for text in texts:
        begun = time.process_time()
        found(text)
        assert time.process_time() - begun < 5
