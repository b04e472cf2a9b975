"""Bulk API 2.0: `jobs/ingest` and `jobs/query`. A job is worked on as soon as its data are complete."""

from __future__ import annotations

import json
from typing import Any

from tools.salesforce.org.bulk import extract, ingest, jobs, table
from tools.salesforce.org.bulk.jobs import Job
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call

CSV = {"Content-Type": "text/csv"}
MOST = 100_000
PARTS = {"successfulresults": "successful", "failedresults": "failed", "unprocessedrecords": "unprocessed"}


def respond(context: Context, call: Call) -> Reply:
    """Answers `jobs/ingest...` and `jobs/query...`."""
    kind = call.parts[1].lower() if len(call.parts) > 1 else ""
    if kind not in ("ingest", "query"):
        raise not_found()
    if len(call.parts) == 2:
        call.allow("GET", "POST")
        if call.method == "GET":
            found = [_info(job) for job in jobs.every(context, kind)]
            return Reply(200, {"done": True, "nextRecordsUrl": None, "records": found})
        with context.transaction():
            job = _ingest(context, call) if kind == "ingest" else _query(context, call)
        return Reply(200, _created(job))
    job = jobs.find(context, kind, call.parts[2])
    if len(call.parts) == 3:
        return _one(context, call, job)
    part = call.parts[3].lower()
    if kind == "query" and part == "results":
        call.allow("GET")
        return _results(context, call, job)
    if kind == "ingest" and part == "batches":
        call.allow("PUT")
        return _upload(context, call, job)
    if kind == "ingest" and part in PARTS:
        call.allow("GET")
        return Reply(200, jobs.data(context, job, PARTS[part]) or b"", CSV)
    raise not_found()


def _ingest(context: Context, call: Call) -> Job:
    given = call.mapping()
    operation, name = given.get("operation"), given.get("object")
    if operation not in ingest.OPERATIONS:
        raise ApiError("INVALIDJOB", f"InvalidJob : operation must be one of {', '.join(sorted(ingest.OPERATIONS))}")
    one = context.schema.sobject(str(name))
    if one is None:
        raise ApiError("INVALIDENTITY", f"InvalidEntity : Unable to find object: {name}")
    if given.get("contentType", "CSV") != "CSV":
        raise ApiError("INVALIDJOB", "InvalidJob : contentType must be CSV")
    external = str(given.get("externalIdFieldName") or "")
    field = one.field(external) if external else None
    if operation == "upsert" and (field is None or not field.key):
        raise ApiError("INVALIDJOB", f"InvalidJob : Invalid external ID field for upsert: {external or None}")
    return jobs.create(
        context, kind="ingest", operation=operation, object=one.name, state="Open",
        external_id=field.name if field else "", **_format(given),
    )  # fmt: skip


def _query(context: Context, call: Call) -> Job:
    given = call.mapping()
    operation, text = given.get("operation", "query"), given.get("query")
    if operation not in ("query", "queryAll") or not isinstance(text, str):
        raise ApiError("INVALIDJOB", "InvalidJob : operation must be query or queryAll, and query a SOQL statement")
    name, columns, rows = extract.run(context, text, operation == "queryAll")
    job = jobs.create(
        context, kind="query", operation=operation, object=name, state="JobComplete", query=text,
        processed=len(rows), **_format(given),
    )  # fmt: skip
    jobs.put(context, job, "rows", json.dumps([columns, rows]).encode())
    return job


def _format(given: dict[str, Any]) -> dict[str, str]:
    delimiter, ending = given.get("columnDelimiter") or "COMMA", given.get("lineEnding") or "LF"
    if delimiter not in table.DELIMITERS or ending not in table.ENDINGS:
        problem = (
            f"columnDelimiter is one of {', '.join(table.DELIMITERS)}, lineEnding one of {', '.join(table.ENDINGS)}"
        )
        raise ApiError("INVALIDJOB", f"InvalidJob : {problem}")
    return {"delimiter": delimiter, "ending": ending}


def _one(context: Context, call: Call, job: Job) -> Reply:
    call.allow("GET", "PATCH", "DELETE")
    if call.method == "GET":
        return Reply(200, _info(job))
    if call.method == "DELETE":
        if job.state in ("Open", "UploadComplete", "InProgress"):
            raise ApiError(
                "INVALIDJOBSTATE", f"InvalidJobState : a job in state {job.state} cannot be deleted; abort it"
            )
        with context.transaction():
            jobs.delete(context, job)
        return Reply(204)
    state = call.mapping().get("state")
    if state not in ("UploadComplete", "Aborted") or (job.kind == "query" and state != "Aborted"):
        raise ApiError("INVALIDJOBSTATE", f"InvalidJobState : state cannot be set to {state}")
    if job.state != "Open":
        raise ApiError("INVALIDJOBSTATE", f"InvalidJobState : the job is in state {job.state}, not Open")
    with context.transaction():
        if state == "Aborted":
            return Reply(200, _created(jobs.keep(context, job, state="Aborted")))
        return Reply(200, _created(job) | {"state": _work(context, job) and "UploadComplete"})


def _upload(context: Context, call: Call, job: Job) -> Reply:
    if job.state != "Open":
        raise ApiError("INVALIDJOBSTATE", f"InvalidJobState : the job is in state {job.state}, not Open")
    if call.content is None and call.payload is not None:
        raise ApiError("INVALIDCONTENTTYPE", "InvalidContentType : the data of a job are sent as text/csv")
    if jobs.data(context, job, "input") is not None:
        raise ApiError("INVALIDJOBSTATE", "InvalidJobState : the data of the job are there already")
    with context.transaction():
        jobs.put(context, job, "input", call.content or b"")
    return Reply(201)


def _work(context: Context, job: Job) -> Job:
    """Saves the rows of a job and keeps its results."""
    one = context.schema.known(job.object)
    try:
        columns, rows = table.read(jobs.data(context, job, "input") or b"", job.delimiter)
        ingest.check_columns(one, columns)
    except ApiError as error:
        return jobs.keep(context, job, state="Failed", error=error.message)
    field = one.field(job.external_id) if job.external_id else None
    outcomes = ingest.save(context, one, job.operation, field, rows)
    pairs = list(zip(outcomes, rows, strict=True))
    good = [(o.id, o.created, *row.values()) for o, row in pairs if o.error is None]
    bad = [(o.id, o.told, *row.values()) for o, row in pairs if o.error is not None]
    style = job.delimiter, job.ending
    jobs.put(context, job, "successful", table.write(["sf__Id", "sf__Created", *columns], good, *style))
    jobs.put(context, job, "failed", table.write(["sf__Id", "sf__Error", *columns], bad, *style))
    jobs.put(context, job, "unprocessed", table.write(columns, [], *style))
    return jobs.keep(context, job, state="JobComplete", processed=len(rows), failed=len(bad))


def _results(context: Context, call: Call, job: Job) -> Reply:
    columns, rows = json.loads(jobs.data(context, job, "rows") or b"[[], []]")
    start, most = call.query.get("locator") or "0", call.query.get("maxRecords") or str(MOST)
    if not start.isdecimal() or not most.isdecimal() or int(most) < 1:
        raise ApiError(
            "INVALID_QUERY_LOCATOR", "locator and maxRecords must be those that the service gave, or numbers"
        )
    end = int(start) + int(most)
    page = rows[int(start) : end]
    locator = str(end) if end < len(rows) else "null"
    headers = {**CSV, "Sforce-Locator": locator, "Sforce-NumberOfRecords": str(len(page))}
    return Reply(200, table.write(columns, page, job.delimiter, job.ending), headers)


def _created(job: Job) -> dict[str, Any]:
    """A job as creating and changing answer it."""
    shown: dict[str, Any] = {
        "id": job.id, "operation": job.operation, "object": job.object, "createdById": job.user,
        "createdDate": job.created, "systemModstamp": job.changed, "state": job.state, "concurrencyMode": "Parallel",
        "contentType": "CSV", "apiVersion": job.version, "lineEnding": job.ending, "columnDelimiter": job.delimiter,
    }  # fmt: skip
    if job.external_id:
        shown["externalIdFieldName"] = job.external_id
    if job.kind == "query":
        return shown | {"state": "UploadComplete"}
    return shown | {"contentUrl": f"services/data/v{job.version:.1f}/jobs/ingest/{job.id}/batches"}


def _info(job: Job) -> dict[str, Any]:
    """A job as asking for it answers."""
    counted: dict[str, Any] = {
        "state": job.state, "jobType": "V2Ingest" if job.kind == "ingest" else "V2Query",
        "numberRecordsProcessed": job.processed, "retries": 0, "totalProcessingTime": 0,
    }  # fmt: skip
    if job.kind == "ingest":
        times = {"apiActiveProcessingTime": 0, "apexProcessingTime": 0}
        counted |= {"numberRecordsFailed": job.failed, **times}
    else:
        counted["isPkChunkingSupported"] = True
    return _created(job) | counted | ({"errorMessage": job.error} if job.error else {})
