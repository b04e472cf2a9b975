"""A worker in a thread beside another face of the same process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from app.worker.worker import Say, Worker
from workflow.errors import SwitchyardError

if TYPE_CHECKING:
    from app.wiring import House

AGAIN_SECONDS = 5.0
"""Until it is looked again whether there is an org to work on."""


@contextmanager
def worker_beside(house_of: Callable[[], House], say: Say) -> Iterator[None]:
    """Works while the body runs. Where nothing is there to work on (no org yet), that is said once and waited for."""
    stop = threading.Event()
    made = Worker(house_of, say=say)

    def work() -> None:
        told = ""
        while not stop.is_set():
            try:
                made.run()
            except SwitchyardError as error:
                if str(error) != told:
                    say(f"no worker yet: {error}")
                told = str(error)
                stop.wait(AGAIN_SECONDS)

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        made.stop()
        with suppress(KeyboardInterrupt):
            thread.join()
