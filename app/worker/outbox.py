"""Sends what the org could not take when it came: oldest first, each under its key, as the run stands now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from tools.limits import waiting_is_queued
from tools.outbox import UNSENT
from tools.salesforce.errors import LATER
from workflow.errors import BundleErrors, Busy, NotFound, PinMismatch

if TYPE_CHECKING:
    from app.wiring import House
    from tools.store.outbox import Unsent

TOGETHER = 20
"""Logs that a worker sends between two looks at its runs."""

FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0

Sent = Literal["sent", "gone", "busy", "failed"]


def send(house: House, entry: Unsent) -> tuple[Sent, str]:
    """Sends one: how it went, and why not. 'busy': another process is at its run, and tells the record itself."""
    outbox, now = house.store.outbox, house.runner.now()
    try:
        result = house.runner.tell(entry.run, entry.case)
    except Busy as error:
        return "busy", str(error)
    except NotFound:
        outbox.drop(entry.id)
        return "gone", "its run is no longer in the store"
    except (PinMismatch, BundleErrors) as error:
        why = str(error)
    else:
        told = result.failure
        why = f"{told.code}: {told.message}" if told else next((r[UNSENT] for r in result.records if UNSENT in r), "")
        if not why:
            outbox.drop(entry.id)
            return "sent", ""
    wait = min(FIRST_WAIT * 2 ** min(entry.tries, 16), LONGEST_WAIT)
    due = (now + timedelta(seconds=wait)).isoformat(timespec="milliseconds")
    outbox.failed(entry.id, why[:1000], now.isoformat(timespec="milliseconds"), due)
    return "failed", why


def send_due(house: House, most: int = TOGETHER) -> int:
    """Sends what is due; where the org takes nothing now, the rest is left for later. Returns how many were sent."""
    now = house.runner.now().isoformat(timespec="milliseconds")
    sent = 0
    for entry in house.store.outbox.waiting(most, due=now):
        with waiting_is_queued():
            how, why = send(house, entry)
        sent += how == "sent"
        if how == "failed" and why.partition(":")[0] in LATER:
            break
    return sent
