"""A benchmark in plain text: each figure beside its floor."""

from __future__ import annotations

from evals.bench.message import MessageBench
from evals.bench.timing import Timing


def bench_lines(result: MessageBench, suite: str = "") -> list[str]:
    """Times in milliseconds, the ratio to LangGraph alone, and the API calls of straight-through messages."""
    of = f" of {suite}" if suite else ""
    floor = result.floor
    rows = [*result.parts.items(), ("whole run, effects on", result.whole)]
    lines = [
        f"message path: {result.messages} messages{of}, {result.rounds} rounds, taking turns with the floor",
        "",
        f"{'ms a message':42} {'median':>9} {'p95':>9} {'of floor':>9}",
        *(_row(name, timing, floor) for name, timing in rows),
        _row(f"floor: LangGraph alone, {result.nodes} nodes, sync", floor, floor),
        "",
        f"{'ms a step':42} {'median':>9} {'p95':>9} {'of floor':>9}",
    ]
    step = Timing(result.per_step)
    node = Timing([each / result.nodes for each in floor.times])
    lines += [
        _row("whole run, by the hops it took", step, node),
        _row("floor: LangGraph alone, by its nodes", node, node),
    ]
    return [*lines, "", *_calls(result)]


def _row(name: str, timing: Timing, floor: Timing) -> str:
    return f"{name:42} {timing.median:9.2f} {timing.p95:9.2f} {timing.median / floor.median:8.2f}x"


def _calls(result: MessageBench) -> list[str]:
    of = result.calls.total()
    if not of:
        return ["API calls: no message went straight through"]
    counted = sorted(result.calls.elements())
    spread = ", ".join(f"{calls}: {runs}" for calls, runs in sorted(result.calls.items()))
    return [
        f"API calls of a straight-through message: median {counted[of // 2]}, most {counted[-1]} "
        f"(calls: runs, of {of}: {spread}); floor 1, a single composite request"
    ]
