"""Parts of pages without Streamlit: the address, tables and files, cards."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from carehomes.areas import Area, AreaList
from carehomes.charts.attention import attention
from carehomes.charts.readings import Reading
from carehomes.charts.template import SHADES
from carehomes.measures import Returned
from carehomes.selection import Pcn, choices, parts, parts_level, read
from tests.unit.charts_rows import frame, measure, row
from ui.attention import attention_list, told_lines
from ui.cards import card, spark
from ui.desk import sundays
from ui.heat import Room, heat_table, heat_title
from ui.tables import Column, areas_table, html_table

WEEKS = [date(2020, 5, 17), date(2020, 5, 24)]


def _area(code: str, level: str, parent: str, closed: date | None = None, opened: date | None = None, successor: str = "") -> Area:
    return Area(code, level, f"Area {code}", "", parent, opened, closed, successor)


AREAS = AreaList(
    [
        _area("EN", "england", ""),
        _area("R1", "region", "EN"),
        _area("R2", "region", "EN"),
        _area("S1", "stp", "R1"),
        _area("C1", "ccg", "S1", closed=date(2020, 5, 20), successor="C2"),
        _area("C2", "ccg", "S1", opened=date(2020, 5, 21)),
        _area("C3", "ccg", "R2"),
    ]
)
PCNS = [Pcn("U1", "One", "C1"), Pcn("U1", "One", "C3"), Pcn("U2", "Two", "C3")]


def test_the_most_exact_area_of_the_address_wins() -> None:
    selection, problems = read({"region": "r2", "ccg": "C3", "pcn": "u2", "week": "2020-05-17"}, weeks=WEEKS, areas=AREAS, pcns=PCNS)
    assert (selection.place.level, selection.place.code, selection.place.ccg, problems) == ("pcn", "U2", "C3", [])
    assert selection.params() == {"week": "2020-05-17", "ccg": "C3", "pcn": "U2"}


@pytest.mark.parametrize("ccg", ["C1", "C3"])
def test_a_pcn_across_a_border_stands_under_the_ccg_that_the_address_says(ccg: str) -> None:
    assert read({"ccg": ccg, "pcn": "U1"}, weeks=WEEKS, areas=AREAS, pcns=PCNS)[0].place.ccg == ccg


def test_a_closed_area_then_and_now() -> None:
    closed, told = read({"area": "C1", "week": "2020-05-24"}, weeks=WEEKS, areas=AREAS, pcns=[])
    assert closed.place.level == "england"
    assert told == ["Area C1 (C1) was not open in the week ending Sunday 24 May 2020. Area EN is shown as a whole."]
    after, told = read({"area": "C1", "areas": "now"}, weeks=WEEKS, areas=AREAS, pcns=[])
    assert after.place.code == "C2"
    assert told == ["Area C1 (C1) has closed; with areas as now its successor is shown: Area C2 (C2)."]


def test_choices_are_those_open_in_the_week() -> None:
    assert [one.code for one in choices(AREAS, "ccg", WEEKS[0], "then")] == ["C1", "C3"]
    assert [one.code for one in choices(AREAS, "ccg", WEEKS[1], "then", "R1")] == ["C2"]
    assert [one.code for one in choices(AREAS, "ccg", WEEKS[0], "now")] == ["C2", "C3"]


@pytest.mark.parametrize(
    ("address", "level", "codes"),
    [
        ({}, "region", ["R1", "R2"]),
        ({"area": "R1"}, "ccg", ["C2"]),
        ({"area": "S1"}, "ccg", ["C2"]),
        ({"area": "C3"}, "pcn", ["C3"]),
        ({"pcn": "U2"}, "pcn", ["C3"]),
    ],
)
def test_what_an_area_is_compared_by(address: dict[str, str], level: str, codes: list[str]) -> None:
    selection, _ = read(address, weeks=WEEKS, areas=AREAS, pcns=PCNS)
    assert (parts_level(AREAS, selection), parts(AREAS, selection)) == (level, codes)


def test_no_week_at_all() -> None:
    selection, problems = read({}, weeks=[], areas=AREAS, pcns=[])
    assert (selection.week, selection.params(), problems) == (None, {}, [])


def test_tables_are_real_with_numbers_to_the_right_and_text_escaped() -> None:
    table = html_table("A & B", [Column("Area"), Column("Homes", True)], [["<i>x</i>", "4,333"]], whole=1)
    assert "<caption>A &amp; B</caption>" in table
    assert '<th scope="row">&lt;i&gt;x&lt;/i&gt;</th><td class=n>4,333</td>' in table
    assert "<tr class=whole>" in table


def test_the_table_of_areas_says_why_there_is_no_interval() -> None:
    table = areas_table(
        frame(row(code="A", yes=8, no=2, not_answered=0), row(code="B", yes=1, no=0, not_answered=9, no_return=9)), measure("named_lead")
    )
    assert table.index("(A)") < table.index("(B)")
    assert "<td>too few answered</td>" in table
    assert "<td class=n>49 to 94</td>" in table


def test_a_card_without_answers_shows_no_share() -> None:
    one = Reading("named_lead", None, "ccg", "X01", "X", yes=0, no=0, not_answered=38, no_return=38, blank=0, all=38)
    html = card(one, measure("named_lead"))
    assert '<span class="big">[x]</span>' in html
    assert "38 not answered (38 no return)" in html
    assert "0%" not in html
    assert "No figure for this week" in card(None, measure("named_lead"))


def test_stock_and_composite_cards() -> None:
    stock = Reading("oximeters_held", None, "ccg", "X", "X", numerator=312, homes_gave=240, denominator=280, carried=3)
    html = card(stock, measure("oximeters_held"))
    assert '<span class="big">312</span>' in html
    assert "from 240 of 280 homes" in html
    assert "3 homes carried [e]" in html
    assert "It needs home rows" in card(Reading("all_in_place", None, "ccg", "X", "X"), measure("all_in_place"))


def test_a_spark_needs_two_weeks() -> None:
    one = Reading("named_lead", date(2020, 5, 17), "ccg", "X", "X", yes=8, no=2, not_answered=0, all=10)
    two = Reading("named_lead", date(2020, 5, 31), "ccg", "X", "X", yes=9, no=1, not_answered=0, all=10)
    assert spark([one], measure("named_lead"), None, "") == ""
    assert 'alt="&lt;told&gt;"' in spark([one, two], measure("named_lead"), date(2020, 5, 31), "<told>")


def test_weeks_to_choose_are_sundays_the_newest_first() -> None:
    found = sundays(datetime(2020, 5, 20).date())
    assert found == [date(2020, 5, 24), date(2020, 5, 17), date(2020, 5, 10), date(2020, 5, 3)]


def _light(colour: str) -> float:
    parts_of = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts_of]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("fill", "ink"), [(fill, ink) for _, fill, ink in SHADES])
def test_heat_cells_can_be_read(fill: str, ink: str) -> None:
    light, dark = sorted((_light(fill), _light(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_one_home_is_neither_coloured_nor_spoken_of() -> None:
    rows = [
        Reading("named_lead", None, "pcn", "U1", "Small", yes=0, no=1, not_answered=0, all=1, compared=True),
        Reading("named_lead", None, "pcn", "U2", "Large", yes=9, no=3, not_answered=0, all=12, compared=True),
        Reading("named_lead", None, "pcn", "U3", "None", yes=0, no=0, not_answered=0, not_applicable=2, all=0),
    ]
    table = heat_table(rows, [measure("named_lead")], {}, {}, {})
    assert '<td class="few">0 of 1<small>0%</small></td>' in table
    assert '<td style="background:#1F6FBF;color:#FFFFFF">9 of 12<small>75%</small></td>' in table
    assert '<td class="x">[z]<small>not applicable</small></td>' in table
    assert heat_title(rows, [measure("named_lead")], []) == "Areas by headline measure"
    assert heat_title(rows, [], ["A"]) == "A has not returned"


def test_the_heat_table_never_outgrows_its_screen_and_says_what_it_leaves_out() -> None:
    rows = [
        Reading("named_lead", None, "ccg", f"C{number:02}", f"Area {number:02}", yes=number, no=20 - number, not_answered=0, all=20)
        for number in range(12)
    ]
    rows.append(Reading("named_lead", None, "ccg", "C99", "Silent", yes=0, no=0, not_answered=20, all=20))
    table = heat_table(rows, [measure("named_lead")], {}, {}, {}, Room(3, 6), "?rows=all")
    shown = [part.split(" (")[0] for part in table.split('class="area" title="')[1:]]
    assert shown == ["Area 00", "Area 01", "Area 02", "Area 03", "Silent"]
    assert "8 more of 13 areas" in table
    assert '<a href="?rows=all" target="_self">All areas</a>' in table
    assert 'class="heat one"' in table
    assert "<small>too few</small>" in table
    every = heat_table(rows, [measure("named_lead")], {}, {}, {})
    assert every.count('scope="row"') == 13
    assert "more of" not in every
    assert heat_table(rows[:3], [measure("named_lead")], {}, {}, {}, Room(3, 6)).count('scope="row"') == 3


def test_names_of_two_lines_take_room_in_a_table_of_close_rows() -> None:
    name = "Bedfordshire, Luton and Milton Keynes"
    rows = [Reading("named_lead", None, "ccg", f"C{one}", name, yes=one, no=20 - one, not_answered=0, all=20) for one in range(6)]
    table = heat_table(rows, [measure("named_lead")], {}, {}, {}, Room(3, 7), "?rows=all")
    # Ten lines with all six; three fit beside the row that says what is left out.
    assert table.count('<th scope="row"') == 3
    assert "3 more of 6 areas" in table
    # What counts is how wide a name is, not how many letters it has: both have 23.
    for name, fit in (("Northumberland Moor PCN", 3), ("Little Kirkby Fells PCN", 6)):
        rows = [Reading("named_lead", None, "pcn", f"U9554{one}", name, yes=one, no=9, not_answered=0, all=20) for one in range(6)]
        assert heat_table(rows, [measure("named_lead")], {}, {}, {}, Room(3, 6), "?rows=all").count('<th scope="row"') == fit


def test_what_needs_attention_fits_and_the_rest_is_one_click_away() -> None:
    lines = [f"<b>{number} homes</b> " + "word " * 12 for number in range(6)]
    raised = ["<b>Area</b> stands out", "<b>Other</b> stands out"]
    told = attention_list(lines, raised, 30, "compare_areas?week=2020-08-30", 2000)
    assert told.count("<li>") == 8
    assert "more</summary>" not in told
    close = attention_list(lines, raised, 30, "compare_areas?week=2020-08-30", 260)
    before, _, after = close.partition("<details")
    assert (before.count("<li>"), after.count("<li>")) == (5, 3)
    assert "3 more</summary>" in after
    assert "<b>Area</b> stands out" in before
    assert "2 alerts in 30 looks" in before


@pytest.mark.parametrize(
    ("yes", "told"),
    [((1, 1, 1), ": 1 in each of 3 areas"), ((2, 2, 1), ", in 3 areas"), ((1, 3, 1), ": 3 in C1"), ((5, 0, 0), ": all in C0")],
)
def test_no_area_is_named_as_having_most_where_another_has_as_many(yes: tuple[int, ...], told: str) -> None:
    said = {"measure": "nothing_in_place", "week": None, "no": 9, "not_answered": 0, "all": 12}
    own = {"nothing_in_place": Reading(level="england", code="EN", name="E", yes=sum(yes), **said)}
    below = [Reading(level="ccg", code=f"C{place}", name=f"C{place}", yes=one, **said) for place, one in enumerate(yes)]
    lines = told_lines(attention(own, below, [], None, pd.DataFrame(columns=["submitter", "standing", "kind", "week"]), WEEKS[0]))
    assert lines == [f"<b>{sum(yes)} homes</b> with nothing in place (no lead, check-in, plans or medicines support){told}"]


def test_what_needs_attention_is_told_once_each_and_escaped() -> None:
    missing = tuple(_area(code, "ccg", "S1") for code in ("C1", "C2", "C3", "C4"))
    who = Returned(n=1, expected=5, covered=10, registered=100, on_time=1, late=1, nil=0, revised=2, missing=missing)
    own = {"nothing_in_place": Reading("nothing_in_place", None, "england", "EN", "E", yes=3, no=9, not_answered=0, all=12)}
    below = [
        Reading("nothing_in_place", None, "ccg", "C9", "<i>C9</i>", yes=3, no=9, not_answered=0, all=12, compared=True),
        Reading("named_lead", None, "ccg", "C9", "<i>C9</i>", yes=3, no=0, not_answered=9, all=12),
    ]
    received = pd.DataFrame(columns=["submitter", "standing", "kind", "week"])
    lines = told_lines(attention(own, below, [measure("named_lead")], who, received, WEEKS[0]))
    assert lines == [
        "<b>3 homes</b> with nothing in place (no lead, check-in, plans or medicines support): all in &lt;i&gt;C9&lt;/i&gt;",
        "<b>4 CCGs</b> have not returned: Area C1 (C1), Area C2 (C2), Area C3 (C3) and 1 more",
        "<b>&lt;i&gt;C9&lt;/i&gt;</b>: too few answered to compare Named lead",
        "<b>Returns</b> of this week: 1 came late and 2 revised",
    ]
