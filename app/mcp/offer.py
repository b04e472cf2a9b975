"""What the server offers: a tool with typed arguments, a typed answer, and a function between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from workflow.errors import InputError
from workflow.nearest import suggestion

MOST_PROBLEMS = 5


class Arguments(BaseModel):
    """Arguments of a tool: unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Data(BaseModel):
    """An answer of a tool, as data."""

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True)
class Answer:
    """`told` is the structured answer; `words` are shown to a person instead of its JSON. `failed`: a tool error."""

    told: Data
    words: str = ""
    failed: bool = False


@dataclass(frozen=True)
class Offer:
    """One tool. `destroys`: it makes final what cannot be taken back; `reaches_out`: it may touch other systems."""

    name: str
    title: str
    description: str
    takes: type[Arguments]
    gives: type[Data]
    call: Callable[[Any], Answer]
    reads_only: bool = False
    destroys: bool = False
    idempotent: bool = True
    reaches_out: bool = False

    def answer(self, arguments: dict[str, Any]) -> Answer:
        """Raises InputError naming each argument that does not fit; what is wrong with the work is the call's own."""
        try:
            given = self.takes.model_validate(arguments)
        except ValidationError as error:
            raise InputError(f"{self.name}: {_problems(error, self.takes)}") from None
        return self.call(given)


def _problems(error: ValidationError, takes: type[Arguments]) -> str:
    told = []
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        place = [str(part) for part in problem["loc"]]
        name = ".".join(place)
        if problem["type"] == "extra_forbidden":
            known = f". {suggestion(name, takes.model_fields)}" if len(place) == 1 else ""
            told.append(f"'{name[:80]}' is no argument{known}")
        elif problem["type"] == "missing":
            field = takes.model_fields.get(name)
            told.append(f"'{name}' is needed" + (f": {field.description}" if field and field.description else ""))
        else:
            told.append(f"'{name}': {problem['msg']}")
    more = len(told) - MOST_PROBLEMS
    return "; ".join(told[:MOST_PROBLEMS]) + (f"; and {more} more" if more > 0 else "")
