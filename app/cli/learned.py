"""What a person reads of what was learned: figures out of fold with 95 % intervals, and the words of fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.cli.words import counted
from evals.interval import wilson

if TYPE_CHECKING:
    from agents.learning.fields import LearnedFields
    from app.learning.lesson import Lesson, OfCategories


def lines(lesson: Lesson, sources: Mapping[str, int]) -> list[str]:
    """The whole report."""
    read = ", ".join(f"{name}: {count}" for name, count in sources.items())
    out = [f"{counted(lesson.examples, 'labelled request')} of {counted(lesson.messages, 'message')} ({read})"]
    for told in lesson.categories:
        out += _categories(told)
    out += [f"{reason}: nothing is learned of its categories" for reason in lesson.short]
    for fields in lesson.fields:
        out += _fields(fields)
    return out


def _categories(told: OfCategories) -> list[str]:
    examples = told.result.examples
    counts = ", ".join(f"{name} {count}" for name, count in examples.items() if count)
    none = [name for name, count in examples.items() if not count]
    return [
        "",
        f"{told.step}" + (", with the embedding" if told.embedded else ""),
        f"  labelled: {counts}" + (f"; none of {', '.join(none)}" if none else ""),
        f"  {'':24}{'before':24}learned, out of fold",
        f"  {'right':24}{_share(told.before.right, told.before.of):24}{_share(told.after.right, told.after.of)}",
        f"  {'done without a person':24}{_share(told.before.sure, told.before.of):24}"
        f"{_share(told.after.sure, told.after.of)}",
        f"  {'right of those':24}{_share(told.before.sure_right, told.before.sure):24}"
        f"{_share(told.after.sure_right, told.after.sure)}",
        *(f"  worse: {reason}" for reason in told.objections),
    ]


def _fields(told: LearnedFields) -> list[str]:
    out = ["", "fields"]
    for name, words in told.words.items():
        before, after = told.before[name], told.after[name]
        values = "".join(f"; {value}: {', '.join(said)}" for value, said in words.values.items())
        out.append(f"  {name}: also called {', '.join(words.called)}{values}  (F1 {before.f1:.3f} → {after.f1:.3f})")
    if not told.words:
        out.append("  no word helps with messages that it was not learned from")
    if told.tried:
        out.append(f"  of no use, and left out: words for {', '.join(told.tried)}")
    return out


def _share(hit: float, of: float) -> str:
    interval = wilson(hit, of)
    return "none" if interval is None else f"{hit / of:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"
