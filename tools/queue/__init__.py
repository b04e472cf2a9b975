"""The queue: a port, in memory for tests, durable over DBOS."""

from tools.queue.durable import DurableQueue
from tools.queue.memory import Board, MemoryQueue
from tools.queue.port import Alive, Claimed, Item, Lane, Queue, Rate, Standing

__all__ = ["Alive", "Board", "Claimed", "DurableQueue", "Item", "Lane", "MemoryQueue", "Queue", "Rate", "Standing"]
