"""switchyard models check|compare|spent|ceiling"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import click

from app.cli.options import CONFIG, ORG, settings

GROUPS = ("day", "workflow", "run", "step", "alias", "model", "question", "outcome", "call")


@click.group()
def models() -> None:
    """Check the models of a bundle, and see what they cost."""


@models.command(short_help="Ask each model of the bundle one small question.")
@click.argument("aliases", nargs=-1)
@CONFIG
def check(aliases: tuple[str, ...], config: Path) -> None:
    """Ask each model of the bundle (or only ALIASES) one small question: is it reached, does it keep to a form, what
    does it cost, how long does it take? The calls are billed.

    Exit status: 0, or 1 where one cannot be used.
    """
    from app.models.check import check_models
    from app.wiring import House
    from workflow.errors import NotFound
    from workflow.nearest import suggestion

    house = House(settings(config))
    try:
        for name in aliases:
            if name not in house.bundle.models:
                raise NotFound(f"there is no model '{name}'. {suggestion(name, house.bundle.models)}")
        bad = count = 0
        for each in check_models(house.bundle, house.models, aliases):
            count += 1
            bad += not each.good
            price = f"{each.prices.input:g} in, {each.prices.output:g} out a million" if each.prices else "unknown"
            cost = "" if each.cost is None else f", {_money(each.cost)} {house.bundle.currency} this call"
            click.echo(f"{'✓' if each.good else '✗'} {each.alias}  {each.model}")
            click.echo(f"    price {price}{cost}; {each.took_ms:.0f} ms")
            if each.failure:
                click.echo(f"    {each.failure}" + (f"; {each.cure}" if each.cure else ""))
        if not count:
            click.echo("every alias is read by the local reader; models.yaml names no model")
    finally:
        house.close()
    sys.exit(1 if bad else 0)


@models.command(short_help="Add up what models cost.")
@click.option("--by", type=click.Choice(GROUPS), default="day", show_default=True, help="By what to add up.")
@click.option("--since", default="", metavar="DATE", help="From this day on (UTC), such as 2026-03-31.")
@click.option("--most", default=30, show_default=True, type=click.IntRange(min=1), help="Rows to show.")
@CONFIG
@ORG
def spent(by: str, since: str, most: int, config: Path, org: Path | None) -> None:
    """Add up the ledger of calls: tokens in, out and cached, what they cost, and what a completed work costs."""
    from app.models.spent import per_work, rows, today
    from app.wiring import House

    house = House(settings(config, org))
    try:
        table = rows(house.models.ledger, by, since)
        if not table:
            click.echo("nothing was called" + (f" since {since}" if since else ""))
            return
        for line in table[: most + 1]:
            click.echo(line)
        if len(table) > most + 1:
            click.echo(f"... and {len(table) - most - 1} more")
        for line in (*per_work(house, since), *today(house)):
            click.echo(line)
    finally:
        house.close()


@models.command(short_help="What a model that is never wrong would score on a suite.")
@click.argument("suite", type=click.Path(path_type=Path))
@click.option("--redact", default="", help="Kinds of personal data to hide: email,phone,iban,person")
@CONFIG
def ceiling(suite: Path, redact: str, config: Path) -> None:
    """Run SUITE with a stand-in on loopback that answers from the labels, with quotes from the messages: what is lost
    is lost by us. Says each loss, calls and tokens a message, whether the bill is right, and our time beside bare
    litellm. Nothing is billed.
    """
    from app.cli.progress import counting
    from app.scoring.ceiling import measure
    from evals.bench.llm import ceiling_lines

    with counting(str(suite)) as progress:
        measured = measure(suite, config, tuple(kind for kind in redact.split(",") if kind), progress)
    click.echo("\n".join(ceiling_lines(measured)))


@models.command(short_help="Which model for which step: accuracy, cost and latency on labelled mail.")
@click.argument("suite", type=click.Path(path_type=Path))
@click.option("--models", "named", required=True, metavar="A,B,C", help="Aliases; a+b is a cascade of both.")
@click.option(
    "--steps", default="", metavar="ID,ID", help="Only these steps ask them; the others as the workflow says."
)
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with the cost-accuracy frontier.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a model.")
@CONFIG
def compare(suite: Path, named: str, steps: str, html: Path | None, as_json: bool, config: Path) -> None:
    """Read SUITE once with each model, effects off: how right, what it costs, how long it takes, which one for which
    step. Calls are billed and kept to the budgets; answers that are kept are not asked again, and cost what they did.

    Exit status: 0, or 1 where a message could not be run, or 2 where nothing could begin.
    """
    from app.cli.progress import counting
    from app.models.compare import compare_models
    from evals.frontier import advise, frontier_lines
    from evals.page.compared import write_compared

    done = compare_models(suite, _list(named), config, tuple(_list(steps)), counting)
    for each in done.entries:
        for failed in each.evaluation.failed:
            click.echo(f"{each.name}: {failed.message} failed: {failed.error}", err=True)
    if as_json:
        for each in done.entries:
            middle, high = each.milliseconds
            told = {"model": each.name, "cost": str(each.cost), "calls": each.calls, "ms": [middle, high]}
            click.echo(json.dumps({**told, **each.evaluation.figures()}, ensure_ascii=False))
        advice = [vars(each) for each in advise(done.entries, done.kinds)]
        click.echo(json.dumps({"advice": advice}, ensure_ascii=False))
    else:
        click.echo("\n".join(frontier_lines(done.entries, done.currency, done.kinds)))
    if html:
        write_compared(done.entries, done.currency, html, done.kinds)
        click.echo(f"the page stands in {html}", err=as_json)
    sys.exit(1 if any(each.evaluation.failed for each in done.entries) else 0)


def _list(named: str) -> list[str]:
    return [name.strip() for name in named.split(",") if name.strip()]


def _money(amount: Decimal) -> str:
    return f"{amount:.6f}"
