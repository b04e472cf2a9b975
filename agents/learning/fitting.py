"""Labelled requests → a fitted classifier, and what it says of each while it had not been fitted on its message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.blend import at_first, centred, evidence, fit_blend
from agents.learning.centres import centres_of
from agents.learning.classifier import FittedClassifier, Linear
from agents.learning.folds import folds_of
from agents.learning.judgement import Judgement, Rules
from agents.learning.known import fit_known, signs
from agents.learning.rows import MOST, weigh
from agents.learning.softmax import fit_softmax
from agents.learning.terms import Terms
from agents.learning.trust import fit_trust
from agents.learning.wording import alike
from workflow.identifiers import digest

Floats = npt.NDArray[Any]
Places = npt.NDArray[np.int64]
Progress = Callable[[int, int, str], None]
"""Hears how many parts of how many are done, and which comes next."""

FOLDS = 5
LEFT_OUT = 3
"""In how many turns the categories are left out, to see what the unknown looks like."""
STRENGTH = 20.0
GIVEN = 0.5
"""How much of what the likeness says is taken for known when the fitted part is learned: with all of it, the fitted
part does not learn the words of the bundle itself; with none, it learns them anew from few messages."""
RARE = 25
"""Requests after which half of one that fits no category is expected, where none was seen."""
PHRASE = 0.5
"""What a phrase of the bundle counts beside a message."""
MOST_NUMBERS = 8_000_000
"""Weights of a classifier at most: terms times categories."""


@dataclass(frozen=True)
class Labelled:
    """A request that somebody has labelled. `group` names its message; `category` None: it fits none."""

    group: str
    terms: Terms
    likeness: tuple[float, ...]  #: log-odds up to a constant, one for each category in their order
    category: str | None
    vector: Floats | None = None
    near: Floats | None = None  #: the likeness of its vector to each category


@dataclass(frozen=True)
class Phrase:
    """A label, a clause of a description or an example of a category, as the bundle has it."""

    category: str
    terms: Terms
    vector: Floats | None = None


@dataclass(frozen=True)
class Fitting:
    """A classifier, and what is said of each request out of fold."""

    classifier: FittedClassifier
    judgements: tuple[Judgement, ...]


def fit(
    labelled: Sequence[Labelled],
    phrases: Sequence[Phrase],
    categories: Sequence[str],
    unknown: float | None = None,
    progress: Progress | None = None,
) -> Fitting:
    """Fits on all, judges each by what was fitted without its fold.

    `unknown` is the share of messages that fit no category: where it is None, as seen among the labelled. Categories
    without a labelled request are known by their phrases alone.
    """
    return _Fitting(labelled, phrases, tuple(categories), unknown, progress).fitted()


class _Fitting:
    def __init__(
        self,
        labelled: Sequence[Labelled],
        phrases: Sequence[Phrase],
        categories: tuple[str, ...],
        unknown: float | None,
        progress: Progress | None,
    ) -> None:
        self.progress, self.done = progress, 0
        self.labelled, self.phrases, self.categories = labelled, phrases, categories
        places = {name: place for place, name in enumerate(categories)}
        self.labels = np.array([-1 if one.category is None else places[one.category] for one in labelled])
        self.of_phrases = np.array([places[one.category] for one in phrases], dtype=np.int64)
        self.likeness = np.array([one.likeness for one in labelled])
        self.near = None if labelled[0].near is None else np.array([one.near for one in labelled])
        same = Counter((one.group, one.category) for one in labelled)
        #: the requests of one message that have the same label count together as one
        self.shares = np.array([1.0 / same[one.group, one.category] for one in labelled])
        strange = int((self.labels < 0).sum())
        self.unknown = (strange + 0.5) / (len(labelled) + RARE) if unknown is None else unknown
        groups = alike([one.group for one in labelled], [one.terms for one in labelled])
        self.folds = folds_of(groups, [one.category or "" for one in labelled], min(FOLDS, len(set(groups))))

    def fitted(self) -> Fitting:
        everything = np.arange(len(self.labelled))
        scores, central = np.zeros((2, len(everything), len(self.categories)))
        for fold in range(int(self.folds.max()) + 1):
            inside, outside = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            scores[outside], central[outside] = self.scored(self.linear(inside), outside)
            self.heard(f"categories, fold {fold + 1}")
        told = evidence(scores, self.likeness, central, self.near)
        strangers = self.strangers()
        # What was never wrong in n messages may be wrong in the next one (Laplace's rule of succession).
        surest = (len(everything) + 1) / (len(everything) + 2)
        judgements: dict[int, Judgement] = {}
        for fold in range(int(self.folds.max()) + 1):
            inside, outside = np.flatnonzero(self.folds != fold), np.flatnonzero(self.folds == fold)
            rules = self.rules(told, scores, strangers, inside)
            for place in outside:
                mine = told[[place]], scores[[place]], self.likeness[[place]]
                judgements[int(place)] = rules.judge(self.categories, *mine, surest)
        rules = self.rules(told, scores, strangers, everything)
        reads = self.labelled[0].vector is not None
        whole = FittedClassifier(self.categories, self.linear(everything), rules, surest, reads)
        self.heard("categories")
        return Fitting(whole, tuple(judgements[place] for place in range(len(everything))))

    def heard(self, part: str) -> None:
        """Says that a part is done."""
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, int(self.folds.max()) + LEFT_OUT + 2, part)

    def linear(self, inside: Places, kept: Places | None = None) -> Linear:
        """Fitted on the requests `inside` and the phrases, of the categories `kept`: what the likeness lacks."""
        kept = np.arange(len(self.categories)) if kept is None else kept
        of_kept = np.full(len(self.categories) + 1, -1)
        of_kept[kept] = np.arange(len(kept))
        mine = [place for place in inside if of_kept[self.labels[place]] >= 0]
        said = [place for place, label in enumerate(self.of_phrases) if of_kept[label] >= 0]
        labels = np.concatenate([of_kept[self.labels[mine]], of_kept[self.of_phrases[said]]])
        terms = [*(self.labelled[place].terms for place in mine), *(self.phrases[place].terms for place in said)]
        groups = [*(self.labelled[place].group for place in mine), *(f"phrase {place}" for place in said)]
        weighing = weigh(terms, groups, min(MOST, MOST_NUMBERS // len(kept)))
        rows = weighing.rows(terms, self.vectors(mine, said))
        shares = np.concatenate([self.shares[mine], np.full(len(said), PHRASE)])
        likely = centred(self.likeness[np.ix_(mine, kept)])[..., None]
        slope = fit_blend(likely, labels[: len(mine)], self.shares[mine], np.ones(1))
        given = np.concatenate([GIVEN * (likely @ slope), np.zeros((len(said), len(kept)))])
        centres = centres_of(rows, labels, shares, len(kept))
        return Linear(weighing, *fit_softmax(rows, labels, given, STRENGTH, shares), centres)

    def vectors(self, mine: Sequence[int], said: Sequence[int]) -> Floats | None:
        """The vectors of requests and phrases, or None where they have none."""
        told = [*(self.labelled[place].vector for place in mine), *(self.phrases[place].vector for place in said)]
        return None if not told or told[0] is None else np.array(told)

    def scored(self, linear: Linear, places: Sequence[int] | Places) -> tuple[Floats, Floats]:
        rows = linear.weighing.rows([self.labelled[place].terms for place in places], self.vectors(list(places), ()))
        return linear.scores(rows)

    def strangers(self) -> list[tuple[Floats, Floats, Floats]]:
        """What models that lack a message's category say of it: their evidence, scores and likeness, turn by turn."""
        turns = np.array([int(digest(name), 16) % LEFT_OUT for name in self.categories])
        told = []
        for turn in range(LEFT_OUT):
            kept = np.flatnonzero(turns != turn)
            left = np.flatnonzero((self.labels >= 0) & (turns[self.labels] == turn))
            self.heard("categories that are unknown")
            if len(kept) < 2 or not len(left):
                continue
            scores, central = self.scored(self.linear(np.arange(len(self.labels)), kept), left)
            likeness = self.likeness[np.ix_(left, kept)]
            near = None if self.near is None else self.near[np.ix_(left, kept)]
            told.append((evidence(scores, likeness, central, near), scores, likeness))
        return told

    def rules(
        self, told: Floats, scores: Floats, strangers: list[tuple[Floats, Floats, Floats]], inside: Places
    ) -> Rules:
        """How the evidence is weighed and believed, learned from the requests `inside`."""
        mine, strange = inside[self.labels[inside] >= 0], inside[self.labels[inside] < 0]
        each = float(self.shares[mine].sum()) / max(1, len(set(self.labels[mine])))
        blend = fit_blend(told[mine], self.labels[mine], self.shares[mine], at_first(each))
        trust = fit_trust(told[mine], blend, self.labels[mine], self.shares[mine])
        unknown = [signs(fitted, seen @ blend, alike) for seen, fitted, alike in strangers]
        if len(strange):
            unknown.append(signs(scores[strange], told[strange] @ blend, self.likeness[strange]))
        if not unknown or not len(mine):
            return Rules(blend, np.empty(0), trust)
        seen = signs(scores[mine], told[mine] @ blend, self.likeness[mine])
        return Rules(blend, fit_known(seen, np.concatenate(unknown), self.unknown), trust)
