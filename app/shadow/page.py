"""The comparison as one page that stands alone: what to open first, with links into the org."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from evals.shadow import Shadow, agreed, why_not

TEMPLATE = Path(__file__).with_name("page.html")


def page(result: Shadow, workflow: str, org: str, at: datetime) -> str:
    """HTML without scripts and without anything from elsewhere; every text is escaped."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE.read_text("utf-8"))
    return template.render(
        workflow=workflow,
        org=org.rstrip("/"),
        at=at.isoformat(timespec="minutes"),
        result=result,
        figures=[
            ("Account, automatic ones", agreed(result.automatic, "account")),
            ("Queue, automatic ones", agreed(result.automatic, "queue")),
            ("Account, proposals of the others", agreed(result.asked, "account")),
            ("Queue, proposals of the others", agreed(result.asked, "queue")),
        ],
        why_not=why_not,
    )
