"""What was asked of the sender, what came back, and what a case waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.console.views.moments import Moment, moment
from workflow.waits import Wait
from workflow.work import CaseWork

WORDS = {
    ("question", True): "Asked",
    ("question", False): "Drafted, for a person to send from the case",
    ("reminder", True): "Reminded",
    ("reminder", False): "Reminder drafted, for a person to send from the case",
}


@dataclass(frozen=True)
class SaidRow:
    """One message of the talk. `run` is that of an answer."""

    word: str
    at: Moment
    text: str
    run: str
    ours: bool


@dataclass(frozen=True)
class TalkView:
    """The talk of a case with the sender. `waits_for` is empty where nothing is waited for any more."""

    said: tuple[SaidRow, ...]
    waits_for: str
    until: Moment | None
    drafted: bool  #: the last question was not sent by us


def talk_view(case: CaseWork, waits: Sequence[Wait]) -> TalkView | None:
    """The talk of a case; None where there was none and nothing is waited for."""
    standing = next((wait for wait in waits if wait.id == case.talk.wait and wait.state != "closed"), None)
    if standing is None and not case.talk.told:
        return None
    said = tuple(
        SaidRow(
            word="Answered" if each.by == "sender" else WORDS.get((each.kind, each.sent), each.kind),
            at=moment(each.at),
            text=each.text,
            run=each.ref if each.by == "sender" else "",
            ours=each.by == "us",
        )
        for each in case.talk.told
    )
    drafted = (
        any(each.by == "us" for each in case.talk.told) and not [e for e in case.talk.told if e.by == "us"][-1].sent
    )
    until = moment(standing.deadline) if standing is not None and standing.deadline else None
    return TalkView(said, _awaited(standing), until, drafted)


def _awaited(wait: Wait | None) -> str:
    if wait is None:
        return ""
    if wait.state == "review":
        return "a person's decision"
    return {"answer": f"an answer of {wait.asked}", "event": wait.event.replace("_", " "), "time": "its time"}[
        wait.kind
    ]
