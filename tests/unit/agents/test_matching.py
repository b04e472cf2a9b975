"""The account with the best evidence is chosen; where evidence is thin or at odds, a person is asked."""

from __future__ import annotations

import pytest
from tenancy import BROKER, GROUP, PRIVATE, RULE, STORE, directory, letter, matched

from agents.matching import match
from workflow.interpretation import Request


def test_independent_kinds_of_evidence_make_a_match_surer() -> None:
    (name,) = matched("A fire at Kestrel Motors.")
    (both,) = matched("A fire at Kestrel Motors, policy PX-2023-008, kestrelmotors.co.uk.")
    assert name.account == both.account == "F-9"
    assert (name.sure, both.sure) == (True, True)
    assert 0.9 <= name.confidence < both.confidence


def test_the_same_name_many_times_is_one_piece_of_evidence() -> None:
    (once,) = matched("A fire at Kestrel Motors.")
    (often,) = matched("A fire at Kestrel Motors. " * 5)
    assert often.score == once.score


def test_namesakes_that_fit_equally_are_left_to_a_person() -> None:
    (said,) = matched("A fire at Brookmere Foods.", sender=PRIVATE)
    assert said.account in ("F-7", "F-8")
    assert not said.sure
    assert said.confidence < 0.5
    assert {runner.account for runner in said.runners_up} <= {"F-7", "F-8"}


def test_a_code_of_another_account_beside_the_name_is_a_contradiction() -> None:
    said = matched("For Kestrel Motors, policy PX-2023-009: a fire.")
    assert not any(each.sure for each in said if each.account == "F-9")
    assert any("Larkrise Motors" in each.reason for each in said)


def test_an_account_in_the_signature_alone_is_looked_at() -> None:
    (said,) = matched("Please call me back about the claim.\n\nKind regards\nAnn Poe\nKestrel Motors", sender=PRIVATE)
    assert said.account == "F-9"
    assert not said.sure


def test_the_senders_own_account_needs_no_name() -> None:
    (said,) = matched("The oven broke.\n\nJune", sender=STORE)
    assert (said.account, said.sure) == ("F-6", True)
    assert said.confidence >= 0.8


def test_a_short_name_is_enough_within_the_senders_group_only() -> None:
    (said,) = matched("Please renew the Spedition.", sender=GROUP)
    assert (said.account, said.sure) == ("F-3", True)


def test_an_account_that_the_org_lacks_is_no_match_and_that_is_sure_where_it_is_named() -> None:
    (named,) = matched("We are Whinfell Motors and want a quote.", sender="a@whinfellmotors.co.uk")
    assert (named.account, named.sure) == (None, True)
    (nobody,) = matched("Please call me.", sender=PRIVATE)
    assert (nobody.account, nobody.sure) == (None, False)


def test_every_runner_up_has_the_reason_for_which_it_was_rejected() -> None:
    body = "A fire at Ostwall Logistik.\n\nKramer\nOstwall Gruppe\nOstwall Spedition"
    (said,) = matched(body, sender=GROUP)
    reasons = {runner.account: runner.reason for runner in said.runners_up}
    assert reasons["F-1"] != reasons["F-3"]
    assert reasons["F-3"] == "only in the signature"
    assert reasons["F-4"] == "of the same family, but not named"
    assert [runner.score for runner in said.runners_up] == sorted((r.score for r in said.runners_up), reverse=True)


def test_margin_is_the_lead_over_the_first_rival() -> None:
    (said,) = matched("A fire at Brookmere Foods (brookmere-mo.com).", sender=PRIVATE)
    assert said.account == "F-8"
    assert said.margin == pytest.approx(said.score - said.runners_up[0].score, abs=0.001)


def test_a_request_for_accounts_that_are_no_candidates_is_in_doubt() -> None:
    document = letter("A fire.", sender=BROKER)
    said = match(document, Request(key="x", accounts=("F-404",)), directory().candidates(document), RULE)
    assert (said.account, said.sure, said.confidence) == (None, False, 0.0)
