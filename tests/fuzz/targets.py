"""What is fuzzed: each target takes bytes and lets out nothing but what means a fault of ours.

An input that is refused (InputError) is no fault; a crash, a zone or a place outside its text, and a hang are.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit" / "mail")]

Target = Callable[[bytes], None]

_NAMES = (
    "a.txt",
    "a.html",
    "a.csv",
    "a.json",
    "a.xml",
    "a.ics",
    "a.vcf",
    "a.rtf",
    "a.docx",
    "a.xlsx",
    "a.zip",
    "a.pdf",
)


def mime() -> Target:
    """Work items of any kind: mail, Outlook files, forms, leads."""
    from tools.mail import read
    from workflow.errors import InputError

    def run(data: bytes) -> None:
        try:
            reading = read(data)
        except InputError:
            return
        for part in reading.document.parts:
            assert part.content in {"", *reading.contents}
            _whole(part)
        assert len({part.name for part in reading.document.parts}) == len(reading.document.parts)

    return run


def _whole(part: object) -> None:
    """Zones cover the text in order; links and cells stand inside it."""
    from mime_letters import covered

    from workflow.document import Part

    assert isinstance(part, Part)
    assert covered(part), part.name
    places = [(link.start, link.end) for link in part.links]
    places += [cell for table in part.tables for row in table.rows for cell in row]
    assert all(0 <= start <= end <= len(part.text) for start, end in places), part.name


def zones() -> Target:
    """Texts of bodies: whose words are whose."""
    from tools.documents.text import DocumentText
    from tools.mail import zones as room
    from workflow.document import Address

    context = room.Context(sender=Address(name="Ada Quill", email="ada@example.org"), subject="Re: Boxes")

    def run(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        at = 0
        for zone in room.zone(DocumentText(text=text), context):
            assert zone.start == at
            assert zone.end > zone.start
            at = zone.end
        assert at == len(text)

    return run


def html() -> Target:
    """Pages to text."""
    from tools.documents import html as room

    def run(data: bytes) -> None:
        found = room.read(data)
        size = len(found.text)
        for ranges in (found.quoted, found.signed, found.hidden):
            last = 0
            for start, end in ranges:
                assert last <= start <= end <= size
                last = end
        assert all(0 <= link.start < link.end <= size for link in found.links)

    return run


def documents() -> Target:
    """Files: the first byte says what the file is called. PDF is read in the process that such files have."""
    from tools import documents as room

    def run(data: bytes) -> None:
        if not data:
            return
        found = room.read(data[1:], _NAMES[data[0] % len(_NAMES)], engine=lambda: None)
        cells = [cell for table in found.tables for row in table.rows for cell in row]
        assert all(0 <= start <= end <= len(found.text) for start, end in cells)
        assert all(0 <= start <= end <= len(found.text) for start, end in found.hidden)

    return run


def office() -> Target:
    """Word and Excel files, read in this process: what their readers raise is told as damage, or is a fault. The first
    byte says which member of which file the rest stands in for, since a changed archive would not be opened."""
    from seeds import members

    from tools.documents.worker import Request, read

    known = members()

    def run(data: bytes) -> None:
        if not data:
            return
        reader, name, _ = known[data[0] % len(known)]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for other, member, content in known:
                if other == reader:
                    archive.writestr(member, data[1:] if member == name else content)
        content = packed.getvalue()
        read(Request(reader=reader, size=len(content)), content)

    return run


def reading() -> Target:
    """Everything that the local reader makes of a message: work or not, accounts, categories, fields."""
    os.environ.setdefault("SWITCHYARD_STATE", tempfile.mkdtemp(prefix="switchyard-fuzz-"))
    from app.scoring.evaluation import house_of
    from app.settings import DEMO_SUITE
    from app.wiring import read_message
    from evals.bench.parts import parts
    from evals.suite import load
    from workflow.errors import InputError

    suite = load(DEMO_SUITE)
    house = house_of(suite, ROOT / "config").__enter__()
    definition = house.bundle.workflow(suite.workflow)
    whole = parts(house.bundle, suite.workflow, read_message, house.directory(definition.account), house.reader)[1]

    def run(data: bytes) -> None:
        head = b"From: Ada Quill <ada@example.org>\nSubject: Site\nContent-Type: text/plain; charset=utf-8\n\n"
        try:
            whole.work(whole.prepare(head + data))
        except InputError:
            return

    return run


TARGETS: dict[str, Callable[[], Target]] = {
    "mime": mime,
    "zones": zones,
    "html": html,
    "documents": documents,
    "office": office,
    "reading": reading,
}
