"""The page of a measure family: headline cards, the weekly trend, areas compared, the table, its other measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import areas, broken, ladder, words
from carehomes.charts import split as split_chart
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.charts.told import told_short
from carehomes.measures import sql_behind
from carehomes.selection import BEDS, OLDER, VIEWS, parts_level
from ui.asked import asked_here, asked_told, of_measure
from ui.behind import Behind, Key, behind
from ui.cards import card, draw_cards
from ui.chart_card import Chart, about, draw_chart
from ui.drill import steps
from ui.frame import Page
from ui.headlines import parts_of, readings_of
from ui.kept import kept
from ui.links import page_params
from ui.navigation import address
from ui.notes import notes_of_week
from ui.own_questions import own_charts
from ui.panels_card import draw_panels
from ui.tables import Column, areas_table, html_table, words_table
from ui.text import block, say
from ui.trend_card import trend_card
from ui.views import nothing_counted

_LEVEL_WORDS = {"region": "regions", "stp": "STPs", "ccg": "CCGs", "pcn": "PCNs"}


def measures_of(page: Page, families: Sequence[str]) -> list[Measure]:
    """Return the measures of ``families`` that are in force and asked in the shown week and area, in the order of the catalogue."""
    week = page.selection.week
    found = [
        one
        for one in page.snapshot.offered.values()
        if one.family in families and (week is None or (one.since <= week and (one.until is None or week <= one.until)))
    ]
    return asked_here(page, found)


def _choose(singles: Sequence[Measure]) -> Measure:
    """Return the measure that trend, areas and table show: the one that the address names, else the first."""
    names = {one.id: one.short for one in singles}
    asked = st.query_params.get("measure", "")
    if asked and asked not in names:
        say(f"The address asks for the measure “{words.shorten(asked)}”, which this page does not have. {singles[0].name} is shown.")
    st.session_state["measure"] = asked if asked in names else singles[0].id

    def moved() -> None:
        st.query_params["measure"] = st.session_state["measure"]

    if len(singles) > 1:
        st.segmented_control(
            "Trend and areas of", list(names), format_func=lambda one: names.get(one, one), key="measure", on_change=moved, required=True
        )
    return next(one for one in singles if one.id == st.session_state["measure"])


@kept
def _areas(page: Page, measure_id: str, wanted: tuple[str, ...], carried: tuple[tuple[str, str], ...]) -> Chart:
    # ``carried`` is what the page has of its own in the address: the links of the areas keep it.
    measure, frame = page.told(page.snapshot.measures[measure_id]), parts_of(page, wanted)
    found = areas.ranked(frame, measure)
    leads = steps(page, found, measure, dict(carried))
    more = len(found) - areas.MOST
    ccg = page.snapshot.areas.get(page.selection.place.ccg)
    within = f" in {ccg.name}" if ccg and page.selection.place.level == "pcn" else ""
    interval = "" if page.selection.in_beds else " with its 95% interval"
    under = (
        f"Yes of all {measure.unit}, then the share of those that answered{interval}; the least favourable first"
        if kind_of(measure) == "homes"
        else ""
    )
    if more > 0:
        under = f"The first {areas.MOST} of {len(found)} areas; the table has all. {under}"
    if page.selection.older or page.selection.place.level in VIEWS:
        under = f"{page.selection.label}. {under}"
    if asked := asked_told(page, measure):
        under = f"{words.capital(asked)}. {under}"
    level = parts_level(page.snapshot.areas, page.selection) or ("ccg" if "ccg" in set(frame["level"]) else "pcn")
    return Chart(
        key=f"areas_{measure.id}",
        title=areas.finding(found, measure),
        figure=areas.chart(frame, measure, page.selection.place.code),
        alt=areas.sentence(frame, measure),
        table=areas_table(frame, measure, leads, behind(page, found, [measure])),
        rows=frame[frame["measure"] == measure.id],
        about=about([measure]),
        sql=sql_behind([measure], ["figures"]),
        leads=leads,
        under=f"{words.capital(_LEVEL_WORDS[level])} compared{within}. {under}".strip(),
        notes=notes_of_week(page, measure.id),
    )


def _matrix(page: Page, own: dict[str, Reading], below: Sequence[Reading], singles: Sequence[Measure], leads: Mapping[Key, Behind]) -> str:
    """Return the table of every measure by area: the chosen area first, then its parts by name; ``leads`` are the links of figures."""
    asked = page.asked.ccgs_asked(page.selection)
    nothing = {one.id: "not asked" if one.id in asked else words.NOT_AVAILABLE for one in singles}
    names = {(one.level, one.code): one.label for one in below}
    # What is registered is told in what the table counts: beds, where any of its measures does.
    beds = any(one.unit == "beds" for one in singles)
    found = {(one.level, one.code, one.measure): one for one in below}
    order = sorted(names, key=lambda key: (key[0] in ("not aligned", "not attributed"), key[0], names[key]))
    everybody, parts = _everybody(page if beds else page.in_homes, own, below, asked)
    whole = next((one for one in everybody.values() if not beds or one.counted == "beds"), None)
    registered = {(one.level, one.code): one.registered for one in parts if not beds or one.counted == "beds"}
    if whole and whole.level == "pcn":
        # The chosen PCN stands on top; below again only where it has homes of another CCG too.
        order = [key for key in order if key[1] != whole.code or registered.get(key) != whole.registered]
    rows, keys = [], order
    if whole:
        keys = [(whole.level, whole.code), *order]
        rows.append([whole.label, words.count(whole.registered), *(told_short(own.get(one.id), one, nothing[one.id]) for one in singles)])
    for level, code in order:
        told = [told_short(found.get((level, code, one.id)), one, nothing[one.id]) for one in singles]
        rows.append([names[level, code], words.count(registered.get((level, code), 0)), *told])
    told_of = {(place, across): (*key, one.id) for place, key in enumerate(keys) for across, one in enumerate(singles, start=2)}
    figures = {at: leads[key] for at, key in told_of.items() if key in leads and not rows[at[0]][at[1]].startswith("[")}
    columns = [
        Column("Area"),
        Column(f"{'Beds' if beds else 'Homes'} on the register", True),
        *(Column(one.short + ", in beds" * (one.unit == "beds"), True) for one in singles),
    ]
    caption = "Counts, and their share of all (homes that did not answer are in it); [x] not available. Units as counts."
    if page.snapshot.beyond is not None:
        caption += " [c] suppressed: small counts of people, or what they would follow from."
    if beds:
        caption += " Columns in beds count registered beds; the others are told as ever."
    # All its rows stand open, up to a screen of them: what is hidden below a scroll box is missed.
    return html_table(caption, columns, rows, whole=1 if whole else 0, scroll=len(rows) > 16, figures=figures)


def _everybody(
    page: Page, own: dict[str, Reading], below: Sequence[Reading], asked: Iterable[str]
) -> tuple[dict[str, Reading], Sequence[Reading]]:
    """Return the readings that tell how many homes are registered: those given, but where only some CCGs are asked a measure of all."""
    if not any(one in own for one in asked):
        return own, below
    return readings_of(page, (next(iter(page.snapshot.measures)),))


@kept
def _of_words(page: Page, measure_id: str, wanted: tuple[str, ...]) -> Chart:
    measure, frame = page.snapshot.measures[measure_id], page.asked.figures(page.selection, wanted)
    question = page.snapshot.questions.get(measure.question)
    rows = frame[frame["measure"] == measure.id]
    order = [*(question.states if question else ()), *sorted({word for one in readings(rows) for word in one.words})]
    if measure.shape == "ladder" and question:
        figure, alt = ladder.chart(rows, measure, question), ladder.sentence(rows, measure, question)
        title = ladder.finding(rows, measure, question)
    else:
        figure, alt = split_chart.chart(rows, measure, question), split_chart.sentence(rows, measure, question)
        title = split_chart.finding(rows, measure, question)
    table = words_table(readings(rows), measure, list(dict.fromkeys(order)))
    return Chart(
        key=f"words_{measure.id}",
        title=title,
        figure=figure,
        alt=alt,
        table=table,
        rows=rows,
        about=about([measure]),
        sql=sql_behind([measure], ["words"]),
        under=". ".join(text for text in (page.selection.label, words.capital(asked_told(page, measure))) if text),
        notes=(*notes_of_week(page, measure.id), *broken.known(measure, page.snapshot.latest_week)),
    )


def draw_family(page: Page, *families: str) -> Page:
    """Draw the whole page from the measures of ``families``: a measure added to the catalogue appears by itself.

    Return the page as its footer tells it.
    """
    measures = measures_of(page, families)
    singles = [one for one in measures if kind_of(one) != "words"]
    if not singles:
        say("No measure of this page is in force in this week.")
        return page
    wanted = tuple(one.id for one in measures)
    nothing = nothing_counted(page, readings_of(page, wanted)[0])
    if nothing:
        say(nothing)
        return page
    if not readings_of(page, wanted)[0]:
        say(f"No return has been accepted for {page.selection.place.label} in the {words.week(page.selection.week)}.")
    alone = tuple(one.id for one in singles)
    draw_cards(_cards(page, wanted, alone), most=min(5, -(-len(singles) // (2 if len(singles) > 5 else 1))))
    chosen = _choose(singles)
    page = of_measure(page, chosen)
    left, right = st.columns(2, gap="small")
    compared = _areas(page, chosen.id, wanted, tuple(page_params().items()))
    with left:
        draw_chart(page, trend_card(page, chosen, min(480, compared.figure.layout.height)))
    with right:
        draw_chart(page, compared)
    draw_panels(page, chosen, wanted)
    with st.container(key="card_table"):
        title = "Every measure of this page, by area" + f"; {OLDER}" * page.selection.older + f"; {BEDS}" * page.selection.in_beds
        block(f'<h2 class="ch-title">{title}</h2>{_every(page, wanted, alone)}')
    others = [one for one in measures if kind_of(one) == "words"]
    ladders = [one for one in others if one.shape == "ladder"]
    for one in ladders:
        draw_chart(page.in_homes, _of_words(page.in_homes, one.id, wanted))
    # What tells homes by word, and by their own rows, stays in homes.
    homes = page.in_homes
    rest = [_of_words(homes, one.id, wanted) for one in others if one not in ladders] + own_charts(homes, families, wanted)
    wide = len(rest) if len(rest) in (1, 3) else 2
    for start in range(0, len(rest), wide):
        for column, chart in zip(st.columns(wide, gap="small"), rest[start : start + wide], strict=False):
            with column:
                draw_chart(homes, chart)
    return page


def _of(page: Page, names: tuple[str, ...]) -> list[Measure]:
    return [page.told(page.snapshot.measures[one]) for one in names]


@kept
def _cards(page: Page, wanted: tuple[str, ...], alone: tuple[str, ...]) -> list[str]:
    own, _ = readings_of(page, wanted)
    singles, place = _of(page, alone), page.selection.place
    leads = behind(page, list(own.values()), singles)
    # A number opens to the homes and cells behind it.
    links = {one.id: address(page.selection.params() | {"measure": one.id}, "where_from") for one in singles}
    return [
        card(
            own.get(one.id),
            one,
            link=links[one.id],
            extra=words.capital(asked_told(page, one)),
            lead=leads.get((place.level, place.code, one.id)),
        )
        for one in singles
    ]


@kept
def _every(page: Page, wanted: tuple[str, ...], alone: tuple[str, ...]) -> str:
    own, below = readings_of(page, wanted)
    singles = _of(page, alone)
    return _matrix(page, own, below, singles, behind(page, [*own.values(), *below], singles))
