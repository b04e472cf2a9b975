"""Each specialist alone, given the truth of all steps before it: which step loses what.

The steps are those of the workflow, run as in a run, over work that the labels have filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from evals import given
from evals.agreement import judge_case
from evals.evaluate import Progress
from evals.prediction import PredictedCase
from evals.suite import Suite
from evals.truth import ExpectedCase, Truth
from graphs.boundary import case_step, message_step
from graphs.cases import cases_of
from graphs.compile import OF_CASE, OF_MESSAGE
from graphs.context import Context
from graphs.loaded import loaded
from graphs.names import of_case
from graphs.outcome import StepFailed
from workflow.accounts import Account
from workflow.definition import AnyStep
from workflow.interpretation import Triage
from workflow.work import CaseWork, MessageWork

GIVEN = {
    "triage": "the message",
    "splitting": "that it is work",
    "matching": "a split with the right number of requests",
    "classification": "the right split",
    "extraction": "the right split, account and category",
    "completeness": "the right category and fields",
    "routing": "the right account, category, fields and missing list",
}
"""Specialist → what it is handed. Routing: the decision tables, and what the record's owner is made of."""

KINDS = tuple(GIVEN)
F1 = ("extraction", "completeness")
"""Counted in values: the others are right or wrong once a message or case."""


@dataclass
class Alone:
    """One specialist: (hit, of) of each message, as `evals/counts.py` has it, and what was wrong, in words."""

    kind: str
    pairs: list[tuple[int, int]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)  #: message and what was said
    failed: list[tuple[str, str]] = field(default_factory=list)  #: message and why it could not be judged

    @property
    def hit(self) -> int:
        """What was right; twice the right values where values are counted."""
        return sum(pair[0] for pair in self.pairs)

    @property
    def of(self) -> int:
        """Out of how many."""
        return sum(pair[1] for pair in self.pairs)


def alone(suite: Suite, context: Context, kinds: Sequence[str], progress: Progress | None = None) -> list[Alone]:
    """Judges specialists alone. Raises NotFound or BundleErrors where the workflow cannot be run at all."""
    found = [Alone(kind) for kind in KINDS if kind in kinds or "all" in kinds]
    for done, truth in enumerate(suite.truths, 1):
        try:
            judging = _Judging(truth, context, context.store.blobs.put(suite.raw(truth.message)))
        except StepFailed as error:
            for each in found:
                each.failed.append((truth.message, str(error)))
            continue
        for each in found:
            try:
                _count(each, truth, judging)
            except StepFailed as error:
                each.failed.append((truth.message, str(error)))
        if progress is not None:
            progress(done, len(suite.truths), truth.message)
    return found


def _count(each: Alone, truth: Truth, judging: _Judging) -> None:
    if truth.outcome != "cases" and each.kind != "triage":
        return
    hit = of = 0
    judge: Callable[[], Iterable[tuple[int, int, str]]] = getattr(judging, each.kind)
    for right, whole, said in judge():
        hit, of = hit + right, of + whole
        if said:
            each.wrong.append((truth.message, said))
    each.pairs.append((hit, of))


class _Judging:
    """One message that has been read."""

    def __init__(self, truth: Truth, context: Context, raw: str) -> None:
        self.truth, self.context, self.raw = truth, context, raw
        self.run = f"alone {truth.message}"
        self.work = self._message("read", MessageWork())
        self.document, self.candidates = loaded(context, self.work)

    def triage(self) -> Iterable[tuple[int, int, str]]:
        said = self._message("triage", self.work).triage
        if said is not None:
            right = said.actionable == (self.truth.outcome != "not_actionable")
            yield int(right), 1, "" if right else said.reason

    def splitting(self) -> Iterable[tuple[int, int, str]]:
        said = self._split.splitting
        count, wanted = len(said.requests) if said else 1, len(self.truth.cases)
        yield int(count == wanted), 1, "" if count == wanted else f"{count} requests, not {wanted}"

    def matching(self) -> Iterable[tuple[int, int, str]]:
        work = self._split
        cases = cases_of(self.run, work)
        if len(cases) != len(self.truth.cases):
            return
        left = [case.account for case in self.truth.cases]
        for case in cases:
            found = self._case("matching", work, case).account
            key = found.key if found else None
            right = key in left
            if right:
                left.remove(key)
            yield int(right), 1, "" if right else f"{key} for '{case.request.named}', left were {left}"

    def classification(self) -> Iterable[tuple[int, int, str]]:
        for want, work, case in self._given():
            said = self._case("classification", work, case).category
            right = said in (want.category, *want.accept.category)
            yield int(right), 1, "" if right else f"{want.account}: {said}, not {want.category}"

    def extraction(self) -> Iterable[tuple[int, int, str]]:
        for want, work, case in self._given("account", "classification"):
            grown = self._case("extraction", work, case)
            got = PredictedCase(account=want.account, category=want.category, fields=grown.fields, queue=want.queue)
            judged = judge_case(want, got)
            right = sum(each.right for each in judged.fields)
            off = sum(each.wrong + each.not_found for each in judged.fields)
            yield 2 * right, 2 * right + off, "; ".join(each.said for each in judged.fields if each.said)

    def completeness(self) -> Iterable[tuple[int, int, str]]:
        for want, work, case in self._given("account", "classification", "extraction"):
            said = self._case("completeness", work, case).missing
            right, off = set(said) & set(want.missing), set(said) ^ set(want.missing)
            told = f"{want.account}: missing {sorted(said)}, not {sorted(want.missing)}" if off else ""
            yield 2 * len(right), 2 * len(right) + len(off), told

    def routing(self) -> Iterable[tuple[int, int, str]]:
        for want, work, case in self._given("account", "classification", "extraction"):
            complete = self._case("completeness", work, case)
            decided = self._case("decide", work, complete)
            queue = of_case(self.context, work, decided).get(self.context.definition.record.owner)
            right = queue in (want.queue, *want.accept.queue)
            yield int(right), 1, "" if right else f"{want.account}: {queue}, not {want.queue}"

    # -- inside --------------------------------------------------------------------------------------------------

    @cached_property
    def _split(self) -> MessageWork:
        return self._message("splitting", self.work.model_copy(update={"triage": _work()}))

    def _given(self, *parts: str) -> Iterable[tuple[ExpectedCase, MessageWork, CaseWork]]:
        """Each expected case with as much of it filled in as is named."""
        read = self._split.splitting
        split = given.splitting(self.truth, self.document, self.candidates, self._account, read)
        work = self.work.model_copy(update={"triage": _work(), "splitting": split})
        for want, case in zip(self.truth.cases, cases_of(self.run, work), strict=True):
            filled: dict[str, Any] = {
                "account": self._account(want.account) if want.account else None,
                "classification": given.classification(want),
                "extraction": given.extraction(want),
            }
            yield want, work, case.model_copy(update={name: filled[name] for name in parts})

    def _account(self, key: str) -> Account | None:
        return self.context.directory().by_key(key)

    def _message(self, kind: str, work: MessageWork) -> MessageWork:
        for step in self._steps(kind):
            body = partial(OF_MESSAGE[kind], step, self.context, self.raw, work)
            work = message_step(step, self.context, self.run, work, body)[0]
        return work

    def _case(self, kind: str, work: MessageWork, case: CaseWork) -> CaseWork:
        for step in self._steps(kind):
            body = partial(OF_CASE[kind], step, self.context, work, case)
            case = case_step(step, self.context, work, case, body)[0]
        return case

    def _steps(self, kind: str) -> list[AnyStep]:
        return [step for step in self.context.definition.all_steps() if step.kind == kind]


def _work() -> Triage:
    return Triage(actionable=True, reason=given.LABELLED, confidence=1)
