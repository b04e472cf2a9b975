"""The older Bulk API: `/services/async/XX.X/job...`, in XML with CSV data, or in JSON throughout."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape, unescape
from typing import Any

from tools.salesforce.org.bulk import extract, ingest, jobs, table
from tools.salesforce.org.bulk.jobs import Job
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import JSON, Reply, Request
from tools.salesforce.org.record_id import compose

PLACE = re.compile(r"/services/async/(\d{2,3}\.\d)/job(/.*)?")
NAMESPACE = "http://www.force.com/2009/06/asyncapi/dataload"
ELEMENT = re.compile(r"<(?:\w+:)?(\w+)>([^<]*)</(?:\w+:)?\1>")
QUERIES = ("query", "queryAll")
XML = {"Content-Type": "application/xml"}


def refused(request: Request, code: str, message: str, status: int = 400) -> Reply:
    """An error in the form of this API."""
    named = {"exceptionCode": code, "exceptionMessage": message}
    return _reply(status, "error", named, _wants_json(request))


def respond(context: Context, request: Request, path: str) -> Reply:
    """Answers `job` and everything below it."""
    parts = [part for part in path.split("/") if part]
    try:
        with context.transaction():
            return _answer(context, request, parts)
    except ApiError as error:
        code = "".join(word.title() for word in error.code.split("_"))
        return refused(request, code, error.message, error.status)


def _answer(context: Context, request: Request, parts: list[str]) -> Reply:
    if not parts:
        job = _create(context, _mapping(request))
        return _reply(201, "jobInfo", _job(job), job.content_type == "JSON")
    job = jobs.find(context, "classic", parts[0])
    as_json = job.content_type == "JSON"
    if len(parts) == 1:
        state = _mapping(request).get("state") if request.method == "POST" else None
        if state in ("Closed", "Aborted"):
            job = jobs.keep(context, job, state=state)
        return _reply(200, "jobInfo", _job(job), as_json)
    if parts[1] != "batch":
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    if len(parts) == 2 and request.method == "POST":
        return _reply(201, "batchInfo", _add(context, job, request.body), as_json)
    if len(parts) == 2:
        return _reply(200, "batchInfoList", {"batchInfo": list(job.batches)}, as_json)
    batch = next((one for one in job.batches if one["id"] == parts[2]), None)
    if batch is None:
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    if len(parts) == 3:
        return _reply(200, "batchInfo", batch, as_json)
    return _data(context, job, batch, parts[3:])


def _create(context: Context, given: dict[str, Any]) -> Job:
    operation, kind = given.get("operation"), str(given.get("contentType") or "XML").upper()
    one = context.schema.sobject(str(given.get("object")))
    if operation not in (*ingest.OPERATIONS, *QUERIES) or kind not in ("CSV", "JSON"):
        raise ApiError(
            "INVALID_JOB", f"operation and contentType (CSV or JSON) must be known, not {operation} in {kind}"
        )
    if one is None:
        raise ApiError("INVALID_ENTITY", f"Unable to find object: {given.get('object')}")
    external = str(given.get("externalIdFieldName") or "")
    field = one.field(external) if external else None
    if operation == "upsert" and (field is None or not field.key):
        raise ApiError("INVALID_JOB", f"External ID was blank or is none for {one.name}: {external}")
    return jobs.create(
        context, kind="classic", operation=operation, object=one.name, state="Open", content_type=kind,
        external_id=field.name if field else "",
    )  # fmt: skip


def _add(context: Context, job: Job, body: bytes) -> dict[str, Any]:
    """Works on a batch at once, and gives what is kept of it."""
    if job.state != "Open":
        raise ApiError("INVALID_JOB_STATE", f"the job is {job.state}; no batch can be added")
    if not body.strip():
        raise ApiError("CLIENT_INPUT_ERROR", "Request body must not be empty")
    name = compose(jobs.BATCH, context.sequences.next(context.connection, "Batch"))
    batch: dict[str, Any] = {
        "id": name, "jobId": job.id, "state": "Completed", "createdDate": context.now, "systemModstamp": context.now,
        "numberRecordsProcessed": 0, "numberRecordsFailed": 0, "totalProcessingTime": 0,
        "apiActiveProcessingTime": 0, "apexProcessingTime": 0,
    }  # fmt: skip
    try:
        count, failed = (
            _query(context, job, name, body) if job.operation in QUERIES else _save(context, job, name, body)
        )
        batch |= {"numberRecordsProcessed": count, "numberRecordsFailed": failed}
    except ApiError as error:
        batch |= {"state": "Failed", "stateMessage": error.message}
    jobs.keep(
        context, job, batches=(*job.batches, batch), processed=job.processed + batch["numberRecordsProcessed"],
        failed=job.failed + batch["numberRecordsFailed"],
    )  # fmt: skip
    return batch


def _save(context: Context, job: Job, name: str, body: bytes) -> tuple[int, int]:
    one = context.schema.known(job.object)
    if job.content_type == "JSON":
        rows = _loaded(body)
        columns = list(dict.fromkeys(column for row in rows for column in row if column != "attributes"))
    else:
        columns, rows = table.read(body)
    ingest.check_columns(one, [column for column in columns if job.content_type == "CSV"])
    field = one.field(job.external_id) if job.external_id else None
    outcomes = ingest.save(context, one, job.operation, field, rows)
    if job.content_type == "JSON":
        told = [
            {"id": o.id or None, "success": o.error is None, "created": o.created,
             "errors": o.error.results() if o.error else []}
            for o in outcomes
        ]  # fmt: skip
        result = json.dumps(told).encode()
    else:
        cells = [(o.id, o.error is None, o.created, o.told) for o in outcomes]
        result = table.write(["Id", "Success", "Created", "Error"], cells)
    jobs.put(context, job, f"{name}.result", result)
    jobs.put(context, job, f"{name}.request", body)
    return len(outcomes), sum(o.error is not None for o in outcomes)


def _query(context: Context, job: Job, name: str, body: bytes) -> tuple[int, int]:
    _, columns, rows = extract.run(context, body.decode("utf-8", "replace"), job.operation == "queryAll")
    result = compose(jobs.RESULT, context.sequences.next(context.connection, "Result"))
    content = table.write(columns, rows)
    if job.content_type == "JSON":
        content = json.dumps([dict(zip(columns, row, strict=True)) for row in rows]).encode()
    jobs.put(context, job, f"{name}.{result}", content)
    listed = json.dumps([result]).encode()
    if job.content_type != "JSON":
        listed = _xml("result-list", {"result": result}).encode()
    jobs.put(context, job, f"{name}.result", listed)
    jobs.put(context, job, f"{name}.request", body)
    return len(rows), 0


def _data(context: Context, job: Job, batch: dict[str, Any], parts: list[str]) -> Reply:
    name = f"{batch['id']}.{parts[-1]}"
    content = jobs.data(context, job, name)
    if content is None:
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    if job.content_type == "JSON":
        return Reply(200, content, {"Content-Type": JSON})
    listed = parts == ["result"] and job.operation in QUERIES
    return Reply(200, content, XML if listed else {"Content-Type": "text/csv"})


def _loaded(body: bytes) -> list[dict[str, Any]]:
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ApiError("INVALID_BATCH", "a batch in JSON is a list of objects")
    return rows


def _mapping(request: Request) -> dict[str, Any]:
    """The body as a mapping. XML is searched for its flat elements, not parsed: it is a stranger's."""
    text = request.body.decode("utf-8", "replace")
    if not _wants_json(request):
        return {name: unescape(value.strip()) for name, value in ELEMENT.findall(text)}
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise ApiError("INVALID_JOB", "the body must be a JSON object")
    return given


def _wants_json(request: Request) -> bool:
    return "json" in request.headers.get("content-type", "").lower()


def _job(job: Job) -> dict[str, Any]:
    done = len(job.batches)
    shown: dict[str, Any] = {
        "id": job.id, "operation": job.operation, "object": job.object, "createdById": job.user,
        "createdDate": job.created, "systemModstamp": job.changed, "state": job.state,
        "externalIdFieldName": job.external_id or None, "concurrencyMode": "Parallel",
        "contentType": job.content_type, "numberBatchesQueued": 0, "numberBatchesInProgress": 0,
        "numberBatchesCompleted": done, "numberBatchesFailed": 0, "numberBatchesTotal": done,
        "numberRecordsProcessed": job.processed, "numberRetries": 0, "apiVersion": job.version,
        "numberRecordsFailed": job.failed, "totalProcessingTime": 0, "apiActiveProcessingTime": 0,
        "apexProcessingTime": 0,
    }  # fmt: skip
    return {name: value for name, value in shown.items() if value is not None}


def _reply(status: int, name: str, content: dict[str, Any], as_json: bool) -> Reply:
    if as_json:
        return Reply(status, content)
    return replace(Reply(status, _xml(name, content).encode()), headers=XML)


def _xml(name: str, content: dict[str, Any]) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{NAMESPACE}">{_elements(content)}</{name}>'


def _elements(content: dict[str, Any]) -> str:
    pieces = []
    for name, value in content.items():
        for one in value if isinstance(value, list) else [value]:
            inner = _elements(one) if isinstance(one, dict) else escape(table.shown(one))
            pieces.append(f"<{name}>{inner}</{name}>")
    return "".join(pieces)
