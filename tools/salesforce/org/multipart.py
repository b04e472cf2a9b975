"""Multipart bodies: the fields of a record as JSON beside the bytes of its file."""

from __future__ import annotations

import json
import re
from typing import Any

from tools.salesforce.org.failure import ApiError


def read(body: bytes, content_type: str) -> tuple[dict[str, Any], bytes | None, str]:
    """The record's fields, the bytes of its file, and the file's name, from a `multipart/form-data` body."""
    found = re.search(r'boundary=(?:"([^"]+)"|([^;\s]+))', content_type)
    if found is None:
        raise ApiError("INVALID_MULTIPART_REQUEST", "Multipart message has no boundary")
    boundary = b"--" + (found[1] or found[2]).encode("latin-1")
    fields: dict[str, Any] | None = None
    content: bytes | None = None
    filename = ""
    for part in (b"\r\n" + body).split(b"\r\n" + boundary)[1:]:
        if part.startswith(b"--"):
            break
        head, separator, data = part.lstrip(b"\r\n").partition(b"\r\n\r\n")
        if not separator:
            continue
        headers = head.decode("utf-8", "replace").lower()
        if "application/json" in headers or (fields is None and "filename" not in headers):
            fields = _fields(data)
        else:
            content = data
            name = re.search(r'filename="([^"]*)"', head.decode("utf-8", "replace"))
            filename = name[1] if name else ""
    if fields is None:
        raise ApiError("INVALID_MULTIPART_REQUEST", "Multipart message must include a non-binary part")
    return fields, content, filename


def _fields(data: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise ApiError("JSON_PARSER_ERROR", "The non-binary part is required to be a JSON object")
    return fields
