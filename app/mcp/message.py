"""The message that a client hands over."""

from __future__ import annotations

import base64
import binascii
from typing import Literal

from pydantic import Field

from app.mcp.offer import Arguments
from workflow.errors import InputError

LARGEST = 25 * 1024 * 1024
"""Bytes of a message: what Exchange and Gmail let through by default."""

MEGABYTE = 1024 * 1024


class MessageArguments(Arguments):
    """One message to run."""

    message: str = Field(
        description="The whole message as it came in: raw RFC 5322 text with its header lines, an empty line and the "
        f"body; at most {LARGEST // MEGABYTE} MB. Where it is not all UTF-8, send its bytes as base64."
    )
    encoding: Literal["text", "base64"] = Field(
        default="text", description="'text': message is the text itself; 'base64': message holds the bytes in base64."
    )
    name: str = Field(default="", max_length=255, description="What you call the message, such as a file name.")
    dry_run: bool = Field(
        default=False, description="Effects off: tells what would be done, writes nothing anywhere, and is not kept."
    )

    def raw(self) -> bytes:
        """The message's bytes; raises InputError for an empty, too large or wrongly encoded one."""
        if len(self.message) > LARGEST * 3 // 2:
            raise InputError(_too_large(len(self.message)))
        raw = _decoded(self.message) if self.encoding == "base64" else self.message.encode("utf-8", "surrogatepass")
        if len(raw) > LARGEST:
            raise InputError(_too_large(len(raw)))
        if not raw.strip():
            raise InputError("the message is empty: give the whole message, header lines and body")
        return raw


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"the message is no base64 ({error}): encode its bytes anew, or leave out encoding") from None


def _too_large(size: int) -> str:
    return (
        f"the message is too large ({size / MEGABYTE:.1f} MB, at most {LARGEST // MEGABYTE} MB): "
        "send it without its largest attachments"
    )
