"""The trace of a record or a run as a tool."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import Field

from app.mcp.offer import Answer, Arguments, Data, Offer
from app.trace import check, find, hops_of, timeline
from app.wiring import House
from workflow.identifiers import canonical

LARGEST = 400_000
"""Characters of all details of an answer; beyond, hops come without them, the last first."""


class TraceArguments(Arguments):
    """What is asked about."""

    record: str = Field(
        min_length=1,
        max_length=200,
        description="A record id (15 or 18 characters), a case number, or a run id; that of one case of a split gives "
        "the trace of this case.",
    )
    every_case: bool = Field(default=False, description="Words for each case of a large split, not only its table.")
    details: bool = Field(default=True, description="Hops with all that they hold: quotes, candidates, rows, writes.")
    verify: bool = Field(default=False, description="Check the chain of hashes too.")


class ToldHop(Data):
    """One step, for one case or (case empty) the message as a whole."""

    n: int = Field(description="Place in the chain, from 1.")
    step: str
    kind: str
    case: str = ""
    status: str = Field(description="done, skipped, unsure, failed or waiting")
    reason: str
    at: str
    took_ms: float
    detail: dict[str, Any] = {}


class ToldTrace(Data):
    """A trace in words and as hops."""

    run: str
    workflow: str
    outcome: str
    status: str
    record: str = ""
    case: str = Field(default="", description="Key of the one case that was asked about.")
    words: str
    hops: list[ToldHop]
    details_left_out: int = Field(default=0, description="Hops that came without their details, to keep this short.")
    holds: bool | None = Field(default=None, description="Whether the chain of hashes holds; null: not asked for.")
    verdict: str = ""


def offers(house: House) -> list[Offer]:
    """The one tool."""
    return [
        Offer(
            name="trace",
            title="Trace of a record or a run",
            description="What happened to a message, and why: from the quoted text to the account with its rejected "
            "candidates, the category, each field, the row of the table that hit, the review and the write.",
            takes=TraceArguments,
            gives=ToldTrace,
            call=partial(_trace, house),
            reads_only=True,
        )
    ]


def _trace(house: House, given: TraceArguments) -> Answer:
    store = house.store
    found = find(store, given.record)
    verdict = check(store, found.run.id) if given.verify else None
    words = timeline(store, found.run, found.case, given.every_case)
    hops, left_out, size = [], 0, 0
    for place, hop in enumerate(hops_of(store, found.run.id), 1):
        if found.case is not None and hop.case not in ("", found.case):
            continue
        detail = hop.detail if given.details else {}
        size += len(canonical(detail))
        if size > LARGEST and detail:
            detail, left_out = {}, left_out + 1
        hops.append(
            ToldHop(
                n=place, step=hop.step, kind=hop.kind, case=hop.case, status=hop.status, reason=hop.reason,
                at=hop.at, took_ms=hop.took_ms, detail=detail,
            )
        )  # fmt: skip
    told = ToldTrace(
        run=found.run.id,
        workflow=found.run.workflow,
        outcome=found.run.outcome,
        status=found.run.status,
        record=found.run.record,
        case=found.case or "",
        words=words,
        hops=hops,
        details_left_out=left_out,
        holds=None if verdict is None else not verdict.broken,
        verdict=verdict.words if verdict else "",
    )
    return Answer(told, f"{words}\n{verdict.words}\n" if verdict else words)
