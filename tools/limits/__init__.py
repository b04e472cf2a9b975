"""Limits of calls that hold over all workers of one database."""

from tools.limits.limited import Limited
from tools.limits.patience import patience, waiting_is_queued
from tools.limits.permits import Permits

__all__ = ["Limited", "Permits", "patience", "waiting_is_queued"]
