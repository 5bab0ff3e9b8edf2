"""What a person may see and do, by the area list of a day: her grants told as CCGs, and the one question of every door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carehomes.access.people import Person
from carehomes.access.permitted import EVERYWHERE, Permitted
from carehomes.access.roles import ACTIONS, suffices
from carehomes.areas import AreaList


class NotAllowedError(ValueError):
    """Something that the person may not do, in a plain sentence: what, and whom to ask."""


def scope(codes: Iterable[str], areas: AreaList, day: date) -> frozenset[str]:
    """Return the CCGs and local authorities that area ``codes`` stand for on ``day``.

    A region or an STP is the CCGs (and a region the local authorities) in it. A CCG that had closed by ``day`` is its successor too,
    and one that took over from others has what those said before. Unknown codes are nothing.
    """
    named = {one.code for one in (areas.get(code) for code in codes) if one is not None}
    named |= {
        after.code for one in named if (area := areas.get(one)) and area.closed and area.closed < day and (after := areas.successor(area))
    }
    # What a merged CCG had before it opened is only its own once it has opened.
    told = {
        one.code
        for one in areas.of_level("ccg")
        if {above.code for basis in ("then", "now") for above in areas.path(one.code, basis if _over(one.closed, day) else "then")} & named
    }
    las = {one.code for one in areas.of_level("la") if named & {one.code, one.parent, areas.top.code}}
    return frozenset(told | las)


def _concerned(code: str, areas: AreaList, day: date) -> frozenset[str]:
    """Return the organisations that an area code concerns; what is no area of the list, and '' (everywhere), is nobody's own."""
    area = areas.get(code) if code else None
    return scope([area.parent if area.level == "pcn" else area.code], areas, day) if area else frozenset({code})


def _over(closed: date | None, day: date) -> bool:
    return closed is not None and closed < day


def permitted_of(person: Person, areas: AreaList, day: date) -> Permitted:
    """Return the areas that a person may see on ``day``: those of all her roles."""
    if any(one.areas is None for one in person.grants):
        return EVERYWHERE
    found = scope((code for one in person.grants for code in one.areas or ()), areas, day)
    ccgs = {one.code for one in areas.of_level("ccg")}
    return EVERYWHERE if ccgs and ccgs <= found else Permitted(found & ccgs)


def refusal(person: Person, action: str, codes: Iterable[str] | None, areas: AreaList, day: date) -> str:
    """Return '' where ``person`` may do ``action`` for the organisations ``codes`` (areas by their codes; '' is everywhere), else why not.

    ``codes`` is None where it is not known yet whom it concerns: it is enough to be allowed it somewhere.
    """
    asked = ACTIONS[action]
    grants = [one for one in person.grants if suffices(one.role, action)]
    if any(one.areas is None for one in grants):
        return ""
    if not grants:
        return f"You are not allowed to {asked.told}: that takes the role {asked.role}. Ask whoever looks after this installation."
    mine = scope((code for one in grants for code in one.areas or ()), areas, day)
    every = {one.code for one in areas.of_level("ccg")} <= mine
    if asked.everywhere:
        return "" if every else f"You may {asked.told} only with the role {asked.role} for every area: it concerns all of them."
    if codes is None or every or {one for code in codes for one in _concerned(code, areas, day)} <= mine:
        return ""
    return f"You may {asked.told} only for your own organisations ({', '.join(sorted(mine)) or 'none'})."
