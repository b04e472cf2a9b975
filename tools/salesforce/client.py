"""The client of one org: connected at the first call, over the network or to an org inside this process.

Everything that the org or the network refuses is raised as a `Refusal`; the tools turn it into data.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from tools.salesforce import environment, soql
from tools.salesforce.description import Description
from tools.salesforce.errors import Refusal, failure, lost, of_entries, refusal
from tools.salesforce.http import SessionRefused, Transport, never_sent, one_call, refused_token, session, uncounted
from tools.salesforce.login import LOOPBACK, AccessToken, Login, Session, address
from tools.salesforce.read_only import NotReading
from tools.salesforce.remembered import Remembered
from tools.salesforce.usage import STOP_AT, PaceSpent, ShareSpent, Usage, stop_at

if TYPE_CHECKING:
    from simple_salesforce.api import Salesforce

VERSION = "62.0"
POOL = 16
"""Connections kept to one host: as many as cases are written at the same time."""

QUEUES_FRESH_SECONDS = 30.0
"""For so long an unknown queue name is not looked up again."""


class Client:
    """One org. Threads may share it. What rarely changes (descriptions of objects, queues) is read once and kept."""

    def __init__(
        self,
        login: Login,
        inner: BaseAdapter | None = None,
        version: str = VERSION,
        only_reads: bool = False,
        stop_at: float = STOP_AT,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`inner` carries the requests to an org inside this process; without it they go over the network.

        `only_reads`: what would do more than read is not sent. `stop_at`: the share of the org's API calls of 24 hours
        from which on none is made. Raises InputError for an address that is none, or that would carry secrets over the
        network in clear.
        """
        url = urlsplit(address(login.url, environment.URL))
        self.host = str(url.hostname)
        self.version = version
        self.only_reads = only_reads
        self.sleep = sleep
        self.usage = Usage(stop_at, sleep, clock)
        self.written_hops = Remembered()
        self._login, self._clock = login, clock
        carrier = inner or HTTPAdapter(pool_connections=POOL, pool_maxsize=POOL)
        plain = url.scheme == "http" and url.hostname in LOOPBACK
        self._transport = Transport(carrier, self.usage, plain=plain, only_reads=only_reads, sleep=sleep)
        self._http = session(self._transport)
        self._lock = threading.RLock()
        self._salesforce: Salesforce | None = None
        self._current: Session | None = None
        self.flows: dict[str, dict[str, Any]] = {}  #: inputs of flows as the org describes them
        self._descriptions: dict[str, Description] = {}
        self._configured: dict[tuple[str, str], str] = {}
        self._queues: dict[str, str] = {}
        self._queues_read: float | None = None

    def __repr__(self) -> str:
        return f"Client({self.host!r})"

    @property
    def base(self) -> str:
        """The path that resources of this API version begin with."""
        return f"/services/data/v{self.version}"

    @property
    def renews(self) -> bool:
        """Whether a session that has ended is replaced by a new log-in."""
        return self._login.renews

    @property
    def address(self) -> str:
        """`https://host` of the org, as people open it."""
        return self._current.url if self._current else self._login.url

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: dict[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> Any:
        """The answer's JSON (None for an empty one) of a resource below `base`. Raises Refusal."""
        options: dict[str, Any] = {}
        if files is not None:
            options = {"files": files, "headers": {"Content-Type": None}}
        elif body is not None:
            options["json"] = body
        return self._sent(method, lambda to: to.restful(path, params=params, method=method, **options))

    def download(self, path: str) -> bytes:
        """The bytes of a file's content, below `base`. Raises Refusal."""
        answer = self._sent("GET", lambda to: to._call_salesforce("GET", f"{to.base_url}{path}"))
        return bytes(answer.content)

    def query(self, text: str) -> list[dict[str, Any]]:
        """All records that a query finds, with their relationships as nested rows. Raises Refusal."""
        return list(self.rows(text))

    def rows(self, text: str, deleted: bool = False) -> Iterator[dict[str, Any]]:
        """The same page by page, as they are asked for. `deleted`: those in the recycle bin and merged ones as well."""
        place = "queryAll/" if deleted else "query/"
        answer = self.request("GET", place, params={"q": text})
        yield from answer["records"]
        while not answer["done"]:
            answer = self.request("GET", place + answer["nextRecordsUrl"].rpartition("/")[2])
            yield from answer["records"]

    def total(self, text: str) -> int:
        """How many records a query finds, which is all that is told of SELECT COUNT(). Raises Refusal."""
        return int(self.request("GET", "query/", params={"q": text})["totalSize"])

    def read(self, sobject: str, record: str, fields: tuple[str, ...], by: str = "") -> dict[str, Any] | None:
        """Fields of one record, found by its id or by the external id field `by`; None where there is none."""
        place = f"sobjects/{soql.name(sobject)}/" + (f"{soql.name(by)}/" if by else "") + soql.segment(record)
        try:
            row: dict[str, Any] = self.request("GET", place, params={"fields": ",".join(fields)})
        except Refusal as told:
            if told.failure.code in ("NOT_FOUND", "ENTITY_IS_DELETED"):
                return None
            raise
        return row

    def describe(self, sobject: str) -> Description:
        """What the org says of an object, read once. Raises Refusal naming an object that is not there."""
        with self._lock:
            known = self._descriptions.get(sobject)
            if known is None:
                with uncounted():
                    try:
                        told = self.request("GET", f"sobjects/{soql.name(sobject)}/describe")
                    except Refusal as error:
                        if error.failure.code != "NOT_FOUND":
                            raise
                        raise refusal("UNKNOWN_OBJECT", f"the org has no object {sobject}") from None
                known = self._descriptions[sobject] = Description.of(told)
        return known

    def queue(self, name: str) -> str:
        """The id of a queue, by its name or developer name. Raises Refusal UNKNOWN_QUEUE."""
        with self._lock:
            wanted = name.strip().casefold()
            if wanted not in self._queues and not self._queues_fresh():
                with uncounted():
                    rows = self.query("SELECT Id, Name, DeveloperName FROM Group WHERE Type = 'Queue'")
                named = [(row[field], row["Id"]) for field in ("DeveloperName", "Name") for row in rows]
                self._queues = {str(found).casefold(): record for found, record in named if found}
                self._queues_read = self._clock()
            record = self._queues.get(wanted)
        if record is None:
            raise refusal("UNKNOWN_QUEUE", f"the org has no queue '{name}'", ["OwnerId"])
        return record

    def configured(self, sobject: str, where: str) -> str:
        """The id of a record of configuration (a channel, a skill), read once; empty where there is none."""
        with self._lock:
            known = self._configured.get((sobject, where), "")
            if not known:
                with uncounted():
                    rows = self.query(f"SELECT Id FROM {soql.name(sobject)} WHERE {where} LIMIT 1")
                known = str(rows[0]["Id"]) if rows else ""
                self._configured[(sobject, where)] = known
            return known

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def _queues_fresh(self) -> bool:
        return self._queues_read is not None and self._clock() - self._queues_read < QUEUES_FRESH_SECONDS

    def _sent(self, method: str, send: Callable[[Salesforce], Any]) -> Any:
        """What a call gives; whatever is refused on the way is a Refusal."""
        try:
            with one_call():
                return send(self._connected())
        except Refusal:
            raise
        except Exception as error:
            told = self._refusal(error, method)
            if told is None:
                raise
        raise told

    def _connected(self) -> Salesforce:
        with self._lock:
            if self._salesforce is None:
                from simple_salesforce.api import Salesforce

                opened = self._current = self._login.session(self._http)
                made = Salesforce(
                    instance_url=opened.url,
                    session_id=opened.token,
                    version=self.version,
                    session=self._http,
                    object_pairs_hook=dict,
                )
                if self._login.renews:
                    made._salesforce_login_partial = partial(self._renewed)
                self._salesforce = made
            return self._salesforce

    def _renewed(self) -> tuple[str, str]:
        """A new session after a refused one; of threads that were refused at the same time one alone logs in."""
        with self._lock:
            if self._current is not None and refused_token() in ("", self._current.token):
                self._current = self._login.session(self._http)
            assert self._current is not None  # noqa: S101 (a session was refused, so there is one)
            return self._current.token, urlsplit(self._current.url).netloc

    def _refusal(self, error: Exception, method: str) -> Refusal | None:
        """The Refusal that an exception stands for; None for one that is a defect of ours."""
        from simple_salesforce.exceptions import SalesforceError

        writes = method not in ("GET", "HEAD")
        if isinstance(error, SalesforceError):
            told = of_entries(error.content, error.status)
            if told.retry == "unknown" and not writes:
                told = told.model_copy(update={"retry": "later"})
        elif isinstance(error, SessionRefused):
            told = failure("INVALID_SESSION_ID", f"{self.host}: {error}")
        elif isinstance(error, NotReading):
            told = failure("READ_ONLY", str(error))
        elif isinstance(error, PaceSpent):
            told = failure("RATE_LIMITED", f"{self.host}: {error}").model_copy(update={"wait": round(error.wait, 3)})
        elif isinstance(error, ShareSpent):
            told = failure("API_SHARE_SPENT", f"{self.host}: {error}")
        elif isinstance(error, requests.exceptions.JSONDecodeError):
            told = lost(writes, self.host, "the answer is no JSON")
        elif isinstance(error, requests.RequestException):
            told = lost(writes, self.host, type(error).__name__, sent=not never_sent(error))
        else:
            return None
        current = self._current.token if self._current else ""
        for secret in (current, *self._login.secrets):
            if secret and secret in told.message:
                told = told.model_copy(update={"message": told.message.replace(secret, "…")})
        return Refusal(told)


def of_token(url: str, token: str, **more: Any) -> Client:
    """The client of an org whose access token is at hand."""
    return Client(AccessToken(url, token), **more)


def from_environment(only_reads: bool = False) -> Client | None:
    """The org that the environment names; None where it names none. Raises InputError for half a configuration."""
    login = environment.login()
    return Client(login, only_reads=only_reads, stop_at=stop_at()) if login else None
