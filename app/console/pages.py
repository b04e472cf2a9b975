"""Templates → pages. Every text is escaped, and deceiving characters are made visible, whatever prints it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from app.console.forms import TOKEN
from app.console.views.characters import visible
from app.console.views.values import level, percent, shown
from app.console.views.words import ABOUT, ZONES, counted, told

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"


def render(template: str, status: int = 200, **names: Any) -> HTMLResponse:
    """A page (or a part of one) of a template in `templates/`."""
    return _response(environment().get_template(template).render(**names), status)


def living(template: str, address: str, **names: Any) -> Living:
    """A part of a page that asks again every few seconds, and is replaced only where it has changed.

    Without an address it stands still.
    """
    inner = environment().get_template(template).render(**names)
    digest = hashlib.sha256(inner.encode("utf-8", "replace")).hexdigest()[:16]
    again = f"{address}{'&' if '?' in address else '?'}seen={digest}" if address else ""
    # `inner` was escaped when it was rendered.
    whole = environment().get_template("live.html").render(address=again, inner=Markup(inner))  # noqa: S704
    return Living(Markup(whole), digest)  # noqa: S704


@dataclass(frozen=True)
class Living:
    """A part that refreshes itself; `digest` identifies what it shows."""

    html: Markup
    digest: str

    def response(self, seen: str) -> Response:
        """The part, or 'no content' for a browser that shows it already."""
        return Response(status_code=204) if seen == self.digest else _response(str(self.html), 200)


def _response(text: str, status: int) -> HTMLResponse:
    return HTMLResponse(text.encode("utf-8", "replace"), status)


@cache
def environment() -> Environment:
    """Strict: an unknown name is an error. Nothing in the templates may be marked as safe."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(token=TOKEN, zones=ZONES, about=ABOUT, asset=asset)
    made.filters.update(percent=percent, level=level, shown=shown, counted=counted, told=told)
    return made


@cache
def asset(name: str) -> str:
    """The address of a file in `static/`, with its fingerprint, so that browsers keep it until it changes."""
    fingerprint = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={fingerprint}"


def _printed(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
