"""switchyard demo"""

from __future__ import annotations

import shutil
import time
from collections import Counter

import click

from app.settings import DEMO_SUITE, Settings, state_directory


@click.command()
def demo() -> None:
    """Run the main job on the example inbox: real messages, one workflow, an embedded Salesforce org.

    Begins anew each time, in a home of its own; your other runs are not touched.
    """
    from app.cli.words import lines
    from app.intake.inbox import messages
    from app.wiring import House
    from tools.mail import Item

    chosen = Settings(org=DEMO_SUITE / "org", state=state_directory())
    shutil.rmtree(chosen.home, ignore_errors=True)
    house = House(chosen)
    house.open()
    inbox = [item for item in messages([DEMO_SUITE / "messages"]) if isinstance(item, Item)]
    click.echo(f"{len(inbox)} messages of a support inbox, through the workflow 'dealer-support':\n")
    started, outcomes = time.perf_counter(), Counter[str]()
    shown, several = "", ""  # a record to trace, split if there is one; a review of a message about several accounts
    try:
        for number, item in enumerate(inbox, 1):
            report = house.runner.start("dealer-support", item.load(), name=item.name)
            outcomes[report.outcome] += 1
            if report.outcome == "cases" and (not shown or 1 < len(report.cases) < 5):
                shown = report.run.record
            if report.outcome == "review" and 1 < len(report.cases) < 5:
                several = several or house.store.reviews.of(report.run.id)[0].id
            head, *rest = lines(report)
            click.echo(f"[{number:2}/{len(inbox)}] {head}")
            click.echo("\n".join(rest))
        took = time.perf_counter() - started
        owners = house.client.query(
            "SELECT Owner.Name owner, COUNT(Id) cases FROM Case GROUP BY Owner.Name ORDER BY COUNT(Id) DESC LIMIT 5"
        )
        open_reviews = house.store.reviews.open()
    finally:
        house.close()
    said = ", ".join(f"{count} {outcome.replace('_', ' ')}" for outcome, count in outcomes.most_common())
    click.echo(f"\n{len(inbox)} messages in {took:.1f} s: {said}.")
    click.echo("In the org now: " + ", ".join(f"{row['cases']} in {row['owner']}" for row in owners) + ", ...")
    click.echo("\nLook further:")
    for words, what in (
        (f"trace {shown}" if shown else "", "every hop of one message, with quotes and reasons"),
        ("review list" if open_reviews else "", f"{len(open_reviews)} wait for a person"),
        (f"review answer {several} --accept" if several else "", "write a parent and its children as proposed"),
        ('org query "SELECT CaseNumber, Subject, Owner.Name, Account.Name FROM Case"', "the org"),
        ("serve", "the same in a browser"),
        (f"eval {DEMO_SUITE.relative_to(DEMO_SUITE.parents[2])}", "how right it was"),
    ):
        if words:
            click.echo(f"  .venv/bin/switchyard {words}\n      {what}")
