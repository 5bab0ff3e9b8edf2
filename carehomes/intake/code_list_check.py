"""A code list held against the list in force: what refuses it, each row named, and what stands out in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from carehomes.areas import Area, AreaList
from carehomes.areas.lists import PARENT_LEVELS
from carehomes.areas.overlay import LINEAGE, NEW, PRACTICE, Said, chain, gather, overlay
from carehomes.intake.cells import shown
from carehomes.intake.code_list_ground import Ground, leads
from carehomes.intake.code_list_told import tell_difference, tell_problems
from carehomes.intake.context import Collector
from carehomes.ledger.model import Finding


def hold(facts: pa.Table, areas: AreaList, returned: Sequence[tuple[str, date]] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with a staged code list, and what a person should look at, told by cell.

    ``returned`` are the submitters and weeks of the returns that stand: a list may not close a CCG for weeks that it returned.
    """
    cells = facts.select(["sheet", "row", "part", "field", "answer", "column"]).to_pylist()
    said = gather((one["sheet"], one["row"], one["part"], one["field"], one["answer"]) for one in cells)
    columns = {(one["sheet"], one["row"], one["part"], one["field"]): one["column"] for one in cells}
    ground = Ground(said, columns, areas, overlay(areas, [said]), Collector())
    _twice(ground)
    named = {row.code for row in said if row.level}
    before: dict[str, list[Area]] = {}
    for one in ground.after.areas:
        if one.successor and one.code not in named:
            before.setdefault(one.successor, []).append(one)
    for row in said:
        if row.level:
            _area(ground, row)
            _predecessors(ground, row, before.get(row.code, []))
        elif row.part == LINEAGE:
            _lineage(ground, row)
        else:
            _practice(ground, row)
    _keep_returns(ground, returned)
    tell_difference(ground)
    tell_problems(ground)
    return ground.findings.findings()


def _keep_returns(ground: Ground, returned: Sequence[tuple[str, date]]) -> None:
    """Refuse a row by which a CCG would not have been open in weeks for which its return stands: its answers would have no place."""
    weeks: dict[str, list[date]] = {}
    for code, week in returned:
        before, after = ground.areas.get(code), ground.after.get(code)
        if before and after and before.open_on(week) and not after.open_on(week):
            weeks.setdefault(code, []).append(week)
    for row in ground.said:
        if (row.level or row.part == LINEAGE) and (lost := sorted(weeks.get(row.code, ()))):
            label = ground.after.get(row.code)
            message = (
                f"{{Cell}}: by these dates {label.label if label else row.code} was not open in {len(lost):,} of the weeks for which its "
                f"returns stand, the first ending {_day(lost[0])}. Withdraw them first, and have them sent by the CCG that stands for it."
            )
            ground.refuse(row, "closed" if "closed" in row.fields else "code", "returns_of_closed", message)


def _twice(ground: Ground) -> None:
    first: dict[tuple[str, ...], Said] = {}
    for row in ground.said:
        keys: list[tuple[str, tuple[str, ...]]] = []
        if row.level:
            keys.append(("code", ("area", row.code)))
            if "ons_code" in row.fields:
                keys.append(("ons_code", ("ons", row.fields["ons_code"])))
        elif row.part == LINEAGE:
            keys.append(("code", ("lineage", row.code)))
        else:
            keys.append(("code", (PRACTICE, row.code, *(row.fields.get(name, "") for name in ("pcn", "from", "to")))))
        for name, key in keys:
            before = first.setdefault(key, row)
            if before is not row:
                _tell_twice(ground, row, name, before)


def _tell_twice(ground: Ground, row: Said, name: str, before: Said) -> None:
    where = f"row {before.row}" + (f" of sheet '{shown(before.sheet)}'" if before.sheet != row.sheet else "")
    parents = [one.fields.get("parent", "") for one in (before, row)]
    together = _day_of(before, "opened", date.min) <= _day_of(row, "closed", date.max) and _day_of(row, "opened", date.min) <= _day_of(
        before, "closed", date.max
    )
    at_once = f" Both hold at the same time, under {parents[0]} and under {parents[1]}." if parents[0] != parents[1] and together else ""
    message = (
        f"{{Cell}}: {row.fields[name]} stands in {where} already.{at_once} A code has one row in a list; remove or correct one of them."
    )
    ground.refuse(row, name, "area_code_twice", message)


def _day_of(row: Said, name: str, blank: date) -> date:
    return row.day(name) or blank


def _area(ground: Ground, row: Said) -> None:
    before, area = ground.areas.get(row.code), ground.after.get(row.code)
    if area is None or (before is not None and row.part.startswith(NEW)):
        return
    if before is not None and before.level != row.level:
        message = (
            f"{{Cell}}: {before.label} is a {before.level} on the list in force, and a {row.level} here. Correct the code or the level."
        )
        ground.refuse(row, "code", "area_level_differs", message)
        return
    if before is None and "name" not in row.fields:
        ground.refuse(row, "name", "area_name_blank", f"{{Cell}}: {row.code} is new and has no name. Enter its name.")
    _alone(ground, row, area, before)
    _parent(ground, row, area)
    _dates(ground, row, area)
    _successor(ground, row, area)


def _alone(ground: Ground, row: Said, area: Area, before: Area | None) -> None:
    """Refuse a second whole, an ONS code that another open area has, and an end of what others are still part of."""
    if before is None and area.level == "england":
        message = f"{{Cell}}: {area.code} would be a second whole beside {ground.areas.top.label}. Leave the row out."
        ground.refuse(row, "code", "second_whole", message)
    if "ons_code" in row.fields:
        same = [one for one in ground.after.areas if one.ons_code == area.ons_code and one.code != area.code and one.closed is None]
        if same and area.closed is None:
            message = f"{{Cell}}: {area.ons_code} is the ONS code of {same[0].label} too, and both are open. Correct one of them."
            ground.refuse(row, "ons_code", "ons_code_taken", message)
    if area.closed is not None and not area.successor and "closed" in row.fields:
        left = [one for one in ground.after.below(area.code) if one.level != "pcn" and (one.closed is None or one.closed > area.closed)]
        if left:
            message = (
                f"{{Cell}}: {area.code} would close without a successor while {left[0].label} is still part of it. Name the successor, "
                "or move what is part of it first."
            )
            ground.refuse(row, "closed", "closed_with_parts", message)


def _parent(ground: Ground, row: Said, area: Area) -> None:
    wanted = PARENT_LEVELS[area.level]
    if not area.parent and not wanted:
        return
    parent = ground.after.get(area.parent) if area.parent else None
    if _round(ground.after, area.code, "parent"):
        message = (
            f"{{Cell}}: {area.code} is named as part of {area.parent}, which is itself part of {area.code}: a cycle. Correct "
            "the area above."
        )
        ground.refuse(row, "parent", "parent_cycle", message)
    elif not area.parent:
        message = f"{{Cell}}: {area.code} names no area above it; a {area.level} belongs to a {wanted}. Enter its code."
        ground.refuse(row, "parent", "parent_blank", message)
    elif parent is None:
        message = (
            f"{{Cell}}: {area.code} belongs to {area.parent}, which is neither in this file nor on the list in force. Correct "
            "the code, or add it."
        )
        ground.refuse(row, "parent", "parent_unknown", message)
    elif parent.level != wanted:
        level = f"a {wanted}" if wanted else "nothing above it"
        message = (
            f"{{Cell}}: {area.code} belongs to {parent.label}, a {parent.level}; a {area.level} belongs to {level}. Correct "
            "the code or the level."
        )
        ground.refuse(row, "parent", "parent_level", message)


def _round(areas: AreaList, code: str, way: str) -> bool:
    """Return whether going ``way`` (parent or successor) from an area comes back to it."""
    area, seen = areas.get(code), set()
    while area is not None and area.code not in seen:
        seen.add(area.code)
        following = getattr(area, way)
        area = areas.get(following) if following else None
        if area is not None and area.code == code:
            return True
    return False


def _dates(ground: Ground, row: Said, area: Area) -> None:
    if area.opened and area.closed and area.opened > area.closed:
        name = "closed" if "closed" in row.fields else "opened"
        message = (
            f"{{Cell}}: {area.code} would open on {_day(area.opened)}, after the day on which it closed, {_day(area.closed)}. "
            "Correct one of them."
        )
        ground.refuse(row, name, "opened_after_closed", message)


def _successor(ground: Ground, row: Said, area: Area) -> None:
    if not area.successor:
        return
    after = ground.after.get(area.successor)
    if after is None:
        message = (
            f"{{Cell}}: {area.successor}, the successor of {area.code}, is neither in this file nor on the list in force. "
            "Correct it, or add it."
        )
        ground.refuse(row, "successor", "successor_unknown", message)
    elif after.level != area.level:
        message = f"{{Cell}}: {after.label}, the successor of {area.code}, is a {after.level}, not a {area.level}. Correct the code."
        ground.refuse(row, "successor", "successor_level", message)
    elif _round(ground.after, area.code, "successor"):
        steps = " to ".join([*chain(ground.after.get, area.code), area.code])
        message = f"{{Cell}}: following the successors of {area.code} comes back to it: {steps}. Correct one of them."
        ground.refuse(row, "successor", "successor_cycle", message)
    elif area.closed is None:
        message = f"{{Cell}}: {area.code} names a successor, {area.successor}, but no day on which it closed. Enter its last day."
        ground.refuse(row, "successor", "successor_without_close", message)
    else:
        _follow(ground, row, area, after)


def _predecessors(ground: Ground, row: Said, before: list[Area]) -> None:
    """Hold the dates of an area against those that it took over from, which the file does not name."""
    area = ground.after.get(row.code)
    if area is not None and area.level == row.level and {"opened", "closed"} & set(row.fields):
        for one in before:
            _follow(ground, row, one, area)


def _follow(ground: Ground, row: Said, area: Area, after: Area) -> None:
    """Refuse days between the two on which neither was open: a gap, or a successor that was gone before."""
    if area.closed is None:
        return
    next_day = area.closed + timedelta(days=1)
    if after.opened is not None and after.opened > next_day:
        message = (
            f"{{Cell}}: {area.code} closed on {_day(area.closed)}, but its successor {after.code} opened only on {_day(after.opened)}: "
            "on the days between nobody stands for it. Correct one of the dates."
        )
        ground.refuse(row, "successor", "successor_gap", message)
    elif ground.areas.get(after.code) is None and after.opened is not None and after.opened <= area.closed:
        message = (
            f"{{Cell}}: {area.code} closed on {_day(area.closed)}, but {after.code}, its successor, opened on {_day(after.opened)}: "
            "for some days both would be open. Correct one of the dates."
        )
        ground.refuse(row, "successor", "successor_overlap", message)
    elif after.closed is not None and after.closed < next_day:
        message = (
            f"{{Cell}}: {area.code} closed on {_day(area.closed)}, but its successor {after.code} had closed by then, "
            f"on {_day(after.closed)}: their dates overlap. Correct one of the dates."
        )
        ground.refuse(row, "successor", "successor_overlap", message)


def _lineage(ground: Ground, row: Said) -> None:
    if leads(ground.areas, row):
        return
    steps = chain(ground.after.get, row.code)
    heir = ground.after.get(steps[steps.index(row.fields["successor"]) - 1]) if row.fields["successor"] in steps else None
    if heir is not None:
        _successor(ground, row, heir)


def _practice(ground: Ground, row: Said) -> None:
    start, end = row.day("from"), row.day("to")
    if start and end and start > end:
        message = (
            f"{{Cell}}: {row.code} would be in its PCN from {_day(start)}, after its last day there, {_day(end)}. Correct one of them."
        )
        ground.refuse(row, "to", "from_after_to", message)
    for name, what in (("pcn", "PCN"), ("ccg", "CCG")):
        code = row.fields.get(name, "")
        area = ground.after.get(code) if code else None
        if code and (area is None or area.level != what.lower()):
            message = f"{{Cell}}: {code} is no {what} of this file or of the list in force. Its practices are kept; look at the code."
            ground.tell(row, name, f"practice_{name}_unknown", "note", message, value=code, once=code)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
