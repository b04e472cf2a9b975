"""Why a message is not right: each slip under one cause, so that the errors of a suite can be counted and looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.agreement import ABSENT, CaseVerdict, Verdict, align
from evals.prediction import PredictedCase, Prediction
from evals.truth import ExpectedCase

CAUSES = {
    "not answered": "the message could not be run",
    "work lost": "work closed as none",
    "no work taken for work": "a message without work became cases, or was asked about",
    "account wrong": "a case stands under another account",
    "account not found": "a case stands under no account although the org has it",
    "split under": "a case that is expected is not there",
    "split over": "a case that nobody expects",
    "category wrong": "",
    "queue wrong": "although account and category are right",
    "field missing": "a value that the message states was not given",
    "field wrong": "another value was given",
    "field invented": "a value that the message does not state",
    "missing list wrong": "what the sender must still tell",
    "review not asked": "a careful person could not decide, and nobody was asked",
    "review unneeded": "a person was asked although what was proposed is right",
    "review of what is wrong": "a person was asked, and what was proposed needs mending",
}
"""Cause → what it means, the gravest first."""

OF_REVIEW = frozenset({"review unneeded", "review of what is wrong"})
"""These are no errors of reading: they say where people were asked."""


@dataclass(frozen=True)
class Slip:
    """One thing that is not as it should be. `about` names it among its like: a field, 'billing → other', a step."""

    message: str
    cause: str
    about: str
    said: str  #: in words, for a person


@dataclass(frozen=True)
class Cause:
    """All slips of one cause. `alone`: messages that have no other (reviews apart)."""

    name: str
    slips: tuple[Slip, ...]
    alone: tuple[str, ...]

    @property
    def messages(self) -> tuple[str, ...]:
        """Each message once, in the order of the suite."""
        return tuple(dict.fromkeys(slip.message for slip in self.slips))

    @property
    def by_what(self) -> list[tuple[str, int]]:
        """What it is about → how often, the most frequent first."""
        count: dict[str, int] = {}
        for slip in self.slips:
            count[slip.about] = count.get(slip.about, 0) + 1
        return sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))


def slips_of(verdict: Verdict, prediction: Prediction | None, doubts: Sequence[str] = ()) -> tuple[Slip, ...]:
    """What is not right of one message. `doubts` are the steps for which a person was asked."""
    message = verdict.truth.message

    def slip(cause: str, about: str, said: str) -> Slip:
        return Slip(message, cause, about, said)

    if verdict.outcome == ABSENT:
        return (slip("not answered", "", "nothing was said of it"),)
    found: list[Slip] = []
    expected, outcome = verdict.truth.outcome, verdict.outcome
    if expected == "cases" and outcome == "not_actionable":
        return (slip("work lost", "", "closed as no work"),)
    if expected == "not_actionable" and outcome != "not_actionable":
        return (slip("no work taken for work", outcome, f"outcome {outcome}"),)
    if expected == "review" and outcome != "review":
        return (slip("review not asked", outcome, f"outcome {outcome}: {verdict.truth.why}"),)
    cases = prediction.cases if prediction and verdict.truth.cases else ()
    pairs, extra = align(verdict.truth.cases, cases)
    found += [slip(*told) for told in _accounts([want for want, got in pairs if got is None], extra)]
    for (want, got), judged in zip(pairs, verdict.cases, strict=True):
        if got is not None:
            found += [slip(*told) for told in _case(want, got, judged)]
    if expected == "cases" and outcome == "review":
        cause = "review unneeded" if verdict.right else "review of what is wrong"
        found += [slip(cause, step, f"asked for by '{step}'") for step in dict.fromkeys(doubts) or ("not said",)]
    return tuple(found)


def causes(slips: Iterable[Slip]) -> tuple[Cause, ...]:
    """Slips by cause, the gravest first."""
    groups: dict[str, list[Slip]] = {}
    of_message: dict[str, set[str]] = {}
    for slip in slips:
        groups.setdefault(slip.cause, []).append(slip)
        if slip.cause not in OF_REVIEW:
            of_message.setdefault(slip.message, set()).add(slip.cause)
    alone = {name: [m for m, told in of_message.items() if told == {name}] for name in groups}
    return tuple(Cause(name, tuple(groups[name]), tuple(alone[name])) for name in CAUSES if name in groups)


def cause_lines(found: Sequence[Cause], messages: int) -> list[str]:
    """The error analysis as text."""
    if not found:
        return []
    wide = max(len(cause.name) for cause in found)
    lines = ["errors by cause:", f"  {'':{wide}}  slips  messages  alone"]
    for cause in found:
        told = ", ".join(f"{about} {count}" if about else str(count) for about, count in cause.by_what[:5])
        more = len(cause.by_what) - 5
        told += f", and {more} more" if more > 0 else ""
        alone = "" if cause.name in OF_REVIEW else str(len(cause.alone))
        lines.append(f"  {cause.name:{wide}}  {len(cause.slips):5}  {len(cause.messages):8}  {alone:>5}  {told}")
    return [*lines, f"  alone: messages, of {messages}, in which nothing else is wrong"]


def _accounts(unpaired: list[ExpectedCase], extra: list[PredictedCase]) -> Iterable[tuple[str, str, str]]:
    """Expected cases that nobody found, beside predicted ones that nobody expects."""
    for want, got in zip(unpaired, extra, strict=False):
        if got.account is None:
            yield "account not found", "", f"{want.account}: a case under no account"
        else:
            yield "account wrong", "", f"{got.account} instead of {want.account}"
    for want in unpaired[len(extra) :]:
        yield "split under", "", f"no case for {want.account}"
    for got in extra[len(unpaired) :]:
        yield "split over", "", f"a case for {got.account}"


def _case(want: ExpectedCase, got: PredictedCase, judged: CaseVerdict) -> Iterable[tuple[str, str, str]]:
    account = want.account
    if not judged.category:
        about = f"{want.category} → {got.category or 'none'}"
        yield "category wrong", about, f"{account}: category {got.category}, not {want.category}"
    elif not judged.queue:
        yield "queue wrong", f"{want.queue} → {got.queue or 'none'}", f"{account}: queue {got.queue}, not {want.queue}"
    for field in judged.fields:
        if field.wrong and field.not_found:
            yield "field wrong", field.field, f"{account}: {field.said}"
        elif field.wrong:
            yield "field invented", field.field, f"{account}: {field.said}"
        elif field.not_found:
            yield "field missing", field.field, f"{account}: {field.said}"
    for name in sorted(set(want.missing) - set(got.missing)):
        yield "missing list wrong", name, f"{account}: {name} is missing, and not asked for"
    for name in sorted(set(got.missing) - set(want.missing)):
        yield "missing list wrong", name, f"{account}: {name} is asked for, and not missing"
