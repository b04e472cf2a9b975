"""Addresses of the work: what is parked, paused or waits for room, what is to be sent, and what people do with it."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from app.console.desk import Desk
from app.console.forms import entries_of, is_own
from app.console.pages import render
from app.console.views.answer import Entries
from app.console.views.work import MOST, Standing, work_view
from app.worker.control import Verb, pause_workflow, resume_workflow, turn
from app.worker.outbox import send
from workflow.errors import InputError, NotFound

OLD = "this page is older than the console's last start: go back, load it anew and try again"
Sent = Annotated[Entries, Depends(entries_of)]


def routes(desk: Desk) -> APIRouter:
    """The routes over a desk."""
    router = APIRouter()

    @router.get("/work")
    def work() -> Response:
        return render("work.html", view=_view(desk), open_reviews=desk.open_reviews())

    @router.post("/work/runs/{name}/{verb}")
    def turned(name: str, verb: str, entries: Sent) -> Response:
        if verb not in get_args(Verb):
            raise NotFound("no such page")
        _own(entries)
        not_done = entries.one("not_done") == "yes"
        turn(desk.house, verb, desk.run(name).id, not_done)  # type: ignore[arg-type]  # looked at just before
        return RedirectResponse("/work", 303)

    @router.post("/work/parked/retry")
    def retried(entries: Sent) -> Response:
        _own(entries)
        for run in desk.store.runs.latest(1_000_000, "failed"):
            turn(desk.house, "retry", run.id)
        return RedirectResponse("/work", 303)

    @router.post("/work/workflows/{name}/{verb}")
    def lane(name: str, verb: str, entries: Sent) -> Response:
        _own(entries)
        if verb == "pause":
            pause_workflow(desk.house, name, "the console")
        elif verb == "resume":
            resume_workflow(desk.house, name)
        else:
            raise NotFound("no such page")
        return RedirectResponse("/work", 303)

    @router.post("/work/outbox/{name}/{verb}")
    def outbox(name: str, verb: str, entries: Sent) -> Response:
        _own(entries)
        found = next((each for each in desk.store.outbox.waiting(1_000_000) if each.id == name), None)
        if found is None or verb not in ("send", "drop"):
            raise NotFound("it does not wait to be sent")
        if verb == "drop":
            desk.store.outbox.drop(name)
        else:
            send(desk.house, found)
        return RedirectResponse("/work", 303)

    return router


def _own(entries: Entries) -> None:
    if not is_own(entries):
        raise InputError(OLD)


def _view(desk: Desk) -> Standing:
    runs = desk.store.runs
    return work_view(
        workflows={name: found.title for name, found in desk.house.bundle.workflows.items()},
        paused=desk.store.lanes.paused(),
        counts=runs.standing(),
        parked=[(run, bool(desk.store.attempts.in_doubt(run.id))) for run in runs.latest(MOST, "failed")],
        held=runs.latest(MOST, "paused"),
        waiting=runs.waiting_for_room(MOST),
        unsent=desk.store.outbox.waiting(MOST),
        unsent_count=desk.store.outbox.count(),
        now=desk.now(),
    )
