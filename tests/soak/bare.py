"""The floor: a bare LangGraph graph of as many nodes, with the stock SQLite saver and the same requests to an org.

Its nodes read the message, look for its accounts and interpret it as ours do; there is no queue, no log, no store of
contents, no review, no key. Its requests are those of a sample run of ours, under keys of its own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cost import Cost
from scripted import ScriptedReader
from yard import WORKFLOW, house, record

from app.settings import Settings
from app.wiring import House, read_message
from evals.bench.floor import langgraph_floor
from evals.bench.parts import nodes_of, parts


class Bare:
    """Runs records as a bare graph does. `inside` is what its nodes' own work has cost so far."""

    def __init__(self, folder: Path, org: Path, sampled: House) -> None:
        self._sent, self._answers, self._run = _sample(folder, org)
        self._house = house(Settings(org=org, state=folder / "floor"))
        self._house.open()
        definition = sampled.bundle.workflow(WORKFLOW)
        directory = sampled.directory(definition.account)
        self._read, self._interpret = parts(sampled.bundle, WORKFLOW, read_message, directory, ScriptedReader())
        self._raw, self._found = b"", Any
        self.inside = Cost()
        work = (self._counted(self._reading), self._counted(self._interpreting))
        self._floor = langgraph_floor(nodes_of(definition), folder / "floor.db", work)
        self._graph = self._floor.__enter__()

    def all(self, numbers: range) -> None:
        """Several records."""
        for number in numbers:
            self.run(number)

    def run(self, number: int) -> None:
        """One record: the graph, and the requests."""
        self._raw = record(number)
        self._graph()
        known = {self._run: f"R{number:020x}"}
        for text, answer in zip(self._sent, self._answers, strict=True):
            for old, new in known.items():
                text = text.replace(old, new)
            given = self._house.client.request("POST", "composite", json.loads(text))
            for before, after in zip(answer["compositeResponse"], given["compositeResponse"], strict=True):
                assert after["httpStatusCode"] < 300, after
                if isinstance(before.get("body"), dict) and before["body"].get("id"):
                    known[before["body"]["id"]] = after["body"]["id"]

    def close(self) -> None:
        """Closes what was opened."""
        self._floor.__exit__(None, None, None)
        self._house.close()

    def _reading(self) -> None:
        self._found = self._read.work(self._raw)

    def _interpreting(self) -> None:
        self._interpret.work(self._found)

    def _counted(self, body: Callable[[], None]) -> Callable[[], None]:
        def counted() -> None:
            clock, processor = time.perf_counter(), time.thread_time()
            body()
            self.inside += Cost(time.perf_counter() - clock, time.thread_time() - processor)

        return counted


def _sample(folder: Path, org: Path) -> tuple[list[str], list[Any], str]:
    """The requests of one run, their answers, and its id."""
    made = house(Settings(org=org, state=folder / "sample"))
    made.open()
    made.directory(made.bundle.workflow(WORKFLOW).account)
    real, sent, answers = made.client.request, list[str](), list[Any]()

    def request(method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = real(method, path, body, **more)
        if (method, path) == ("POST", "composite"):
            sent.append(json.dumps(body))
            answers.append(answer)
        return answer

    made.client.request = request  # type: ignore[method-assign]
    report = made.runner.start(WORKFLOW, record("sample"))
    assert report.outcome == "cases", report.run.error
    made.close()
    return sent, answers, report.run.id
