"""What the homes of an area say of themselves in a week: the ground of the families' own questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.measures.views import homes_of_group, homes_of_las
from carehomes.snapshots import Homes, Snapshot, records


@dataclass(frozen=True)
class HomesSaid:
    """So many ``homes`` that say the same to two questions ('' where they do not answer) and are alike in the rest.

    ``older_people`` is None where the register says it of no home; ``has_row`` tells whether a return has rows for them; ``ccg`` is ''
    where CCGs are not told apart.
    """

    homes: int
    one: str = ""
    other: str = ""
    ccg: str = ""
    older_people: bool | None = None
    has_row: bool = True


def area_answers(
    snapshot: Snapshot,
    week: date,
    code: str,
    one: str,
    other: str = "",
    *,
    permitted: Permitted,
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
    by_ccg: bool = False,
    homes: Collection[str] | None = None,
) -> tuple[HomesSaid, ...]:
    """Return the homes that count in an area (or local authority, or own ``group``) in ``week`` by what their rows say to two questions.

    ``code`` is the area's; areas are as ``then`` or as ``now`` (rule 8); ``homes`` are the IDs of those that are asked, None for all. What
    was reported as totals is no home's own: such homes are silent here.
    """
    area = snapshot.areas.get(code)
    if group:
        view = homes_of_group(snapshot.areas, group, areas, older=older)
    else:
        view = homes_of_las([code], older=older) if area and area.level == "la" else Homes(older=older)
    asked = {"week": week, "one": one, "other": other, "by_ccg": by_ccg, "basis": areas, "code": code}
    asked |= {"every_home": homes is None, "homes": sorted(homes or ())} | permitted.parameters
    asked |= {name: value for name, value in view.parameters.items() if name != "group_code"}
    return tuple(
        HomesSaid(
            int(row["homes"]),
            row["one"] if isinstance(row["one"], str) else "",
            row["other"] if isinstance(row["other"], str) else "",
            row["ccg"],
            {"yes": True, "no": False}.get(str(row["older_people"])),
            bool(row["has_row"]),
        )
        for row in records(snapshot.query("area_answers", **asked))
    )
