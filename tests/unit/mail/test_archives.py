"""Archives in mail: what comes out of all of them together is bounded."""

from __future__ import annotations

import io
import random
import zipfile
from email.message import EmailMessage

import pytest

from tools.mail import attachment, read
from tools.mail.attachment import MAX_MEMBERS


def packed(files: dict[str, bytes]) -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def mailed(archive: bytes) -> bytes:
    """A message with an archive."""
    message = EmailMessage()
    message["From"], message["Subject"] = "ada@example.org", "Files"
    message.set_content("See attached.")
    message.add_attachment(archive, maintype="application", subtype="zip", filename="all.zip")
    return message.as_bytes()


def test_archives_inside_an_archive_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "MAX_UNPACKED", 1_000_000)
    blocks = b"".join(random.Random(number).randbytes(300) * 100 for number in range(10))
    inner = {f"{number}.zip": packed({"a.bin": bytes([number]) + blocks}) for number in range(8)}  # 300 KB each
    reading = read(mailed(packed(inner)))
    assert 600_000 < sum(map(len, reading.contents.values())) <= 1_200_000
    assert any("the archives hold too much" in note for note in reading.document.notes)


def test_members_of_all_archives_are_counted() -> None:
    inner = {f"{n}.zip": packed({f"{n}-{m}.txt": f"{n} {m}".encode() for m in range(40)}) for n in range(10)}
    parts = [part for part in read(mailed(packed(inner))).document.parts if part.kind == "attachment"]
    assert len(parts) == MAX_MEMBERS + 1


def test_an_archive_in_the_third_depth_is_kept_and_not_opened() -> None:
    deep = packed({"c.zip": packed({"d.zip": packed({"e.txt": b"deep"})})})
    document = read(mailed(packed({"b.zip": deep}))).document
    assert [part.filename for part in document.parts if part.kind == "attachment"] == [
        "all.zip",
        "all.zip/b.zip",
        "all.zip/b.zip/c.zip",
    ]
    assert any("archives inside archives were not opened" in note for note in document.notes)
