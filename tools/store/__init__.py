"""The store: blobs by content, runs, hops, reviews and published bundles, in one SQLite file."""

from tools.store.claims import Claims
from tools.store.runs import Run
from tools.store.store import Store

__all__ = ["Claims", "Run", "Store"]
