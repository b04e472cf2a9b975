"""What libraries raise on files that lie about their format.

A foreign file can break any assumption of the library that reads it. These are the errors that mean the file, and not
the machine (memory, interruption): a file that raises one gets a note.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

Errors = tuple[type[Exception], ...]

DAMAGE: Errors = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
