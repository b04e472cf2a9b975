"""The trace in words: what happened to a message, and why, for a person to read."""

from app.trace.lines import hop_lines
from app.trace.lookup import Found, find, hops_of
from app.trace.timeline import timeline
from app.trace.verdict import Verdict, check

__all__ = ["Found", "Verdict", "check", "find", "hop_lines", "hops_of", "timeline"]
