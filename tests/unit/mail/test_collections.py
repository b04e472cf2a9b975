"""Passes over collections of real messages, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from mime_letters import covered

from tools.mail import read
from workflow.errors import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared"
FOLDERS = [SHARED / "data" / "mime", SHARED / "data" / "mail-replies", SHARED / "suites"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_message_of_a_collection_is_read_and_covered_by_zones(folder: Path) -> None:
    files = sorted(folder.rglob("*.eml"))
    if not files:
        pytest.skip(f"{folder} is not here")
    for file in files:
        try:
            reading = read(file.read_bytes())
        except InputError:
            continue
        document = reading.document
        assert all(covered(part) for part in document.parts), file
        assert len({part.name for part in document.parts}) == len(document.parts), file
        for part in document.parts:
            spans = [span for table in part.tables for row in table.rows for span in row]
            spans += [(link.start, link.end) for link in part.links]
            assert all(0 <= start <= end <= len(part.text) for start, end in spans), (file, part.name)
            assert part.content in {"", *reading.contents}, (file, part.name)
