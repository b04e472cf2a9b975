"""What a server of ours offers: tools with typed arguments, a declared effect, and a function that answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from workflow.result import Effect, Failure, Result


@dataclass(frozen=True)
class Offer:
    """One tool. `call` takes the arguments as `takes` reads them, and the key that makes the effect once only."""

    name: str
    description: str
    takes: type[BaseModel]
    effect: Effect
    call: Callable[[Any, str], Result]

    def answer(self, arguments: dict[str, Any], key: str) -> Result:
        """The Result of a call; arguments that do not fit are a failure that names each of them."""
        try:
            given = self.takes.model_validate(arguments)
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False, include_input=False)
            fields = tuple(".".join(str(part) for part in problem["loc"]) for problem in problems)
            told = "; ".join(f"{field}: {problem['msg']}" for field, problem in zip(fields, problems, strict=True))
            return Result(
                failure=Failure(code="INVALID_ARGUMENTS", message=f"{self.name}: {told}"[:1000], fields=fields)
            )
        return self.call(given, key)
