"""Which homes a view is of: local authorities, own groups, homes for older people (rule 8)."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.areas import Area, AreaList, Group
from carehomes.measures.names import home_names
from carehomes.snapshots import Homes, Snapshot

ALL_HOMES = "all"
OLDER_PEOPLE = "older people"
#: What a figure of homes counts.
HOMES, BEDS = "homes", "beds"


def homes_of_las(codes: Sequence[str], *, older: bool) -> Homes:
    """Return the view of the homes of local authorities, each by itself."""
    return Homes(older=older, by="la", las=tuple(sorted(codes)))


def homes_of_group(areas: AreaList, group: Group, basis: str, *, older: bool) -> Homes:
    """Return the view of an own group: homes in any of its areas, ``then`` or ``now`` (through successors), and those it names.

    A code that the area list does not have is taken for a PCN's.
    """
    named = {code: areas.get(code) for code in group.areas}
    above = [one for one in named.values() if one is not None and one.level in ("england", "region", "stp", "ccg")]
    return Homes(
        older=older,
        by="group",
        group=group.id,
        in_ccgs=tuple(_ccgs_in(areas, above, basis)),
        in_pcns=tuple(sorted(code.upper() for code, one in named.items() if one is None or one.level == "pcn")),
        in_las=tuple(sorted(one.code for one in named.values() if one is not None and one.level == "la")),
        in_homes=group.homes,
    )


def seen_groups(snapshot: Snapshot, groups: Sequence[Group]) -> list[Group]:
    """Return the own groups whose every area and home the reader of the snapshot may see; her others she is not told of."""
    if snapshot.permitted.ccgs is None or not groups:
        return list(groups)
    homes = {one.code for one in home_names(snapshot, permitted=snapshot.permitted)}
    areas = {one.code for one in snapshot.areas.areas} | set(snapshot.pcn_names)
    return [one for one in groups if set(one.areas) <= areas and set(one.homes) <= homes]


def seen_group(snapshot: Snapshot, group: Group | None) -> Group | None:
    """Return the own group where the reader of the snapshot may see all of it, else None, as where there is none."""
    return next(iter(seen_groups(snapshot, [group])), None) if group else None


def _ccgs_in(areas: AreaList, members: Sequence[Area], basis: str) -> list[str]:
    """Return the CCGs whose homes are in any of ``members``; as now, both go to their successors (rule 8)."""
    codes = {areas.path(one.code, basis)[0].code for one in members}
    return [ccg.code for ccg in areas.of_level("ccg") if any(one.code in codes for one in areas.path(ccg.code, basis))]
