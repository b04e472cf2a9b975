"""The one way in which records are written: what belongs together, with its log, in one request, all or nothing.

The log carries a stamp of the write. Where the reply is lost, the stamp on the run's record tells whether the write
was done; only one that was not is sent again, and records are created under unique keys, so none is made twice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tools.salesforce import log as logs
from tools.salesforce import soql
from tools.salesforce.arguments import RunLog
from tools.salesforce.client import Client
from tools.salesforce.composite import MOST_LISTS, MOST_ROWS, Answer, Part, send
from tools.salesforce.errors import Refusal, duplicate
from tools.salesforce.http import tell
from tools.salesforce.review_record import PART, REVIEW_KEY, review_parts
from workflow.identifiers import canonical, digest
from workflow.result import Failure

ROWS_LEFT = "LOG_ROWS_LEFT"
"""How an event begins that tells of a write whose log rows the org did not take."""

FULL = frozenset({"STORAGE_LIMIT_EXCEEDED"})
"""What an org says that takes changes still, and no new rows."""

LOCKED_TRIES = 4
LOCKED_WAIT_SECONDS = 0.2


@dataclass(frozen=True)
class Written:
    """What was written. `found`: the reply was lost, and the write was found to be done; there are no answers."""

    answers: dict[str, Answer] = field(default_factory=dict)
    found: bool = False


def commit(
    client: Client, writes: Sequence[Part], log: RunLog, key: str = "", case: str = "", reason: str = ""
) -> Written:
    """Writes the parts and the log, all or nothing. Raises Refusal, with nothing done but where it says `unknown`.

    `case` is the case that the log belongs to: an id, or a reference to one of the parts. `key` names the write:
    the same write again, after a restart, has the same key, and `is_done` knows it. `reason` goes on the run's record.
    """
    stamp = stamp_of(key) if key else ""
    run = logs.run_part(client, log, case, stamp, reason)
    beside = [run, *review_parts(client, log)]
    known = client.written_hops.of(log.key)
    looked = False
    for _ in range(3):
        try:
            written, keys = _commit(client, writes, log, beside, stamp, known)
            break
        except Refusal as told:
            of_rows = told.part.startswith("hops")
            if told.failure.retry != "never" and not (of_rows and told.failure.code in FULL):
                raise
            if told.part.startswith(PART):
                beside = [run]
                _without_reviews(told)
            elif of_rows and not looked and told.failure.retry == "never":
                # Rows that another process wrote (their master can not be given again), or that were deleted since.
                known, looked = _hops_there(client, log.key), True
            elif of_rows:
                # What was decided is not held up by its log: the rows are sent later.
                tell(f"{ROWS_LEFT}: the org does not take the log's rows: {told.failure.code}: {told.failure.message}")
                log = log.model_copy(update={"hops": ()})
            else:
                raise
    else:
        written, keys = _commit(client, writes, log, beside, stamp, known)
    client.written_hops.add(log.key, keys)
    return written


def _without_reviews(told: Refusal) -> None:
    """A record that is there already is left as it is; of one that is refused it is told."""
    taken = duplicate(told.failure)
    if taken is None or taken[0] != REVIEW_KEY:
        tell(f"the review has no record in the org: {told}")


def _commit(
    client: Client, writes: Sequence[Part], log: RunLog, beside: Sequence[Part], stamp: str, known: frozenset[str]
) -> tuple[Written, list[str]]:
    """`beside`: the run's record, and what hangs on it."""
    run = beside[0]
    rows = logs.hop_rows(client, log.hops, "@{run.id}", known)
    packs = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    hops = [logs.hop_part(f"hops{number}", pack) for number, pack in enumerate(packs)]
    room = MOST_LISTS - sum(part.lists for part in writes)
    written = _sent(client, [*writes, *beside, *hops[:room]], log.key, stamp)
    # What may refer to another part of the first request is left out.
    link = logs.record_field(log.object)
    alone = replace(run, body={name: value for name, value in (run.body or {}).items() if name != link})
    for start in range(room, len(hops), MOST_LISTS):
        _sent(client, [alone, *hops[start : start + MOST_LISTS]], log.key, "")
    return written, [row[logs.HOP_KEY] for row in rows]


def write_log(client: Client, log: RunLog, case: str = "") -> str:
    """Brings the record of a run up to date and gives its id. Raises Refusal."""
    written = commit(client, [], log, case=case)
    if not written.found:
        return written.answers["run"].id
    row = client.read(logs.RUN, log.key, ("Id",), by=logs.RUN_KEY)
    return row["Id"] if row else ""


def write_failure(client: Client, log: RunLog, told: Failure, case: str = "") -> None:
    """After a write that was undone: its failure, on the record of the run. What can not be logged is let go."""
    if told.retry == "unknown" or told.code in ("NO_CONNECTION", "NO_REPLY", "INVALID_SESSION_ID"):
        return
    failed = log.model_copy(update={"status": "Failed", "outcome": told.code})
    part = logs.run_part(client, failed, case, reason=f"not written: {told.code}: {told.message}")
    try:
        _sent(client, [part], log.key, "")
    except Refusal:
        return


def is_done(client: Client, run: str, key: str) -> bool:
    """Whether the write of that key is the last that the record of the run tells of. Raises Refusal."""
    row = client.read(logs.RUN, run, (logs.STAMP,), by=logs.RUN_KEY)
    return row is not None and row.get(logs.STAMP) == stamp_of(key)


def stamp_of(key: str) -> str:
    """The stamp of the write of that key."""
    return digest(canonical(["write", key]))


def patiently(client: Client, work: Callable[[], dict[str, Answer]]) -> dict[str, Answer]:
    """Tries again what failed for a lock; each time longer after, and not at the same time as the others."""
    for attempt in range(1, LOCKED_TRIES):
        try:
            return work()
        except Refusal as told:
            if not (told.failure.retry == "now" or _same_run(told)):
                raise
            tell(f"{told.failure.code}: written once more")
            client.sleep(LOCKED_WAIT_SECONDS * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))  # noqa: S311 (no secret)
    return work()


def _sent(client: Client, parts: Sequence[Part], run: str, stamp: str) -> Written:
    try:
        return Written(patiently(client, lambda: send(client, parts)))
    except Refusal as told:
        if told.failure.retry != "unknown":
            raise
        lost = told
    if stamp:
        try:
            row = client.read(logs.RUN, run, (logs.STAMP,), by=logs.RUN_KEY)
        except Refusal:
            raise lost from None
        if row is not None and row.get(logs.STAMP) == stamp:
            tell(f"{lost.failure.code}: the reply was lost, and the write is found to be done")
            return Written(found=True)
    tell(f"{lost.failure.code}: the reply was lost, and the write is not there: it was sent again")
    return Written(patiently(client, lambda: send(client, parts)))


def _same_run(told: Refusal) -> bool:
    """Two made the same run's record at the same time: the second finds it the next time."""
    found = duplicate(told.failure)
    return found is not None and found[0] in (logs.RUN_KEY, logs.HOP_KEY) and told.part == "run"


def _hops_there(client: Client, run: str) -> frozenset[str]:
    place = f"Run__r.{logs.RUN_KEY} = {soql.literal(run)}"
    rows = client.query(f"SELECT {logs.HOP_KEY} FROM {logs.HOP} WHERE {place}")
    return frozenset(str(row[logs.HOP_KEY]) for row in rows)
