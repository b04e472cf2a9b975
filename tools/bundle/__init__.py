"""Bundles on disk: loading, snapshots, findings with their lines, and the schemas that editors read."""

from tools.bundle.inspection import inspect
from tools.bundle.loading import load, load_definition, load_snapshot

__all__ = ["inspect", "load", "load_definition", "load_snapshot"]
