"""The sender, families, what is in no record, and bad records."""

from __future__ import annotations

import pytest
from estate import RULE, directory, document, found, strongest

from tools.directory import Directory
from workflow.accounts import Recognition
from workflow.document import ZoneKind
from workflow.errors import ExpressionError, InputError


def _sender(email: str) -> dict[str, tuple[Recognition, float]]:
    candidates = directory().candidates(document("Hello", sender=email))
    kinds = (Recognition.SENDER_CONTACT, Recognition.SENDER_DOMAIN)
    return {c.account.id: (m.by, m.weight) for c in candidates.candidates for m in c.mentions if m.by in kinds}


def test_a_contact_with_a_private_address_is_its_account() -> None:
    assert _sender("pat.kovar@gmail.com") == {"H-04": (Recognition.SENDER_CONTACT, 0.85)}


def test_an_unknown_address_at_an_accounts_domain_is_its_account() -> None:
    assert _sender("new.person@ambermill.com") == {"H-02": (Recognition.SENDER_DOMAIN, 0.7)}


@pytest.mark.parametrize("email", ["stranger@gmail.com", "stranger@sharedmail.net", "stranger@nowhere.org", ""])
def test_a_providers_domain_is_nobodys_even_where_contacts_write_from_it(email: str) -> None:
    assert _sender(email) == {}


def test_a_contact_of_two_accounts_is_half_of_each() -> None:
    assert _sender("keys@shared-office.org") == {
        "H-05": (Recognition.SENDER_CONTACT, 0.425),
        "H-06": (Recognition.SENDER_CONTACT, 0.425),
    }


def test_the_members_of_the_senders_group_come_along_weakly() -> None:
    candidates = directory().candidates(document("Hello", sender="ida@larchmont-estates.example.com"))
    assert candidates.sender == ("H-01",)
    members = {
        c.account.id: [m.weight for m in c.mentions if m.by is Recognition.GROUP] for c in candidates.candidates[1:]
    }
    assert members == {"H-02": [0.05], "H-03": [0.05], "H-04": [0.05]}


def test_a_mention_carries_the_zone_that_it_stands_in_and_hidden_text_is_not_read() -> None:
    for zone in (ZoneKind.SIGNATURE, ZoneKind.QUOTE, ZoneKind.FORWARD):
        candidate = found("Thornbury Gate Apartments", zone=zone).get("H-04")
        assert candidate is not None
        assert candidate.mentions[0].zone is zone
    assert found("Thornbury Gate Apartments", zone=ZoneKind.HIDDEN).candidates == ()


def test_a_name_made_as_the_orgs_are_and_in_no_record_is_told() -> None:
    candidates = found("Hello, Ravenscourt Apartments in Leeds wants a quote.")
    assert [(each.text, each.by) for each in candidates.unlisted] == [("Ravenscourt Apartments", Recognition.NAME)]
    confirmed = found("Ravenscourt Apartments wants a quote.", sender="a@ravenscourtapartments.com").unlisted
    assert confirmed[0].weight > candidates.unlisted[0].weight


def test_a_host_in_no_record_is_told_and_ours_is_not() -> None:
    candidates = found("On ravenscourtapartments.com it says so, see www.our-desk.example and thornburygate.co.uk.")
    assert [each.text for each in candidates.unlisted if each.by is Recognition.HOST] == ["ravenscourtapartments.com"]


@pytest.mark.parametrize(
    "text", ["Our Apartments are cold.", "New Apartments wanted", "In 2024 Apartments rose", "The Lofts"]
)
def test_a_common_word_behind_a_small_one_is_no_unknown_name(text: str) -> None:
    assert found(text).unlisted == ()


def test_a_record_without_an_id_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="Nameless House"):
        Directory.build([{"Name": "Nameless House", "Type": "House"}], [], RULE)


def test_a_condition_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ExpressionError):
        Directory.build([{"Id": "1", "Name": "A"}], [], RULE.model_copy(update={"where": "Type in ["}))


def test_an_org_without_accounts_finds_nobody() -> None:
    assert Directory.build([], [], RULE).candidates(document("Thornbury Gate")).candidates == ()


def test_parents_in_a_circle_end() -> None:
    rows = [{"Id": "1", "Name": "Alder House", "ParentId": "2"}, {"Id": "2", "Name": "Beech House", "ParentId": "1"}]
    candidates = Directory.build(rows, [], RULE).candidates(document("Alder House is cold"))
    assert strongest(candidates)["1"] >= 0.5
