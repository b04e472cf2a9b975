"""An account that is only spoken of makes no case; one that somebody expressly asks for does."""

from __future__ import annotations

import pytest
from tenancy import GROUP, PRIVATE, STORE, asked, letter, parted


@pytest.mark.parametrize(
    "body",
    [
        "Please renew Kestrel Motors. Larkrise Motors told me that you are quick.",
        "Please renew Kestrel Motors. I hear Larkrise Motors pay you 90 a month.",
        "Please renew Kestrel Motors. It is the yard opposite Larkrise Motors.",
        "Please renew Kestrel Motors. My cousin at Larkrise Motors gave me your address.",
        "Please renew Kestrel Motors. Larkrise Motors had the same trouble last year and you sorted it.",
        "Please renew Kestrel Motors. You confused us with Larkrise Motors last time.",
        "Please renew Kestrel Motors. Larkrise Motors had theirs done in May.",
        "Please renew Kestrel Motors. Larkrise Motors keeps the old cover.",
        "Please renew Kestrel Motors with the cover you sold to Larkrise Motors.",
        "Kestrel Motors bitte verlängern. Larkrise Motors hat das schon.",
        "Merci de renouveler Kestrel Motors. Larkrise Motors l'a déjà fait.",
        "Renueven Kestrel Motors, por favor. Larkrise Motors ya lo hizo en mayo.",
        "Graag Kestrel Motors verlengen. Bij Larkrise Motors gaat het altijd goed.",
        "Rinnovate Kestrel Motors. Larkrise Motors l'ha già fatto.",
        "Renovem Kestrel Motors. Larkrise Motors já o fez.",
        "Kestrel Motors bitte verlängern. Ein Brief für Larkrise Motors lag bei uns im Kasten.",
        "Kestrel Motors bitte verlängern. Wir sitzen gegenüber von Larkrise Motors.",
        "Kestrel Motors bitte verlängern. Bei Larkrise Motors ist alles in Ordnung.",
        "Merci de renouveler Kestrel Motors. La facture concerne Larkrise Motors et pas nous.",
        "Merci de renouveler Kestrel Motors. Nous sommes en face de Larkrise Motors.",
        "Merci de renouveler Kestrel Motors. À Larkrise Motors, tout marche.",
        "Renueven Kestrel Motors, por favor. En Larkrise Motors todo bien.",
        "Renueven Kestrel Motors, por favor. Estamos al lado de Larkrise Motors.",
        "Graag Kestrel Motors verlengen. Wij zitten naast Larkrise Motors.",
        "Graag Kestrel Motors verlengen. Bij Larkrise Motors is alles goed.",
        "Rinnovate Kestrel Motors. Abbiamo ricevuto la lettera di Larkrise Motors invece della nostra.",
        "Rinnovate Kestrel Motors. Da Larkrise Motors è tutto a posto.",
        "Renovem Kestrel Motors. Em Larkrise Motors fica tudo como está.",
        "Renovem Kestrel Motors. Estamos em frente a Larkrise Motors.",
        "Kestrel Motorsの更新をお願いします。隣のLarkrise Motorsさんは問題ありません。",
        "Kestrel Motorsの更新をお願いします。Larkrise Motorsと同じ内容で結構です。",
        "请为Kestrel Motors续保。楼下Larkrise Motors的情况是好的。",
        "请为Kestrel Motors续保，跟Larkrise Motors一样。",
    ],
)
def test_what_is_only_spoken_of_is_no_request(body: str) -> None:
    assert asked(body, sender=PRIVATE) == [("F-9",)]


@pytest.mark.parametrize(
    "body",
    [
        "Our roof leaks. Larkrise Motors has a new owner by the way.",
        "Our roof leaks. The post for Larkrise Motors came here.",
        "Unser Dach ist undicht. Larkrise Motors war früher auch hier.",
        "Notre toit fuit. Larkrise Motors vous salue.",
    ],
)
def test_a_sender_asks_for_its_own_house_where_another_is_only_mentioned(body: str) -> None:
    assert asked(body, sender=STORE) == [("F-6",)]


@pytest.mark.parametrize(
    "body",
    [
        "I write on behalf of Larkrise Motors: the roof leaks.",
        "Namens Larkrise Motors vraag ik een kopie van de polis.",
        "Im Auftrag der Larkrise Motors bitte ich um eine Kopie.",
        "Larkrise Motors asked me to report a burst pipe.",
        "Larkrise Motors needs a copy of the policy.",
        "Larkrise Motors souhaite une copie du contrat.",
        "Larkrise Motors heeft sinds maandag geen dekking.",
        "Vi comunico il nuovo IBAN della Larkrise Motors.",
    ],
)
def test_an_account_that_somebody_else_asks_for_is_asked_about(body: str) -> None:
    assert asked(body, sender=STORE) == [("F-10",)]


def test_what_belongs_to_the_same_house_is_told_of_the_house() -> None:
    body = "Ostwall Logistik needs a certificate. Ein Unternehmen der Gruppe: Ostwall Spedition, Ostwall Kühlhaus."
    assert asked(body, sender=GROUP) == [("F-2",)]


def test_a_last_line_that_counts_up_houses_is_their_letterhead() -> None:
    body = "Please raise the cover of Ostwall Logistik.\n\nThank you\n\nOstwall Spedition | Ostwall Kühlhaus | Ostwall Logistik\n"
    assert asked(body, sender=GROUP) == [("F-2",)]


def test_a_table_of_names_and_codes_is_no_letterhead() -> None:
    body = "New accounts, please note:\n\nKestrel Motors | PX-2023-008\nLarkrise Motors | PX-2023-009\n"
    assert asked(body) == [("F-9",), ("F-10",)]


def test_a_short_name_that_begins_a_sentence_of_its_own_is_asked_about_beside_a_whole_one() -> None:
    body = "For Ostwall Logistik please raise the cover. And for the Kühlhaus we cancel the fire policy in May."
    assert asked(body, sender=GROUP) == [("F-2",), ("F-4",)]


def test_a_store_that_the_subject_names_is_meant_and_not_one_that_is_mentioned() -> None:
    assert asked("The roof of the garage leaks. Larkrise Motors lent us a tent.", subject="Kestrel Motors") == [
        ("F-9",)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Please renew Kestrel Motors. On behalf of Oak & Ash Trading Ltd I ask for a quote as well.",
        "Please renew Kestrel Motors. Oak & Ash Trading Ltd, who are not a customer yet, would like an offer.",
        "Kestrel Motors bitte verlängern. Die Oak & Ash Trading Ltd (noch kein Kunde) hätte gern ein Angebot.",
        "Merci de renouveler Kestrel Motors. Oak & Ash Trading Ltd souhaite un devis.",
        "Renovem Kestrel Motors. A Oak & Ash Trading Ltd também quer uma proposta.",
    ],
)
def test_a_firm_that_the_org_lacks_is_a_request_where_somebody_asks_for_it(body: str) -> None:
    requests = parted(letter(body, sender=PRIVATE))[1].requests
    assert [(request.accounts, request.named.endswith("Trading Ltd")) for request in requests] == [
        (("F-9",), False),
        ((), True),
    ]


def test_a_firm_that_the_org_lacks_is_none_where_it_is_only_named() -> None:
    assert asked("Please renew Kestrel Motors. We bought the van from Oak & Ash Trading Ltd.", sender=PRIVATE) == [
        ("F-9",)
    ]
