"""Attachments on a case: one request each, as multipart, under a key, so that none is there twice."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable, Sequence
from typing import Any

from tools.salesforce.arguments import File
from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal, duplicate, failure
from tools.salesforce.values import clean, shorten
from workflow.errors import SwitchyardError
from workflow.identifiers import digest
from workflow.result import Failure

KEY = "Orchestration_Key__c"
LONGEST_KEY = 80
LONGEST_NAME = 255
TRIES = 3
WAIT_SECONDS = 0.5

Contents = Callable[[str], bytes]
"""Digest → bytes of an attachment; raises KeyError or an error of the project where there are none."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/\\]+")


def upload(client: Client, record: str, files: Sequence[File], contents: Contents) -> list[dict[str, Any]]:
    """Each file on the record: `{key, name, id, failure}`. A file that fails does not keep the others back."""
    rows, seen = [], set()
    for file in files:
        if file.key in seen:
            continue
        seen.add(file.key)
        rows.append(_one(client, record, file, contents))
    return rows


def name_of(file: File) -> str:
    """A file name that no other system can mistake for a path or for another type."""
    name = _UNSAFE.sub("_", clean(file.name)).strip(" ._") or "attachment"
    stem, dot, ending = name.rpartition(".")
    if not dot:
        guessed = mimetypes.guess_extension(file.media_type) or ""
        stem, ending = name, guessed[1:]
    tail = f".{ending[:20]}" if ending else ""
    return shorten(stem, LONGEST_NAME - len(tail))[0] + tail


def _one(client: Client, record: str, file: File, contents: Contents) -> dict[str, Any]:
    name = name_of(file)
    row: dict[str, Any] = {"key": file.key, "name": name, "id": "", "failure": None}
    try:
        content = contents(file.content)
    except (SwitchyardError, LookupError, OSError) as error:
        told = failure("CONTENT_MISSING", f"{name}: its bytes are not in the store ({type(error).__name__})")
        return {**row, "failure": told.model_dump()}
    key = file.key if len(file.key) <= LONGEST_KEY else digest(file.key)
    for attempt in range(1, TRIES + 1):
        record_id, told_now = _try(client, record, name, key, content)
        if told_now is None:
            return {**row, "id": record_id}
        row["failure"] = told_now.model_dump()
        if told_now.retry == "never" or attempt == TRIES:
            break
        client.sleep(WAIT_SECONDS * 2 ** (attempt - 1))
    return row


def _try(client: Client, record: str, name: str, key: str, content: bytes) -> tuple[str, Failure | None]:
    """The id of the file's version; one that is there under the key already is left as it is."""
    entity = {"Title": name, "PathOnClient": name, "FirstPublishLocationId": record, KEY: key}
    parts = {
        "entity_content": (None, json.dumps(entity), "application/json"),
        "VersionData": (_ascii(name), content, "application/octet-stream"),
    }
    try:
        return str(client.request("POST", "sobjects/ContentVersion", files=parts)["id"]), None
    except Refusal as told:
        if duplicate(told.failure) is None and told.failure.retry != "unknown":
            return "", told.failure
        lost = told.failure
    try:
        found = client.read("ContentVersion", key, ("Id",), by=KEY)
    except Refusal as told:
        return "", told.failure
    return (str(found["Id"]), None) if found else ("", lost)


def _ascii(name: str) -> str:
    """The name in the multipart header only; the record has the real one."""
    return name.encode("ascii", "replace").decode().replace('"', "'").replace("?", "_")
