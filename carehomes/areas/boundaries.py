"""Boundaries of CCGs: a GeoJSON file that the user brings, as public boundary files are."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carehomes.areas.lists import Area, AreaList

Point = tuple[float, float]
#: A file with more corners than this would stop the browser; generalised boundary files have some ten thousand.
MOST_CORNERS = 150_000
#: Degrees between which England lies, with room: what is outside has its coordinates swapped or in another system.
_WEST, _EAST, _SOUTH, _NORTH = -8.0, 3.0, 49.0, 57.0


@dataclass(frozen=True)
class Boundaries:
    """The shapes of CCGs by code: outer rings of longitude and latitude (an island is a ring of its own).

    ``passed_over`` counts the features that hold no code of a CCG.
    """

    shapes: Mapping[str, tuple[tuple[Point, ...], ...]] = field(repr=False)
    passed_over: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """The CCGs that have a shape, in order."""
        return tuple(sorted(self.shapes))

    def as_areas(self, meaning: Mapping[str, str]) -> Boundaries:
        """Return the boundaries of what each code stands for (itself, where ``meaning`` is silent): a successor has them all."""
        found: dict[str, tuple[tuple[Point, ...], ...]] = {}
        for code in self.codes:
            found[meaning.get(code, code)] = found.get(meaning.get(code, code), ()) + self.shapes[code]
        return Boundaries(found, self.passed_over)


def read_boundaries(content: bytes, areas: AreaList) -> Boundaries:
    """Read a GeoJSON file whose features are CCGs; any property may hold the code (ODS or ONS), under any name.

    Features without a known code of a CCG are passed over and counted. Raises ``ValueError`` with a plain sentence where
    nothing can be drawn, a code stands twice, or coordinates are no longitudes and latitudes.
    """
    shapes: dict[str, tuple[tuple[Point, ...], ...]] = {}
    features = _features(content)
    for number, feature in enumerate(features, start=1):
        area = _area(feature, number, areas)
        if area is None:
            continue
        if area.code in shapes:
            raise ValueError(f"Two features are {area.label}, the second is number {number}. Keep one feature a CCG.")
        shapes[area.code] = _rings(feature, number)
    if not shapes:
        raise ValueError(
            f"None of the {len(features):,} features holds the code of a CCG that is on the list in force here. Each needs one of its "
            "own, such as ccg20cd, with the ONS code (E38000163) or the ODS code (00N)."
        )
    corners = sum(len(ring) for rings in shapes.values() for ring in rings)
    if corners > MOST_CORNERS:
        raise ValueError(
            f"These boundaries have {corners:,} corners; at most {MOST_CORNERS:,} can be drawn. Take the ultra generalised file (BUC)."
        )
    return Boundaries(shapes, len(features) - len(shapes))


def project(boundaries: Boundaries) -> dict[str, list[list[Point]]]:
    """Return the rings on a plane in which distances agree in both directions: longitude by the cosine of the mean latitude."""
    heights = [latitude for rings in boundaries.shapes.values() for ring in rings for _, latitude in ring]
    scale = math.cos(math.radians(sum((min(heights), max(heights))) / 2))
    return {
        code: [[(longitude * scale, latitude) for longitude, latitude in ring] for ring in rings]
        for code, rings in boundaries.shapes.items()
    }


def _features(content: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError("This is no JSON that can be read: it is cut short or damaged. Download the boundary file again.") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(one, dict) for one in features):
        raise ValueError("This JSON is no boundary file: it has no features. Take the GeoJSON of CCG boundaries.")
    return features


def _area(feature: Mapping[str, Any], number: int, areas: AreaList) -> Area | None:
    properties = feature.get("properties")
    texts = [value for value in properties.values() if isinstance(value, str)] if isinstance(properties, dict) else []
    found = {area.code: area for text in texts if text.strip() and (area := areas.get(text)) and area.level == "ccg"}
    if len(found) > 1:
        told = " and ".join(area.label for area in list(found.values())[:2])
        raise ValueError(f"Feature {number} holds the codes of two CCGs: {told}. Keep the code of one.")
    return next(iter(found.values()), None)


def _rings(feature: Mapping[str, Any], number: int) -> tuple[tuple[Point, ...], ...]:
    geometry = feature.get("geometry")
    shape = geometry if isinstance(geometry, dict) else {}
    said: Any = shape.get("coordinates")
    polygons = {"Polygon": [said], "MultiPolygon": said}.get(str(shape.get("type")))
    try:
        # Only the outer ring of a polygon: no CCG lies within another.
        rings = tuple(_ring(polygon[0]) for polygon in polygons or ())
    except (TypeError, IndexError, KeyError, ValueError, OverflowError):
        rings = ()
    if not rings:
        raise ValueError(
            f"Feature {number} has no outline of longitudes and latitudes in England. A boundary file has Polygon or MultiPolygon "
            "features in WGS84 (longitude first); take the GeoJSON, not the one in eastings and northings."
        )
    return rings


def _ring(corners: Sequence[Sequence[float]]) -> tuple[Point, ...]:
    ring = tuple((float(one[0]), float(one[1])) for one in corners)
    inside = all(_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH for longitude, latitude in ring)
    if len(ring) < 4 or len(set(ring)) < 3 or not inside:
        raise ValueError("no ring")
    return ring
