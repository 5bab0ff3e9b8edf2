"""Which areas stand where, and when a count gets to its target."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from carehomes.statistics import projection, variation_by_assurance, xmr_array

FIRST = date(2020, 5, 17)


def sundays(count: int) -> list[date]:
    return [FIRST + timedelta(weeks=step) for step in range(count)]


def test_each_cell_lists_its_areas() -> None:
    table = variation_by_assurance(
        ["02A", "01T", "01F", "99A", "01J"],
        ["improvement_high", "improvement_high", "common_cause", None, "concern_low"],
        ["pass", "pass", "hit_or_miss", None, None],
    )
    assert table.loc["improvement", "pass"] == ("01T", "02A")
    assert table.loc["common_cause", "hit_or_miss"] == ("01F",)
    assert table.loc["no_icon", "no_icon"] == ("99A",)
    assert table.loc["concern", "no_icon"] == ("01J",)
    assert sum(len(cell) for cell in table.to_numpy().ravel()) == 5


def test_the_matrix_takes_charts_as_they_come_and_refuses_others() -> None:
    values = np.random.default_rng(7).normal(50, 9, (40, 30))
    chart = xmr_array(values, improvement="up", target=50)
    areas = [f"U{place:05}" for place in range(40)]
    table = variation_by_assurance(areas, chart.variation, chart.assurance)
    backwards = variation_by_assurance(areas[::-1], chart.variation[::-1], chart.assurance[::-1])
    assert table.equals(backwards)
    assert sorted(area for cell in table.to_numpy().ravel() for area in cell) == areas
    with pytest.raises(ValueError, match="there is no icon 'good'"):
        variation_by_assurance(["01T"], ["good"], [None])
    with pytest.raises(ValueError, match="shorter"):
        variation_by_assurance(["01T", "01F"], ["common_cause"], [None])


def test_a_steady_count_gets_there_on_its_line() -> None:
    told = projection([10, 14, 18, 22, 26], sundays(5), 50, by=date(2020, 7, 12))
    assert (told.state, told.pace, told.slow, told.fast) == ("on the way", 4, 4, 4)
    assert told.arrives == told.earliest == told.latest == date(2020, 6, 14) + timedelta(weeks=6)
    assert told.needed == 6
    assert (told.last, told.remaining, told.points) == (26, 24, 5)


def test_downwards_and_across_a_gap() -> None:
    told = projection([40, 36, None, 28, 24, 20], sundays(6), 0, improvement="down")
    assert (told.pace, told.last, told.remaining) == (4, 20, 20)
    assert told.arrives == sundays(11)[-1]


def test_one_odd_week_does_not_set_the_pace() -> None:
    assert projection([10, 14, 18, 22, 26, 30, 34, 90], sundays(8), 200).pace == 4


def test_met_too_few_and_never() -> None:
    assert projection([50, 80, 100], sundays(3), 100).state == "met"
    assert projection([50, 60, 70], sundays(3), 100).state == "too few points"
    assert projection([None, None], sundays(2), 100).state == "too few points"
    still = projection([50] * 6, sundays(6), 100)
    assert (still.state, still.arrives, still.latest) == ("not at this pace", None, None)
    assert projection([60, 58, 57, 55, 50], sundays(5), 100).state == "not at this pace"
    assert projection([0, 1, 2, 3, 4], sundays(5), 1000).state == "not at this pace"


def test_only_the_last_weeks_count() -> None:
    values = [*range(0, 80, 10), *range(71, 79)]
    assert projection(values, sundays(16), 120).pace == 1
    assert projection(values, sundays(16), 120, recent=16).pace > 1


def test_what_makes_no_projection_is_said() -> None:
    with pytest.raises(ValueError, match="direction"):
        projection([1, 2], sundays(2), 5, improvement="neither")
    with pytest.raises(ValueError, match="one value a week"):
        projection([1, 2, 3], sundays(2), 5)
    with pytest.raises(ValueError, match="in order"):
        projection([1, 2], sundays(2)[::-1], 5)


@given(values=st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=1, max_size=20), times=st.integers(1, 7))
@how(max_examples=100, deadline=None)
def test_range_holds_the_date_and_units_do_not_matter(values: list[int | None], times: int) -> None:
    told = projection(values, sundays(len(values)), 100)
    if told.arrives:
        assert told.earliest <= told.arrives
        assert told.latest is None or told.arrives <= told.latest
        assert told.slow <= told.pace <= told.fast
    scaled = [None if value is None else Fraction(value * times, 3) for value in values]
    again = projection(scaled, sundays(len(values)), Fraction(100 * times, 3))
    assert (again.state, again.arrives, again.earliest, again.latest) == (told.state, told.arrives, told.earliest, told.latest)
