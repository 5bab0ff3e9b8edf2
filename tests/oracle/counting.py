"""Home rows and totals, never added together: the parts of a CCG for one question (rules 2, 5, 6 and 10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .answers import Asked, Said, own_count
from .ground import Ground
from .model import Row
from .tally import Tally, total

HOME_ROWS, AREA_ROWS, TOTAL = "home rows", "area rows", "total"
PCN, LOOSE, SURPLUS = "pcn", "not aligned", "not attributed"


@dataclass
class Parts:
    """The rows that add up to a CCG, and marks of the CCG itself."""

    rows: dict[tuple[str, str], Tally] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)

    def whole(self) -> Tally:
        """The CCG."""
        result = total(list(self.rows.values()))
        result.marks |= self.marks
        return result


def parts_of(ground: Ground, asked: Asked) -> Parts:
    """Rules 5 and 10: the parts, and beside them what a CCG-level total says beyond them.

    A total of the week is held against the answers of the week: carried values never outvote it, so where it counts nothing is
    carried in the CCG. A carried total is held against the parts with what they carry.
    """
    of_the_week = finer_parts(ground, asked, carry=False)
    said, row = ground.area_said(asked, "", carry=False)
    if said.homes and row is not None:
        if with_surplus(ground, of_the_week, said, row):
            return of_the_week
        return finer_parts(ground, asked, carry=True) if asked.carries else of_the_week
    if not asked.carries:
        return of_the_week
    parts = finer_parts(ground, asked, carry=True)
    said, row = ground.area_said(asked, "", carry=True)
    if said.homes and row is not None:
        with_surplus(ground, parts, said, row)
    return parts


def finer_parts(ground: Ground, asked: Asked, carry: bool) -> Parts:
    """A CCG's PCNs and its homes not aligned, without any CCG-level total."""
    parts, stated = Parts(), 0
    for pcn in ground.pcns(carry and asked.carries):
        tally, stated_here = pcn_part(ground, asked, pcn, carry)
        if tally is not None:
            parts.rows[PCN, pcn] = tally
            stated += stated_here
    said = ground.homes_said(asked, ground.loose, carry)
    answered = {home.id for home in ground.loose if ground.home_said(asked, home, carry).homes}
    parts.rows[LOOSE, ground.ccg] = loose_part(ground, parts, said, answered, stated)
    return parts


def loose_part(ground: Ground, parts: Parts, said: Said, answered: set[str], stated: int) -> Tally:
    """Rule 6: the remainder holds at least the homes that answered in it; never below 0, and then the CCG is the sum of its parts."""
    remainder = ground.remainder(stated)
    tally = Tally(registered=len(ground.loose), denominator=max(0, remainder, said.homes))
    if tally.denominator > remainder:
        parts.marks.add("sum of parts")
    tally.take(said, HOME_ROWS)
    ground.silence_of_homes(tally, ground.loose, answered)
    return tally


def pcn_part(ground: Ground, asked: Asked, pcn: str, carry: bool) -> tuple[Tally | None, int]:
    """One unit of rule 5, and how many homes it holds only by its own word."""
    homes = ground.aligned(pcn)
    source, said, row = grain(ground, asked, pcn, carry)
    if not homes and row is None:
        return None, 0
    base = ground.base(pcn, row)
    tally = Tally(registered=len(homes), denominator=base)
    if not homes:
        tally.marks.add("stated homes")
    if source == AREA_ROWS and row is not None:
        tally.denominator = max(base, own_count(row, ground.catalogue))
        if tally.denominator > base and ground.register.exists:
            tally.marks.add("excess homes")
        tally.take(said, AREA_ROWS)
        ground.silence_of_area(tally)
    else:
        tally.take(said, HOME_ROWS)
        ground.silence_of_homes(tally, homes, {home.id for home in homes if ground.home_said(asked, home, carry).homes})
    return tally, 0 if homes else base


def grain(ground: Ground, asked: Asked, pcn: str, carry: bool) -> tuple[str, Said, Row | None]:
    """Rule 5: the source that answers for more homes; a tie goes to the home rows, and with no home row there is no tie.

    Rule 10: the answers of the week decide; only where there are none do carried ones. Where home rows count, homes without an answer
    of the week carry theirs. The row is the area row of the PCN: the one that counts, else this week's.
    """
    homes = ground.aligned(pcn)
    home_said, (area_said, row) = ground.homes_said(asked, homes, False), ground.area_said(asked, pcn, False)
    if not home_said.homes and not area_said.homes and carry and asked.carries:
        home_said, (area_said, row) = ground.homes_said(asked, homes, True), ground.area_said(asked, pcn, True)
    no_home_row = not home_said.homes and all(ground.row(home) is None for home in homes)
    if area_said.homes > home_said.homes or (no_home_row and ground.area_rows.get(pcn) is not None):
        return AREA_ROWS, area_said, row
    return HOME_ROWS, ground.homes_said(asked, homes, carry), row


def with_surplus(ground: Ground, parts: Parts, said: Said, row: Row) -> bool:
    """Rule 5: add the row "not attributed to a PCN" where the total answers for more and is below the parts in no state.

    It holds answers, not homes, unless the total counts more homes than there are in the CCG (rule 2): then the excess.
    """
    so_far = parts.whole()
    surplus = said.surplus_over(Said(so_far.answered, so_far.counts))
    if surplus is None:
        return False
    tally = Tally(denominator=max(0, own_count(row, ground.catalogue) - so_far.denominator))
    if tally.denominator and ground.register.exists:
        tally.marks.add("excess homes")
    tally.take(surplus, TOTAL)
    missing = tally.denominator - tally.answered
    if ground.returned:
        tally.blank = missing
        tally.not_in_return = -min(surplus.homes, so_far.not_in_return)
    else:
        tally.no_return = max(missing, -so_far.no_return)
        tally.blank = missing - tally.no_return
    parts.rows[SURPLUS, ground.ccg] = tally
    return True
