"""What machines ask of a running console: is it alive, is it ready, what is there to watch."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from app.health.metrics import MEDIA_TYPE, exposition, intake_exposition
from workflow.errors import SwitchyardError

if TYPE_CHECKING:
    from app.console.desk import Desk
    from app.intake.beside import Watched


def routes(desk: Desk, watch: Sequence[Watched] = ()) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    def alive() -> JSONResponse:
        """The process answers, and its store can be read."""
        with desk.store.reading() as cursor:
            cursor.execute("SELECT 1").fetchone()
        return JSONResponse({"status": "ok"})

    @router.get("/readyz")
    def ready() -> JSONResponse:
        """New work can begin: the store can be written, and there is a bundle. 503 with the reason where not."""
        try:
            with desk.store.transaction() as cursor:
                cursor.execute("SELECT 1").fetchone()
            bundle = desk.house.bundle.identity
        except (SwitchyardError, sqlite3.Error) as error:
            return JSONResponse({"status": "not ready", "because": str(error)}, 503)
        told = {"status": "ready", "bundle": bundle}
        return JSONResponse(told | ({"intake": {one.workflow: one.standing for one in watch}} if watch else {}))

    @router.get("/metrics")
    def metrics() -> Response:
        """For Prometheus."""
        return PlainTextResponse(exposition(desk.store) + intake_exposition(watch), media_type=MEDIA_TYPE)

    return router
