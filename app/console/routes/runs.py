"""Addresses of runs: the list, one run, one hop, and going on with a run that has stopped."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import RedirectResponse, Response

from app.console.desk import Desk
from app.console.forms import entries_of, is_own
from app.console.pages import Living, living, render
from app.console.views.answer import Entries
from app.console.views.detail import hop_detail
from app.console.views.labels import labels_of
from app.console.views.run import RunView, run_view
from app.console.views.runs import PAGE, Asked, RunsView, runs_view
from app.console.views.words import OUTCOMES
from workflow.errors import InputError, NotFound

LAST_PAGE = 100_000
LONGEST_SEARCH = 200

Number = Annotated[str, Query(alias="page")]


def routes(desk: Desk) -> APIRouter:
    """The routes over a desk."""
    router = APIRouter()

    @router.get("/runs")
    def runs(outcome: str = "", q: str = "", number: Number = "") -> Response:
        view = _listed(desk, outcome, q, number)
        return render("runs.html", view=view, table=_table(view), open_reviews=desk.open_reviews())

    @router.get("/runs/table")
    def runs_table(outcome: str = "", q: str = "", number: Number = "", seen: str = "") -> Response:
        return _table(_listed(desk, outcome, q, number)).response(seen)

    @router.get("/runs/{name}")
    def run(name: str, whole: str = "", case: str = "") -> Response:
        view = _seen(desk, name, whole, case)
        return render("run.html", view=view, story=_story(view), open_reviews=desk.open_reviews())

    @router.get("/runs/{name}/story")
    def run_story(name: str, seen: str = "") -> Response:
        return _story(_seen(desk, name)).response(seen)

    @router.get("/runs/{name}/hops/{number}")
    def hop(name: str, number: int, part: Annotated[str, Header(alias="HX-Request")] = "") -> Response:
        found = desk.run(name)
        hops = desk.store.hops.of(found.id)
        if not 1 <= number <= len(hops):
            raise NotFound(f"run {found.id} has {len(hops)} hops")
        labels = labels_of(desk.bundle(found), found.workflow)
        detail = hop_detail(number, hops[number - 1], labels)
        if part:
            return render("parts/hop_detail.html", detail=detail)
        return render("hop.html", detail=detail, hop=hops[number - 1], run=found, open_reviews=desk.open_reviews())

    @router.post("/runs/{name}/resume")
    def resume(name: str, entries: Annotated[Entries, Depends(entries_of)]) -> Response:
        found = desk.run(name)
        if not is_own(entries):
            raise InputError("this page is older than the console's last start: go back, load it anew and try again")
        desk.house.runner.resume(found.id)
        return RedirectResponse(f"/runs/{found.id}", 303)

    @router.get("/records/{name}")
    def record(name: str) -> Response:
        found = desk.store.runs.of_record(name) if name.isalnum() else None
        if found is None:
            raise NotFound("no run is known for this record or case number")
        return RedirectResponse(f"/runs/{found.id}", 303)

    return router


def _listed(desk: Desk, outcome: str, text: str, number: str) -> RunsView:
    text = text.strip()[:LONGEST_SEARCH]
    asked = Asked(outcome if outcome in OUTCOMES else "", text, _page_number(number))
    found = desk.store.runs.search(text, asked.outcome, PAGE, (asked.page - 1) * PAGE)
    return runs_view(found, desk.store.runs.count(text), asked, desk.now())


def _page_number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _table(view: RunsView) -> Living:
    return living("parts/runs_table.html", view.live, view=view)


def _seen(desk: Desk, name: str, whole: str = "", case: str = "") -> RunView:
    found = desk.run(name)
    part = int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 6 else None
    hops, broken = desk.store.hops.of(found.id), desk.store.hops.verify(found.id)
    return run_view(desk.story(found), hops, broken, desk.now(), part, case)


def _story(view: RunView) -> Living:
    return living("parts/story.html", "" if view.settled else f"/runs/{view.run.id}/story", view=view)
