"""The graph that LangGraph's own tools open: the first workflow of the bundle, effects off."""

from __future__ import annotations

from typing import Any

from app.cli.options import settings
from app.settings import DEMO_SUITE
from app.wiring import House


def make_graph() -> Any:
    """The compiled graph, over the example org in memory. The platform brings its own checkpointer."""
    house = House(settings(org=DEMO_SUITE / "org", effects=False))
    return house.runner.drawn(next(iter(house.bundle.workflows)))
