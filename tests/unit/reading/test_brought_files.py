"""A file counts for what is asked where the new words bring it; beside a request told in full it changes nothing."""

from __future__ import annotations

import pytest
from letters import NOBODY, PARCELS, WHOLE, fields, letter

from agents.reading.local import LocalReader
from agents.reading.local.brought import brought
from workflow.document import Document, Part, Zone, ZoneKind

READER = LocalReader()
NOTE = "We cancel our contract at the end of the year. It ends on 31 December 2025."
FULL = "Where is the parcel that we sent to Leeds last week? Nobody can tell us when it arrives at our shop."
DATE = {"id": "end", "type": "date", "label": "End", "description": "The date on which the contract ends."}


def with_file(body: str, text: str = NOTE, name: str = "note.txt") -> Document:
    zones = (Zone(kind=ZoneKind.NEW, start=0, end=len(text)),)
    part = Part(name=f"attachment:{name}", kind="attachment", text=text, zones=zones, filename=name)
    return letter(body, extra=(part,))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Please see the attached letter and act on it.", "note.txt"),
        ("Bitte beachten Sie unser Schreiben, der Vertrag wird gekündigt und alles steht darin.", "brief.pdf"),
        ("Vous trouverez dans le document Word le détail de la commande annulée et tout le reste.", "a.docx"),
        ("Here is the estimate for the repair of the roof that was damaged, as we promised you.", "Estimate_77.pdf"),
        ("Hello, thanks!", "note.txt"),
        ("", "note.txt"),
    ],
)
def test_a_file_is_brought_by_words_for_files_by_its_name_or_by_words_that_ask_nothing(body: str, name: str) -> None:
    assert brought(with_file(body, name=name)) == {f"attachment:{name}"}


def test_beside_a_request_that_is_told_in_full_a_file_that_nobody_speaks_of_changes_nothing() -> None:
    plain, carried = letter(FULL), with_file(FULL)
    assert brought(carried) == frozenset()
    alone, beside = (READER.classify(each, WHOLE, PARCELS) for each in (plain, carried))
    assert (alone.category, beside.category) == ("tracking", "tracking")
    assert beside.confidence == alone.confidence
    said = READER.extract(carried, WHOLE, fields(DATE), "termination", NOBODY)
    assert said.values == ()


def test_a_file_that_the_words_bring_is_read() -> None:
    document = with_file("Please see the attached letter.")
    assert READER.classify(document, WHOLE, PARCELS).category == "termination"
    (value,) = READER.extract(document, WHOLE, fields(DATE), "termination", NOBODY).values
    assert value.value == "2025-12-31"
