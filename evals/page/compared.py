"""Models over a suite as one page: the cost-accuracy frontier, the figures, which one for which step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.counts import RIGHT
from evals.frontier import OF_STEP, TOLD, Entry, advise, frontier
from evals.jsonlines import problem

TEMPLATE = Path(__file__).with_name("compared.html")
WIDE, HIGH = 620.0, 320.0
TICKS = 4


@dataclass(frozen=True)
class Tick:
    """A place on an axis."""

    at: float
    told: str


@dataclass(frozen=True)
class Spot:
    """One model in the plot."""

    name: str
    x: float
    y: float
    low: float
    high: float
    frontier: bool
    told: str


@dataclass(frozen=True)
class Line:
    """One model in the table."""

    name: str
    cells: tuple[str, ...]


def compared_page(entries: Sequence[Entry], currency: str, kinds: Sequence[str] = tuple(OF_STEP)) -> str:
    """The page as text; everything in it is escaped."""
    from jinja2 import Environment, StrictUndefined

    most = max((float(each.cost) for each in entries), default=0.0) * 1.1 or 1.0
    on = frontier(entries)
    points = [_spot(each, most, each in on) for each in entries]
    places = {point.name: point for point in points}
    # A staircase: between two of them, no more than the cheaper one's share can be had for the money.
    line = ""
    for number, each in enumerate(on):
        point = places[each.name]
        line += f"{point.x:.1f},{places[on[number - 1].name].y:.1f} " if number else ""
        line += f"{point.x:.1f},{point.y:.1f} "
    if on:
        line += f"{WIDE},{places[on[-1].name].y:.1f}"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    evaluation = entries[0].evaluation
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(
        suite=evaluation.suite,
        messages=len(evaluation.score.verdicts),
        currency=currency,
        points=points,
        line=line.strip(),
        ups=[Tick(HIGH - HIGH * n / TICKS, f"{n / TICKS:.2f}") for n in range(TICKS + 1)],
        across=[Tick(WIDE * n / TICKS, f"{most * n / TICKS:.5f}") for n in range(TICKS + 1)],
        told=TOLD,
        rows=[_line(each) for each in entries],
        advice=advise(entries, kinds),
    )


def write_compared(entries: Sequence[Entry], currency: str, file: Path, kinds: Sequence[str] = tuple(OF_STEP)) -> None:
    """Writes the page. Raises InputError where the file cannot be written."""
    try:
        file.write_text(compared_page(entries, currency, kinds), "utf-8", errors="replace")
    except OSError as error:
        raise problem(file, 0, "", error.strerror or "cannot be written") from error


def _spot(each: Entry, most: float, on: bool) -> Spot:
    value, (low, high) = each.value(RIGHT) or 0.0, each.interval(RIGHT)
    told = f"{each.name}: {value:.3f} right at {each.cost:.6f} a message"
    return Spot(
        each.name, WIDE * float(each.cost) / most, HIGH * (1 - value), HIGH * (1 - low), HIGH * (1 - high), on, told
    )


def _line(each: Entry) -> Line:
    cells = []
    for figure in TOLD:
        value, (low, high) = each.value(figure), each.interval(figure)
        cells.append("–" if value is None else f"{100 * value:.0f} [{100 * low:.0f}–{100 * high:.0f}]")
    middle, upper = each.milliseconds
    failed = each.evaluation.spent.failed
    return Line(
        each.name, (*cells, f"{each.cost:.6f}", f"{each.calls:.2f}", f"{middle:.0f}", f"{upper:.0f}", str(failed))
    )
