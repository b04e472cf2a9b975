"""Does a function over pieces of work, here or in processes of its own; the results come in the order of the pieces."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from types import TracebackType
from typing import Any, TypeVar

LOG = logging.getLogger(__name__)

R = TypeVar("R")

WORTH_PROCESSES = 50_000
"""So many records are worth the second that processes need to begin."""

MOST_PROCESSES = 4
AHEAD = 2
"""Pieces handed to each process before the first result is taken: what waits in between is bounded."""


class Crew:
    """A context. With less than two processes everything is done here."""

    def __init__(self, processes: int = 0) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._stack = ExitStack()

    @classmethod
    def of(cls, records: int) -> Crew:
        """As many processes as so many records are worth, on this machine."""
        return cls(min(MOST_PROCESSES, os.cpu_count() or 1) if records >= WORTH_PROCESSES else 0)

    def __enter__(self) -> Crew:
        if self._processes > 1:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, mp_context=context)
            self._stack.callback(self._pool.shutdown, wait=True, cancel_futures=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._pool = None

    def map(self, function: Callable[..., R], pieces: Iterable[tuple[Any, ...]]) -> Iterator[R]:
        """The results of a function of the module level, called with each piece as its arguments."""
        waiting: deque[tuple[tuple[Any, ...], Future[R] | None]] = deque()
        for piece in pieces:
            if self._pool is None:
                yield function(*piece)
                continue
            waiting.append((piece, self._hand_on(function, piece)))
            if len(waiting) >= AHEAD * self._processes:
                yield self._result(function, *waiting.popleft())
        while waiting:
            yield self._result(function, *waiting.popleft())

    def _hand_on(self, function: Callable[..., R], piece: tuple[Any, ...]) -> Future[R] | None:
        try:
            return self._pool.submit(function, *piece) if self._pool else None
        except BrokenProcessPool:
            return None

    def _result(self, function: Callable[..., R], piece: tuple[Any, ...], future: Future[R] | None) -> R:
        if future is not None:
            try:
                return future.result()
            except BrokenProcessPool:
                LOG.warning("a process that helped to build the directory's index was ended; this one goes on alone")
        self._pool = None
        return function(*piece)
