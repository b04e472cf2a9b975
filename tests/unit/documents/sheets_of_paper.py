"""PDF files for the tests, written by hand so that every operator is known."""

from __future__ import annotations


def pdf(content: str, *, extra: str = "", catalog: str = "", annotations: str = "") -> bytes:
    """One page of 600 by 800 points with a content stream; `/F1` is Helvetica. `extra`: further objects from 6 on."""
    stream = content.encode("latin-1")
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        f" /Resources << /Font << /F1 5 0 R >> >> {annotations} >>",
        f"<< /Length {len(stream)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *[one for one in extra.split("\n\n") if one],
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()


def show(x: float, y: float, text: str, size: float = 12) -> str:
    """Operators that show a text at a place."""
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"
