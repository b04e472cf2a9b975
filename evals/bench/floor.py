"""The floor of a message: LangGraph alone, with as many nodes, that do nothing but hand on a digest."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypedDict

DIGEST = "0" * 32
"""What a node hands on: the size of a content address."""


class FloorState(TypedDict, total=False):
    """Ids and digests only."""

    run: str
    work: str


@contextmanager
def langgraph_floor(nodes: int, file: Path, work: Sequence[Callable[[], object]] = ()) -> Iterator[Callable[[], None]]:
    """Yields a call that runs a chain of `nodes` nodes once, as a new thread of the stock SqliteSaver. They are empty,
    but for the first ones, which do `work`.

    `file` is a database of its own, in WAL mode with synchronous NORMAL; durability is 'sync': each step is committed
    before the next one begins.
    """
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph import END, START, StateGraph

    connection = sqlite3.connect(file, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        graph: StateGraph[FloorState] = StateGraph(FloorState)
        names = [f"n{number}" for number in range(nodes)]
        for name, done_there in zip_longest(names, work):
            graph.add_node(str(name), _working(done_there) if done_there else _hand_on)
        for before, after in zip([START, *names], [*names, END], strict=True):
            graph.add_edge(before, after)
        compiled: Any = graph.compile(checkpointer=SqliteSaver(connection))
        done = 0

        def run() -> None:
            nonlocal done
            done += 1
            config = {"configurable": {"thread_id": f"floor-{done}"}, "recursion_limit": nodes + 10}
            compiled.invoke({"run": f"floor-{done}", "work": DIGEST}, config, durability="sync")

        yield run
    finally:
        connection.close()


def _hand_on(state: FloorState) -> FloorState:
    return {"work": DIGEST}


def _working(work: Callable[[], object]) -> Any:
    def node(state: FloorState) -> FloorState:
        work()
        return _hand_on(state)

    return node
