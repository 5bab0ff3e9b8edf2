"""What the homes of an area say of themselves in a week, home by home: the ground of the families' own questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.measures.views import homes_of_group, homes_of_las
from carehomes.snapshots import Homes, Snapshot, records


@dataclass(frozen=True)
class HomeSaid:
    """A home that counts: its CCG, whether it is for older people, whether a return has a row for it, its answers by question.

    ``older_people`` is None where the register says it of no home.
    """

    home_id: str
    ccg: str
    older_people: bool | None
    has_row: bool
    answers: dict[str, str] = field(default_factory=dict)


def area_answers(
    snapshot: Snapshot,
    week: date,
    code: str,
    questions: Sequence[str],
    *,
    permitted: Permitted,
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
) -> tuple[HomeSaid, ...]:
    """Return the homes that count in an area (or local authority, or own ``group``) in ``week``, by ID, with their own rows' words.

    ``code`` is the area's; areas are as ``then`` or as ``now`` (rule 8). A question that a home does not answer is not among its answers;
    what was reported as totals is no home's own.
    """
    area = snapshot.areas.get(code)
    if group:
        view = homes_of_group(snapshot.areas, group, areas, older=older)
    else:
        view = homes_of_las([code], older=older) if area and area.level == "la" else Homes(older=older)
    asked = {"week": week, "questions": list(questions), "basis": areas, "code": code}
    parameters = {name: value for name, value in view.parameters.items() if name != "group_code"}
    found: dict[str, HomeSaid] = {}
    for row in records(snapshot.query("area_answers", **asked, **parameters, **permitted.parameters)):
        home = str(row["home_id"])
        if home not in found:
            band = {"yes": True, "no": False}.get(str(row["older_people"]))
            found[home] = HomeSaid(home, str(row["ccg"]), band, bool(row["has_row"]))
        if isinstance(row["answer"], str):
            found[home].answers[str(row["question"])] = row["answer"]
    return tuple(found.values())
