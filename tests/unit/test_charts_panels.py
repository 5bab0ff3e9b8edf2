"""Small multiples: the order of the panels, what stands over them, and the lines that they draw."""

from __future__ import annotations

import re
from datetime import timedelta

from carehomes.charts import panels
from carehomes.charts.readings import readings
from tests.unit.charts_rows import FIRST, frame, measure, row

LEAD = measure("named_lead")
WEEK = FIRST + timedelta(weeks=3)


def _order(*rows: dict[str, object]) -> list[str]:
    return [one.code for one in panels.ordered(frame(*rows), LEAD)]


def _panel(*rows: dict[str, object]) -> panels.Panel:
    found = readings(frame(*rows))
    return panels.panels([found[-1]], frame(*rows))[0]


def _points(drawing: str) -> list[list[tuple[float, float]]]:
    lines = re.findall(r'<polyline points="([^"]+)"', drawing)
    return [[(float(x), float(y)) for x, y in (spot.split(",") for spot in line.split())] for line in lines]


def test_the_least_favourable_come_first_and_blanks_last() -> None:
    rows = [
        row(code="X01", yes=9, no=1, not_answered=0),
        row(code="X02", yes=0, no=0, not_answered=10, no_return=10),
        row(code="X03", yes=5, no=5, not_answered=0),
        # Four of four, but too few answered to be compared.
        row(code="X04", yes=0, no=4, not_answered=6),
        row(code="X05", yes=4, no=2, not_answered=-6, level="not attributed"),
    ]
    assert _order(*rows) == ["X03", "X01", "X04", "X02"]


def test_over_a_panel_stand_the_counts_that_answered_and_who_was_silent() -> None:
    def told(**said: object) -> tuple[str, str]:
        return panels.told(readings(frame(row(**said)))[0], LEAD)

    assert told(yes=26, no=8, not_answered=7) == ("76%: 26 of 34 that answered", "7 not answered")
    assert told(yes=8, no=2, not_answered=0) == ("80%: 8 of 10 that answered", "all answered")
    assert told(yes=1, no=1, not_answered=8) == ("50%: 1 of 2 that answered", "8 not answered; too few to compare")
    assert told(yes=0, no=0, not_answered=10, no_return=10) == ("[x] no return", "10 not answered (10 no return)")
    assert told(yes=0, no=0, not_answered=10) == ("[x] no answer", "10 not answered (10 blank)")
    plans = measure("residents_with_pcsp")
    said = {"numerator": 433, "whole": 620, "homes_gave": 23, "denominator": 28, "registered": 28}
    one = readings(frame(row("residents_with_pcsp", **said)))[0]
    assert panels.told(one, plans) == ("70%: 433 of 620 residents", "from 23 of 28 homes that gave both")


def test_a_line_has_a_gap_where_too_few_answered_and_an_open_spot_there() -> None:
    panel = _panel(
        row(step=0, yes=0, no=10, not_answered=0),
        row(step=1, yes=5, no=5, not_answered=0),
        row(step=2, yes=3, no=0, not_answered=7),
        row(step=3, yes=10, no=0, not_answered=0),
    )
    weeks = panels.weeks_of([panel], WEEK)
    assert weeks == [FIRST + timedelta(weeks=step) for step in range(4)]
    drawing = panels.drawing(panel, LEAD, weeks)
    first, last = _points(drawing)
    top, foot = last[0][1], first[0][1]
    assert first[1][1] == (top + foot) / 2
    assert len(set(last)) == 1
    # The open spot of the third week, and the dot of the last one.
    assert drawing.count("<circle") == 2
    assert panels.sentence(panel, LEAD) == "NHS X01 CCG (X01): 0% (0 of 10) at 17 May 2020, 100% (10 of 10) at 7 June 2020."


def test_every_panel_has_the_same_axis_and_a_blank_one_says_so() -> None:
    silent = _panel(row(step=3, yes=0, no=0, not_answered=10, no_return=10))
    full = _panel(row(step=3, yes=10, no=0, not_answered=0))
    drawn = [panels.drawing(one, LEAD, [WEEK]) for one in (silent, full)]
    for each in drawn:
        assert re.findall(r">(\d+%)<", each) == ["0%", "50%", "100%"]
    assert "[x] no answer in these weeks" in drawn[0]
    assert "[x]" not in drawn[1]
    assert panels.sentence(silent, LEAD) == "NHS X01 CCG (X01): no week in which enough answered to draw a line."


def test_not_more_weeks_than_a_panel_has_room_for() -> None:
    panel = _panel(*(row(step=step, yes=5, no=5, not_answered=0) for step in range(40)))
    weeks = panels.weeks_of([panel], FIRST + timedelta(weeks=39))
    assert len(weeks) == panels.WEEKS
    assert weeks[-1] == FIRST + timedelta(weeks=39)


def test_the_finding_names_the_ends_and_leaves_small_areas_out() -> None:
    order = panels.ordered(
        frame(
            row(code="X01", yes=9, no=1, not_answered=0),
            row(code="X02", yes=1, no=3, not_answered=0),
            row(code="X03", yes=5, no=5, not_answered=0),
            row(code="X04", yes=1, no=9, not_answered=0, level="not aligned"),
        ),
        LEAD,
    )
    told = panels.finding(order, LEAD)
    assert told == "Homes with a named clinical lead, area by area: from 50% in NHS X03 CCG (X03) to 90% in NHS X01 CCG (X01)"
    assert panels.finding(order[1:2], LEAD).endswith("in no area did enough homes answer to compare")


def test_areas_that_say_the_same_are_no_range() -> None:
    order = panels.ordered(frame(row(code="X01", yes=9, no=0, not_answered=1), row(code="X02", yes=7, no=0, not_answered=0)), LEAD)
    assert panels.finding(order, LEAD).endswith("area by area: 100% in each of the 2 areas with enough homes that answered")
    assert panels.finding(order[:1], LEAD).endswith(
        "area by area: 100% in NHS X01 CCG (X01), the only area with enough homes that answered"
    )
