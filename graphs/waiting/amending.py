"""What an answer changed, written on the case that was saved: the changed values alone, since people work on it too."""

from __future__ import annotations

from typing import Any

from graphs.outcome import StepFailed
from graphs.steps.save import TOOL, planned
from graphs.waiting.place import Place
from workflow.work import CaseWork

QUERY = "salesforce.query_records"
CLOSED = {"Case": "IsClosed", "Lead": "IsConverted", "Opportunity": "IsClosed"}
"""Object → the field that says that nobody works on the record any more; of others there is none."""


def is_closed(at: Place) -> bool:
    """Whether the record was closed or deleted meanwhile."""
    sobject = at.context.definition.record.object
    field = CLOSED.get(sobject, "Id")
    rows = at.call(QUERY, {"object": sobject, "fields": [field], "ids": [at.record]}).records
    return not rows or rows[0].get(field) is True


def as_saved(at: Place) -> CaseWork:
    """The case as its record has it: before an answer that a person looks at still."""
    return at.context.load(at.case.talk.saved, CaseWork) if at.case.talk.saved else at.case


def amend(at: Place, after: CaseWork, reason: str) -> tuple[CaseWork, dict[str, Any]]:
    """The case as it now stands, and what was written: only what differs from what the case was saved with.

    The owner changes only where rules now name another queue, and the queue that was given owns it still.
    """
    written = as_saved(at)
    after = after.model_copy(update={"talk": after.talk.model_copy(update={"saved": ""})})
    before, now = planned(at.context, at.message, written), planned(at.context, at.message, after)
    values = {name: value for name, value in now["values"].items() if value != before["values"].get(name)}
    account = now["account"] if now["account"] != before["account"] else None
    queue, kept = now["queue"] if now["queue"] != before["queue"] else None, ""
    if queue:
        rows = at.call(QUERY, {"object": now["object"], "fields": ["Owner.Name"], "ids": [at.record]}).records
        owner = (rows[0].get("Owner") or {}).get("Name", "") if rows else ""
        if owner != before["queue"]:
            queue, kept = None, f"{owner} owns it now, so it is left there rather than given to {queue}"
    if not (values or account or queue):
        return after, {"unchanged": True, "owner": kept}
    row = {
        **now, "id": at.record, "account": account, "queue": queue, "values": values, "log": at.on(after).log(reason),
    }  # fmt: skip
    answer = at.call(TOOL, {"parent": None, "cases": [row]}).records[0]
    if answer.get("failure"):
        told = answer["failure"]
        raise StepFailed(at.step.id, at.case.key, f"{TOOL}: {told['code']}: {told['message']}", {"failure": told})
    saved = after.saved.model_copy(update={"owner": queue}) if after.saved and queue else after.saved
    detail = {"planned": {**{k: v for k, v in row.items() if k != "log"}}, "owner": kept}
    return after.model_copy(update={"saved": saved}), detail
