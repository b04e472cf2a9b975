"""Learning what categories look like: labelled requests → a fitted classifier, and how right it is out of fold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agents.learning.classifier import FittedClassifier
from agents.learning.embedding import Embedded, near
from agents.learning.example import Example
from agents.learning.fitting import Labelled, Phrase, Progress, fit
from agents.learning.terms import Terms, terms_of
from agents.reading.local.classification import Likeness
from agents.reading.local.likeness import clauses, profiles_of
from agents.reading.local.said import Said, said_of, unquoted
from agents.reading.local.scope import Passage
from agents.reading.reader import Reader
from workflow.categories import CategorySet
from workflow.document import ZoneKind

FEWEST_CATEGORIES, FEWEST_MESSAGES = 2, 10
"""With fewer, what is set aside is too little to see whether learning does good."""


@dataclass(frozen=True)
class Verdict:
    """What was said of one labelled request, and how surely."""

    group: str
    wanted: str
    said: str | None
    confidence: float
    share: float = 1.0  #: what it counts: requests of one message that people give the same label count together as one

    @property
    def right(self) -> bool:
        """Whether it was what people say."""
        return self.said == self.wanted


@dataclass(frozen=True)
class LearnedCategories:
    """The classifier; what was said of each labelled request before, and out of fold after learning."""

    classifier: FittedClassifier
    before: tuple[Verdict, ...]
    after: tuple[Verdict, ...]
    examples: dict[str, int]  #: category → labelled requests


def learn_categories(
    examples: Sequence[Example],
    categories: CategorySet,
    base: Reader,
    embedded: Embedded | None = None,
    progress: Progress | None = None,
) -> LearnedCategories | None:
    """Learns from those examples that have a category of the set; None where there is a `shortage` of them."""
    if shortage(examples, categories):
        return None
    mine = [one for one in examples if one.category in categories.ids]
    counted = Counter(one.category for one in mine)
    said = [said_of(one.document, one.request, one.others) for one in mine]
    likeness = Likeness()
    scores = [likeness.scores(each, categories) for each in said]
    vectors = embedded.of_requests(said) if embedded else None
    labelled = [
        Labelled(
            one.group,
            terms_of(each),
            tuple(score.get(name, 0.0) for name in categories.ids),
            one.category,
            None if vectors is None else vectors[place],
            None if embedded is None or vectors is None else near(vectors[place], embedded.of_categories(categories)),
        )
        for place, (one, each, score) in enumerate(zip(mine, said, scores, strict=True))
    ]
    fitted = fit(labelled, phrases_of(categories, embedded), categories.ids, progress=progress)
    rest = rest_of(categories)
    same = Counter((one.group, one.category) for one in mine)
    after = []
    for one, judged in zip(mine, fitted.judgements, strict=True):
        told, sure, _ = judged.decide(rest)
        after.append(Verdict(one.group, str(one.category), told, sure, 1 / same[one.group, one.category]))
    before = []
    for one in mine:
        answer = base.classify(one.document, one.request, categories, one.others)
        share = 1 / same[one.group, one.category]
        before.append(Verdict(one.group, str(one.category), answer.category, answer.confidence, share))
    counts = {name: counted[name] for name in categories.ids}
    return LearnedCategories(fitted.classifier, tuple(before), tuple(after), counts)


def shortage(examples: Sequence[Example], categories: CategorySet) -> str:
    """Why nothing can be learned of the categories, in words; empty where something can."""
    mine = [one for one in examples if one.category in categories.ids]
    named = sorted({str(one.category) for one in mine})
    if not named:
        told = sorted({str(one.category) for one in examples if one.category})
        return "no labelled request is of one of its categories" + (f", all are of {', '.join(told)}" if told else "")
    if len(named) < FEWEST_CATEGORIES:
        return f"all labelled requests are of the category '{named[0]}'; {FEWEST_CATEGORIES} or more are told apart"
    messages = len({one.group for one in mine})
    if messages < FEWEST_MESSAGES:
        return f"too few labelled messages to set some aside: {messages}, at least {FEWEST_MESSAGES} are needed"
    return ""


def rest_of(categories: CategorySet) -> str | None:
    """The category for what fits no other, if there is one."""
    return next((profile.category for profile in profiles_of(categories).profiles if profile.rest), None)


def phrases_of(categories: CategorySet, embedded: Embedded | None = None) -> list[Phrase]:
    """What the bundle says of each category, but for the one for what fits no other."""
    rest = rest_of(categories)
    texts = [
        (category.id, text)
        for category in categories.categories
        if category.id != rest
        for text in (category.label, *clauses(category.description), *category.examples)
        if text.strip()
    ]
    said = [phrase(text) for _, text in texts]
    vectors = embedded.of_requests(said) if embedded else None
    return [
        Phrase(name, terms, None if vectors is None else vectors[place])
        for place, ((name, _), terms) in enumerate(zip(texts, map(_terms, said), strict=True))
    ]


def phrase(text: str) -> tuple[Said, ...]:
    """A text as if it were all that a message says."""
    passage = Passage("body", 0, len(text), text, ZoneKind.NEW, "own", 1.0)
    return (Said(unquoted(text), 1.0, passage, 0, len(text)),)


def _terms(said: tuple[Said, ...]) -> Terms:
    return terms_of(said)
