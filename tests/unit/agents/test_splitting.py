"""One request for each account that is asked about, and none for one that is only mentioned."""

from __future__ import annotations

import pytest
from tenancy import BROKER, GROUP, PRIVATE, RULE, STORE, asked, directory, letter, parted, texts

from agents.reading.local import LocalReader
from agents.splitting import split
from workflow.accounts import Candidates
from workflow.definition import AccountRule
from workflow.document import Document, Span
from workflow.evidence import Evidence
from workflow.interpretation import Request, Splitting


def test_a_mail_that_names_nobody_is_about_the_senders_account() -> None:
    candidates, splitting = parted(letter("The oven broke, is that covered?\n\nJune", sender=STORE))
    assert [request.accounts for request in splitting.requests] == [("F-6",)]
    assert splitting.requests[0].spans == ()
    assert splitting.confidence >= 0.8
    assert candidates.sender == ("F-6",)


def test_an_account_in_the_new_text_wins_over_the_sender_signature_and_thread() -> None:
    body = (
        "Please send the certificate for Ostwall Spedition.\n\nKramer\nOstwall Gruppe | Ostwall Logistik | Ostwall Kühlhaus"
        "\n\nOn Mon, Jun 2, 2025 at 9:00 AM Desk <desk@our-desk.example> wrote:\n> shall we renew Ostwall Logistik?\n"
    )
    assert asked(body, sender=GROUP) == [("F-3",)]


def test_headings_make_requests_each_with_its_own_text_and_common_text_is_nobodys() -> None:
    body = (
        "Hello,\n\nOstwall Logistik: please raise the cover to 5 million.\n\n"
        "Ostwall Kühlhaus (Kiel) - cancel the fire policy. It ends in May.\n\nBoth by Friday please.\n"
    )
    assert texts(body, sender=GROUP) == {
        "F-2": "Ostwall Logistik: please raise the cover to 5 million.",
        "F-4": "Ostwall Kühlhaus (Kiel) - cancel the fire policy. It ends in May.",
    }


def test_running_text_is_cut_at_sentences_and_follow_ups_stay_with_their_account() -> None:
    body = "Hadley & Moss had a fire on May 3. The roof is gone. Kestrel Motors needs a new certificate. Please hurry."
    assert texts(body, sender=BROKER) == {
        "F-5": "Hadley & Moss had a fire on May 3. | The roof is gone.",
        "F-9": "Kestrel Motors needs a new certificate. | Please hurry.",
    }


def test_accounts_in_one_sentence_are_cut_apart_where_each_has_words_of_its_own() -> None:
    body = "Please add glass cover for Kestrel Motors and theft cover for Larkrise Motors."
    assert texts(body) == {
        "F-9": "Please add glass cover for Kestrel Motors",
        "F-10": "and theft cover for Larkrise Motors.",
    }
    together = "Please add glass cover for Kestrel Motors and Larkrise Motors."
    assert texts(together) == {"F-9": together, "F-10": together}


@pytest.mark.parametrize(
    "body",
    [
        "Please renew Kestrel Motors, but not Larkrise Motors.",
        "Please renew Kestrel Motors. Larkrise Motors stays as it is.",
        "Please renew Kestrel Motors (everything except Larkrise Motors).",
        "Please renew Kestrel Motors with the same cover that Larkrise Motors has.",
        "We want the same cover for Kestrel Motors as Larkrise Motors got.",
        "Renew Kestrel Motors, like you did for Larkrise Motors.",
        "Bitte Kestrel Motors verlängern. Larkrise Motors bleibt unverändert.",
        "Bitte Kestrel Motors verlängern, wie bei Larkrise Motors.",
        "Merci de renouveler Kestrel Motors. Larkrise Motors n'est pas concerné.",
        "Merci de renouveler Kestrel Motors, comme pour Larkrise Motors.",
        "Por favor renueven Kestrel Motors. Larkrise Motors no cambia.",
        "Graag Kestrel Motors verlengen. Larkrise Motors blijft zoals het is.",
        "Rinnovate Kestrel Motors, tranne Larkrise Motors.",
        "Renovar Kestrel Motors, exceto Larkrise Motors.",
    ],
)
def test_what_is_left_out_or_an_example_is_no_request(body: str) -> None:
    assert asked(body) == [("F-9",)]


@pytest.mark.parametrize(
    "body",
    [
        "Larkrise Motors is not reachable since Monday.",
        "Larkrise Motors has no cover any more, please check.",
        "Larkrise Motors does not have a valid certificate.",
        "Larkrise Motors ist nicht mehr versichert, bitte prüfen.",
        "Larkrise Motors n'est plus assuré depuis hier.",
        "Larkrise Motors no está asegurado.",
        "We will not renew the policy of Larkrise Motors.",
        "Don't cancel Larkrise Motors!",
    ],
)
def test_a_negation_in_a_request_leaves_its_account_in(body: str) -> None:
    assert asked(body) == [("F-10",)]


def test_a_store_that_names_another_house_in_passing_asks_for_itself() -> None:
    body = "Our oven broke. The people of Kestrel Motors next door saw it.\n\nJune"
    splitting = parted(letter(body, sender=STORE))[1]
    assert splitting.requests[0].accounts == ("F-6",)
    assert splitting.confidence < 0.7


def test_the_writers_own_house_is_asked_about_only_where_nothing_else_is() -> None:
    assert asked("This is Ann from Kestrel Motors. Larkrise Motors hit our gate with a van.", sender=PRIVATE) == [
        ("F-10",)
    ]
    assert asked("This is Ann from Kestrel Motors. The gate is broken.", sender=PRIVATE) == [("F-9",)]


def test_short_names_mean_members_of_the_senders_group() -> None:
    assert asked("Please renew the Spedition by May.", sender=GROUP) == [("F-3",)]
    assert asked("Please renew the site in Kiel by May.", sender=GROUP) == [("F-4",)]
    assert parted(letter("Please renew the Spedition by May.", sender=PRIVATE))[1].confidence < 0.5


def test_a_group_that_names_no_member_is_in_doubt() -> None:
    splitting = parted(letter("Please renew our policy.\n\nKramer", sender=GROUP))[1]
    assert splitting.requests[0].accounts[0] == "F-1"
    assert splitting.confidence < 0.5


def test_the_group_itself_is_asked_about_where_it_is_named() -> None:
    assert asked("Please send the invoice for Ostwall Gruppe SE itself.", sender=GROUP) == [("F-1",)]


def test_namesakes_are_told_apart_by_what_stands_beside_or_stay_in_doubt() -> None:
    assert asked("Brookmere Foods in Springfield, MO had a fire.", sender=PRIVATE) == [("F-8",)]
    assert asked("Brookmere Foods in Springfield, Illinois had a fire.", sender=PRIVATE) == [("F-7",)]
    assert asked("Brookmere Foods (brookmere-mo.com) had a fire.", sender=PRIVATE)[0] == ("F-8",)
    splitting = parted(letter("Brookmere Foods had a fire.", sender=PRIVATE))[1]
    assert set(splitting.requests[0].accounts) == {"F-7", "F-8"}
    assert splitting.confidence < 0.5


SHEET = "Firm;Policy;Change\nOstwall Logistik;PX-2023-001;5 million\nOstwall Spedition;PX-2023-002;no change\n"


def test_each_row_of_a_table_is_a_request_with_its_row_and_rows_without_change_are_none() -> None:
    sheet = SHEET + "Ostwall Kühlhaus;PX-2023-003;cancel\nTotal;;6\n"
    found = texts("See the attached list.", sender=GROUP, sheet=sheet)
    assert found.keys() == {"F-2", "F-4"}
    assert "5 million" in found["F-2"]
    assert "cancel" in found["F-4"]
    assert "cancel" not in found["F-2"]


def test_a_row_whose_account_the_org_lacks_is_a_request_with_its_name_alone() -> None:
    sheet = "Firm;Sum\nOstwall Logistik;5\nOstwall Spedition;6\nNordquist Reederei;7\n"
    document = letter("See the attached list.", sender=GROUP, sheet=sheet)
    requests = parted(document)[1].requests
    assert [(r.accounts, r.named) for r in requests][-1] == ((), "Nordquist Reederei")
    assert len(requests) == 3


def test_the_text_may_say_by_status_which_rows_are_meant() -> None:
    sheet = "Firm;State;Sum\nOstwall Logistik;OPEN;1\nOstwall Spedition;PAID;2\nOstwall Kühlhaus;OPEN;3\nKestrel Motors;PAID;4\n"
    body = "The rows with PAID are only for comparison. Please look at the OPEN ones in the attached file."
    assert asked(body, sender=BROKER, sheet=sheet) == [("F-2",), ("F-4",)]


def test_a_letter_that_contradicts_its_mail_is_in_doubt() -> None:
    body = "Please cancel the policy of Ostwall Logistik as in the attached letter."
    sheet = "Please cancel the policy of Ostwall Spedition. Ostwall Logistik stays as it is.\n"
    assert parted(letter(body, sender=GROUP, sheet=sheet))[1].confidence < 0.5


def test_an_unknown_house_beside_known_ones_is_a_request_of_its_own() -> None:
    body = "- Kestrel Motors: renew\n- Whinfell Motors: please quote\n"
    found = parted(letter(body))[1].requests
    assert [(r.accounts, r.named) for r in found] == [(("F-9",), "Kestrel Motors"), ((), "Whinfell Motors")]


def test_a_sender_whom_nobody_knows_and_who_names_nobody_is_in_doubt() -> None:
    splitting = parted(letter("Please call me.", sender=PRIVATE))[1]
    assert [request.accounts for request in splitting.requests] == [()]
    assert splitting.confidence < 0.5


class _Careless(LocalReader):
    """A reader that answers what it is told to."""

    def __init__(self, answer: Splitting) -> None:
        self.answer = answer

    def split(self, document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
        return self.answer


def _judged(*requests: Request, confidence: float = 0.9) -> Splitting:
    document = letter("Kestrel Motors and Larkrise Motors need help.")
    answer = Splitting(requests=requests, confidence=confidence, reason="told")
    return split(_Careless(answer), document, directory().candidates(document), RULE)


def test_an_account_that_is_no_candidate_is_dropped_from_a_readers_answer() -> None:
    said = _judged(Request(key="F-6", accounts=("F-6", "F-9")))
    assert said.requests[0].accounts == ("F-9",)
    assert said.confidence < 0.7


def test_quotes_and_spans_that_do_not_hold_are_dropped() -> None:
    forged = Evidence(quote="Kestrel", spans=(Span(part="body", start=0, end=4),))
    outside = (Span(part="body", start=10, end=9_000), Span(part="nowhere", start=0, end=1))
    said = _judged(Request(key="F-9", accounts=("F-9",), evidence=(forged,), spans=outside))
    assert (said.requests[0].evidence, said.requests[0].spans) == ((), ())
    assert said.confidence < 0.7


def test_two_requests_about_one_account_become_one_with_the_text_of_both() -> None:
    spans = Span(part="body", start=0, end=7), Span(part="body", start=8, end=14)
    said = _judged(*(Request(key=str(i), accounts=("F-9",), spans=(span,)) for i, span in enumerate(spans)))
    assert [request.spans for request in said.requests] == [spans]


def test_there_is_always_a_request_and_confidence_stays_within_bounds() -> None:
    assert len(_judged().requests) == 1
    assert _judged(Request(key="F-9", accounts=("F-9",)), confidence=7).confidence == 1
