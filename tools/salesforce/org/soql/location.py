"""Distances: DISTANCE(address, GEOLOCATION(latitude, longitude), unit), on a sphere."""

from __future__ import annotations

import math

from tools.salesforce.org.schema import Field
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.columns import Column, Columns
from tools.salesforce.org.soql.parsing import malformed

RADIUS = {"km": 6371.009, "mi": 3958.761}
"""The mean radius of the Earth, by the unit that is asked for."""


def distance(columns: Columns, operand: syntax.Function) -> Column:
    """The column of a DISTANCE; raises ApiError for a field that is no place, or an unknown unit."""
    path, latitude, longitude, unit = operand.arguments
    if not isinstance(path, syntax.Path) or not isinstance(latitude, syntax.Literal):
        raise malformed(columns.text, operand.at, "DISTANCE takes a place, a GEOLOCATION and a unit")
    column = columns.resolve(path)
    if column.field.type != "address":
        raise malformed(
            columns.text, path.at, f"DISTANCE needs an address, which {column.name} is not", "INVALID_FIELD"
        )
    measure = unit.text.lower() if isinstance(unit, syntax.Literal) and unit.kind == "string" else ""
    if measure not in RADIUS or not isinstance(longitude, syntax.Literal):
        raise malformed(columns.text, operand.at, "the unit of DISTANCE is 'mi' or 'km'")
    place = (float(latitude.text), float(longitude.text))
    if abs(place[0]) > 90 or abs(place[1]) > 180:
        raise malformed(columns.text, operand.at, "a latitude is within 90, a longitude within 180 degrees")
    prefix = path.names[-1][: -len("Address")]
    parts = [
        columns.resolve(syntax.Path((*path.names[:-1], prefix + name), path.at)) for name in ("Latitude", "Longitude")
    ]
    sql = f"distance({parts[0].sql}, {parts[1].sql}, {place[0]!r}, {place[1]!r}, {RADIUS[measure]!r})"
    return Column(sql, Field.model_validate({"name": "expr0", "label": "expr0", "type": "double", "scale": 15}), None)


def between(
    latitude: float | None, longitude: float | None, to_latitude: float, to_longitude: float, radius: float
) -> float | None:
    """The great-circle distance of two places in degrees (haversine formula); None where one is not known."""
    if latitude is None or longitude is None:
        return None
    here, there = math.radians(latitude), math.radians(to_latitude)
    half = math.sin((there - here) / 2) ** 2
    half += math.cos(here) * math.cos(there) * math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    return 2 * radius * math.asin(min(1.0, math.sqrt(half)))
