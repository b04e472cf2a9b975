"""Learning by itself: where a workflow says `learn: auto`, corrections take effect as they come, behind the gate."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from app.learning.sources import CORRECTIONS
from workflow.errors import SwitchyardError

if TYPE_CHECKING:
    from app.wiring import House

EVERY = 10
"""Answers of people after which it is learned anew."""


class Auto:
    """Counts the answers of one house, and learns in a thread of its own: nobody who answers waits for it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.said: list[str] = []  #: what came of it, in words
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def answered(self, workflow: str) -> None:
        """Begins to learn where that is due, and nothing is being learned already."""
        with self._lock:
            if (self._thread is not None and self._thread.is_alive()) or not self.is_due(workflow):
                return
            self._thread = threading.Thread(target=self._learn, args=(workflow,), name=f"learn {workflow}", daemon=True)
            self._thread.start()

    def wait(self) -> list[str]:
        """Waits for what is being learned; gives what was said, once."""
        thread = self._thread
        if thread is not None:
            thread.join()
        said, self.said = self.said, []
        return said

    def is_due(self, workflow: str) -> bool:
        """Whether enough people have answered since the last try."""
        definition = self.house.bundle.workflows.get(workflow)
        if definition is None or definition.learn != "auto" or not self.house.settings.effects:
            return False
        file = self.house.bundle.learned.get(workflow)
        done = max(file.corrections if file else 0, self._tried(workflow))
        return self.house.store.corrections.count(workflow) - done >= EVERY

    def _learn(self, workflow: str) -> None:
        try:
            self.said.append(self._told(workflow))
        except SwitchyardError as error:
            self.said.append(f"nothing was learned: {error}")

    def _told(self, workflow: str) -> str:
        from app.learning.session import Session

        settings = self.house.settings
        session = Session(workflow, settings)
        try:
            # Before anything else: what fails is not tried again at every answer.
            self._mark(workflow, session.house.store.corrections.count(workflow))
            sources = session.sources((CORRECTIONS,))
            lesson = session.learn(sources)
            if not lesson.usable:
                return f"learned from {lesson.examples} labelled requests: not better than what is there, left as it is"
            if session.is_in_force(lesson.learned):
                return f"learned from {lesson.examples} labelled requests: nothing new"
            place = session.activate(lesson, lesson.learned, sources)
        finally:
            session.close()
        self.house.take_up()
        if not self.house.publish_learned(workflow, place):
            told = "a trial of another version is under way: publish it to put it in force"
            return f"learned from {lesson.examples} labelled requests ({place}); {told}"
        return f"learned from {lesson.examples} labelled requests; in force from the next run on ({place})"

    def _tried(self, workflow: str) -> int:
        try:
            return int(self._place(workflow).read_text("utf-8"))
        except (OSError, ValueError):
            return 0

    def _mark(self, workflow: str, count: int) -> None:
        self._place(workflow).write_text(str(count), "utf-8")

    def _place(self, workflow: str) -> Path:
        return self.house.home / f"learned-{workflow}.tried"
