"""The store: blobs by content, runs, hops, reviews and published bundles, in one SQLite file."""

from tools.store.artefacts import Artefacts
from tools.store.claims import Claims
from tools.store.corrections import Correction
from tools.store.runs import Run, RunStatus
from tools.store.store import Store
from tools.store.vectors import Vectors

__all__ = ["Artefacts", "Claims", "Correction", "Run", "RunStatus", "Store", "Vectors"]
