"""Areas compared: order, segments, words beside; nothing is ranked on too few answers."""

from __future__ import annotations

from carehomes.charts import areas
from tests.unit.charts_rows import frame, measure, row

LEAD = measure("named_lead")
ROWS = (
    row(code="X01", yes=49, no=3, not_answered=0),
    row(code="X02", yes=30, no=17, not_answered=0),
    row(code="X03", yes=20, no=5, not_answered=16),
    row(code="X04", yes=0, no=0, not_answered=38, no_return=38),
    row(code="X05", yes=44, no=3, not_answered=0, not_applicable=2),
)


def test_the_least_favourable_stands_on_top_and_too_few_are_never_ranked() -> None:
    assert [one.code for one in areas.ranked(frame(*ROWS), LEAD)] == ["X02", "X05", "X01", "X03", "X04"]


def test_where_lower_is_better_the_highest_stands_on_top() -> None:
    rows = [row("missed_two_weeks", code=code, yes=yes, no=10 - yes, not_answered=0) for code, yes in (("A", 1), ("B", 4))]
    assert [one.code for one in areas.ranked(frame(*rows), measure("missed_two_weeks"))] == ["B", "A"]


def test_segments_are_counts_of_homes_and_never_negative() -> None:
    chart = areas.chart(frame(*ROWS), LEAD)
    drawn = {one.name: list(one.x) for one in chart.data}
    assert drawn == {
        "Yes": [30, 44, 49, 20, 0],
        "Not answered": [0, 0, 0, 16, 38],
        "No": [17, 3, 3, 5, 0],
        "Not applicable": [0, 2, 0, 0, 0],
    }
    patterns = {one.name: one.marker.pattern.shape for one in chart.data}
    assert patterns["Not answered"] == "/"
    assert patterns["Not applicable"] == "."


def test_counts_come_first_beside_each_bar() -> None:
    told = [areas.told(one, LEAD) for one in areas.ranked(frame(*ROWS), LEAD)]
    assert told == [
        "30 of 47 · 64% (50 to 76)",
        "44 of 47 · 94% (83 to 98)",
        "49 of 52 · 94% (84 to 98)",
        "20 of 41 · too few answered",
        "[x] no return",
    ]


def test_a_surplus_is_answers_and_not_homes() -> None:
    extra = row(code="X01", within="X01", level="not attributed", name="Not attributed to a PCN", yes=3, no=1, not_answered=-4, all=0)
    (one,) = areas.ranked(frame(extra), LEAD)
    assert one.label == "Not attributed to a PCN"
    assert areas.told(one, LEAD) == "3 yes, 1 no"
    assert list(areas.chart(frame(extra), LEAD).data[1].x) == [0]


def test_a_name_from_a_return_is_never_markup() -> None:
    chart = areas.chart(frame(row(code="U1", level="pcn", name="<a href='x'>PCN</a>", yes=1, no=0, not_answered=0)), LEAD)
    assert chart.layout.yaxis.ticktext[0] == "&lt;a href='x'&gt;PCN&lt;/a&gt; (U1)"
    assert "<a" not in chart.data[0].text[0]


def test_the_chosen_pcn_stands_out() -> None:
    chart = areas.chart(frame(row(code="U1", level="pcn", name="One", yes=1, no=0, not_answered=0)), LEAD, "U1")
    assert chart.layout.yaxis.ticktext[0] == "<b>One (U1)</b>"


def test_the_rest_beyond_twenty_five_is_left_to_the_table() -> None:
    rows = frame(*(row(code=f"C{number:02d}", yes=number, no=40 - number, not_answered=0) for number in range(30)))
    assert len(areas.chart(rows, LEAD).data[0].x) == areas.MOST
    assert areas.sentence(rows, LEAD).endswith("and 5 more in the table.")


def test_people_and_stocks() -> None:
    people = frame(
        row("residents_with_pcsp", code="A", numerator=936, whole=1337, homes_gave=49, denominator=52),
        row("residents_with_pcsp", code="B", numerator=0, whole=0, homes_gave=0, denominator=12),
    )
    chart = areas.chart(people, measure("residents_with_pcsp"))
    assert list(chart.data[0].x) == [70.0, None]
    assert [note.text for note in chart.layout.annotations] == ["936 of 1,337: 70.0%", "[x] not available"]
    stock = frame(row("oximeters_held", code="A", numerator=312, homes_gave=240, denominator=280, carried=3))
    assert areas.chart(stock, measure("oximeters_held")).layout.annotations[0].text == "312 from 240 of 280 homes [e]"


def test_no_areas_is_said_in_words() -> None:
    assert areas.chart(frame(), LEAD).layout.annotations[0].text == "No areas to compare here"


def test_areas_that_say_the_same_are_no_range() -> None:
    same = (row(code="X01", yes=9, no=0, not_answered=1), row(code="X02", yes=7, no=0, not_answered=0), ROWS[3])
    told = areas.sentence(frame(*same), LEAD)
    assert told.startswith(
        "Homes with a named clinical lead: the same in all 2 areas compared, such as 100% (9 of 9) in NHS X01 CCG (X01), "
        "of the homes that answered; 1 area cannot be compared."
    )
