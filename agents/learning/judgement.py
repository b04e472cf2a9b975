"""What a fitted classifier says of a request, and the few numbers by which it weighs its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from agents.learning.known import known_share, signs
from agents.learning.trust import shares_of, trusted

Floats = npt.NDArray[Any]

SUREST = 0.99
"""No confidence is above it, however much was learned."""


@dataclass(frozen=True)
class Judgement:
    """`shares` of the categories among themselves; how far the likeliest can be believed (`trust`), how likely the
    request is of a known kind at all (`known`), and how sure one can be after so few examples (`surest`)."""

    shares: Mapping[str, float]
    trust: float
    known: float
    surest: float = SUREST

    def decide(self, rest: str | None) -> tuple[str, float, dict[str, float]]:
        """The category, how sure it is, and the confidence of each.

        What is of no known kind belongs to the category for what fits no other (`rest`), where there is one; else it
        only lowers the confidence of the best guess.
        """
        likeliest = max(self.shares, key=lambda name: self.shares[name])
        others = (sum(self.shares.values()) - self.shares[likeliest]) or 1.0
        sure = {name: self.known * (1 - self.trust) * share / others for name, share in self.shares.items()}
        sure[likeliest] = self.known * self.trust
        best = likeliest
        if rest is not None:
            sure[rest] = sure.get(rest, 0.0) + 1 - self.known
            strange = self.known * self.shares.get(rest, 0.0) + 1 - self.known
            best = rest if strange > self.known * self.shares[likeliest] else likeliest
        return best, min(sure[best], self.surest, SUREST), sure


@dataclass(frozen=True)
class Rules:
    """The weights of the blend; offset and weights of `known_share` (empty: every request counts as known); offset and
    weights of `trusted`."""

    blend: Floats
    known: Floats
    trust: Floats

    def judge(
        self, categories: Sequence[str], told: Floats, fitted: Floats, likeness: Floats, surest: float
    ) -> Judgement:
        """One request's judgement: `told` is its evidence, `fitted` and `likeness` its scores, one row each."""
        known = (
            float(known_share(self.known, signs(fitted, told @ self.blend, likeness))[0]) if len(self.known) else 1.0
        )
        shares = dict(zip(categories, map(float, shares_of(told, self.blend)[0]), strict=True))
        return Judgement(shares, float(trusted(self.trust, told, self.blend)[0]), known, surest)
