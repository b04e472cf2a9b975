"""Closed mail cases of an org through a workflow, reading only and with effects off, beside what people did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.settings import Settings
from app.wiring import House
from evals.shadow import Compared, Ours, Shadow, Theirs
from tools.salesforce.closed import ClosedCase, closed_mail
from tools.salesforce.decided import Decided, account_names, decided, queue_names
from tools.salesforce.errors import Refusal
from workflow.errors import InputError, SwitchyardError
from workflow.queues import queues_of

if TYPE_CHECKING:
    from graphs.run import Report
    from workflow.trace import Hop

Progress = Callable[[int, int, str], None]


@contextmanager
def looking_house(settings: Settings) -> Iterator[House]:
    """A house that can only read from the org, and leaves nothing behind here."""
    house = House(replace(settings, effects=False, only_reads=True))
    try:
        yield house
    finally:
        house.close()


def shadow(
    house: House,
    workflow: str,
    since: timedelta,
    most: int,
    files: bool = True,
    progress: Progress | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Shadow:
    """Runs the newest closed mail cases. Raises InputError where the org cannot be read; a failed run is a result.

    `tell` is handed what keeps cases from being compared.
    """
    house.bundle.workflow(workflow)
    try:
        names = queue_names(house.client)
        found = list(closed_mail(house.client, datetime.now(UTC) - since, most, files))
        theirs = decided(house.client, found)
        accounts = account_names(house.client, (d.account for each in theirs.values() for d in each if d.account))
    except Refusal as told:
        raise InputError(f"the org cannot be read: {told}") from told
    known = {name.casefold() for name in names.values()}
    strange = [queue for queue in queues_of(house.bundle) if queue.casefold() not in known]
    if strange:
        tell(f"the org has no queue {', '.join(strange)}: cases for them never agree. Name queues as the org does")
    compared = []
    for done, case in enumerate(found, 1):
        compared.append(_compared(house, workflow, case, theirs[case.id], names, accounts))
        if progress:
            progress(done, len(found), case.number)
    return Shadow(tuple(compared))


def _compared(
    house: House,
    workflow: str,
    case: ClosedCase,
    people: tuple[Decided, ...],
    queues: dict[str, str],
    accounts: dict[str, str],
) -> Compared:
    theirs = tuple(
        Theirs(each.account, accounts.get(each.account or "", ""), tuple(queues.get(q, q) for q in each.queues))
        for each in people
    )
    told = Compared(case.id, case.number, case.subject, "error", theirs, ())
    try:
        report = house.runner.start(workflow, case.raw, source=f"salesforce:{case.mail}", name=case.number)
    except SwitchyardError as error:
        return replace(told, told=(str(error),))
    hops = house.store.hops.of(report.run.id)
    return replace(told, outcome=report.outcome, ours=_ours(report, hops), told=_told(report))


def _ours(report: Report, hops: list[Hop]) -> tuple[Ours, ...]:
    if report.outcome not in ("cases", "review"):
        return ()
    ours = []
    for case, proposed in zip(report.cases, report.proposal.cases, strict=True):
        decisions = [hop.reason for hop in hops if hop.case == case.key and hop.kind == "decide"]
        ours.append(
            Ours(
                account=case.account.id if case.account else None,
                account_name=case.account.name if case.account else "",
                queue=proposed.queue or "",
                why_account=case.matching.reason if case.matching else "",
                why_queue="; ".join(decisions),
            )
        )
    return tuple(ours)


def _told(report: Report) -> tuple[str, ...]:
    if report.outcome == "error":
        return (report.run.error,)
    if report.outcome == "not_actionable":
        return (report.message.triage.reason,) if report.message.triage else ()
    return tuple(dict.fromkeys(doubt.reason for doubt in report.proposal.doubts))
