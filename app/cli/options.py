"""Options that several verbs share."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.settings import ROOT, Settings, state_directory

if TYPE_CHECKING:
    from app.wiring import House

SPAN = re.compile(r"(\d{1,4})\s*([hdw])")
UNITS = {"h": "hours", "d": "days", "w": "weeks"}
CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default=ROOT / "config", show_default="the project's own config/",
    help="The bundle: a folder with workflows/, categories/, fields/, tables/ ...",
)  # fmt: skip
BEGIN = click.option(
    "--config", type=click.Path(path_type=Path), default=None, show_default="what was published, else config/",
    help="A bundle that new runs begin with, published or not: a folder with workflows/, categories/ ...",
)  # fmt: skip
ORG = click.option(
    "--org", type=click.Path(path_type=Path), default=None,
    help="A folder of CSV files (Account.csv, Contact.csv, User.csv), loaded into an embedded org of its own. "
    "Without it: the org used last.",
)  # fmt: skip


def beginning(config: Path | None, org: Path | None, **more: Any) -> Settings:
    """The settings of a verb that begins runs: what was published goes before the project's own folder."""
    return settings(config, org, published=config is None, **more)


def settings(config: Path | None = None, org: Path | None = None, **more: Any) -> Settings:
    """The settings that the options say."""
    return Settings(config=config or ROOT / "config", org=org, state=state_directory(), **more)


def naming(chosen: Settings, *workflows: str) -> Settings:
    """The settings, where their folder has files of these workflows: a wrong name is told before anything is opened.

    What was published is looked into by those who open it. Raises NotFound.
    """
    from workflow.errors import NotFound
    from workflow.nearest import suggestion

    folder = chosen.config / "workflows"
    if folder.is_dir() and not (chosen.published and chosen.has_run):
        there = {path.stem for path in folder.glob("*.yaml")}
        for name in workflows:
            if name not in there:
                raise NotFound(f"no workflow '{name}' in {chosen.config}. {suggestion(name, there)}")
    return chosen


def span(text: str) -> timedelta:
    """`30d`, `12h`, `4w`. Raises InputError."""
    from workflow.errors import InputError

    found = SPAN.fullmatch(text.strip().lower())
    if not found or not int(found[1]):
        raise InputError(f"--since {text}: a time span is wanted, such as 30d (days), 12h (hours) or 4w (weeks)")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def looking(org: Path | None, config: Path | None = None) -> House:
    """A house over what was run. Raises NotFound where nothing was: looking makes no store."""
    from app.wiring import House
    from workflow.errors import NotFound

    chosen = beginning(config, org)
    if not chosen.has_run:
        place = chosen.home / "store.db"
        raise NotFound(f"nothing has been run here yet: there is no {place}; begin with 'switchyard demo' or 'run'")
    return House(chosen)
