"""The weeks of a chart: those without a point are marked at its foot, by themselves or many by one mark, and no two marks overlap."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from carehomes.charts import template as look

FIRST = date(2020, 5, 17)
#: The plot of a chart beside another one, and a letter of 13 pixels in Arial at its widest here.
PLOT, LETTER = 450, 6.8


def marks(weeks: int, missing: set[int]) -> list[tuple[str, float]]:
    """Return what is written, and at which week, counted from the first one."""
    every = [FIRST + timedelta(weeks=place) for place in range(weeks)]
    chart = look.figure()
    look.mark_gaps(chart, every, [week for place, week in enumerate(every) if place not in missing])
    return [(note.text, (date.fromisoformat(note.x) - FIRST).days / 7) for note in chart.layout.annotations]


@pytest.mark.parametrize(
    ("weeks", "missing", "told"),
    [
        (8, set(), []),
        (8, {3, 4}, ["[x]", "[x]"]),
        (104, {3, 60}, ["[x]", "[x]"]),
        (104, {20, 21, 22, 23, 60}, ["[x] 4 weeks", "[x]"]),
        (104, {50, 55, 60}, ["[x] 3 of 11 weeks"]),
        (104, set(range(104)), ["[x] 104 weeks"]),
    ],
)
def test_a_run_of_weeks_has_one_mark_with_its_count_where_marks_would_overlap(weeks: int, missing: set[int], told: list[str]) -> None:
    assert [text for text, _ in marks(weeks, missing)] == told


def test_no_two_marks_overlap_none_leaves_the_axis_and_every_week_is_counted() -> None:
    chance = random.Random(20200517)
    for _ in range(200):
        weeks = chance.randint(1, 130)
        missing = set(chance.sample(range(weeks), chance.randint(0, weeks)))
        found = marks(weeks, missing)
        each = PLOT / weeks
        # A mark of many weeks stands on a whole day, half a day from its middle at most.
        ends = [(place * each - len(text) * LETTER / 2, place * each + len(text) * LETTER / 2) for text, place in found]
        assert all(before[1] <= after[0] + each / 7 for before, after in pairwise(ends)), (weeks, missing)
        wide = [(text, end) for (text, _), end in zip(found, ends, strict=True) if text != "[x]" and end[1] - end[0] < PLOT - each]
        assert all(-each <= left and right <= PLOT + each for _, (left, right) in wide), (weeks, missing)
        counts = [int(told[0]) if (told := re.findall(r"\d+", text)) else 1 for text, _ in found]
        assert sum(counts) == len(missing), (weeks, missing)


@pytest.mark.parametrize(("weeks", "most"), [(1, 3), (2, 9), (16, 24), (104, 24)])
def test_labels_behind_the_last_week_stand_beside_the_lines_of_few_weeks_too(weeks: int, most: int) -> None:
    every = [FIRST + timedelta(weeks=place) for place in range(weeks)]
    chart = look.figure()
    look.week_axis(chart, every)
    first, last = (datetime.fromisoformat(day) for day in chart.layout.xaxis.range)
    behind = last - datetime.combine(every[-1], time())
    assert timedelta(0) < behind <= timedelta(hours=most)
    # Of a plot of 450 pixels labels begin 7 behind the last point.
    assert PLOT * (behind / (last - first)) <= 18
