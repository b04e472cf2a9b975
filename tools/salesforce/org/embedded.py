"""The embedded org: one SQLite file that answers as the REST service of a Salesforce org would."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.salesforce.org import custom_objects, events, multipart, oauth, queues, seed, settings, tables
from tools.salesforce.org.context import Context, Sequences
from tools.salesforce.org.database import Database
from tools.salesforce.org.declarations import standard
from tools.salesforce.org.events import Published
from tools.salesforce.org.failure import ApiError, ReplyLost
from tools.salesforce.org.faults import Fault, Faults
from tools.salesforce.org.flows import Flow
from tools.salesforce.org.gate import LATEST, OLDEST, PASSWORD, Gate
from tools.salesforce.org.message import LARGEST, Reply, Request, Response
from tools.salesforce.org.meter import Meter
from tools.salesforce.org.rest import classic_jobs
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.rest.router import dispatch
from tools.salesforce.org.schema import Field, Schema
from tools.salesforce.org.soql.cursors import Cursors
from tools.salesforce.org.values import stamp

INSTANCE_URL = "https://embedded.my.salesforce.com"
"""The address under which the org answers in process. No request to it leaves the process."""

DAILY_CALLS = 1_000_000
DATA = re.compile(r"/services/data/v(\d{2,3}\.0)(/.*)?", re.S)


class EmbeddedOrg:
    """An org in one file, or in memory where `path` is None.

    Safe to share between threads; several processes may open the same file. `clock` gives the time of every write;
    `sleep` is how a declared latency is waited for. Without `password_grant` OAuth refuses user name and password.
    """

    def __init__(
        self,
        path: Path | str | None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        password: str = PASSWORD,
        password_grant: bool = True,
        daily_calls: int = DAILY_CALLS,
    ) -> None:
        self.path = Path(path) if path is not None else None
        self.faults = Faults()
        self._clock, self._sleep = clock, sleep
        self._gate = Gate(password, INSTANCE_URL, password_grant, clock)
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._database = Database(self.path)
        self._sequences = Sequences()
        self._cursors = Cursors()
        self._meter = Meter(daily_calls)
        self._lock = threading.Lock()
        self._schema = standard()
        self._schema_version = -1
        with self._database.connection() as connection:
            self._prepare(connection)

    def handle(self, request: Request) -> Response:
        """Answers a request. Raises ReplyLost only where a declared fault says that the connection ends."""
        place = DATA.fullmatch(request.path)
        parts = tuple(part for part in Request(request.method, place[2] or "").segments if part) if place else ()
        fault = self.faults.strike(request.method, "/".join(parts)) if place else None
        waits: list[float] = []
        lost = self._before(fault, waits)
        with self._database.connection() as connection:
            try:
                response = self._respond(connection, request, place, parts, fault, waits)
            except ApiError as error:
                response = Reply(error.status, error.body()).response({})
        if lost is not None:
            raise lost
        return replace(response, waited=sum(waits)) if waits else response

    @property
    def session_id(self) -> str:
        """The session token of the system administrator, for clients in process."""
        with self._database.connection() as connection:
            return settings.read(connection, "session")

    @property
    def schema(self) -> Schema:
        """Objects and fields as they are now."""
        with self._database.connection() as connection:
            return self._current_schema(connection)

    @contextmanager
    def context(self, audit: bool = False) -> Iterator[Context]:
        """Direct work on the org as its system administrator, past HTTP: for loading and setting up."""
        with self._database.connection() as connection:
            yield self._context(connection, settings.read(connection, "administrator"), LATEST, {}, audit)

    def add_fields(self, sobject: str, fields: list[Field]) -> None:
        """Adds custom fields to an object; those that it has already are left as they are."""
        with self._database.connection() as connection, self._database.transaction(connection):
            schema = self._current_schema(connection)
            one = schema.sobject(sobject)
            if one is None:
                raise ApiError("INVALID_TYPE", f"sObject type '{sobject}' is not supported.")
            added = [field for field in fields if not one.has(field.name)]
            tables.extend(connection, one, [field for field in added if field.stored])
            tables.index(connection, one, added)
            for field in added:
                row = (one.name, field.name, field.model_dump_json(by_alias=True))
                connection.execute("INSERT INTO _fields (sobject, name, json) VALUES (?, ?, ?)", row)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute(f"PRAGMA user_version = {version + 1}")

    def declare_objects(self, documents: Iterable[dict[str, Any]], file: str = custom_objects.FILE) -> None:
        """Adds custom objects, and fields, record types and rules of objects; raises BundleError, and adds nothing."""
        with self.context() as context, context.transaction():
            custom_objects.declare(context, context.schema, documents, file)
            version = context.connection.execute("PRAGMA user_version").fetchone()[0]
            context.connection.execute(f"PRAGMA user_version = {version + 1}")

    def declare_app(self, consumer_key: str, certificate: str) -> None:
        """Lets a connected app log users in by JWT; `certificate` is its PEM, or that of its public key."""
        with self._database.connection() as connection:
            oauth.declare_app(connection, consumer_key, certificate)

    def end_sessions(self) -> None:
        """Ends the sessions that log-ins opened, as the time limit of an org does; its own for this process stays."""
        with self._database.connection() as connection, self._database.transaction(connection):
            connection.execute("DELETE FROM _sessions WHERE token <> ?", (settings.read(connection, "session"),))

    def published(self, event: str, replay: int = 0) -> list[Published]:
        """The platform events of that name after a replay id."""
        with self.context() as context:
            return events.after(context, event, replay)

    def declare_flow(self, flow: Flow) -> None:
        """Adds a flow, or replaces the one of that name."""
        with self._database.connection() as connection, self._database.transaction(connection):
            row = (flow.name, flow.model_dump_json())
            connection.execute("INSERT OR REPLACE INTO _flows (name, json) VALUES (?, ?)", row)

    def ensure_queues(self, names: Iterable[str]) -> dict[str, str]:
        """Ids of the queues of those names; the missing ones are made."""
        with self.context() as context:
            return queues.ensure(context, names)

    def close(self) -> None:
        """Closes the file; an org in memory is gone."""
        self._database.close()

    def _respond(
        self,
        connection: sqlite3.Connection,
        request: Request,
        place: re.Match[str] | None,
        parts: tuple[str, ...],
        fault: Fault | None,
        waits: list[float],
    ) -> Response:
        if place is None:
            classic = classic_jobs.PLACE.fullmatch(request.path)
            if classic is not None:
                return self._classic(connection, request, classic).response({})
            return self._gate.answer(connection, request)
        if len(request.body) > LARGEST:
            raise ApiError("REQUEST_TOO_LARGE", f"a request may have {LARGEST} bytes at most")
        version = float(place[1])
        if not OLDEST <= version <= LATEST:
            raise ApiError("NOT_FOUND", "The requested resource does not exist")
        user = self._gate.authenticate(connection, request)
        self._meter.add()
        if fault is not None and fault.code:
            raise fault.error()
        context = self._context(connection, user, version, request.headers)
        context.waits = waits
        payload, content = _payload(request)
        call = Call(
            request.method, parts, request.query, payload, self._dispatch, self._cursors, self._meter, content,
            self._gate.instance(request), settings.read(connection, "organization") if not parts else "",
        )  # fmt: skip
        reply = dispatch(context, call)
        if context.losses:
            raise context.losses[0]
        return reply.response({"Sforce-Limit-Info": self._meter.header()})

    def _classic(self, connection: sqlite3.Connection, request: Request, place: re.Match[str]) -> Reply:
        """Answers the older Bulk API, whose sessions and errors have a form of their own."""
        token = request.headers.get("x-sfdc-session", "")
        headers = {**request.headers, "authorization": f"Bearer {token}"} if token else request.headers
        try:
            user = self._gate.authenticate(connection, replace(request, headers=headers))
        except ApiError:
            return classic_jobs.refused(request, "InvalidSessionId", "Invalid session id")
        self._meter.add()
        context = self._context(connection, user, float(place[1]), request.headers)
        return classic_jobs.respond(context, request, place[2] or "")

    def _dispatch(self, context: Context, call: Call) -> Reply:
        """Answers a sub-request: faults may strike it too."""
        fault = self.faults.strike(call.method, "/".join(call.parts))
        lost = self._before(fault, context.waits)
        if fault is not None and fault.code:
            error = fault.error()
            return Reply(error.status, error.body())
        reply = dispatch(context, call)
        if lost is not None:
            context.losses.append(lost)
        return reply

    def _before(self, fault: Fault | None, waits: list[float]) -> ReplyLost | None:
        """Waits as a fault says, and gives the loss that it announces; raises ReplyLost when nothing is to be done."""
        if fault is None:
            return None
        if fault.latency:
            waits.append(fault.latency)
            self._sleep(fault.latency)
        if fault.drop == "request":
            raise ReplyLost(committed=False)
        return ReplyLost(committed=True) if fault.drop == "reply" else None

    def _context(
        self, connection: sqlite3.Connection, user: str, version: float, headers: Any, audit: bool = False
    ) -> Context:
        zone = seed.zone_of(connection, user)
        return Context(
            self._database, connection, self._current_schema(connection), self._sequences, user, stamp(self._clock()),
            zone, version, headers, audit,
        )  # fmt: skip

    def _current_schema(self, connection: sqlite3.Connection) -> Schema:
        """The schema with the org's own fields; read again when another process has added some."""
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != self._schema_version:
            schema = standard()
            for document in custom_objects.stored(connection):
                schema = custom_objects.apply(schema, document)
            extra: dict[str, list[Field]] = {}
            for name, text in connection.execute("SELECT sobject, json FROM _fields ORDER BY rowid"):
                extra.setdefault(name, []).append(Field.model_validate_json(text))
            for name, fields in extra.items():
                schema = schema.extended(name, fields)
            with self._lock:
                self._schema, self._schema_version = schema, version
        return self._schema

    def _prepare(self, connection: sqlite3.Connection) -> None:
        with self._database.transaction(connection):
            exists = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_settings'").fetchone()
            if exists and settings.read(connection, "declared") == seed.declared(standard()):
                return
            tables.prepare(connection, standard())
            context = Context(self._database, connection, standard(), self._sequences, "", stamp(self._clock()))
            seed.plant(context)


def _payload(request: Request) -> tuple[Any, bytes | None]:
    """The body as data, and the binary part of a multipart body."""
    if not request.body:
        return None, None
    kind = request.headers.get("content-type", "")
    if kind.lower().startswith("multipart/"):
        fields, content, filename = multipart.read(request.body, kind)
        if content is not None and filename and not any(name.lower() == "pathonclient" for name in fields):
            fields = {**fields, "PathOnClient": filename}
        return fields, content
    if kind.lower().startswith(("text/csv", "application/xml", "text/xml")):
        return None, request.body
    try:
        return json.loads(request.body, parse_constant=_no_constant), None
    except (ValueError, RecursionError) as error:
        raise ApiError("JSON_PARSER_ERROR", f"The HTTP entity body is not JSON: {str(error)[:200]}") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")
