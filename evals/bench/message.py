"""The message path: how long a message takes, part by part and as a whole, beside LangGraph alone; and its API calls.

Pure of wiring: whoever calls `bench` hands in a `Subject`, the thing that is measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from evals.bench.timing import Timing
from evals.evaluate import Progress
from evals.suite import Suite
from workflow.errors import InputError


class Message(NamedTuple):
    """A message as it came in, and its name."""

    name: str
    raw: bytes


@dataclass(frozen=True)
class Ran:
    """What a whole run did. `straight`: done without a person, for one case."""

    steps: int  #: hops that it took
    calls: int  #: API calls of the org
    straight: bool


@dataclass(frozen=True)
class Part:
    """A part of the path that is timed by itself. `prepare` makes what `work` needs, and is not timed."""

    name: str
    prepare: Callable[[bytes], Any]
    work: Callable[[Any], Any]


@dataclass(frozen=True)
class Subject:
    """What is measured. `run_once` takes (message, its name) and runs it as new, effects on.

    `nodes` is the number of graph nodes that a straight-through message passes: the floor has as many. `begin` is
    called before each round, untimed: it makes a fresh store and org, so that no message is a repetition or a reply,
    and builds what a long-lived process has at hand (the directory, the graph).
    """

    run_once: Callable[[bytes, str], Ran]
    parts: tuple[Part, ...]
    nodes: int
    begin: Callable[[], None] = lambda: None


@dataclass
class MessageBench:
    """What was measured; all of it in one run, in turns."""

    nodes: int
    messages: int
    rounds: int
    parts: dict[str, Timing]
    whole: Timing = field(default_factory=Timing)
    floor: Timing = field(default_factory=Timing)
    per_step: list[float] = field(default_factory=list)  #: milliseconds, one for each run
    calls: Counter[int] = field(default_factory=Counter)  #: API calls → straight-through runs that needed them

    @property
    def ratio(self) -> float:
        """The whole run beside the floor, by their medians."""
        return self.whole.median / self.floor.median


def messages_of(suite: Suite) -> tuple[Message, ...]:
    """The messages of a suite, in its order."""
    return tuple(Message(truth.message, suite.raw(truth.message)) for truth in suite.truths)


def bench(
    messages: Sequence[Message],
    subject: Subject,
    floor: Callable[[], None],
    rounds: int = 3,
    progress: Progress | None = None,
) -> MessageBench:
    """Runs every message `rounds` times, taking turns with the floor and the parts, after one that is not timed.

    Who goes first changes from message to message, so that none always finds the caches warm. Raises InputError where
    there is no message.
    """
    if not messages:
        raise InputError("there is no message to measure with")
    result = MessageBench(subject.nodes, len(messages), rounds, {part.name: Timing() for part in subject.parts})
    subject.begin()
    _turn(messages[0], subject, floor, MessageBench(0, 1, 0, {part.name: Timing() for part in subject.parts}), 0)
    done = 0
    for _ in range(rounds):
        subject.begin()
        for message in messages:
            _turn(message, subject, floor, result, done)
            done += 1
            if progress is not None:
                progress(done, rounds * len(messages), message.name)
    return result


def _turn(message: Message, subject: Subject, floor: Callable[[], None], result: MessageBench, first: int) -> None:
    def whole() -> None:
        ran = result.whole.take(lambda: subject.run_once(message.raw, message.name))
        result.per_step.append(result.whole.times[-1] / max(1, ran.steps))
        if ran.straight:
            result.calls[ran.calls] += 1

    def timed(part: Part) -> Callable[[], None]:
        def take() -> None:
            given = part.prepare(message.raw)
            result.parts[part.name].take(lambda: part.work(given))

        return take

    turns: list[Callable[[], Any]] = [lambda: result.floor.take(floor), whole, *map(timed, subject.parts)]
    start = first % len(turns)
    for take in (*turns[start:], *turns[:start]):
        take()
