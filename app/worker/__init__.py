"""The worker: takes queued runs from the queue and brings them as far as they come."""

from app.worker.beside import worker_beside
from app.worker.intake import Intake
from app.worker.worker import Worker

__all__ = ["Intake", "Worker", "worker_beside"]
