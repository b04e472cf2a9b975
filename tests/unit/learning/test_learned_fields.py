"""By what names messages call a field is learned, and kept only where it reads other messages better."""

from __future__ import annotations

from collections.abc import Iterator

from lessons import example
from letters import NOBODY, WHOLE, fields, letter

from agents.learning.agreement import Tally, same_value, tally
from agents.learning.example import Example
from agents.learning.fields import learn_fields
from agents.learning.learned import FieldWords, Learned
from agents.learning.names import Names, Sighting
from agents.learning.reader import TaughtReader
from agents.reading.local import LocalReader

BASE = LocalReader()
CONTRACT = fields({"id": "dossier", "label": "Dossier", "type": "string"}, {"id": "leaves", "type": "date"})


def forms(label: str = "Quexelmark", count: int = 10) -> Iterator[Example]:
    for number in range(count):
        value = f"KX-{number}{number + 3}{7 * number + 11}"
        text = f"Good morning,\n\n{label}: {value}\nDepot: North {'ABCDEFGHIJ'[number]}\n\nPlease look into it."
        yield example(f"form {number}", text, "tracking", {"dossier": value})


def test_a_label_that_the_bundle_does_not_know_is_learned() -> None:
    found = learn_fields(list(forms()), CONTRACT, BASE)
    assert found is not None
    assert found.words == {"dossier": FieldWords(called=("quexelmark",))}
    assert (found.before["dossier"].right, found.after["dossier"].right) == (0, 10)
    taught = TaughtReader(Learned("w", BASE.version, fields=found.words))
    document = letter("Hello,\n\nquexelmark: ZZ-9914\n\nThank you.")
    assert taught.extract(document, WHOLE, CONTRACT, None, NOBODY).plain() == {"dossier": "ZZ-9914"}
    assert BASE.extract(document, WHOLE, CONTRACT, None, NOBODY).plain() == {}


def test_a_name_of_one_message_is_not_learned() -> None:
    others = [
        one for number in range(9) for one in forms(f"Mark{chr(97 + number)}", 10) if one.group == f"form {number}"
    ]
    found = learn_fields(others, CONTRACT, BASE)
    assert found is not None
    assert found.words == {}


def test_a_name_that_stands_beside_other_values_as_well_is_not_learned() -> None:
    wrong = [
        example(f"other {one.group}", one.document.part("body").text, "tracking", {"dossier": "something else"})
        for one in forms()
    ]
    found = learn_fields([*forms(), *wrong], CONTRACT, BASE)
    assert found is not None
    assert found.words == {}


def test_what_nobody_has_checked_teaches_nothing() -> None:
    unchecked = [example(one.group, one.document.part("body").text, "tracking") for one in forms()]
    assert learn_fields(unchecked, CONTRACT, BASE) is None


def test_a_name_needs_two_messages_and_to_be_right_four_times_in_five() -> None:
    names = Names()
    for group in ("a", "b", "c", "d"):
        names.add(group, [Sighting("dossier", "mark", True), Sighting("leaves", "mark", group == "a")])
    names.add("a", [Sighting("dossier", "sign", True)])
    names.add("e", [Sighting("dossier", "mark", False)])
    assert names.learned() == {"dossier": ("mark",)}
    names.add("f", [Sighting("dossier", "mark", False)])
    assert names.learned() == {}


def test_values_are_the_same_however_they_are_spelled() -> None:
    assert same_value("KX 12", "kx-12")
    assert same_value(["b", "a"], ["A", "B"])
    assert same_value({"amount": 12.0, "currency": "EUR"}, {"amount": 12, "currency": "EUR"})
    assert not same_value(["a"], ["a", "b"])
    assert not same_value(True, 1)
    assert not same_value("2025-06-10", "2025-06-11")


def test_right_wrong_and_lacking_values_are_counted() -> None:
    wanted, allowed = {"a": "1", "b": "2"}, {"c": ("3",)}
    assert tally("a", {"a": "1"}, wanted, allowed) == Tally(right=1)
    assert tally("a", {"a": "9"}, wanted, allowed) == Tally(wrong=1, lacking=1)
    assert tally("b", {}, wanted, allowed) == Tally(lacking=1)
    assert tally("c", {"c": "3"}, wanted, allowed) == Tally()
    assert tally("c", {"c": "4"}, wanted, allowed) == Tally(wrong=1)
