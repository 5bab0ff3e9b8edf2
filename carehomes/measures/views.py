"""Which homes a view is of: local authorities, own groups, homes for older people (rule 8)."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.areas import AreaList, Group
from carehomes.snapshots import Homes

ALL_HOMES = "all"
OLDER_PEOPLE = "older people"


def homes_of_las(codes: Sequence[str], *, older: bool) -> Homes:
    """Return the view of the homes of local authorities, each by itself."""
    return Homes(older=older, by="la", las=tuple(sorted(codes)))


def homes_of_group(areas: AreaList, group: Group, *, older: bool) -> Homes:
    """Return the view of an own group: homes in any of its areas, as then or through successors, and those it names."""
    named = [areas.get(code) or code for code in group.areas]
    whole = {one.code for one in named if not isinstance(one, str) and one.level in ("england", "region", "stp", "ccg")}
    las = [one.code for one in named if not isinstance(one, str) and one.level == "la"]
    pcns = [code for code, one in zip(group.areas, named, strict=True) if isinstance(one, str) or one.level == "pcn"]
    return Homes(
        older=older,
        by="group",
        group=group.id,
        in_ccgs=tuple(_ccgs_in(areas, whole)),
        in_pcns=tuple(sorted(code.upper() for code in pcns)),
        in_las=tuple(sorted(las)),
        in_homes=group.homes,
    )


def _ccgs_in(areas: AreaList, codes: set[str]) -> list[str]:
    found = []
    for ccg in areas.of_level("ccg"):
        above = {one.code for start in (ccg, areas.successor(ccg)) for one in areas.path(start.code)}
        if above & codes:
            found.append(ccg.code)
    return found
