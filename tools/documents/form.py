"""The filled fields of a PDF form, as lines of label and value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from tools.documents import plain
from tools.documents.glyphs import Sheet
from tools.documents.layout import Segment
from tools.documents.pdfium import Rectangle, function, wide

MAX_FIELDS = 500
LONGEST = 5_000
"""Characters of one value."""

_CHECK, _RADIO, _COMBO, _LIST, _TEXT = 2, 3, 4, 5, 6  #: FPDF_FORMFIELD_…
_PASSWORD = 1 << 13
_UNSEEN = 0b100010  #: annotations that are hidden, or not shown on the screen
_NAMELESS = re.compile(
    r"(?:text|field|form|undefined|check ?box|fill|untitled|combo|drop ?down|list|radio|group|button|[fc]\d)?[\W_\d]*",
    re.IGNORECASE,
)
_PLAIN_YES = frozenset(("", "yes", "on", "1", "true", "x"))
_BESIDE, _ACROSS, _ABOVE = 30.0, 220.0, 16.0  #: points between a field and its label


class Filled(NamedTuple):
    """A field that says something."""

    label: str
    value: str
    unseen: bool

    @property
    def line(self) -> str:
        """As it stands in the text."""
        return f"{self.label}: {self.value}" if self.label else self.value


class Box(NamedTuple):
    """Where a field stands on the page as it is seen."""

    left: float
    low: float
    right: float
    high: float


def filled(form: Any, annotation: int, sheet: Sheet, words: Sequence[Segment]) -> Filled | None:
    """What a field of a page says; None where it is empty, or no field. `words` is what is printed on the page."""
    kind = function("FPDFAnnot_GetFormFieldType")(form, annotation)
    if kind in (_CHECK, _RADIO):
        if not function("FPDFAnnot_IsChecked")(form, annotation):
            return None
        value = wide("FPDFAnnot_GetFormFieldExportValue", form, annotation)
    elif kind in (_COMBO, _LIST):
        value = ", ".join(_chosen(form, annotation)) or wide("FPDFAnnot_GetFormFieldValue", form, annotation)
    elif kind == _TEXT and not function("FPDFAnnot_GetFormFieldFlags")(form, annotation) & _PASSWORD:
        value = wide("FPDFAnnot_GetFormFieldValue", form, annotation)
    else:
        return None
    value = _plain(value)[:LONGEST]
    box = _box(annotation, sheet)
    name = wide("FPDFAnnot_GetFormFieldName", form, annotation)
    told = _plain(wide("FPDFAnnot_GetFormFieldAlternateName", form, annotation))
    label = told or _printed(box, words, beside=kind == _CHECK) or named(name)
    if kind == _CHECK and value.lower() in _PLAIN_YES:
        value = "Yes"
    if kind == _RADIO:
        value = _right_of(box, words) or value
        label = told or named(name)
    unseen = bool(function("FPDFAnnot_GetFlags")(annotation) & _UNSEEN)
    return Filled(label.rstrip(" :"), value, unseen) if value else None


def named(name: str) -> str:
    """A field's own name in words: 'order.customerName[0]' is 'customer Name'; empty where it says nothing."""
    last = re.sub(r"\[\d+\]", "", name).rpartition(".")[2]
    if _NAMELESS.fullmatch(last):
        return ""
    return _plain(re.sub(r"(?<=[a-z])(?=[A-Z])|[_.\-]+", " ", last))


def _chosen(form: Any, annotation: int) -> list[str]:
    count = min(function("FPDFAnnot_GetOptionCount")(form, annotation), MAX_FIELDS)
    return [
        _plain(wide("FPDFAnnot_GetOptionLabel", form, annotation, number))
        for number in range(count)
        if function("FPDFAnnot_IsOptionSelected")(form, annotation, number)
    ]


def _plain(text: str) -> str:
    return " ".join(plain.scrub(text).split())


def _box(annotation: int, sheet: Sheet) -> Box:
    sides = Rectangle()
    function("FPDFAnnot_GetRect")(annotation, sides)
    one, other = sheet.place(sides.left, sides.bottom), sheet.place(sides.right, sides.top)
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _printed(box: Box, words: Sequence[Segment], beside: bool) -> str:
    """The label that is printed at a field: right of it for a box to be ticked, else left of it, else above."""
    if beside and (found := _right_of(box, words)):
        return found
    left = [one for one in words if _level(box, one) and one.right <= box.left + 3 and box.left - one.right < _ACROSS]
    if left:
        return max(left, key=lambda one: one.right).text.strip()
    above = [
        one for one in words if one.left < box.right and one.right > box.left and -2 <= one.bottom - box.high < _ABOVE
    ]
    return min(above, key=lambda one: (one.bottom, abs(one.left - box.left))).text.strip() if above else ""


def _right_of(box: Box, words: Sequence[Segment]) -> str:
    found = [one for one in words if _level(box, one) and -3 <= one.left - box.right < _BESIDE]
    return min(found, key=lambda one: one.left).text.strip() if found else ""


def _level(box: Box, one: Segment) -> bool:
    """Whether words stand beside a field: the middle of their letters is between its upper and its lower side."""
    return box.low - 2 <= one.bottom + 0.3 * one.size <= box.high + 2
