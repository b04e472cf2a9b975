"""Registration plates are found by their form where a field asks for them, beside no word that names them."""

from __future__ import annotations

import pytest
from letters import NOBODY, WHOLE, fields, letter

from agents.reading.local import LocalReader

FIELDS = fields({"id": "cars", "type": "list", "of": "string", "description": "Registration plates of the cars"})


@pytest.mark.parametrize(
    ("text", "plates"),
    [
        ("The van KL19 XBD hit our gate on 12 May.", ["KL19 XBD"]),
        ("Unser Transporter M-XY 4711 steht noch beim Händler.", ["M-XY 4711"]),
        ("La camionnette AB-123-CD et la berline EF-456-GH sont à retirer.", ["AB-123-CD", "EF-456-GH"]),
        ("La furgoneta 4821 KLM sigue en el taller.", ["4821 KLM"]),
        ("De bestelbus VX-291-K en 58-BVX-3 graag toevoegen.", ["VX-291-K", "58-BVX-3"]),
        ("川崎 330 あ 12-34 の車です。", ["川崎 330 あ 12-34"]),
        ("车牌沪A12B45的车辆需要退保。", ["沪A12B45"]),
        ("Order 4821-7 of 12-05-2025, 40 pcs.", None),
    ],
)
def test_plates_by_their_form(text: str, plates: list[str] | None) -> None:
    found = LocalReader().extract(letter(text), WHOLE, FIELDS, None, NOBODY).plain()
    assert found.get("cars") == plates
