"""A mail with a PDF of two pages: how long it takes to read and to interpret, beside PDFium's plain text alone.

`python -m evals.bench.documents [PDF]` prints the medians; without a file it makes one, with a table and a form.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from agents.documents import classify_documents
from agents.reading.local import LocalReader
from evals.bench.parts import parts
from evals.bench.timing import Timing
from tools.bundle import load
from tools.directory import Directory
from tools.documents.sandbox import SANDBOX
from tools.mail import read
from workflow.document import Document
from workflow.documents import DocumentSet, DocumentType
from workflow.interpretation import Request

ROUNDS = 40
LINES = 46
"""Of each page: a full one."""

KINDS = DocumentSet(
    documents=tuple(
        DocumentType(id=name, label=label, description=f"{label} of the customer", examples=(label,))
        for name, label in (
            ("statement", "Bank statement"),
            ("payslip", "Payslip"),
            ("identity", "Identity card"),
            ("contract", "Signed contract"),
            ("invoice", "Invoice"),
            ("lease", "Lease agreement"),
            ("order", "Purchase order"),
            ("accounts", "Annual accounts"),
        )
    )
)


def paper() -> bytes:
    """A PDF of two pages: running text, and a table of five columns."""
    text = "".join(
        f"BT /F1 10 Tf 50 {780 - 16 * n} Td (Line {n} of the letter says what was agreed on the tenth of May.) Tj ET\n"
        for n in range(LINES)
    )
    rows = "".join(
        f"BT /F1 10 Tf {50 + 100 * column} {780 - 16 * n} Td ({word}) Tj ET\n"
        for n in range(LINES)
        for column, word in enumerate((f"10.{n % 12 + 1:02}.2025", f"Item {n}", "12", "7.50", "90.00"))
    )
    return _pdf("BT /F1 16 Tf 50 800 Td (INVOICE 2041) Tj ET\n" + text, rows)


def _pdf(*pages: str) -> bytes:
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, page in enumerate(pages):
        box = "/MediaBox [0 0 600 830] /Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * n} 0 R >>",
            f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode() + table
    return out + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def mailed(content: bytes, number: int) -> bytes:
    """A mail with the file; `number` makes it another message each time."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ada <ada@shop.example>", "desk@our.example", "Invoice"
    message["Message-ID"] = f"<{number}@shop.example>"
    message.set_content(f"Hello,\n\nour website is down since Monday; attached is invoice number {number}.\n\nAda\n")
    message.add_attachment(content, maintype="application", subtype="pdf", filename="invoice.pdf")
    return message.as_bytes()


def plain(content: bytes) -> str:
    """The floor: PDFium's own text of every page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def measured(content: bytes, config: Path, rounds: int = ROUNDS) -> dict[str, Timing]:
    """Part of the path → its times, taking turns with the floor. The first round is not timed."""
    bundle, reader = load(config), LocalReader()
    workflow = next(iter(bundle.workflows))
    rule = bundle.workflow(workflow).account
    directory = Directory.build([{"Id": "A-1", "Name": "Ada's Shop", rule.key: "A-1"}], [], rule)
    told = parts(bundle, workflow, _read, directory, reader)
    names = ("floor: PDFium's text", "the file in its process", *(part.name for part in told), "kinds of documents")
    times = {name: Timing() for name in names}
    for number in range(rounds + 1):
        raw = mailed(content, number)
        document = _read(raw)[0]
        work: Sequence[Callable[[], Any]] = (
            lambda: plain(content),
            lambda: SANDBOX.read("pdf", content),
            *(_prepared(part.work, part.prepare(raw)) for part in told),
            _prepared(lambda read: classify_documents(reader, read, Request(key="all"), KINDS), document),
        )
        for name, each in zip(names, work, strict=True):
            Timing().take(each) if not number else times[name].take(each)
    return times


def _read(raw: bytes) -> tuple[Document, Any]:
    reading = read(raw)
    return reading.document, reading.contents


def _prepared(work: Callable[[Any], Any], given: Any) -> Callable[[], Any]:
    return lambda: work(given)


def lines(times: dict[str, Timing]) -> list[str]:
    """Medians in milliseconds, and the whole: read, interpreted, documents told."""
    whole = [sum(each) for each in zip(*(timing.times for timing in list(times.values())[2:]), strict=True)]
    rows = [*times.items(), ("whole: read + interpretation + kinds", Timing(whole))]
    floor = next(iter(times.values())).median
    head = f"{'ms a mail with a PDF of two pages':40} {'median':>9} {'p95':>9} {'of floor':>9}"
    return [head, *(f"{name:40} {t.median:9.2f} {t.p95:9.2f} {t.median / floor:8.1f}x" for name, t in rows)]


def main() -> None:
    """Prints the figures."""
    content = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else paper()
    print("\n".join(lines(measured(content, Path(__file__).parents[2] / "config"))))


if __name__ == "__main__":
    main()
