"""The cases of a message: one for each request, keyed before anything is written."""

from __future__ import annotations

from workflow.identifiers import RunId, case_key
from workflow.interpretation import Request
from workflow.work import CaseWork, MessageWork


def cases_of(run_id: str, message: MessageWork) -> list[CaseWork]:
    """In the order of the requests; the one case of a message that was not split concerns all of it."""
    requests = message.splitting.requests if message.splitting else ()
    requests = requests or (Request(key="whole"),)
    return [
        CaseWork(key=case_key(RunId(run_id), request.key), number=number, request=request)
        for number, request in enumerate(requests)
    ]
