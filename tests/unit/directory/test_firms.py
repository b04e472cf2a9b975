"""A name with a legal form is a firm's, whether any record has it or not."""

from __future__ import annotations

import pytest
from estate import document, found

from tools.directory.firms import find_firms
from workflow.accounts import Recognition


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("wir übernehmen die Gerberei Quaststein GmbH in Borna", ["Gerberei Quaststein GmbH"]),
        ("Mit Olm und Söhne GmbH & Co. KG sprechen wir", ["Olm und Söhne GmbH & Co. KG"]),
        ("la société Verrières du Lez SARL et nous", ["Verrières du Lez SARL"]),
        ("per la Fonderie Albrasca S.p.A. di Lecco", ["Fonderie Albrasca S.p.A."]),
        ("voor Scheepswerf Doornkamp B.V. graag", ["Scheepswerf Doornkamp B.V."]),
        ("a Moagem Ribacova Lda, aqui ao lado", ["Moagem Ribacova Lda"]),
        ("The Oak & Ash Trading Company Ltd wants it", ["Oak & Ash Trading Company Ltd"]),
        ("株式会社山ノ手製作所の見積", ["株式会社山ノ手製作所"]),
        ("请为云海澜贸易有限公司报价", ["云海澜贸易有限公司"]),
        ("A Limited offer, Inc. nothing", []),
        ("our SL is late and the SA too", []),
    ],
)
def test_firms_are_found_by_their_legal_form(text: str, firms: list[str]) -> None:
    assert [text[start:end] for start, end in find_firms(text, 0, len(text))] == firms


def test_a_firm_in_no_record_is_told_and_a_known_one_and_our_own_are_not() -> None:
    told = found("Gerberei Quaststein GmbH and Thornbury Gate Apartments Ltd asked for it.").unlisted
    assert [(each.text, each.by) for each in told] == [("Gerberei Quaststein GmbH", Recognition.NAME)]
    domain = document("Hello").to[0].domain
    ours = " ".join(part.capitalize() for part in domain.partition(".")[0].split("-"))
    assert found(f"Dear {ours} Ltd, the gate is broken.").unlisted == ()
