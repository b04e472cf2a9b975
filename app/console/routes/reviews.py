"""Addresses of reviews: the list, the form, its answer, and the search for an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import APIRouter, Cookie, Depends
from fastapi.responses import RedirectResponse, Response

from app.console.desk import Desk
from app.console.forms import entries_of, is_own
from app.console.pages import Living, living, render
from app.console.views.answer import LONGEST_NAME, Entries, read_answer
from app.console.views.case_form import account_option
from app.console.views.reviews import AnsweredView, answered_view, review_row, review_view
from workflow.errors import InputError, NotFound, SwitchyardError
from workflow.review import Review

ME = "switchyard_name"
"""Cookie with the name that was given last."""

YEAR = 365 * 86_400
LONGEST_SEARCH = 120

OUTDATED = "This page was older than the console's last start. Your entries are kept: look at them and send again."
CHANGED = "The proposal has changed since you opened it. Your entries are kept: look at them and send again."


def routes(desk: Desk) -> APIRouter:
    """The routes over a desk."""
    router = APIRouter()

    @router.get("/reviews")
    def reviews(answered: str = "") -> Response:
        done = _answered(desk, answered) if answered else None
        return render("reviews.html", table=_table(desk), done=done, open_reviews=desk.open_reviews())

    @router.get("/reviews/table")
    def reviews_table(seen: str = "") -> Response:
        return _table(desk).response(seen)

    @router.get("/reviews/count")
    def count(seen: str = "") -> Response:
        now = desk.open_reviews()
        return Response(status_code=204) if seen == str(now) else render("parts/count.html", open_reviews=now)

    @router.get("/reviews/{name}")
    def review(name: str, whole: str = "", me: Annotated[str, Cookie(alias=ME)] = "") -> Response:
        part = int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 6 else None
        return _form(desk, desk.review(name), by=unquote(me)[:LONGEST_NAME], whole=part)

    @router.post("/reviews/{name}")
    def answer(name: str, entries: Annotated[Entries, Depends(entries_of)]) -> Response:
        asked = desk.review(name)
        if not is_own(entries):
            return _form(desk, asked, entries, notice=OUTDATED, status=409)
        if asked.status == "answered":
            return _form(desk, asked, entries, notice=_taken(asked), status=409)
        if entries.one("version") != str(asked.version):
            return _form(desk, asked, entries, notice=CHANGED, status=409)
        options = desk.options(desk.run(asked.run))
        read = read_answer(asked, entries, options.fields, options.categories, options.queues)
        if read.answer is None:
            return _form(desk, asked, entries, errors=read.errors, status=422)
        try:
            desk.house.answer(asked.id, read.answer)
        except SwitchyardError as error:
            # Refused, or not possible now, such as a run that another process is at: the entries are kept either way.
            now = desk.review(name)
            if now.status == "answered":
                return _form(desk, now, entries, notice=_taken(now), status=409)
            return _form(desk, now, entries, notice=str(error), status=422 if isinstance(error, InputError) else 409)
        response = RedirectResponse(f"/reviews?answered={asked.id}", 303)
        response.set_cookie(ME, quote(read.answer.by), max_age=YEAR, httponly=True, samesite="strict")
        return response

    @router.get("/reviews/{name}/accounts")
    def accounts(name: str, case: str = "", text: str = "") -> Response:
        asked = desk.review(name)
        run, text = desk.run(asked.run), text.strip()[:LONGEST_SEARCH]
        rule = desk.options(run).rule
        found = [account_option(account, rule) for account in desk.search(run, text)]
        key = case if case in {each.key for each in asked.proposal.cases} else ""
        return render("parts/accounts_found.html", found=found, case=key, text=text)

    return router


def _table(desk: Desk) -> Living:
    now = desk.now()
    rows = [review_row(review, desk.store.runs.find(review.run), now) for review in desk.store.reviews.open()]
    return living("parts/reviews_table.html", "/reviews/table", rows=rows)


def _form(
    desk: Desk,
    review: Review,
    entries: Entries | None = None,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    by: str = "",
    whole: int | None = None,
    status: int = 200,
) -> Response:
    run = desk.run(review.run)
    story = desk.story(run)
    options = desk.options(run)
    keys = [case.account or "" for case in review.proposal.cases]
    keys += [entries.account(case) for case in review.proposal.cases] if entries else []
    known = desk.accounts(run, story, keys)
    view = review_view(story, review, options, known, desk.now(), entries, errors, by, notice, whole)
    return render("review.html", status, view=view, open_reviews=desk.open_reviews())


def _taken(review: Review) -> str:
    who = review.answer.by if review.answer else "somebody"
    return f"{who} has answered this review before you. Nothing of yours was written; your entries are kept below."


def _answered(desk: Desk, name: str) -> AnsweredView | None:
    try:
        review = desk.review(name)
        return answered_view(review, desk.run(review.run))
    except NotFound:
        return None
