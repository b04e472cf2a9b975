"""Asking what is denied costs the words near the place, however long the text is."""

from __future__ import annotations

from typing import Any

import pytest

from agents.reading.local import negation
from agents.reading.local.negation import denied_at, excluded_at
from agents.reading.local.words import tokens


class Counted(tuple[Any, ...]):
    """Tokens that count how often they are looked at."""

    looked = 0

    def __getitem__(self, index: Any) -> Any:
        Counted.looked += 1
        return super().__getitem__(index)

    def __iter__(self) -> Any:
        Counted.looked += len(self)
        return super().__iter__()


@pytest.mark.parametrize("ask", [excluded_at, denied_at])
def test_a_place_far_into_a_long_text_costs_a_few_words(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "we want the dinner and the drinks " * 3_000 + "but not the lunch at all"
    place = text.index("lunch")
    known = Counted(tokens(text))
    negation.denied(text)
    monkeypatch.setattr(negation, "tokens", lambda _: known)
    Counted.looked = 0
    assert ask(text, place, place + len("lunch"))
    assert Counted.looked < 100
