"""What every queue does. Each implementation passes the same tests; a new one is one entry of `QUEUES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from time import monotonic

import pytest

from tools.queue import Board, Claimed, DurableQueue, Item, Lane, MemoryQueue, Queue, Rate

LANES = (
    Lane(name="plain"),
    Lane(name="other"),
    Lane(name="narrow", together=1),
    Lane(name="rated", rate=Rate(most=2, seconds=3600)),
)
LONG, SHORT = 20.0, 0.4  #: seconds that an item has to come, and for which none comes

Made = tuple[Queue, Callable[[], Queue]]  #: a worker's queue, and what makes another worker's of the same


def in_memory(_folder: Path, _stack: ExitStack) -> Made:
    board = Board()
    return MemoryQueue(board), lambda: MemoryQueue(board, worker="other")


def on_sqlite(folder: Path, stack: ExitStack) -> Made:
    url = f"sqlite:///{folder / 'queue.db'}"
    made = DurableQueue(url, slots=4)
    stack.callback(made.close)
    another = DurableQueue(url, worker="other")
    stack.callback(another.close)
    return made, lambda: another


def on_postgres(url: str, stack: ExitStack) -> Made:
    made = DurableQueue(url, slots=4, schema="queue")
    stack.callback(made.close)
    another = DurableQueue(url, worker="other", schema="queue")
    stack.callback(another.close)
    return made, lambda: another


QUEUES = (in_memory, on_sqlite, on_postgres)
numbers = count(1)


@pytest.fixture(scope="module", params=QUEUES, ids=lambda make: make.__name__)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with ExitStack() as stack:
        make = request.param
        where = request.getfixturevalue("postgres")() if make is on_postgres else tmp_path_factory.mktemp("queue")
        queue, another = make(where, stack)
        queue.open(LANES)
        yield queue, another


@pytest.fixture
def queue(made: Made) -> Iterator[Queue]:
    """The worker's queue; each test leaves it empty."""
    yield made[0]
    gone(made[0])


def gone(queue: Queue, *names: str) -> None:
    """Waits until items have ended: another thread may have to write that down."""
    until = monotonic() + LONG
    while queue.standing(names):
        assert monotonic() < until, queue.standing(names)


def put(queue: Queue, lane: str = "plain", priority: int = 100, delay: float = 0.0) -> str:
    name = f"R{next(numbers)}"
    assert queue.enqueue(Item(id=name, lane=lane, priority=priority), delay)
    return name


def taken(queue: Queue) -> Claimed:
    claimed = queue.claim(LONG)
    assert claimed is not None
    return claimed


def test_items_come_in_the_order_in_which_they_were_put_in(queue: Queue) -> None:
    for name in [put(queue, "narrow") for _ in range(4)]:
        claimed = taken(queue)
        assert claimed.item.id == name
        queue.finish(claimed)


def test_a_lower_priority_goes_first(queue: Queue) -> None:
    late, first, second = put(queue, "narrow"), put(queue, "narrow", priority=1), put(queue, "narrow", priority=2)
    order = []
    for _ in range(3):
        claimed = taken(queue)
        order.append(claimed.item.id)
        queue.finish(claimed)
    # The first may have been on its way already when the second was put in.
    assert order in ([first, second, late], [late, first, second])


def test_an_item_that_stands_in_the_queue_is_not_put_in_twice(queue: Queue) -> None:
    name = put(queue)
    assert not queue.enqueue(Item(id=name, lane="plain"))
    claimed = taken(queue)
    assert not queue.enqueue(Item(id=name, lane="plain"))
    assert queue.standing([name]) == {name: "claimed"}
    queue.finish(claimed)
    assert queue.claim(SHORT) is None


def test_what_was_finished_may_come_again(queue: Queue) -> None:
    name = put(queue)
    queue.finish(taken(queue))
    gone(queue, name)
    assert queue.enqueue(Item(id=name, lane="plain"))
    queue.finish(taken(queue))


def test_an_item_given_back_comes_again_after_its_time(queue: Queue) -> None:
    name = put(queue)
    queue.again(taken(queue), 0.2)
    assert name in queue.standing([name])
    claimed = taken(queue)
    assert claimed.item.id == name
    queue.finish(claimed)


def test_a_delayed_item_does_not_come_before_its_time(queue: Queue) -> None:
    name = put(queue, delay=3600)
    assert queue.claim(SHORT) is None
    assert queue.standing([name]) == {name: "delayed"}
    queue.cancel(name)


def test_no_more_of_a_lane_are_worked_on_than_it_allows(queue: Queue) -> None:
    first, second = put(queue, "narrow"), put(queue, "narrow")
    claimed = taken(queue)
    assert claimed.item.id == first
    assert queue.claim(SHORT) is None
    queue.finish(claimed)
    claimed = taken(queue)
    assert claimed.item.id == second
    queue.finish(claimed)


def test_no_more_of_a_lane_begin_within_a_time_than_its_rate(queue: Queue) -> None:
    names = [put(queue, "rated") for _ in range(3)]
    begun = [taken(queue), taken(queue)]
    assert {claimed.item.id for claimed in begun} == set(names[:2])
    for claimed in begun:
        queue.finish(claimed)
    assert queue.claim(SHORT) is None
    queue.cancel(names[2])


def test_items_of_lanes_that_are_left_out_stay_where_they_are(queue: Queue) -> None:
    left, wanted = put(queue, "plain"), put(queue, "other")
    claimed = queue.claim(LONG, but={"plain"})
    assert claimed is not None
    assert claimed.item.id == wanted
    queue.finish(claimed)
    claimed = taken(queue)
    assert claimed.item.id == left
    queue.finish(claimed)


def test_a_cancelled_item_does_not_come(queue: Queue) -> None:
    name = put(queue, delay=3600)
    queue.cancel(name)
    assert queue.standing([name]) == {}


def test_the_items_of_a_dead_worker_come_to_another_and_the_dead_one_ends_nothing(queue: Queue, made: Made) -> None:
    name = put(queue)
    dead = taken(queue)
    assert made[1]().take_over(lambda worker: False) == 1
    claimed = taken(queue)
    assert claimed.item.id == name
    assert claimed.ticket != dead.ticket
    queue.finish(dead)
    assert queue.standing([name]) == {name: "claimed"}
    queue.finish(claimed)


def test_the_items_of_a_living_worker_are_left_to_it(queue: Queue, made: Made) -> None:
    name = put(queue)
    claimed = taken(queue)
    assert made[1]().take_over(lambda worker: True) == 0
    assert queue.standing([name]) == {name: "claimed"}
    queue.finish(claimed)
