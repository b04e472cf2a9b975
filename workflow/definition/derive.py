"""Rules for values that are derived from others."""

from __future__ import annotations

from pydantic import Field

from workflow.fields import Strict


class MapRule(Strict):
    """A derived value by a lookup: values of `map` → the key of `by` that lists them.

    `several` is given where the values lead to more than one key; `otherwise` where they lead to none.
    """

    map: str
    by: dict[str, tuple[str, ...]]
    several: str | None = None
    otherwise: str | None = None


class BandRule(Strict):
    """A derived value by bands over a number: the first band whose upper limit (exclusive) is above it."""

    band: str
    below: dict[str, float]  #: name → upper limit, ascending
    otherwise: str | None = None


class FirstRule(Strict):
    """A derived value: the first of these expressions that is set."""

    first: tuple[str, ...] = Field(min_length=1)
    otherwise: str | None = None


DeriveRule = MapRule | BandRule | FirstRule | str
"""A string is an expression."""
