"""The outbox: logs of runs that the org could not take are kept, and sent when it can."""

from tools.outbox.outboxed import ROWS_LEFT, UNSENT, Outboxed

__all__ = ["ROWS_LEFT", "UNSENT", "Outboxed"]
