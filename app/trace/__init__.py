"""The trace in words: what happened to a message, and why, for a person to read."""

from app.trace.exports import check_export, export
from app.trace.lines import hop_lines
from app.trace.lookup import Found, find, hops_of
from app.trace.timeline import timeline
from app.trace.verdict import Verdict, check, check_all, known_entry

__all__ = [
    "Found",
    "Verdict",
    "check",
    "check_all",
    "check_export",
    "export",
    "find",
    "hop_lines",
    "hops_of",
    "known_entry",
    "timeline",
]
