"""switchyard replay RUN"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.options import ORG, looking

if TYPE_CHECKING:
    from app.replay import Replay


@click.command()
@click.argument("name", metavar="RECORD|RUN")
@click.option("--from", "hop", metavar="HOP", default="", help="Change the input of this hop: its id, or its step's.")
@click.option(
    "--with", "given", metavar="JSON", default="", help='What is known before it instead: {"category": "billing"}.'
)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON Lines.")
@ORG
def replay(name: str, hop: str, given: str, as_json: bool, org: Path | None) -> None:
    """Go through a run again from its records, and say whether the same is decided.

    Nothing is asked of a model, a tool or an org: their answers stand in the records. With --from and --with it says
    what another input of a hop would have changed. Nothing is written.

    Of a case may be said: account (by its key), category, fields, documents, and outputs of tables such as queue; of
    the message: triage, splitting. Exit status: 0, or 1 where it is not the same (not with --with), or 2.
    """
    from app.replay import replay as replayed
    from app.trace import find

    if bool(hop) != bool(given):
        raise click.UsageError("--from and --with go together: which hop, and what is known before it instead")
    house = looking(org)
    try:
        done = replayed(house, find(house.store, name).run, hop, _parsed(given) if given else None)
    finally:
        house.close()
    for line in _json(done) if as_json else _words(done, hop):
        click.echo(line)
    sys.exit(1 if done.differences and not given else 0)


def _parsed(text: str) -> dict[str, Any]:
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"--with is no JSON: {error}") from error
    if not isinstance(plain, dict):
        raise click.UsageError('--with takes names and values: {"category": "billing"}')
    return plain


def _words(done: Replay, hop: str) -> list[str]:
    from app.cli.words import counted

    lines = [f"note: {note}" for note in done.notes]
    if not done.differences:
        same = "nothing would be decided otherwise" if hop else "the same is decided again"
        return [*lines, f"{same}: {counted(done.recorded, 'hop')}, outcome {done.outcome}"]
    lines += [str(difference) for difference in done.differences]
    if done.error:
        lines.append(f"it goes no further: {done.error}")
    what = "would come out otherwise" if hop else "came out otherwise"
    places = len({difference.hop for difference in done.differences})
    return [*lines, f"{places} of {counted(done.recorded, 'hop')} {what}; outcome {done.outcome}"]


def _json(done: Replay) -> list[str]:
    rows = [vars(difference) for difference in done.differences]
    return [json.dumps({"run": done.run.id, **row}, ensure_ascii=False) for row in rows]
