"""The faces, and the only place where objects are put together."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def _check_rooms() -> None:
    """The rooms are flat packages; another distribution owns the name `agents` and must not stand in for ours."""
    spec = importlib.util.find_spec("agents")
    found = Path(spec.origin).resolve().parent if spec and spec.origin else None
    if found is None or found.parent != Path(__file__).resolve().parent.parent:
        raise ImportError(
            f"the package 'agents' comes from {found or 'nowhere'}, not from Switchyard. "
            "Another distribution (openai-agents) owns that name too: install Switchyard in an environment of its own."
        )


_check_rooms()
