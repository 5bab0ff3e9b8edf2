"""The weekly trend on the values that it draws."""

from __future__ import annotations

from datetime import date

from carehomes.charts import change, template, trend
from carehomes.statistics import change_of
from tests.unit.charts_rows import frame, measure, row

LEAD = measure("named_lead")


def _trace(chart: object, name: str) -> object:
    return next(one for one in chart.data if one.name == name)  # type: ignore[attr-defined]


def test_share_of_all_and_of_those_that_answered() -> None:
    chart = trend.chart(frame(row(yes=86, no=20, not_answered=25), row(step=1, yes=100, no=20, not_answered=11)), LEAD)
    line = _trace(chart, "Share of all homes")
    assert list(line.x) == ["2020-05-17", "2020-05-24"]
    assert list(line.y) == [65.6, 76.3]
    assert list(_trace(chart, "Share of those that answered").y) == [81.1, 83.3]
    assert line.text[0].startswith("<b>86 of 131 homes</b>: 66%<br>week ending Sunday 17 May 2020<br>range 66% to 85%")


def test_what_was_not_answered_is_a_hatched_band_from_low_to_high() -> None:
    chart = trend.chart(frame(row(yes=86, no=20, not_answered=25), row(step=1, yes=100, no=20, not_answered=11)), LEAD)
    band = _trace(chart, "Not answered")
    assert band.fillpattern.shape == "/"
    assert list(band.y) == [84.7, 84.7, 76.3, 65.6, 84.7, None]
    assert list(band.x) == ["2020-05-17", "2020-05-24", "2020-05-24", "2020-05-17", "2020-05-17", None]


def test_a_missing_week_is_a_gap_in_the_line_and_in_the_band() -> None:
    rows = [row(step=step, yes=8, no=2, not_answered=2) for step in (0, 1, 3, 4)]
    silent = row(step=2, yes=0, no=0, not_answered=12, no_return=12)
    for drawn in (frame(*rows), frame(*rows, silent)):
        chart = trend.chart(drawn, LEAD)
        assert list(_trace(chart, "Share of all homes").y) == [66.7, 66.7, None, 66.7, 66.7]
        assert _trace(chart, "Share of all homes").connectgaps is False
        assert [place for place, value in enumerate(_trace(chart, "Not answered").x) if value is None] == [5, 11]
        assert [note.x for note in chart.layout.annotations if note.text == "[x]"] == ["2020-05-31"]


def test_the_target_is_labelled_in_words() -> None:
    chart = trend.chart(frame(row(yes=8, no=2, not_answered=2)), LEAD)
    assert "Target: all, by 15 May 2020" in [note.text for note in chart.layout.annotations]
    assert chart.layout.shapes[0].y0 == 100
    assert tuple(chart.layout.yaxis.range) == (0, 104)


def test_people_have_no_range() -> None:
    said = {"numerator": 4333, "whole": 6197, "homes_gave": 239, "denominator": 280, "registered": 280}
    chart = trend.chart(frame(row("residents_with_pcsp", **said)), measure("residents_with_pcsp"))
    assert [one.name for one in chart.data] == ["Share of residents"]
    assert list(chart.data[0].y) == [69.9]
    assert "from 239 of 280 homes that gave both" in chart.data[0].text[0]


def test_a_stock_begins_at_zero_and_marks_what_was_carried() -> None:
    rows = [row("oximeters_held", step=step, numerator=300 + step, homes_gave=240, denominator=280, carried=step) for step in (0, 1)]
    chart = trend.chart(frame(*rows), measure("oximeters_held"))
    assert list(chart.data[0].y) == [300.0, 301.0]
    assert list(chart.data[0].marker.symbol) == ["circle", "circle-open"]
    assert chart.layout.yaxis.range[0] == 0
    assert "1 home carried from an earlier week [e]" in chart.data[0].text[1]


def test_nothing_to_draw_is_said_in_words() -> None:
    chart = trend.chart(frame(), LEAD)
    assert not chart.data
    assert chart.layout.annotations[0].text == "No week has an answer to draw"
    assert trend.sentence(frame(), LEAD, "Here") == "Homes with a named clinical lead: no week has an answer. Here, week by week."


def test_the_sentence_tells_first_last_and_gaps() -> None:
    told = trend.sentence(frame(row(yes=4, no=8, not_answered=0), row(step=2, yes=9, no=3, not_answered=0)), LEAD, "X01")
    assert told == (
        "Homes with a named clinical lead: from 4 of 12 homes (33%) in the week ending 17 May 2020 "
        "to 9 of 12 (75%) in that ending 31 May 2020; of those that answered, 33%, then 75%. X01, week by week; 1 week without an answer."
    )


def test_the_finding_ends_with_the_week_of_the_page_and_silence_is_no_fall() -> None:
    rows = frame(row(yes=4, no=8, not_answered=0), row(step=1, yes=9, no=3, not_answered=0), row(step=2, yes=6, no=2, not_answered=4))
    assert trend.finding(rows, LEAD) == (
        "Homes with a named clinical lead: from 4 of 12 homes (33%) in the week ending 17 May 2020 "
        "to 6 of 12 (50%) in that ending 31 May 2020; of those that answered, 33%, then 75%"
    )
    shown = trend.sentence(rows, LEAD, "X01", date(2020, 5, 24))
    assert "to 9 of 12 (75%) in that ending 24 May 2020; of those that answered, 33%, then 75%. X01" in shown
    assert shown.endswith("Drawn up to the week ending Sunday 31 May 2020: 6 of 12 homes (50%).")


def test_the_finding_says_where_the_week_of_the_page_has_no_answer() -> None:
    rows = frame(row(yes=4, no=8, not_answered=0), row(step=1, yes=9, no=3, not_answered=0))
    silent = "; of those that answered, 33%, then 75%; no answer in the week ending Sunday 31 May 2020"
    assert trend.finding(rows, LEAD, date(2020, 5, 31)).endswith(f"to 9 of 12 (75%) in that ending 24 May 2020{silent}")
    # A week before the first answer has none of its own to end with: those after it are told, and that it has none.
    early = trend.finding(rows, LEAD, date(2020, 5, 10))
    assert "24 May 2020" in early
    assert early.endswith("; no answer in the week ending Sunday 10 May 2020")
    assert "no answer" not in trend.finding(rows, LEAD, date(2020, 5, 24))


def test_the_week_shown_stands_over_the_marks_of_weeks_without_a_point() -> None:
    def lift(*rows: dict[str, object], week: date) -> float:
        notes = trend.chart(frame(*rows), LEAD, week).layout.annotations
        return next(one.yshift for one in notes if one.text == " week shown ")

    silent, first, last = (
        row(yes=0, no=0, not_answered=12),
        row(step=1, yes=4, no=8, not_answered=0),
        row(step=2, yes=9, no=3, not_answered=0),
    )
    assert lift(silent, first, last, week=date(2020, 5, 17)) > 13
    assert lift(first, last, week=date(2020, 5, 24)) == 0


def test_every_figure_names_its_own_template() -> None:
    chart = trend.chart(frame(row(yes=4, no=8, not_answered=0)), LEAD)
    assert chart.layout.template.layout.font.family == "Arial, sans-serif"
    assert chart.layout.template.layout.paper_bgcolor == "#FFFFFF"


def test_a_week_that_is_not_the_last_is_marked() -> None:
    drawn = frame(row(yes=4, no=8, not_answered=0), row(step=1, yes=9, no=3, not_answered=0))
    assert " week shown " in [note.text for note in trend.chart(drawn, LEAD, date(2020, 5, 17)).layout.annotations]
    assert " week shown " not in [note.text for note in trend.chart(drawn, LEAD, date(2020, 5, 24)).layout.annotations]


def test_labels_keep_apart_in_their_order() -> None:
    assert template.apart([81.0, 85.0], 15.0) == [81.0, 96.0]
    assert template.apart([85.0, 81.0], 15.0) == [96.0, 81.0]
    assert template.apart([10.0, 90.0], 15.0) == [10.0, 90.0]


def test_labels_stay_below_the_top() -> None:
    assert template.apart([81.0, 85.0, 97.0], 15.0, 104.0) == [74.0, 89.0, 104.0]
    assert template.apart([10.0, 99.0], 15.0, 104.0) == [10.0, 99.0]


SAME = {date(2020, 5, 24): change_of(60, 15, 5, 100), date(2020, 6, 7): change_of(80, 5, 5, 100)}


def test_the_same_homes_are_joined_two_weeks_at_a_time() -> None:
    rows = [row(step=step, yes=8, no=2, not_answered=2) for step in range(4)]
    chart = trend.chart(frame(*rows), LEAD, moved=SAME)
    line = _trace(chart, "Same homes")
    assert list(line.x) == ["2020-05-17", "2020-05-24", None, "2020-05-31", "2020-06-07", None]
    assert list(line.y) == [65.0, 75.0, None, 85.0, 85.0, None]
    assert "85% of<br>same homes" in [note.text for note in chart.layout.annotations]
    assert (
        "of those that answered in both weeks: 65, then 75 of 100 said yes (65%, then 75%)" in _trace(chart, "Share of all homes").text[1]
    )
    assert trend.sentence(frame(*rows), LEAD, "X01", moved=SAME).endswith(
        "Of the homes that answered in the week ending Sunday 7 June 2020 and in the week before, 85, then 85 of 100 said yes "
        "(85%, then 85%)."
    )


def test_where_the_same_homes_end_early_the_legend_names_them() -> None:
    rows = [row(step=step, yes=8, no=2, not_answered=2) for step in range(5)]
    chart = trend.chart(frame(*rows), LEAD, moved=SAME)
    assert _trace(chart, "Same homes").showlegend is True
    assert not any("same homes" in (note.text or "") for note in chart.layout.annotations)


def test_few_homes_are_not_drawn() -> None:
    week = date(2020, 5, 24)
    assert change.drawn({week: change_of(3, 1, 0, 4)}) == {}
    assert list(change.drawn({week: change_of(3, 1, 0, 5)})) == [week]


def test_nothing_sends_the_data_away() -> None:
    assert template.CONFIG["showSendToCloud"] is False
    assert {"sendChartToCloud", "toImage"} <= set(template.CONFIG["modeBarButtonsToRemove"])
