"""switchyard review list|answer"""

from __future__ import annotations

import getpass
import json

import click

from app.cli.options import CONFIG, ORG, settings


@click.group()
def review() -> None:
    """List and answer reviews."""


@review.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a review.")
@ORG
def list_(as_json: bool, org: object) -> None:
    """The open reviews, oldest first, with why a person is asked and what is proposed."""
    from app.wiring import House

    house = House(settings(org=org))  # type: ignore[arg-type]
    try:
        reviews = house.store.reviews.open()
        for each in reviews:
            if as_json:
                click.echo(each.model_dump_json())
                continue
            run = house.store.runs.get(each.run)
            click.echo(f"{each.id}  «{run.subject or run.name}» from {run.sender or 'unknown'}")
            for reason in dict.fromkeys(doubt.reason for doubt in each.proposal.doubts):
                click.echo(f"    asks: {reason}")
            for case in each.proposal.cases:
                account = case.account or f"no account ({case.named or 'none named'})"
                click.echo(f"    {case.key}: {account} → {case.category} → {case.queue}")
        if not reviews and not as_json:
            click.echo("no open review")
    finally:
        house.close()


@review.command()
@click.argument("review_id")
@click.option("--accept", "decision", flag_value="accept", help="Write the proposal as it is.")
@click.option("--reject", "decision", flag_value="reject", help="Write nothing; the case stays in the intake queue.")
@click.option(
    "--edit", "edits", metavar="JSON",
    help='Write the proposal with changes: {"CASE": {"account": "…", "category": "…", "fields": {…}, "queue": "…", '
    '"drop": false}}.',
)  # fmt: skip
@click.option("--by", default=getpass.getuser, help="Who answers; your login name where it is not said.")
@click.option("--comment", default="", help="Why; it stands in the trace.")
@CONFIG
@ORG
def answer(
    review_id: str, decision: str | None, edits: str | None, by: str, comment: str, config: object, org: object
) -> None:
    """Answer a review: --accept, --edit JSON or --reject. The run goes on at once."""
    from pydantic import ValidationError

    from app.cli.words import lines
    from app.wiring import House
    from workflow.review import ReviewAnswer

    if (decision is None) == (edits is None):
        raise click.UsageError("say one of --accept, --edit JSON, --reject")
    try:
        given = ReviewAnswer.model_validate(
            {"decision": decision or "edit", "by": by, "comment": comment, "cases": json.loads(edits or "{}")}
        )
    except json.JSONDecodeError as error:
        raise click.BadParameter(f"not JSON: {error}", param_hint="--edit") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise click.BadParameter(f"{where}: {first['msg']}", param_hint="--edit") from error
    house = House(settings(config, org))  # type: ignore[arg-type]
    try:
        click.echo("\n".join(lines(house.runner.answer(review_id, given))))
    finally:
        house.close()
