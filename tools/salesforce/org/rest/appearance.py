"""What user interfaces ask for before they show anything: `tabs` and `theme`. The embedded org has no icons."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.schema import Sobject


def tabs(context: Context, call: Call) -> Reply:
    """Answers `tabs`: one for each object that people work with."""
    call.allow("GET")
    return Reply(200, [_tab(context, one) for one in _shown(context)])


def theme(context: Context, call: Call) -> Reply:
    """Answers `theme`."""
    call.allow("GET")
    items = [{"colors": None, "icons": None, "name": one.name} for one in _shown(context)]
    return Reply(200, {"themeItems": items})


def _shown(context: Context) -> list[Sobject]:
    return [one for one in context.schema.sobjects if one.searchable and not one.setup and not one.event]


def _tab(context: Context, one: Sobject) -> dict[str, Any]:
    return {
        "colors": [], "custom": one.custom, "iconUrl": "", "icons": [], "label": one.plural, "miniIconUrl": "",
        "name": f"standard-{one.name}" if not one.custom else one.name, "sobjectName": one.name,
        "url": f"/{one.prefix}/o",
    }  # fmt: skip
