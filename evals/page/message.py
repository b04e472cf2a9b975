"""One message of the page: the text with its evidence, and the truth beside what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.agreement import ABSENT, CaseVerdict, Verdict, align
from evals.causes import Slip
from evals.detail import Detail
from evals.page.marks import Piece, pieces
from evals.prediction import PredictedCase, Prediction
from evals.truth import ExpectedCase


@dataclass(frozen=True)
class Row:
    """One thing of a case: what is right, what was said. `state`: right, wrong, missing, extra, or open."""

    name: str
    want: str
    got: str
    state: str


@dataclass(frozen=True)
class CaseView:
    """One case, expected or said."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MessageView:
    """One message. `number` is its place in the suite, from 1."""

    number: int
    name: str
    subject: str
    sender: str
    tags: tuple[str, ...]
    why: str
    want: str
    got: str
    state: str
    confidence: float | None
    parts: tuple[tuple[str, tuple[Piece, ...], int], ...]
    cases: tuple[CaseView, ...]
    slips: tuple[Slip, ...]
    doubts: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]


def message_view(
    number: int, verdict: Verdict, prediction: Prediction | None, detail: Detail | None, slips: Sequence[Slip]
) -> MessageView:
    """The view of one message."""
    truth, told = verdict.truth, detail or Detail()
    grave = [slip for slip in slips if not slip.cause.startswith("review unneeded")]
    state = "wrong" if grave and verdict.alone else "asked" if verdict.outcome == "review" else "right"
    return MessageView(
        number=number,
        name=truth.message,
        subject=told.subject,
        sender=told.sender,
        tags=truth.tags,
        why=truth.why,
        want=truth.outcome,
        got=verdict.outcome,
        state="wrong" if verdict.outcome == ABSENT else state,
        confidence=verdict.confidence,
        parts=tuple((part.name, tuple(pieces(part, told.marks)), part.cut) for part in told.parts if part.text.strip()),
        cases=tuple(_cases(verdict, prediction)),
        slips=tuple(slips),
        doubts=told.doubts,
        answers=tuple(
            f"{each.step}{f' ({each.model})' if each.model else ''}"
            f"{'' if each.case is None else f', case {each.case + 1}'}: {shown(each.said)} at {each.confidence:.2f}"
            for each in told.answers
        ),
    )


def _cases(verdict: Verdict, prediction: Prediction | None) -> list[CaseView]:
    pairs, extra = align(verdict.truth.cases, prediction.cases if prediction else ())
    judged = {id(case): each for case, each in zip(verdict.truth.cases, verdict.cases, strict=True)}
    views = [_expected(want, got, judged[id(want)]) for want, got in pairs]
    state = "extra" if verdict.truth.outcome == "cases" else "open"
    return views + [
        CaseView(f"{each.account or 'no account'}: not expected", tuple(_said(each, state))) for each in extra
    ]


def _expected(want: ExpectedCase, got: PredictedCase | None, judged: CaseVerdict) -> CaseView:
    title = want.account or "no account of the org"
    rows = [
        Row(
            "account", shown(want.account), shown(got.account) if got else "–", "right" if judged.account else "missing"
        ),
        Row("category", want.category, shown(got.category) if got else "–", "right" if judged.category else "wrong"),
        Row("queue", want.queue, shown(got.queue) if got else "–", "right" if judged.queue else "wrong"),
    ]
    given = got.given() if got else {}
    states = {each.field: "wrong" if each.wrong else "missing" if each.not_found else "right" for each in judged.fields}
    for name in dict.fromkeys((*want.fields, *given)):
        extra = name not in want.fields
        state = states.get(name, "right")
        told = want.optional_fields.get(name, "" if extra else want.fields.get(name))
        rows.append(Row(name, shown(told), shown(given.get(name)), "extra" if extra and state == "wrong" else state))
    if want.missing or (got and got.missing):
        same = got is not None and set(want.missing) == set(got.missing)
        missing = ", ".join(got.missing) if got else ""
        rows.append(Row("missing", ", ".join(want.missing), missing, "right" if same else "wrong"))
    return CaseView(title, tuple(rows))


def _said(got: PredictedCase, state: str) -> list[Row]:
    told = {"account": got.account, "category": got.category, "queue": got.queue, **got.given()}
    return [Row(name, "", shown(value), state) for name, value in told.items()]


def shown(value: Any) -> str:
    """A value for people."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(each) for each in value)
    if isinstance(value, dict):
        return " ".join(shown(each) for each in value.values())
    return str(value)
