"""What the command can do stands in the README, and every option says what it is for."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from app.main import VERBS, cli

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert f"switchyard {verb}" in README or f"make {verb}" in README


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_command_and_option_has_help(verb: str) -> None:
    command = cli.get_command(click.Context(cli), verb)
    assert command is not None
    commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    for each in commands:
        assert each.help
        for parameter in each.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{each.name} {parameter.opts[0]}"
