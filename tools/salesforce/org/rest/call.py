"""One call of a resource: a whole request, or a sub-request of a composite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply
from tools.salesforce.org.meter import Meter
from tools.salesforce.org.schema import Sobject
from tools.salesforce.org.soql.cursors import Cursors

Dispatch = Callable[[Context, "Call"], Reply]


@dataclass(frozen=True)
class Call:
    """`parts` is the path below `/services/data/vXX.X`. `payload` is the body as data."""

    method: str
    parts: tuple[str, ...]
    query: Mapping[str, str]
    payload: Any
    dispatch: Dispatch  #: answers another call, errors included; for sub-requests
    cursors: Cursors
    meter: Meter
    content: bytes | None = None  #: the binary part of a multipart body, or a body that is no JSON
    instance: str = ""  #: the address under which the client reached the org
    organization: str = ""

    def allow(self, *methods: str) -> None:
        """Raises METHOD_NOT_ALLOWED for any other method."""
        if self.method not in methods:
            problem = f"HTTP Method '{self.method}' not allowed. Allowed are {','.join(methods)}"
            raise ApiError("METHOD_NOT_ALLOWED", problem)

    def mapping(self) -> dict[str, Any]:
        """The payload where a JSON object is needed."""
        if not isinstance(self.payload, dict):
            raise ApiError("JSON_PARSER_ERROR", "The HTTP entity body is required to be a JSON object")
        return self.payload


def sobject(context: Context, name: str) -> Sobject:
    """The object of a path; raises NOT_FOUND."""
    found = context.schema.sobject(name)
    if found is None:
        raise ApiError("NOT_FOUND", "The requested resource does not exist")
    return found
