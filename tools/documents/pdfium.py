"""PDFium's functions with pointers as plain numbers, which costs a tenth of wrapped ones: a page asks for thousands.

PDFium is one C++ library with global state: it is called in one thread, and only in the process that reads files
(`tools/documents/worker.py`), so that a file that breaks it breaks nothing else.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from functools import cache
from typing import Any

WIDEST = 20_000
"""Characters of one text that are taken from PDFium."""


class Rectangle(ctypes.Structure):
    """FS_RECTF: sides in points of the page, y upwards."""

    _fields_ = (("left", c_float), ("top", c_float), ("right", c_float), ("bottom", c_float))


class Affine(ctypes.Structure):
    """FS_MATRIX."""

    _fields_ = tuple((name, c_float) for name in "abcdef")


Asked = ctypes.CFUNCTYPE(c_int, c_void_p)


class Pause(ctypes.Structure):
    """IFSDK_PAUSE: asked between two steps of drawing whether to stop."""

    _fields_ = (("version", c_int), ("ask", Asked), ("user", c_void_p))


P, N, WIDE = c_void_p, c_int, (c_void_p, c_ulong)
SIDES = (POINTER(c_float),) * 4

SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "FPDFText_CountChars": (N, (P,)),
    "FPDFText_GetUnicode": (c_uint, (P, N)),
    "FPDFText_GetText": (N, (P, N, N, P)),
    "FPDFText_GetTextObject": (P, (P, N)),
    "FPDFText_GetFontSize": (c_double, (P, N)),
    "FPDFText_GetMatrix": (N, (P, N, POINTER(Affine))),
    "FPDFText_GetFillColor": (N, (P, N, *(POINTER(c_uint),) * 4)),
    "FPDFText_GetLooseCharBox": (N, (P, N, POINTER(Rectangle))),
    "FPDFText_GetCharOrigin": (N, (P, N, POINTER(c_double), POINTER(c_double))),
    "FPDFText_HasUnicodeMapError": (N, (P, N)),
    "FPDFTextObj_GetTextRenderMode": (N, (P,)),
    "FPDF_GetPageBoundingBox": (N, (P, POINTER(Rectangle))),
    "FPDFPage_GetRotation": (N, (P,)),
    "FPDFPage_CountObjects": (N, (P,)),
    "FPDFPage_GetObject": (P, (P, N)),
    "FPDFPageObj_GetType": (N, (P,)),
    "FPDFPageObj_GetBounds": (N, (P, *SIDES)),
    "FPDF_RenderPageBitmap_Start": (N, (P, P, N, N, N, N, N, N, POINTER(Pause))),
    "FPDF_RenderPage_Close": (None, (P,)),
    "FPDFPage_GetAnnotCount": (N, (P,)),
    "FPDFPage_GetAnnot": (P, (P, N)),
    "FPDFPage_CloseAnnot": (None, (P,)),
    "FPDFAnnot_GetSubtype": (N, (P,)),
    "FPDFAnnot_GetFlags": (N, (P,)),
    "FPDFAnnot_GetRect": (N, (P, POINTER(Rectangle))),
    "FPDFAnnot_GetStringValue": (c_ulong, (P, c_char_p, *WIDE)),
    "FPDFAnnot_GetLink": (P, (P,)),
    "FPDFLink_GetAction": (P, (P,)),
    "FPDFAction_GetURIPath": (c_ulong, (P, P, *WIDE)),
    "FPDF_GetFormType": (N, (P,)),
    "FPDF_GetSignatureCount": (N, (P,)),
    "FPDFAnnot_GetFormFieldType": (N, (P, P)),
    "FPDFAnnot_GetFormFieldName": (c_ulong, (P, P, *WIDE)),
    "FPDFAnnot_GetFormFieldAlternateName": (c_ulong, (P, P, *WIDE)),
    "FPDFAnnot_GetFormFieldValue": (c_ulong, (P, P, *WIDE)),
    "FPDFAnnot_GetFormFieldExportValue": (c_ulong, (P, P, *WIDE)),
    "FPDFAnnot_GetFormFieldFlags": (N, (P, P)),
    "FPDFAnnot_IsChecked": (N, (P, P)),
    "FPDFAnnot_GetOptionCount": (N, (P, P)),
    "FPDFAnnot_GetOptionLabel": (c_ulong, (P, P, N, *WIDE)),
    "FPDFAnnot_IsOptionSelected": (N, (P, P, N)),
}
"""Name → what it gives, and what it takes."""


@cache
def function(name: str) -> Callable[..., Any]:
    """The C function of that name; the library is loaded at the first call."""
    import pypdfium2  # noqa: F401  (begins the library, and ends it with the process)
    from pypdfium2_raw import bindings

    # By item, not by attribute: a function object of its own, which does not change that of the package.
    found = bindings._libs["pdfium"][name]
    found.restype, found.argtypes = SIGNATURES[name]
    return found  # type: ignore[no-any-return]


def wide(name: str, *arguments: Any) -> str:
    """The UTF-16 text that a function writes into a buffer, which it is handed last with its size in bytes."""
    read = function(name)
    size = min(int(read(*arguments, None, 0)), 2 * WIDEST)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(*arguments, buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").partition("\x00")[0]


def narrow(name: str, *arguments: Any) -> str:
    """The same for a text in bytes (addresses)."""
    read = function(name)
    size = min(int(read(*arguments, None, 0)), WIDEST)
    buffer = ctypes.create_string_buffer(size + 1)
    read(*arguments, buffer, size)
    return buffer.raw.partition(b"\x00")[0].decode("utf-8", "replace")
