"""Files: a ContentVersion holds the bytes, its ContentDocument is the file, links say where it is shown."""

from __future__ import annotations

import base64
import binascii
import hashlib
from pathlib import PurePosixPath
from typing import Any

from tools.salesforce.org import rows
from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.schema import Sobject

TYPES = {"txt": "TEXT", "htm": "HTML", "html": "HTML", "docx": "WORD_X", "xlsx": "EXCEL_X", "pptx": "POWER_POINT_X"}
"""FileType by extension, where it is not simply the extension in upper case."""


def before_version(context: Context, row: Row) -> None:
    """Reads the bytes of a new version and computes what follows from them."""
    content = _bytes(row.pop("VersionData", None))
    path = row.get("PathOnClient")
    if content is None or path is None:
        missing = [name for name, value in (("VersionData", content), ("PathOnClient", path)) if value is None]
        raise ApiError("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(missing)}]", missing)
    name = PurePosixPath(str(path).replace("\\", "/"))
    extension = name.suffix[1:].lower()
    row["Title"] = row.get("Title") or name.stem[:255] or str(path)[:255]
    row["FileExtension"] = extension[:40] or None
    row["FileType"] = TYPES.get(extension, extension.upper()[:20] or "UNKNOWN")
    row["ContentSize"] = len(content)
    row["Checksum"] = hashlib.md5(content, usedforsecurity=False).hexdigest()
    row["IsLatest"] = 1
    row["_content"] = content


def after_version(context: Context, row: Row) -> None:
    """Keeps the bytes and makes the document, or adds the version to the one that was named."""
    version, content = row["Id"], row.pop("_content")
    context.connection.execute("INSERT INTO _contents (id, data) VALUES (?, ?)", (version, content))
    document = row.get("ContentDocumentId")
    if document is None:
        document = _new_document(context, row)
    previous = context.connection.execute(
        'SELECT COUNT(*) FROM "ContentVersion" WHERE "ContentDocumentId" = ? AND "Id" <> ?', (document, version)
    ).fetchone()[0]
    context.connection.execute(
        'UPDATE "ContentVersion" SET "IsLatest" = 0 WHERE "ContentDocumentId" = ? AND "Id" <> ?', (document, version)
    )
    context.connection.execute(
        'UPDATE "ContentVersion" SET "ContentDocumentId" = ?, "VersionNumber" = ? WHERE "Id" = ?',
        (document, str(previous + 1), version),
    )
    context.connection.execute(
        'UPDATE "ContentDocument" SET "LatestPublishedVersionId" = ?, "Title" = ?, "FileType" = ?, '
        '"FileExtension" = ?, "ContentSize" = ?, "SystemModstamp" = ? WHERE "Id" = ?',
        (version, row["Title"], row["FileType"], row["FileExtension"], row["ContentSize"], context.now, document),
    )


def content(context: Context, sobject: Sobject, record: str) -> bytes:
    """The bytes of a version."""
    rows.existing(context, sobject, record)
    found = context.connection.execute("SELECT data FROM _contents WHERE id = ?", (record,)).fetchone()
    if found is None:
        raise not_found()
    return bytes(found[0])


def linked(context: Context, record: str) -> None:
    """What follows from a file shown on a record: a message then has an attachment."""
    target = context.schema.of(record)
    if target is not None and target.name == "EmailMessage":
        context.connection.execute('UPDATE "EmailMessage" SET "HasAttachment" = 1 WHERE "Id" = ?', (record,))


def _new_document(context: Context, row: Row) -> str:
    document = _add(context, "ContentDocument", {"Title": row["Title"], "OwnerId": row["OwnerId"]})
    owner = {"ContentDocumentId": document, "LinkedEntityId": row["OwnerId"], "ShareType": "I"}
    _add(context, "ContentDocumentLink", owner)
    place = row.get("FirstPublishLocationId")
    if place is not None and place != row["OwnerId"]:
        _add(context, "ContentDocumentLink", owner | {"LinkedEntityId": place, "ShareType": "V"})
        linked(context, place)
    return document


def _add(context: Context, name: str, values: Row) -> str:
    sobject = context.schema.known(name)
    return rows.insert(context, sobject, rows.defaults(context, sobject) | values)


def _bytes(value: Any) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    try:
        return (
            base64.b64decode(value, validate=True) if isinstance(value, str) else base64.b64decode(b"!", validate=True)
        )
    except (binascii.Error, ValueError):
        problem = "Value not of required type: Version Data must be base64"
        raise ApiError("JSON_PARSER_ERROR", problem, ["VersionData"]) from None
