"""Small inputs that the fuzzer begins with, made here, so that no binary files are kept."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import openpyxl

LETTER = """\
From: Ada Quill <ada@example.org>
To: =?utf-8?q?D=C3=A9sk?= <desk@example.com>
Subject: Re: Boxes
Date: Tue, 03 Jun 2025 10:12:00 +0200
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: multipart/alternative; boundary=y

--y
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

Please send ten b=C3=B6xes.

--=20
Ada

On Tue, 3 Jun 2025 at 9:00, Desk <desk@example.com> wrote:
> Which?
--y
Content-Type: text/html; charset=iso-8859-1

<p>Please send <b>ten</b> boxes.</p><div class="gmail_quote"><blockquote>Which?</blockquote></div>
--y--
--x
Content-Type: text/csv; name*=utf-8''a%20b.csv
Content-Transfer-Encoding: base64
Content-Disposition: attachment

c2t1LGJveGVzCkExLDEwCg==
--x
Content-Type: message/rfc822

Subject: Older
From: Bo <bo@example.net>

My order is late.
--x--
"""
TEXTS = (
    "Yes.\n\nKind regards,\nAda Quill\nT +44 20 7946 0123\n\nThis e-mail is confidential and intended only for you.\n",
    "FYI\n\n-----Original Message-----\nFrom: Bo <bo@example.net>\nSent: Tuesday\nTo: Ada\nSubject: Late\n\nHello\n",
    "Ja\n\nAm 03.06.25 um 10:12 schrieb Bo:\n> a\n>> b\nc\n> d\n\n-- \nAda\n",
    "見積もり\n\n2025年6月3日(火) 10:12 Ada <ada@example.org>:\n> 何個\n\n以上、よろしくお願いいたします。\n",
    "Please change the hours of our site example.com to 9-5, not the phone 020 7946 0123, $1,200.50 by 3 June 2025.\n",
    "- example.com: cancel\n- example.org: no change\n\n| site | what |\n| a | b |\n\nVIN 1FADP3F20EL123456, DE89370400440532013000\n",
)
PAGES = (
    "<html><head><style>.a{display:none}</style></head><body><p class=a>x</p><table><tr><th>Sku<th>Boxes<tr><td>A1<td>10"
    "</table><ul><li>a<li>b</ul><a href='http://example.org'>c</a><pre>d\n e</pre></body></html>",
    "<div style='color:#fff'>a</div><div id=divRplyFwdMsg><b>From:</b> Bo<br><b>Sent:</b> x</div><blockquote type=cite>b",
)
FILES = {
    0: b"ten boxes\n",
    2: b"sku;boxes\nA1;10\nA2;12\n",
    3: b'{"a": [{"b": 1}, {"b": 2}], "c": {"d": "e"}}',
    4: b"<?xml version='1.0'?><a b='c'><d>e</d></a>",
    5: b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\nDTSTART:20250603T101200Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n",
    6: b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Quill\nTEL;TYPE=work:020 7946 0123\nEND:VCARD\n",
    7: b"{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}\\pard a\\par {\\*\\x b}\\'e9\\u8364?{\\v c}\\trowd d\\cell e\\cell\\row}",
    11: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n4 0 obj<</Length 30>>stream\n"
    b"BT /F1 9 Tf 9 9 Td (ten) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
}


def _word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Please send ten boxes.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Sku"
    return _saved(document.save)


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("Sku", "Boxes"), ("A1", 10), ("A2", 12.5)):
        book.active.append(row)
    return _saved(book.save)


def _zip() -> bytes:
    def save(file: io.BytesIO) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", "ten boxes")
            archive.writestr("b/c.csv", "sku,boxes\nA1,10\n")

    return _saved(save)


def _saved(save: object) -> bytes:
    file = io.BytesIO()
    save(file)  # type: ignore[operator]
    return file.getvalue()


def _outlook() -> bytes:
    from outlook_files import compound, folder  # its place is on the path once the targets are

    attachment = folder("part", {0x3707: "a.csv", 0x3701: b"sku,boxes\nA1,10\n"})
    message = folder("message", {0x0037: "Boxes", 0x0C1A: "Ada", 0x5D01: "ada@example.org", 0x1000: "Ten boxes."})
    return compound({**message, "__attach_version1.0_#00000000": attachment})


def members() -> list[tuple[str, str, bytes]]:
    """The members of a Word and of an Excel file: reader, name, content."""
    found = []
    for reader, content in (("docx", _word()), ("xlsx", _sheet())):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [(reader, name, archive.read(name)) for name in archive.namelist()]
    return found


def seeds(target: str) -> list[bytes]:
    """What a target begins with."""
    office = [_word(), _sheet(), _zip()]
    form = {"name": "Ada", "email": "ada@example.org", "message": "<p>Ten</p>", "items": [{"a": 1, "b": 2}] * 2}
    lead = b"<?adf version='1.0'?><adf><prospect><customer><contact><name part='first'>Ada</name></contact></customer>"
    lead += b"<vehicle><make>Ford</make></vehicle></prospect></adf>"
    return {
        "mime": [LETTER.encode(), json.dumps(form).encode(), lead, _outlook()],
        "zones": [text.encode() for text in TEXTS],
        "html": [page.encode() for page in PAGES],
        "documents": [bytes([kind]) + content for kind, content in FILES.items()]
        + [bytes([kind]) + content for kind, content in zip((8, 9, 10), office, strict=True)]
        + [b"\1" + page.encode() for page in PAGES],
        "office": [
            bytes([number]) + told[:16_000] for number, (_, name, told) in enumerate(members()) if name[-1:] in "ls"
        ],
        "reading": [text.encode() for text in TEXTS],
    }[target]
