"""What is seen on a page: it is drawn, and a text counts as seen where there is ink that is not all of its own colour.

So text is found out that is white on white or in the colour of the area below it, covered by something, cut off,
or on a layer that is switched off, by whatever means that was done.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tools.documents.pdfium import Asked, Pause, function

MAX_PIXELS = 2_000
"""Of one side of the drawing: one a point, fewer for a poster."""

CONTRAST = 12
"""Shades of gray (of 256) that lie at least between ink and paper."""

CLEAR = 60
"""The same, above which there is no doubt of it."""

ALIKE = 10
"""Shades that differ by no more are one to the eye."""

DROWNED = 0.55
"""Where this share of a text's place has the text's own colour, that is its ground, and not its letters."""

_DONE = 2  #: FPDF_RENDER_DONE
_GRAY = 1  #: FPDFBitmap_Gray


class Ink:
    """A page drawn in shades of gray, one byte a pixel, the upper row first. `scale`: pixels a point."""

    def __init__(self, pixels: bytes, stride: int, width: int, height: int, scale: float) -> None:
        self.pixels, self.stride, self.width, self.height, self.scale = pixels, stride, width, height, scale

    def shows(self, left: float, low: float, right: float, high: float, shade: int | None) -> bool:
        """Whether something can be seen between these sides (points from the lower left corner of the page).

        `shade` is the colour in which the text is filled, None where it is not filled.
        """
        scale, pixels, stride = self.scale, self.pixels, self.stride
        begin, end = max(0, int(left * scale)), min(self.width, int(right * scale) + 1)
        top, bottom = max(0, int(self.height - high * scale)), min(self.height, int(self.height - low * scale) + 1)
        begin, top = min(begin, max(0, end - 1)), min(top, max(0, bottom - 1))
        if bottom - top > 6:
            # Three rows through the middle of the letters say it nearly always; where they do not, all are looked at.
            step = (bottom - top) // 4
            first, second, third = ((top + n * step) * stride for n in (1, 2, 3))
            some = (
                pixels[first + begin : first + end]
                + pixels[second + begin : second + end]
                + pixels[third + begin : third + end]
            )
            if some and max(some) - min(some) >= CLEAR:
                return shade is None or some.translate(_alike(shade)).count(1) < DROWNED * len(some)
        seen = b"".join([pixels[row * stride + begin : row * stride + end] for row in range(top, bottom)])
        if not seen or max(seen) - min(seen) < CONTRAST:
            return False
        if shade is None:
            return True
        return seen.translate(_alike(shade)).count(1) < DROWNED * len(seen)


@lru_cache(maxsize=256)
def _alike(shade: int) -> bytes:
    """Byte → 1 where a shade is like the given one."""
    return bytes(int(abs(one - shade) <= ALIKE) for one in range(256))


def shade(red: int, green: int, blue: int) -> int:
    """The gray as which a colour is drawn (ITU-R BT.601)."""
    return (299 * red + 587 * green + 114 * blue) // 1000


def draw(page: Any, width: float, height: float, late: Callable[[], bool], scale: float = 1.0) -> Ink | None:
    """Draws a page of that size in points; None where it takes too long, or is too large for its text to be seen."""
    import pypdfium2

    scale = min(scale, MAX_PIXELS / max(width, height, 1.0))
    if scale < 0.4:
        return None
    columns, rows = max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale))
    bitmap = pypdfium2.PdfBitmap.new_native(columns, rows, _GRAY)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, columns, rows)
    pause = Pause(1, Asked(lambda _: int(late())), None)
    try:
        state = function("FPDF_RenderPageBitmap_Start")(bitmap.raw, page.raw, 0, 0, columns, rows, 0, 0, pause)
        function("FPDF_RenderPage_Close")(page.raw)
        return Ink(bytes(bitmap.buffer), bitmap.stride, columns, rows, scale) if state == _DONE else None
    finally:
        bitmap.close()
