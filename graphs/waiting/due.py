"""What a wait has to do now: what came for it, or what is due. Nothing is done here."""

from __future__ import annotations

from graphs.context import Context
from workflow.waits import Wait


def event_of(context: Context, wait: Wait) -> str:
    """What comes next for a wait, as `kind` or `kind:ref`; '' where it waits on."""
    if wait.state == "closed":
        return ""
    for arrival in context.store.waits.arrived(wait.id):
        if (arrival.kind == "review") == (wait.state == "review"):
            return f"{arrival.kind}:{arrival.ref}"
    now = context.stamp()
    if not wait.due or wait.due > now:
        return ""
    # One that slept through both is late: nobody is reminded of what is over.
    return f"deadline:{wait.turn}" if wait.deadline and wait.deadline <= now else f"remind:{wait.reminders[0]}"
