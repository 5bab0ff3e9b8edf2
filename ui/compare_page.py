"""The page Compare areas: the tile map, boundaries where a file stands, the area beside others, the areas like it, and the funnel."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from carehomes.areas.tiles import Tile, block_tiles, ccg_tiles
from carehomes.catalogue import Measure
from carehomes.charts import areas, beside, maps, words
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.measures import sql_behind
from carehomes.selection import VIEWS, choices, split, without_area
from ui.asked import asked_here, asked_told, of_measure
from ui.chart_card import Chart, Drawn, about, draw_chart
from ui.data import Neighbours
from ui.drill import steps
from ui.frame import Page
from ui.funnel_card import draw_funnel
from ui.links import page_params
from ui.navigation import address
from ui.notes import notes_of_week
from ui.tables import Column, areas_table, figure_cells, figure_columns, html_table
from ui.text import block, esc, say
from ui.views import nothing_counted

_HERE = "compare_areas"
_DIRECTION = {"higher": "higher is better", "lower": "lower is better", "none": "neither higher nor lower is better"}


def _measures(page: Page) -> dict[str, Measure]:
    """Return the measures that can be compared in the week, by id."""
    week = page.selection.week
    return {
        one.id: one
        for one in asked_here(page, page.snapshot.offered.values())
        if kind_of(one) != "words" and (week is None or (one.since <= week and (one.until is None or week <= one.until)))
    }


def _choose(found: dict[str, Measure]) -> Measure:
    """Return the measure of the page: the one that the address names, else the first."""
    asked = st.query_params.get("measure", "")
    first = next(iter(found.values()))
    if asked and asked not in found:
        say(f"The address asks for the measure “{words.shorten(asked)}”, which cannot be compared here. {first.name} is shown.")
    st.session_state["measure"] = asked if asked in found else first.id

    def moved() -> None:
        st.query_params["measure"] = st.session_state["measure"]

    st.selectbox("Measure", list(found), format_func=lambda one: found[one].name, key="measure", on_change=moved, width=420)
    return found[st.session_state["measure"]]


def _link(page: Page, measure: Measure, area: dict[str, str]) -> str:
    return address(without_area(page.selection) | area | {"measure": measure.id}, _HERE)


def _links(page: Page, measure: Measure, rows: Sequence[Reading]) -> dict[str, str]:
    """Return where the heading of each area leads: this page, for that area."""
    found = {}
    for one in rows:
        if one.level in ("ccg", "pcn"):
            area = {"ccg": one.within or page.selection.place.ccg, "pcn": one.code} if one.level == "pcn" else {"area": one.code}
            found[one.label] = _link(page, measure, area)
    return found


def _ccg_map(page: Page, measure: Measure, ask: Neighbours) -> Chart:
    selection, known = page.selection, page.snapshot.areas
    within = "" if selection.place.level == "england" else selection.place.code
    every = choices(known, "ccg", selection.week, selection.basis)
    shown = choices(known, "ccg", selection.week, selection.basis, within)
    tiles = ccg_tiles(known, [one.code for one in shown], [one.code for one in every])
    frame = ask.ccgs(tuple(one.code for one in shown), measure.id)
    return _map(page, measure, frame, tiles, f"CCGs of {selection.place.name}", _boundaries(page, measure, ask, frame, tiles))


def _boundaries(page: Page, measure: Measure, ask: Neighbours, frame: pd.DataFrame, tiles: Sequence[Tile]) -> tuple[Drawn, ...]:
    found = ask.boundaries()
    if found is None:
        return ()
    known, week = page.snapshot.areas, page.selection.week
    meaning = {}
    for code in found.codes:
        area = known.get(code)
        if area and week:
            meaning[code] = known.successor(area).code if page.selection.basis == "now" else known.open_in(code, week)
    meant = found.as_areas(meaning)
    names = {one.code: f"{one.name} ({one.code})" for one in tiles}
    without = [name for code, name in sorted(names.items()) if code not in meant.shapes]
    under = f"Without a boundary in the file: {words.listed(without[:5])}{' and others' if len(without) > 5 else ''}. " if without else ""
    under += "Areas differ in size here and not on the tiles: the map of tiles is the one to compare by."
    drawn = {code: name for code, name in names.items() if code in meant.shapes}
    return (Drawn("Boundaries", maps.boundary_map(frame, measure, meant, drawn), maps.sentence(frame, measure, drawn), under),)


def _pcn_map(page: Page, measure: Measure) -> Chart:
    frame = page.asked.figures(page.selection, (measure.id,))
    frame = frame[frame["within"] == page.selection.place.ccg]
    pcns = frame[frame["level"] == "pcn"]
    tiles = block_tiles({str(code): str(name) for code, name in zip(pcns["code"], pcns["name"], strict=True)})
    ccg = page.snapshot.areas.get(page.selection.place.ccg)
    return _map(page, measure, frame, tiles, f"PCNs of {ccg.name if ccg else page.selection.place.ccg}", ())


def _map(page: Page, measure: Measure, frame: pd.DataFrame, tiles: Sequence[Tile], what: str, others: tuple[Drawn, ...]) -> Chart:
    rows = readings(frame)
    names = {one.code: f"{one.name} ({one.code})" for one in tiles}
    apart = [f"{one.label}: {areas.told(one, measure)}" for one in rows if one.level in ("not aligned", "not attributed")]
    direction = _DIRECTION.get(measure.direction, measure.direction)
    told = direction.capitalize() if kind_of(measure) == "units" else f"Darker: a larger share; {direction}"
    asked = asked_told(page, measure)
    whom = f" {words.capital(asked)}; [x] where it is not asked." if asked else ""
    under = f"{what}. {told}. Every tile is one area, and leads to it.{whom}"
    links = _links(page, measure, rows)
    return Chart(
        key=f"map_{measure.id}",
        title=maps.finding(frame, measure, names),
        figure=maps.tile_map(frame, measure, tiles),
        alt=maps.sentence(frame, measure, names),
        table=areas_table(frame, measure, links),
        leads=links,
        rows=frame,
        about=about([measure]),
        sql=sql_behind([measure], ["figures"]),
        under=" ".join([under, *(["Without a tile: " + "; ".join(apart) + "."] if apart else [])]),
        first="Map",
        others=others,
        notes=notes_of_week(page, measure.id),
    )


def _beside(page: Page, measure: Measure, frame: pd.DataFrame) -> Chart:
    kind = kind_of(measure)
    rows = readings(frame)
    cells = [[one.label, *figure_cells(one, measure, kind)] for one in rows]
    return Chart(
        key=f"beside_{measure.id}",
        title=beside.finding(frame, measure),
        figure=beside.chart(frame, measure),
        alt=beside.sentence(frame, measure),
        table=html_table(f"{measure.name}, beside others", [Column("Area"), *figure_columns(kind, measure.unit)], cells, whole=1),
        rows=frame,
        about=about([measure]),
        sql=sql_behind([measure], ["figures"]),
        under="The rest never holds the area itself; shares are of pooled counts." + (" In brackets: 95% interval." * (kind == "homes")),
        notes=notes_of_week(page, measure.id),
    )


def _whole(page: Page, measure: Measure) -> Chart:
    """Return the parts of the whole, which has nothing beside it, or of a view of homes, which cuts across CCGs."""
    frame = page.asked.figures(page.selection, (measure.id,))
    frame = frame[frame["code"] != page.selection.place.code]
    leads = steps(page, readings(frame), measure, page_params())
    figure = areas.chart(frame, measure)
    figure.update_xaxes(tickangle=0, nticks=3)
    view = page.selection.place.level in VIEWS
    levels = {one.level for one in readings(frame)}
    what = "Regions" if "region" in levels else "CCGs" if "ccg" in levels else "PCNs"
    told = (
        f"Only homes of {page.selection.place.label}, which cuts across areas: it has no tiles and no areas like it."
        if view
        else f"{page.selection.place.name} is the whole. Choose a region, STP, CCG or PCN to hold it beside the rest and areas like it."
    )
    return Chart(
        key=f"parts_{measure.id}",
        title=areas.finding(areas.ranked(frame, measure), measure),
        figure=figure,
        alt=areas.sentence(frame, measure),
        table=areas_table(frame, measure, leads),
        leads=leads,
        rows=frame,
        about=about([measure]),
        sql=sql_behind([measure], ["figures"]),
        under=f"{what} {'with homes in' if view else 'of'} {page.selection.place.name} beside one another. {told}",
        notes=notes_of_week(page, measure.id),
    )


def _draw_without(page: Page, measure: Measure, frame: pd.DataFrame) -> None:
    """List the areas of the map that have no share, and why."""
    rows = [(one, maps.shade_of(one, measure)) for one in readings(frame)]
    cells = [
        [one.label, shade.legend.split(": ", 1)[-1], words.count(one.answered), words.count(one.all)]
        for one, shade in rows
        if not shade.compared
    ]
    if not cells or kind_of(measure) != "homes":
        return
    columns = [Column("Area"), Column("Why"), Column("Answered", True), Column("Of homes", True)]
    caption = f"{words.plural(len(cells), 'area')} of {words.count(len(rows))}; compared is where enough homes answered"
    with st.container(key="card_without"):
        block('<h2 class="ch-title">Areas without a share, and why</h2>')
        block(html_table(caption, columns, cells, links=_links(page, measure, [one for one, _ in rows])))


def _draw_similar(page: Page, measure: Measure, ask: Neighbours) -> None:
    """List the areas that are called similar, and why: how many homes, how large."""
    place = page.selection.place
    found = ask.similar()
    if found.empty:
        return
    what = "PCNs" if place.level == "pcn" else "CCGs"
    profile = ask.profile(place.level)
    own = profile[profile["code"] == place.code]
    ccg_of = {pcn.code: pcn.ccg for pcn in page.asked.pcns(page.selection.week, page.selection.basis)}
    rows, links = [], {}
    for row in [*own.to_dict("records"), *found.to_dict("records")]:
        label = f"{row['name']} ({row['code']})"
        distance = f"{row['distance']:.2f}" if "distance" in row else ""
        rows.append([label, words.count(int(row["homes"])), str(row["mean_beds"]), distance])
        area = {"ccg": ccg_of.get(str(row["code"]), ""), "pcn": str(row["code"])} if place.level == "pcn" else {"area": str(row["code"])}
        links[label] = _link(page, measure, area)
    columns = [Column("Area"), Column("Homes on the register", True), Column("Mean beds", True), Column("Distance", True)]
    caption = (
        f"The {len(found)} {what} nearest by the number of registered homes and their mean beds on the last day of the week; "
        "distance in standard deviations (of the logarithm of homes, and of mean beds)."
    )
    with st.container(key="card_similar"):
        block(f'<h2 class="ch-title">{esc(what)} like {esc(place.name)}, and why</h2>')
        block(html_table(caption, columns, rows, whole=1, links=links))


def draw_compare(page: Page) -> Page:
    """Draw the page for the chosen area, week and measure; return it as its footer tells it."""
    measures = _measures(page)
    measure = _choose(measures)
    page = of_measure(page, measure)
    ask = Neighbours(page.store, page.snapshot, page.selection, page.permitted)
    own, _ = split(page.asked.figures(page.selection, (measure.id,)), page.selection)
    nothing = nothing_counted(page, own)
    if nothing:
        say(nothing)
        return page
    left, right = st.columns([1.3, 1], gap="small")
    if page.selection.place.level in VIEWS:
        with left:
            draw_chart(page, _whole(page, measure))
        with right:
            draw_chart(page, _beside(page, measure, ask.comparators(measure.id)))
        return page
    drawn = _pcn_map(page, measure) if page.selection.place.level in ("ccg", "pcn") else _ccg_map(page, measure, ask)
    with left:
        draw_chart(page, drawn)
        _draw_similar(page, measure, ask)
    with right:
        if page.selection.place.level == "england":
            draw_chart(page, _whole(page, measure))
        else:
            draw_chart(page, _beside(page, measure, ask.comparators(measure.id)))
        if page.selection.place.level not in ("ccg", "pcn"):
            _draw_without(page, measure, drawn.rows)
    draw_funnel(page, measure, list(measures.values()), ask)
    return page
