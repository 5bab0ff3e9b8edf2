"""The SQL behind a figure, as it stands in ``queries/``: what tells a measure's answers, and the report that adds them up."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.catalogue import Measure
from carehomes.snapshots.queries import relation_name, sql

#: The rungs of a ladder are told where shares of homes are.
_SHAPES = {"ladder": "share_of_homes"}


def sql_behind(measures: Sequence[Measure], reports: Sequence[str]) -> list[tuple[str, str]]:
    """Return (path below ``queries``, text with its header): each measure's own SQL or that of its shape once, then the reports.

    Between them stands what adds homes up that tell one word each, and of a measure told in beds what prepares them.
    """
    places = [("measures", one.id) if one.shape == "own" else ("shapes", _SHAPES.get(one.shape, one.shape)) for one in measures]
    if any(relation_name(sql(*place)) == "home_said" for place in places):
        places.append(("shapes", "home_said"))
    if any(one.unit == "beds" for one in measures):
        places += [("snapshot", "155_measure_beds"), ("reports", "bedless")]
    places += [("reports", name) for name in reports]
    return [(f"{room}/{name}.sql", sql(room, name)) for room, name in dict.fromkeys(places)]
