"""The state of a graph: ids and digests only. What they name stands in the store."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

from langgraph.channels import Topic


def merge(left: dict[str, str], right: dict[str, str]) -> dict[str, str]:
    """Cases that were worked on side by side, put together."""
    return {**left, **right}


class State(TypedDict, total=False):
    """At most 16 KB however large the message is: a case takes some 70 bytes here."""

    run: str
    raw: str  #: digest of the message as it came in
    work: str  #: digest of the MessageWork
    cases: Annotated[dict[str, str], merge]  #: case key → digest of the CaseWork
    places: Annotated[dict[str, str], merge]  #: case key → WAITS where it stands at a wait, FINISH where it is done
    outcome: str
    review: str  #: id of the open review
    asked: int  #: how many reviews the run has asked for
    place: int  #: of the acting step at which the run goes on after the answer
    hops: Annotated[list[dict[str, Any]], Topic(dict)]  #: rows of this step alone; the saver writes them, not the state


class CaseTask(TypedDict):
    """What one case's node is handed: small, since a message of 60 accounts has 60 of them in one checkpoint."""

    work: str  #: digest of the MessageWork
    case: str
    digest: str  #: of the CaseWork
    event: NotRequired[str]  #: what came for the wait at which the case stands, as `kind:ref`
