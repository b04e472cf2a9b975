"""The hops of a run as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.trace.lookup import Found, hops_of
from tools.store import Store


def hop_lines(store: Store, found: Found) -> Iterator[str]:
    """One object a hop: `run`, `n` (its place in the chain, from 1), and all that the hop holds."""
    for place, hop in enumerate(hops_of(store, found.run.id), 1):
        if found.case is None or hop.case in ("", found.case):
            row = {"run": found.run.id, "n": place, **hop.model_dump(mode="json")}
            yield json.dumps(row, ensure_ascii=False)
