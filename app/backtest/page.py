"""A backtest as one page that stands alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from evals.backtest import Backtest

TEMPLATE = Path(__file__).with_name("page.html")


def page(result: Backtest, workflow: str, candidate: str, teams: Mapping[str, int], at: datetime) -> str:
    """HTML without scripts and without anything from elsewhere; every text is escaped."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE.read_text("utf-8"))
    return template.render(
        workflow=workflow,
        candidate=candidate,
        at=at.isoformat(timespec="minutes"),
        result=result,
        matrix=result.matrix.most_common(),
        load=[(name, a, b, teams.get(name, 0)) for name, (a, b) in result.load().items()],
        reviews=result.reviews(),
        cost=result.cost(),
    )
