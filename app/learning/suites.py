"""Examples of a labelled suite: its messages, run with effects off, beside its truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agents.learning.example import Example
from app.scoring.evaluation import house_of
from evals.suite import load
from evals.truth import ExpectedCase
from workflow.accounts import Candidates
from workflow.document import Document
from workflow.errors import InputError
from workflow.work import CaseWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.run import Report
    from tools.store import Store


def examples_of_suite(
    folder: Path, workflow: str, config: Path, progress: Callable[[int, int, str], None] | None = None
) -> list[Example]:
    """One example a case of the truth whose request was found: by its account, or alone in its message.

    Raises InputError for a folder that is no suite, or a suite of another workflow.
    """
    suite = load(folder)
    if suite.workflow != workflow:
        raise InputError(f"{folder}: its messages are for the workflow '{suite.workflow}', not for '{workflow}'")
    found: list[Example] = []
    with house_of(suite, config) as house:
        for done, truth in enumerate(suite.truths, 1):
            if truth.cases:
                report = house.runner.start(workflow, suite.raw(truth.message), name=truth.message)
                found.extend(_of_message(f"{suite.name}/{truth.message}", report, truth.cases, house.store))
            if progress is not None:
                progress(done, len(suite.truths), truth.message)
    return found


def _of_message(group: str, report: Report, wanted: tuple[ExpectedCase, ...], store: Store) -> list[Example]:
    message = report.message
    if message.document is None or message.candidates is None:
        return []
    document = store.blobs.get_model(message.document, Document)
    candidates = store.blobs.get_model(message.candidates, Candidates)
    requests = [case.request for case in report.cases]
    return [
        Example(
            group=group,
            document=document,
            request=case.request,
            others=tuple(other for other in requests if other.key != case.request.key),
            candidates=candidates,
            category=expected.category,
            fields=expected.fields,
            allowed={name: expected.allowed(name) for name in {**expected.optional_fields, **expected.accept.fields}},
            by="suite",
        )
        for expected, case in _pairs(wanted, list(report.cases))
    ]


def _pairs(wanted: tuple[ExpectedCase, ...], cases: list[CaseWork]) -> list[tuple[ExpectedCase, CaseWork]]:
    """Each expected case with the request that was found for its account."""
    if len(wanted) == 1 and len(cases) == 1:
        return [(wanted[0], cases[0])]
    pairs = []
    for expected in wanted:
        hit = next((case for case in cases if (case.account.key if case.account else None) == expected.account), None)
        if hit is not None:
            cases.remove(hit)
            pairs.append((expected, hit))
    return pairs
