"""Identifiers and the digests that they are made of."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NewType

Digest = NewType("Digest", str)
"""Content address: the first 32 hex digits (128 bits) of a SHA-256."""

RunId = NewType("RunId", str)
CaseKey = NewType("CaseKey", str)


def digest(data: bytes | str) -> Digest:
    """Content address of bytes or of text (as UTF-8)."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return Digest(hashlib.sha256(raw).hexdigest()[:32])


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spare space, so that equal values have equal digests."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def run_id(workflow: str, source: str, message_id: str, content: Digest) -> RunId:
    """The same message through the same workflow is the same run; the same Message-ID with other content is another."""
    return RunId("R" + digest(canonical([workflow, source, message_id, content]))[:20])


def run_of(case: str) -> RunId:
    """The run of a case's key."""
    return RunId(case.partition("-")[0])


def case_key(run: RunId, subject: str) -> CaseKey:
    """Key of one case of a run; `subject` is the account's id or the digest of the text that asks."""
    return CaseKey(f"{run}-{digest(subject)[:10]}")
