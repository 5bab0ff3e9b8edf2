"""Maps: a tile for every area, shaded by what may be compared, and a word for every reason why not."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from carehomes.areas.boundaries import Boundaries
from carehomes.areas.tiles import Tile, block_tiles
from carehomes.charts import beside, maps
from carehomes.charts.template import SHADES
from tests.unit.charts_rows import frame, measure, row

LEAD = measure("named_lead")
ROWS = frame(
    row(code="A", yes=96, no=4, not_answered=0),
    row(code="B", yes=10, no=30, not_answered=5),
    row(code="C", yes=2, no=1, not_answered=20),
    row(code="D", yes=0, no=0, not_answered=9, no_return=9),
    row(code="E", yes=0, no=0, not_answered=0, not_applicable=7),
    row(code="F", yes=4, no=0, not_answered=0),
)
TILES = block_tiles({code: f"NHS {code} CCG" for code in "ABCDEFG"})


def texts(drawing: go.Figure) -> dict[str, list[str]]:
    return {trace.name: list(trace.text) for trace in drawing.data if isinstance(trace, go.Bar)}


def test_every_area_has_a_tile_and_every_reason_a_word() -> None:
    told = {name: [text.split("<br>")[-1] for text in found] for name, found in texts(maps.tile_map(ROWS, LEAD, TILES)).items()}
    assert told == {
        "95% or more": ["<b>96%</b>"],
        "under 40%": ["<b>25%</b>"],
        "a share of fewer than 5 homes: not shaded": ["<b>100%</b>"],
        "few: too few answered to compare": ["<b>few</b>"],
        "[z]: not applicable": ["<b>[z]</b>"],
        "[x] hatched: no return": ["<b>[x]</b>"],
        "[x] dotted: not available": ["<b>[x]</b>"],
    }


def test_tiles_are_equal_and_where_they_belong() -> None:
    drawn = [trace for trace in maps.tile_map(ROWS, LEAD, TILES).data if isinstance(trace, go.Bar)]
    places = {(column, round(base + 0.47)) for trace in drawn for column, base in zip(trace.x, trace.base, strict=True)}
    assert places == {(one.column, one.row) for one in TILES}
    assert {height for trace in drawn for height in trace.y} == {0.94} and {trace.width for trace in drawn} == {0.94}


def test_counts_and_reasons_stand_in_the_hover() -> None:
    drawn = {trace.name: trace for trace in maps.tile_map(ROWS, LEAD, TILES).data if isinstance(trace, go.Bar)}
    few = drawn["few: too few answered to compare"].hovertext[0]
    assert "2 of 23 homes" in few and few.endswith("too few answered to compare")
    assert drawn["[x] dotted: not available"].hovertext == ("<b>NHS G CCG (G)</b><br>[x] no figure",)


@pytest.mark.parametrize(("share", "place"), [(95.0, 0), (94.9, 1), (85.0, 1), (75.0, 2), (60.0, 3), (40.0, 4), (39.9, 5), (0.0, 5)])
def test_shades_change_where_the_legend_says(share: float, place: int) -> None:
    from carehomes.charts.readings import readings

    yes = round(share * 10)
    shade = maps.shade_of(readings(frame(row(code="A", yes=yes, no=1000 - yes, not_answered=0)))[0], LEAD)
    assert (shade.fill, shade.ink) == SHADES[place][1:]
    assert (f"{SHADES[place][0]:.0f}%" in shade.legend) or place == 5


def test_people_are_shaded_by_their_share_and_units_are_not() -> None:
    people = measure("residents_with_pcsp")
    given: dict[str, Any] = {"denominator": 9, "numerator": 50, "whole": 100, "homes_gave": 8}
    assert list(texts(maps.tile_map(frame(row(people.id, code="A", **given)), people, TILES[:1]))) == ["40% to under 60%"]
    units = measure("oximeters_held")
    held = frame(row(units.id, code="A", denominator=9, numerator=1250, homes_gave=8))
    assert texts(maps.tile_map(held, units, TILES[:1]))["units: not shaded, areas differ in size"][0].endswith("<b>1,250</b>")


def test_lines_stand_between_regions_only() -> None:
    tiles = [Tile("A", "A", 0, 0, "Y1"), Tile("B", "B", 0, 1, "Y1"), Tile("C", "C", 0, 2, "Y2")]
    line = next(trace for trace in maps.tile_map(ROWS, LEAD, tiles).data if isinstance(trace, go.Scatter))
    assert list(line.x) == [1.5, 1.5, None]


def test_names_are_wrapped_at_words_and_a_cut_is_marked() -> None:
    assert maps.wrapped("South West London", 76) == ["South West", "London"]
    assert maps.wrapped("Hillingdon", 76) == ["Hillingdon"]
    assert maps.wrapped("Hammersmith and Fulham", 76) == ["Hammersm…", "and Fulham"]
    assert maps.wrapped("Barking and Dagenham and more", 76)[-1].endswith("…")


def test_markup_in_a_name_stays_text() -> None:
    drawn = maps.tile_map(ROWS, LEAD, [Tile("A", "<b>bold</b>", 0, 0), Tile("Z", "<i>z</i>", 0, 1)])
    assert "<i>" not in str(drawn.figure) and "&lt;" in str(drawn.figure)


def test_nothing_to_draw_is_said() -> None:
    assert maps.tile_map(ROWS, LEAD, ()).layout.annotations[0].text == "No area to draw here"
    elsewhere = Boundaries({"Z": (((0.0, 50.0), (1.0, 50.0), (1.0, 51.0), (0.0, 50.0)),)})
    assert "none of these areas" in maps.boundary_map(ROWS, LEAD, elsewhere, {"A": "A"}).layout.annotations[0].text


def test_boundaries_are_filled_as_the_tiles_are() -> None:
    ring = ((-3.0, 53.0), (-2.0, 53.0), (-2.0, 54.0), (-3.0, 53.0))
    drawn = maps.boundary_map(
        ROWS, LEAD, Boundaries({"A": (ring, ring), "D": (ring,), "G": (ring,), "Z": (ring,)}), {code: code for code in "ADG"}
    )
    by_name = {trace.name: trace for trace in drawn.data}
    assert set(by_name) == {"95% or more", "[x] hatched: no return", "[x] dotted: not available"}
    assert by_name["95% or more"].fillcolor == SHADES[0][1]
    assert list(by_name["95% or more"].y).count(None) == 1
    assert by_name["[x] hatched: no return"].fillpattern.shape == "/"
    assert "96 of 100 homes" in by_name["95% or more"].text
    assert drawn.layout.yaxis.scaleanchor == "x"


def test_the_map_in_a_sentence() -> None:
    told = maps.sentence(ROWS, LEAD, {one.code: one.name for one in TILES})
    assert told.startswith(
        f"{LEAD.name}: from 25% (10 of 40) in NHS B CCG (B) to 100% (4 of 4) in NHS F CCG (F), of the homes that answered; "
    )
    assert "A map of 7 areas; 3 with a share; " in told
    assert "1 too few answered to compare; 1 not applicable; 1 no return; 1 not available. " in told


def test_beside_others_is_on_one_scale_with_counts_first() -> None:
    rows = frame(row(code="A", yes=24, no=20, not_answered=2), row(code="B", level="rest", yes=1354, no=1153, not_answered=512))
    drawn = beside.chart(rows, LEAD)
    assert [list(trace.x) for trace in drawn.data] == [[52.2, 44.8], [4.3, 17.0], [43.5, 38.2]]
    said = [note.text for note in drawn.layout.annotations]
    assert "24 of 46: 52%, range 52% to 57%" in said and "of the 44 that answered: 55% (40 to 68)" in said
    assert "1,354 of 3,019: 44.8%, range 44.8% to 61.8%" in beside.sentence(rows, LEAD)
    assert "not laid side by side" in beside.chart(frame(row("oximeters_held")), measure("oximeters_held")).layout.annotations[0].text
