"""switchyard review list|answer|take"""

from __future__ import annotations

import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from app.cli.options import BEGIN, ORG, looking

if TYPE_CHECKING:
    from workflow.review import CaseEdit


@click.group()
def review() -> None:
    """List and answer reviews, and take the answers given in the org."""


@review.command("list", short_help="The open reviews: why a person is asked, what is proposed.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON a review.")
@ORG
def list_(as_json: bool, org: Path | None) -> None:
    """The open reviews, oldest first, with why a person is asked and what is proposed."""
    house = looking(org)
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
@click.option("--accept", is_flag=True, help="Write the proposal as it is.")
@click.option("--reject", is_flag=True, help="Write nothing; the case stays in the intake queue.")
@click.option(
    "--edit", "edits", metavar="JSON",
    help='Write the proposal with changes: {"CASE": {"account": "…", "category": "…", "fields": {…}, "queue": "…", '
    '"drop": false}}.',
)  # fmt: skip
@click.option("--by", default=lambda: _login(), help="Who answers; your login name where it is not said.")
@click.option("--comment", default="", help="Why; it stands in the trace.")
@BEGIN
@ORG
def answer(
    review_id: str,
    accept: bool,
    reject: bool,
    edits: str | None,
    by: str,
    comment: str,
    config: Path | None,
    org: Path | None,
) -> None:
    """Answer a review: --accept, --edit JSON or --reject. The run goes on at once.

    Exit status: 0, or 1 where the answer was taken and the run then failed, or 2 where it was not taken.
    """
    if accept + reject + (edits is not None) != 1:
        raise click.UsageError("say one of --accept, --edit JSON, --reject")
    if not by.strip():
        raise click.BadParameter("say who answers: it stands in the trace and on the record", param_hint="--by")
    cases = _changes(edits) if edits is not None else {}

    from app.cli.words import lines
    from workflow.review import ReviewAnswer

    decision: Literal["accept", "edit", "reject"] = "accept" if accept else "reject" if reject else "edit"
    house = looking(org, config)
    try:
        given = ReviewAnswer(decision=decision, by=by, comment=comment, cases=cases)
        report = house.answer(review_id, given)
        click.echo("\n".join(lines(report)))
        for said in house.learning.wait():
            click.echo(said)
        if report.outcome == "error":
            click.echo("    the answer is kept: run the same message again to go on with it", err=True)
            sys.exit(1)
    finally:
        house.close()


@review.command(short_help="Takes the answers that people gave on records of the org.")
@click.option("--every", default=0, type=click.IntRange(0, 86_400), help="Look again after so many seconds; 0: once.")
@BEGIN
@ORG
def take(every: int, config: Path | None, org: Path | None) -> None:
    """Take the answers that people gave on the records of reviews in the org, as workflows with `reviews: {in_org:
    true}` have them. Each is taken once; where somebody answered elsewhere first, the record says who.

    'switchyard intake' does the same at each of its looks. Exit status: 0, or 2 where the org could not be read.
    """
    import threading

    from app.cli.words import counted
    from app.intake.answers import OrgAnswers
    from workflow.errors import InputError

    house, wait = looking(org, config), threading.Event()
    try:
        while True:
            try:
                done = OrgAnswers(house).take(click.echo)
            except InputError as error:
                if not every:
                    raise
                click.echo(f"{error}; tried again in {every} seconds", err=True)
            if not every:
                click.echo(
                    f"{counted(done.taken, 'answer')} taken, {done.late} too late, {done.refused} given back, "
                    f"{done.left} left"
                )
                return
            wait.wait(every)
    except KeyboardInterrupt:
        click.echo("\nstopped; it goes on from here", err=True)
    finally:
        house.close()


def _login() -> str:
    """The login name, or '' where there is none (a container's user without an entry)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _changes(text: str) -> dict[str, CaseEdit]:
    """The changes that `--edit` says, by case. Raises BadParameter naming the case and the key."""
    from pydantic import ValidationError

    from workflow.nearest import suggestion
    from workflow.review import CaseEdit

    form = 'such as {"CASE": {"category": "…"}}, with the keys that \'review list\' shows'
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"not JSON: {error}", param_hint="--edit") from error
    if not isinstance(told, dict) or not told:
        raise click.BadParameter(f"it says no change: an object of JSON, {form}", param_hint="--edit")
    changes = {}
    for case, edit in told.items():
        try:
            changes[case] = CaseEdit.model_validate(edit)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in (case, *first["loc"]))
            problem = first["msg"]
            if not first["loc"]:
                problem = f"the changes of a case are an object of JSON, {form}"
            elif first["type"] == "extra_forbidden":
                problem = f"unknown key. {suggestion(str(first['loc'][-1]), CaseEdit.model_fields)}"
            raise click.BadParameter(f"{place}: {problem}", param_hint="--edit") from error
    return changes
