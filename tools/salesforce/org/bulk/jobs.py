"""Jobs: what is kept of a bulk job, and the pieces of data that belong to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.record_id import compose, normalise

JOB, BATCH, RESULT = "750", "751", "752"
"""Key prefixes of jobs, batches and results."""


@dataclass(frozen=True)
class Job:
    """A bulk job. `kind` is `ingest`, `query`, or `classic` for one of the older API."""

    id: str
    kind: str
    operation: str
    object: str
    state: str
    user: str
    created: str
    changed: str
    version: float
    external_id: str = ""
    query: str = ""
    delimiter: str = "COMMA"
    ending: str = "LF"
    content_type: str = "CSV"
    processed: int = 0
    failed: int = 0
    error: str = ""
    batches: tuple[dict[str, Any], ...] = field(default=())  #: of the older API


def create(context: Context, **values: Any) -> Job:
    """A new job, kept."""
    job = Job(
        id=compose(JOB, context.sequences.next(context.connection, "Job")), user=context.user, created=context.now,
        changed=context.now, version=context.version, **values,
    )  # fmt: skip
    return keep(context, job)


def keep(context: Context, job: Job, **changes: Any) -> Job:
    """Keeps a job with changes, and gives it."""
    job = replace(job, **changes, changed=context.now)
    row = (job.id, job.kind, json.dumps(asdict(job)))
    context.connection.execute("INSERT OR REPLACE INTO _jobs (id, kind, json) VALUES (?, ?, ?)", row)
    return job


def find(context: Context, kind: str, text: str) -> Job:
    """The job of an id; raises NOT_FOUND."""
    found = context.connection.execute(
        "SELECT json FROM _jobs WHERE id = ? AND kind = ?", (normalise(text), kind)
    ).fetchone()
    if found is None:
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    return _job(found[0])


def every(context: Context, *kinds: str) -> Iterator[Job]:
    """All jobs of some kinds, in the order in which they were made."""
    holes = ", ".join("?" * len(kinds))
    for (text,) in context.connection.execute(f"SELECT json FROM _jobs WHERE kind IN ({holes}) ORDER BY id", kinds):
        yield _job(text)


def delete(context: Context, job: Job) -> None:
    """Forgets a job and its data."""
    context.connection.execute("DELETE FROM _job_data WHERE job = ?", (job.id,))
    context.connection.execute("DELETE FROM _jobs WHERE id = ?", (job.id,))


def put(context: Context, job: Job, part: str, data: bytes) -> None:
    """Keeps a piece of data of a job."""
    context.connection.execute(
        "INSERT OR REPLACE INTO _job_data (job, part, data) VALUES (?, ?, ?)", (job.id, part, data)
    )


def data(context: Context, job: Job, part: str) -> bytes | None:
    """A piece of data of a job."""
    found = context.connection.execute(
        "SELECT data FROM _job_data WHERE job = ? AND part = ?", (job.id, part)
    ).fetchone()
    return bytes(found[0]) if found else None


def _job(text: str) -> Job:
    values = json.loads(text)
    return Job(**{**values, "batches": tuple(values["batches"])})
