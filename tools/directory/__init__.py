"""The directory: the org's accounts as an index that finds their mentions in a document. A cache, never a source."""

from tools.directory.directory import Directory

__all__ = ["Directory"]
