"""Scanned pages and stand-ins for what reads them."""

from __future__ import annotations

import stat
from pathlib import Path

from sheets_of_paper import pdf, show

from tools.documents import ink
from tools.documents.ocr import Engine


def drawn(content: str, density: int = 200) -> tuple[bytes, int, int]:
    """A page of 600 by 800 points as gray pixels: the pixels without padding, their columns and rows."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(content))
    try:
        page = document[0]
        found = ink.draw(page, 600, 800, lambda: False, density / 72)
        page.close()
    finally:
        document.close()
    assert found is not None
    rows = [found.pixels[n * found.stride : n * found.stride + found.width] for n in range(found.height)]
    return b"".join(rows), found.width, found.height


def scan(content: str, layer: str = "") -> bytes:
    """A PDF whose one page is a picture of a page; `layer` is drawn over it."""
    pixels, columns, rows = drawn(content)
    image = (
        f"<< /Type /XObject /Subtype /Image /Width {columns} /Height {rows} /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Length {len(pixels)} >>\nstream\n{pixels.decode('latin-1')}\nendstream"
    )
    paper = pdf("q 600 0 0 800 0 0 cm /Im1 Do Q\n" + layer, extra=image.replace("\n\n", "\n \n"))
    return paper.replace(b"/Font << /F1 5 0 R >>", b"/Font << /F1 5 0 R >> /XObject << /Im1 6 0 R >>", 1)


def words(*rows: tuple[int, int, str]) -> str:
    """Tesseract's TSV for words at (left, top), 20 pixels high, one line for each top."""
    out = ["level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"]
    out += [f"5\t1\t1\t1\t{top}\t1\t{left}\t{top}\t{10 * len(text)}\t20\t91.5\t{text}" for left, top, text in rows]
    return "\n".join(out)


def stand_in(folder: Path, answer: str, status: int = 0, wait: float = 0) -> str:
    """The path of a program that answers as Tesseract does, whatever it is shown."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answer.tsv").write_text(answer + "\n", "utf-8")
    program = folder / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = --list-langs ]; then printf "List of languages (2):\\ndeu\\neng\\nosd\\n"; exit 0; fi\n'
        f"cat > /dev/null\nsleep {wait}\ncat '{folder / 'answer.tsv'}'\nexit {status}\n",
        "utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def engine(folder: Path, answer: str, status: int = 0, wait: float = 0, seconds: float = 10) -> Engine:
    """An engine over such a program."""
    return Engine(program=stand_in(folder, answer, status, wait), languages="eng", seconds=seconds)


__all__ = ["drawn", "engine", "pdf", "scan", "show", "stand_in", "words"]
