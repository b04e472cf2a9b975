"""Puts the console together: routes, static files, error pages, the guard around it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from app.console.desk import Desk
from app.console.guard import Guard
from app.console.pages import STATIC, render
from app.console.routes import health, reviews, runs, work
from workflow.errors import InputError, NotFound, SwitchyardError

if TYPE_CHECKING:
    from app.intake.beside import Watched
    from app.wiring import House


def create_app(house: House, watch: Sequence[Watched] = ()) -> ASGIApp:
    """The console over a house. `watch`: how the intake beside it stands."""
    app = FastAPI(title="Switchyard", docs_url=None, redoc_url=None, openapi_url=None)
    desk = Desk(house)
    app.include_router(runs.routes(desk))
    app.include_router(reviews.routes(desk))
    app.include_router(work.routes(desk))
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.add_api_route("/", lambda: RedirectResponse("/runs"), include_in_schema=False)
    app.include_router(health.routes(desk, watch))
    app.add_exception_handler(SwitchyardError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    return Guard(app)


class _Static(StaticFiles):
    # Addresses carry a fingerprint of the content: what was fetched once never has to be fetched again.
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _ours(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NotFound) else 400 if isinstance(error, InputError) else 409
    return render("error.html", status, title=_TITLES[status], words=str(error), open_reviews=0)


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return render("error.html", status, title=_TITLES.get(status, f"Status {status}"), words="", open_reviews=0)


def _unexpected(request: Request, error: Exception) -> Response:
    words = "The page could not be made. What happened stands in the output of 'switchyard serve'."
    return render("error.html", 500, title="Something went wrong", words=words, open_reviews=0)


_TITLES = {
    400: "That cannot be used",
    404: "There is no such page",
    405: "That is not possible here",
    409: "That is not possible now",
}
