"""Whether anything was lost or doubled, and what a finished run leaves behind."""

from __future__ import annotations

from app.wiring import House

MADE = ("Case", "EmailMessage", "Orchestration_Run__c")
"""Records of the org, of which each run makes one."""

LEFT = ("checkpoints", "writes", "blob", "run", "hop", "head", "journal", "record", "answer")


def wrong(house: House, records: int) -> list[str]:
    """All that is lost, doubled or left over, in words."""
    found = []
    for name in MADE:
        [row] = house.client.query(f"SELECT COUNT(Id) n FROM {name}")
        if row["n"] != records:
            found.append(f"{row['n']} of {name}, where {records} were due")
    counts = house.store.runs.count()
    if counts != {"cases": records}:
        found.append(f"runs stand as {counts}")
    if left := house.queue.standing():
        found.append(f"{len(left)} are left in the queue")
    with house.store.reading() as cursor:
        for table in ("checkpoints", "writes"):
            if count := cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
                found.append(f"{count} rows of {table} are left")
    return found


def left(house: House, records: int) -> str:
    """Rows of each table of the store, and its bytes, for one record."""
    with house.store.reading() as cursor:
        rows = {name: cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0] / records for name in LEFT}
    told = ", ".join(f"{name} {count:.3g}" for name, count in rows.items() if count)
    return f"a finished run leaves {house.store.size() / records:,.0f} bytes in the store: rows of {told}"
