"""What there is to watch, in the text form of Prometheus: counted in the store when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.intake.beside import Watched
    from tools.store import Store

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[Mapping[str, str], float]


def exposition(store: Store) -> str:
    """All measures of a store. They hold no personal data: workflows, steps, states, counts and ages."""
    return "".join(_told(*each) for each in _measures(store))


def intake_exposition(watch: Sequence[Watched]) -> str:
    """The measures of intake from the org beside this process; empty where there is none."""
    if not watch:
        return ""
    now = datetime.now(UTC)
    records = [
        ({"workflow": one.workflow, "became": became}, count)
        for one in watch
        for became, count in (("queued", one.queued), ("known", one.known), ("empty", one.empty))
    ]
    words = "Records of the org that were looked at, by what became of them."
    failures = [({"workflow": one.workflow}, float(one.failures)) for one in watch]
    ages = [({"workflow": one.workflow}, _age(one.looked, now)) for one in watch if one.looked]
    return (
        _told(
            "switchyard_intake_records_total", "counter", words, [(labels, float(count)) for labels, count in records]
        )
        + _told("switchyard_intake_failures", "gauge", "Looks at the org in a row that failed.", failures)
        + _told("switchyard_intake_age_seconds", "gauge", "Since the org was last read to the end.", ages)
    )


def _measures(store: Store) -> Iterator[tuple[str, str, str, list[Sample]]]:
    now = datetime.now(UTC)
    with store.reading() as cursor:
        runs = cursor.execute("SELECT workflow, status, count(*) FROM run GROUP BY 1, 2").fetchall()
        ended = cursor.execute(
            "SELECT workflow, outcome, count(*) FROM run WHERE status = 'finished' GROUP BY 1, 2"
        ).fetchall()
        hops = cursor.execute("SELECT step, status, count(*), sum(took_ms) FROM hop GROUP BY 1, 2").fetchall()
        reviews, asked = cursor.execute("SELECT count(*), min(created) FROM review WHERE status = 'open'").fetchone()
        queued = cursor.execute("SELECT min(created) FROM run WHERE status IN ('queued', 'running')").fetchone()[0]
        unsent, kept = cursor.execute("SELECT count(*), min(first) FROM outbox").fetchone()
        published = cursor.execute("SELECT max(n) FROM publication").fetchone()[0]
    yield (
        "switchyard_runs",
        "gauge",
        "Runs by how they stand.",
        [({"workflow": workflow, "status": status}, count) for workflow, status, count in runs],
    )
    yield (
        "switchyard_outcomes_total",
        "counter",
        "Finished runs by outcome.",
        [({"workflow": workflow, "outcome": outcome or ""}, count) for workflow, outcome, count in ended],
    )
    yield (
        "switchyard_hops_total",
        "counter",
        "Steps that were done, by how they ended.",
        [({"step": step, "status": status}, count) for step, status, count, _ in hops],
    )
    yield (
        "switchyard_step_seconds_total",
        "counter",
        "Time that steps took.",
        [({"step": step, "status": status}, (took or 0) / 1000) for step, status, _, took in hops],
    )
    yield "switchyard_reviews_open", "gauge", "Reviews that wait for a person.", [({}, reviews)]
    yield "switchyard_review_oldest_seconds", "gauge", "Age of the oldest open review.", [({}, _age(asked, now))]
    yield (
        "switchyard_work_oldest_seconds",
        "gauge",
        "Age of the oldest run that waits for a worker or is at one.",
        [({}, _age(queued, now))],
    )
    yield "switchyard_outbox", "gauge", "Logs that the org has not taken yet.", [({}, unsent)]
    yield "switchyard_outbox_oldest_seconds", "gauge", "Age of the oldest of them.", [({}, _age(kept, now))]
    yield "switchyard_publication", "gauge", "Number of the newest publication; 0 for none.", [({}, published or 0)]


def _age(moment: str | None, now: datetime) -> float:
    """Seconds since a moment; 0 for none."""
    if not moment:
        return 0.0
    then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return max(0.0, (now - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds())


def _told(name: str, kind: str, words: str, samples: Sequence[Sample]) -> str:
    lines = [f"# HELP {name} {words}", f"# TYPE {name} {kind}"]
    for labels, value in samples:
        shown = ",".join(f'{key}="{_escaped(each)}"' for key, each in labels.items())
        lines.append(f"{name}{{{shown}}} {value:g}" if shown else f"{name} {value:g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
