"""Aliases of models: whether each stands for something that can be asked, and holds no secret."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from workflow.check.finding import Finding
from workflow.models import Budgets, ModelAlias
from workflow.nearest import suggestion

BUILT_IN_MODEL = "local"

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{1,79}")


def model_aliases(file: str, models: Mapping[str, ModelAlias], budgets: Budgets | None = None) -> list[Finding]:
    """An error for each alias that cannot be asked as it stands."""
    found: list[Finding] = []
    for name, alias in models.items():
        place = f"models.{name}"
        if alias.reader == "local":
            found += _local(file, place, alias)
            continue
        found += [_error(file, f"{place}.{key}", *told) for key, told in _asked(alias)]
        found += _fallbacks(file, name, alias, models)
        if budgets and _limited(budgets) and alias.api_base and alias.prices is None:
            cure = "Give prices: {input: 0, output: 0} where calls cost nothing"
            found.append(_error(file, place, "there are budgets, and nobody knows what an own endpoint costs", cure))
    return found


def budgets_of(file: str, budgets: Budgets, workflows: Iterable[str]) -> list[Finding]:
    """An error for each budget of a workflow that the bundle does not have."""
    there = list(workflows)
    return [
        _error(file, f"budgets.workflow.{name}", f"there is no workflow '{name}'", suggestion(name, there, "workflow"))
        for name in budgets.workflow
        if name not in there
    ]


def _local(file: str, place: str, alias: ModelAlias) -> list[Finding]:
    named = [key for key in ("model", "api_base", "key_from", "fallbacks") if getattr(alias, key)]
    cure = "Write reader: litellm, or leave it out"
    return [_error(file, f"{place}.{key}", f"the local reader has no '{key}'", cure) for key in named]


def _asked(alias: ModelAlias) -> Iterable[tuple[str, tuple[str, str]]]:
    if not alias.model:
        yield "model", ("the reader 'litellm' needs the name of a model", "Write model: provider/name")
    if alias.key_from and not _VARIABLE.fullmatch(alias.key_from):
        # The value is not repeated: it may be the key itself.
        cure = "Put the key in the environment, and write the name of its variable, such as MY_MODEL_KEY"
        yield "key_from", ("this is not the name of an environment variable", cure)
    if alias.redact and (alias.images or alias.scans):
        cure = "Leave images and scans out, or name an alias of an endpoint that may see personal data"
        yield "redact", ("personal data cannot be replaced in pictures, which would be shown as they are", cure)
    if alias.api_base:
        try:
            parts = urlsplit(alias.api_base)
            good, secret = parts.scheme in ("http", "https") and bool(parts.hostname), "@" in parts.netloc
        except ValueError:
            good, secret = False, False
        if not good:
            yield "api_base", ("this is no address", "Write https://host/v1")
        if secret:
            yield "api_base", ("secrets do not stand in the bundle", "Name a variable of the environment in key_from")


def _fallbacks(file: str, name: str, alias: ModelAlias, models: Mapping[str, ModelAlias]) -> list[Finding]:
    found = []
    for at, other in enumerate(alias.fallbacks):
        place = f"models.{name}.fallbacks[{at}]"
        if other == BUILT_IN_MODEL or (other in models and models[other].reader == "local"):
            found.append(_error(file, place, "the local reader is no fallback model", "Write otherwise: local"))
        elif other == name:
            found.append(_error(file, place, "an alias cannot fall back on itself", "Name another alias"))
        elif other not in models:
            found.append(_error(file, place, f"there is no model '{other}'", suggestion(other, models, "model")))
        elif shown := [kind for kind in alias.redact if kind not in models[other].redact]:
            problem = f"'{other}' is shown what is redacted for '{name}': {', '.join(shown)}"
            cure = f"Write redact at '{other}' too, unless its endpoint may see personal data"
            found.append(Finding(level="warning", file=file, key=place, problem=problem, cure=cure))
    return found


def _limited(budgets: Budgets) -> bool:
    return budgets.run is not None or budgets.day is not None or bool(budgets.workflow)


def _error(file: str, key: str, problem: str, cure: str = "") -> Finding:
    return Finding(level="error", file=file, key=key, problem=problem, cure=cure)
