"""The witness of XmR charts: slow, in fractions, one point at a time, written from the sources and not from the product's code.

``tool``: NHS England's Single Chart Tool. ``sql``: its SQL Query v2.6a. ``nhs_r``: NHSRplotthedots, whose functions of point types are
carried over one by one with their names.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

Value = Fraction | None


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def mean(numbers: list[Fraction]) -> Value:
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def segment_lines(values: list[Value], fixed: int | None, source: str, screen: bool) -> dict[str, Value]:
    """Mean and limits of one segment."""
    places = [place for place, value in enumerate(values) if value is not None][:fixed]
    ranges = {place: abs(values[place] - values[place - 1]) for place in places if place - 1 in places}
    centre = mean([values[place] for place in places])
    spread = mean(list(ranges.values()))
    if screen and spread is not None:
        bound = Fraction("3.267") * spread
        kept = {place: one for place, one in ranges.items() if (one < bound if source == "nhs_r" else one <= bound)}
        if source == "sql":
            centre = mean([values[place] for place in places if place in kept or place not in ranges])
        spread = mean(list(kept.values()))
    if centre is None or spread is None:
        return {"mean": centre, "lpl": None, "upl": None, "nlpl": None, "nupl": None}
    away = Fraction("2.66") * spread
    near = away * Fraction(2, 3)
    return {"mean": centre, "lpl": centre - away, "upl": centre + away, "nlpl": centre - near, "nupl": centre + near}


def all_lines(values: list[Value], starts: list[int], fixed: int | None, source: str, screen: bool) -> list[dict[str, Value]]:
    """The lines at every point."""
    if fixed is not None and source == "tool":
        starts = [0]
    found: list[dict[str, Value]] = []
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], len(values)], strict=True)):
        here = fixed if source != "sql" or number == 0 else None
        found += [segment_lines(values[first:last], here, source, screen)] * (last - first)
    return found


def runs(marks: list[object], ends: set[int]) -> list[tuple[int, int, object]]:
    """Runs of equal marks that are not None, ended before each place in ``ends``: (first, last, mark)."""
    found: list[tuple[int, int, object]] = []
    for place, mark in enumerate(marks):
        if mark is None:
            continue
        if found and found[-1][1] == place - 1 and found[-1][2] == mark and place not in ends:
            found[-1] = (found[-1][0], place, mark)
        else:
            found.append((place, place, mark))
    return found


def outside(value: Fraction, lines: dict[str, Value]) -> int:
    if lines["lpl"] is None or lines["upl"] is None:
        return 0
    return (value > lines["upl"]) - (value < lines["lpl"])


def close(value: Fraction, lines: dict[str, Value]) -> int:
    if lines["nlpl"] is None or lines["nupl"] is None:
        return 0
    return (value > lines["nupl"]) - (value < lines["nlpl"])


def england_marks(
    values: list[Value], lines: list[dict[str, Value]], starts: list[int], fixed: int | None, points: tuple[int, int], source: str
) -> list[set[tuple[str, int]]]:
    """Every rule that marks each point, with its side, as the two NHS England sources have them."""
    marks: list[set[tuple[str, int]]] = [set() for _ in values]
    ends = set(starts[1:]) if source == "sql" else set()
    if source == "sql" and fixed is not None:
        first = [place for place, value in enumerate(values[: (*starts, len(values))[1]]) if value is not None]
        ends |= set(first[fixed : fixed + 1])
    sides: list[object] = []
    for place, value in enumerate(values):
        if value is None:
            sides.append(None)
            continue
        if outside(value, lines[place]):
            marks[place].add(("beyond", outside(value, lines[place])))
        sides.append(sign(value - lines[place]["mean"]))
    for first, last, side in runs(sides, ends):
        if side and last - first + 1 >= points[0]:
            for place in range(first, last + 1):
                marks[place].add(("shift", side))
    steps: list[object] = [None] + [
        None if before is None or after is None else sign(after - before) for before, after in itertools.pairwise(values)
    ]
    for first, last, way in runs(steps, set()):
        # One step fewer than points; the point before the first step belongs to the trend.
        if way and last - first + 2 >= points[1]:
            for place in range(first - 1, last + 1):
                marks[place].add(("trend", way))
    for last in range(2, len(values)):
        window = [last - 2, last - 1, last]
        if any(values[place] is None for place in window) or ends & set(window[1:]):
            continue
        for side in (1, -1):
            near = [place for place in window if close(values[place], lines[place]) == side]
            if source == "tool":
                near = [place for place in near if not outside(values[place], lines[place])]
            if len(near) >= 2 and all(sides[place] == side for place in window):
                for place in near:
                    marks[place].add(("two of three", side))
    return marks


def england_side(marks: set[tuple[str, int]], better: int, source: str) -> int:
    """The side that counts at a point."""
    found = {side for _, side in marks}
    if len(found) < 2:
        return next(iter(found), 0)
    preferred = better or 1
    if source == "tool":
        return preferred
    rank = {"trend": 4, "shift": 3, "two of three": 2, "beyond": 1}
    up, down = (max(rank[rule] for rule, side in marks if side == way) for way in (1, -1))
    return 1 if up > down else -1 if down > up else preferred


# NHSRplotthedots, R/ptd_calculate_point_type.R, on one group without gaps; their names, seven as a parameter.


def seven_point_one_side_mean(v: list[int], seven: int) -> list[int]:
    vp = [0] * (seven - 1) + v
    return [int(vp[i] != 0 and all(vp[i] == vp[i - back] for back in range(1, seven))) for i in range(seven - 1, len(vp))]


def part_of_seven_trend(v: list[int], seven: int) -> list[int]:
    vp = v + [0] * (seven - 1)
    return [int(any(abs(vp[i + ahead]) == 1 for ahead in range(seven))) for i in range(len(v))]


def seven_point_trend(y: list[Fraction], seven: int) -> list[int]:
    found = []
    for i in range(len(y)):
        d = [sign(y[place] - y[place - 1]) for place in range(i - seven + 2, i + 1)] if i >= seven - 1 else [0]
        found.append(1 if all(one == 1 for one in d) else -1 if all(one == -1 for one in d) else 0)
    return found


def two_in_three(v: list[int], rtm: list[int]) -> list[int]:
    vp, rtmp = [0, 0, *v, 0, 0], [0, 0, *rtm, 0, 0]
    return [int(any(sum(vp[i + o : i + o + 3]) >= 2 and abs(sum(rtmp[i + o : i + o + 3])) == 3 for o in (0, 1, 2))) for i in range(len(v))]


def special_cause_type(y: list[Fraction], lines: list[dict[str, Value]], points: tuple[int, int]) -> list[str]:
    rtm = [sign(value - line["mean"]) for value, line in zip(y, lines, strict=True)]
    out = [outside(value, line) for value, line in zip(y, lines, strict=True)]
    near = [int(not over and close(value, line) != 0) for value, line, over in zip(y, lines, out, strict=True)]
    trend = part_of_seven_trend(seven_point_trend(y, points[1]), points[1])
    two = [int(a == 1 and b == 1) for a, b in zip(two_in_three(near, rtm), near, strict=True)]
    side = part_of_seven_trend(seven_point_one_side_mean(rtm, points[0]), points[0])
    steps = [sign(after - before) for before, after in itertools.pairwise(y)]
    right, left = steps + steps[-1:], [0, *steps]
    following = trend[1:] + [0]
    sdy = [right[i] if following[i] and trend[i] else left[i] for i in range(len(y))]
    found = []
    for i in range(len(y)):
        if out[i]:
            found.append("Above UCL" if rtm[i] == 1 else "Below LCL")
        elif trend[i]:
            found.append(f"Trend ({'In' if sdy[i] == 1 else 'De'}creasing)")
        elif two[i]:
            found.append(f"2 in 3 {'Above' if rtm[i] > 0 else 'Below'} CL")
        elif side[i]:
            found.append(f"Points {'Above' if rtm[i] > 0 else 'Below'} CL")
        else:
            found.append("Common Cause")
    return found


def nhs_r_sides(values: list[Value], lines: list[dict[str, Value]], starts: list[int], points: tuple[int, int]) -> list[int]:
    """The side of each point, group by group; a gap ends a group's patterns."""
    sides = [0] * len(values)
    pieces = runs([None if value is None else True for value in values], set(starts[1:]))
    for first, last, _ in pieces:
        kinds = special_cause_type(values[first : last + 1], lines[first : last + 1], points)
        for place, kind in enumerate(kinds, first):
            sides[place] = 1 if "Above" in kind or "Increasing" in kind else -1 if "Below" in kind or "Decreasing" in kind else 0
    return sides


def chart(
    values: list[Value],
    better: int,
    source: str,
    *,
    starts: list[int],
    fixed: int | None,
    points: tuple[int, int],
    screen: bool,
    target: Value = None,
) -> dict[str, object]:
    """The whole chart: mean, limits, label of each point and both icons."""
    lines = all_lines(values, starts, fixed, source, screen)
    present = [place for place, value in enumerate(values) if value is not None]
    enough = len(present) >= (1 if source == "nhs_r" else 13)
    if source == "nhs_r":
        sides = nhs_r_sides(values, lines, starts, points)
    else:
        marks = england_marks(values, lines, starts, fixed, points, source)
        sides = [england_side(one, better, source) for one in marks]
    if not enough:
        sides = [0] * len(values)
        lines = [{**one, "lpl": None, "upl": None} for one in lines]
    labels = ["missing" if value is None else label(side, better) for value, side in zip(values, sides, strict=True)]
    last = present[-1] if present else None
    icon = None
    if last is not None and enough:
        icon = "common_cause" if sides[last] == 0 else f"{labels[last]}_{'high' if sides[last] > 0 else 'low'}"
    return {"lines": lines, "labels": labels, "variation": icon, "assurance": assurance(lines, last, target, better, source)}


def label(side: int, better: int) -> str:
    return "common" if not side else "neither" if not better else "improvement" if side == better else "concern"


def assurance(lines: list[dict[str, Value]], last: int | None, target: Value, better: int, source: str) -> str | None:
    if last is None or target is None or not better or lines[last]["lpl"] is None:
        return None
    lpl, upl = lines[last]["lpl"], lines[last]["upl"]
    below = target < lpl if source == "nhs_r" else target <= lpl
    above = target > upl if source == "nhs_r" else target >= upl
    if below if better > 0 else above:
        return "pass"
    return "fail" if (above if better > 0 else below) else "hit_or_miss"
