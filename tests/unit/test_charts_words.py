"""Numbers, dates and silence as they are told on screen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from carehomes.charts import words
from carehomes.charts.readings import Reading, day, known, readings
from tests.unit.charts_rows import frame, row


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (86, 131, "66%"),
        (1, 8, "13%"),  # 12.5: half away from zero
        (125, 1000, "12.5%"),
        (4333, 6197, "69.9%"),
        (0, 12, "0%"),
        (12, 12, "100%"),
        (0, 0, "[x]"),
        (None, 12, "[x]"),
        (3, None, "[x]"),
    ],
)
def test_share_is_whole_below_a_thousand(part: int | None, whole: int | None, told: str) -> None:
    assert words.share(part, whole) == told


def test_counts_have_separators_and_a_real_minus() -> None:
    assert [words.count(value) for value in (0, 4333, -2, None)] == ["0", "4,333", "−2", "[x]"]


def test_range_and_silence_of_the_mock() -> None:
    one = Reading("named_lead", None, "ccg", "X01", "X", yes=86, no=20, not_answered=25, blank=5, no_return=20, all=131)
    assert words.headline(one, "homes") == "86 of 131 homes"
    assert words.span(86, 86 + 25, 131) == "range 66% to 85%"
    assert words.silence(one) == "25 not answered (5 blank, 20 no return)"


def test_a_range_without_width_is_one_figure() -> None:
    assert words.span(8, 8, 8) == "range 100%"


def test_moments_are_told_by_the_clock_of_london() -> None:
    assert words.moment(datetime(2020, 9, 2, 16, 0, tzinfo=UTC)) == "5pm Wednesday 2 September 2020"
    assert words.moment(datetime(2020, 12, 2, 0, 5, tzinfo=UTC)) == "12:05am Wednesday 2 December 2020"
    assert words.moment(None) == "[x]"


def test_text_is_never_markup() -> None:
    assert words.safe('<b onclick="x">&') == '&lt;b onclick="x"&gt;&amp;'


def test_readings_keep_missing_apart_from_zero() -> None:
    (one,) = readings(frame(row(yes=0, no=3, not_answered=0, carried=None)))
    assert (one.yes, one.carried, one.numerator) == (0, None, None)
    assert one.week == date(2020, 5, 17)


def test_readings_leave_silence_out_of_the_words() -> None:
    (one,) = readings(frame(row("lead_profession", words={"GP": 3, "not answered": 2}, denominator=5, not_answered=2)))
    assert one.words == {"GP": 3}
    assert one.silent == 2


def test_days_come_in_three_shapes() -> None:
    assert {day(value) for value in (date(2020, 5, 17), datetime(2020, 5, 17, 9), "2020-05-17")} == {date(2020, 5, 17)}
    assert day(None) is None
    assert not known(float("nan"))


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"yes": 9, "no": 1, "not_answered": 2}, "compared"),
        ({"yes": 7, "no": 0, "not_answered": 5}, "too few answered"),
        ({"yes": 0, "no": 0, "not_answered": 12, "no_return": 12}, "no return"),
        ({"yes": 0, "no": 0, "not_answered": 12, "no_return": 2}, "too few answered"),
        ({"yes": 3, "no": 1, "not_answered": -4, "level": "not attributed"}, "answers only"),
        ({"yes": 0, "no": 0, "not_answered": 0, "not_applicable": 2}, "not applicable"),
        ({}, "not available"),
    ],
)
def test_standing(said: dict[str, object], standing: str) -> None:
    (one,) = readings(frame(row(**said)))
    assert one.standing("homes") == standing
