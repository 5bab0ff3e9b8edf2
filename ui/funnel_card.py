"""The card of the funnel: every CCG or PCN of England or of a region by its number of homes, with its table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import areas, funnel, words
from carehomes.charts.compared import LEAST, Comparison, compare, judged, ranked
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.measures import sql_behind
from carehomes.selection import without_area
from ui.alerts_card import changes_of, draw_alerts
from ui.chart_card import Chart, about, draw_chart
from ui.data import Neighbours
from ui.frame import Page
from ui.matrix_card import draw_matrix
from ui.navigation import address
from ui.scopes import KEY, Scope, choose_scope, chosen_in, figures_of
from ui.spread_card import draw_spread
from ui.tables import Column, html_table
from ui.text import say

_READ = (
    "<p>Each point is an area: how many of its homes answered, and what share of them said yes. Small areas scatter widely by chance "
    "alone, so the limits are wide on the left and narrow on the right. Where all areas have the same true share, 19 of 20 lie inside "
    "the inner limits (95%) and 499 of 500 inside the outer ones (99.8%). An area outside is a reason to ask, not a verdict. The Methods "
    "page works an example.</p>"
)


def _percent(share: float) -> str:
    return f"{100 * min(1.0, max(0.0, share)):.0f}"


def _table(found: Comparison, scope: Scope, chosen: set[str], links: dict[str, str]) -> str:
    rows: list[list[str]] = []
    of = len(found.areas)
    for area in sorted(found.areas, key=lambda one: one.one.code not in chosen) if len(chosen) == 1 else found.areas:
        one = area.one
        low3, low2, high2, high3 = area.limits
        rows.append(
            [
                one.label,
                words.count(one.yes),
                words.count(one.answered),
                words.share(one.yes, one.answered),
                areas.interval_words(one),
                f"{_percent(low2)} to {_percent(high2)}",
                f"{_percent(low3)} to {_percent(high3)}",
                judged(area) if of > 1 else words.NOT_AVAILABLE,
                ranked(area, of) if of > 1 else words.NOT_AVAILABLE,
            ]
        )
    rows += [
        [
            one.label,
            words.count(one.yes),
            words.count(one.answered),
            *[words.NOT_AVAILABLE] * 4,
            f"not compared: {why}",
            words.NOT_AVAILABLE,
        ]
        for one, why in found.others
    ]
    columns = [
        Column("Area"),
        Column("Yes", True),
        Column("Answered", True),
        Column("Share of answered", True),
        Column("95% interval, %", True),
        Column("95% limits, %", True),
        Column("99.8% limits, %", True),
        Column("Against all together"),
        Column("Rank, best first"),
    ]
    caption = (
        f"{found.measure.name}, {scope.label}: the least favourable first; limits are where chance alone would put an area of that size"
    )
    first = int(len(chosen) == 1 and any(area.one.code in chosen for area in found.areas))
    return html_table(caption, columns, rows, whole=first, links=links)


def _links(page: Page, measure: Measure, rows: Sequence[Reading], ccg_of: dict[str, str]) -> dict[str, str]:
    kept = without_area(page.selection) | {"measure": measure.id} | ({KEY: st.query_params[KEY]} if KEY in st.query_params else {})
    return {
        one.label: address(
            kept | ({"ccg": ccg_of.get(one.code, ""), "pcn": one.code} if one.level == "pcn" else {"area": one.code}), "compare_areas"
        )
        for one in rows
    }


def _rows(found: Comparison) -> pd.DataFrame:
    """Return the rows of the file: counts and shares, limits as they are judged by (not clipped), judgement and ranks."""
    compared = [
        {
            "measure": found.measure.id,
            "level": area.one.level,
            "code": area.one.code,
            "name": area.one.name,
            "yes": area.one.yes,
            "answered": area.one.answered,
            "share": area.share,
            "lower_wilson_95": area.lower,
            "upper_wilson_95": area.upper,
            "baseline": found.baseline,
            **dict(zip(("lower_998", "lower_95", "upper_95", "upper_998"), area.limits, strict=True)),
            "label": area.label,
            "judgement": area.judgement,
            "first_rank": area.first,
            "last_rank": area.last,
            "ranked_of": len(found.areas),
            "not_compared": "",
        }
        for area in found.areas
    ]
    others = [
        {
            "measure": found.measure.id,
            "level": one.level,
            "code": one.code,
            "name": one.name,
            "yes": one.yes,
            "answered": one.answered,
            "not_compared": why,
        }
        for one, why in found.others
    ]
    return pd.DataFrame([*compared, *others])


def _under(found: Comparison) -> str:
    told = f"{words.capital(funnel.by_chance(found))}. " if len(found.areas) > 1 else ""
    few = sum(why.startswith("fewer") for _, why in found.others)
    silent = len(found.others) - few
    left = [f"{words.count(silent)} too few answered or without answers"] * bool(silent)
    left += [f"{words.count(few)} with fewer than {LEAST} homes that answered"] * bool(few)
    apart = f"Not compared, in the table: {words.listed(left)}. " if left else ""
    return f"{told}{apart}The blue line is the share of all of them together, of the homes that answered."


def draw_funnel(page: Page, measure: Measure, measures: Sequence[Measure], ask: Neighbours) -> None:
    """Draw the funnel of a measure of homes (for any other say why there is none), and what needs attention on any of ``measures``."""
    scope = choose_scope(page)
    frame, ccg_of = figures_of(page, [one for one in measures if kind_of(one) == "homes"], ask, scope)
    if kind_of(measure) == "homes":
        _draw(page, compare(readings(frame), measure), scope, ccg_of)
        if not page.selection.older:
            draw_spread(page, measure, ask, scope, ccg_of)
            draw_matrix(page, measure, ask, scope, ccg_of)
    else:
        say(
            f"{measure.name}: no funnel and no ranks. Limits are for homes that say yes or no, each for itself; this counts {measure.unit}."
        )
    names = {one.code: one.label for one in readings(frame)}
    draw_alerts(frame, measures, scope.label, changes_of(page, measures, ask, scope.level, names, ccg_of))


def _draw(page: Page, found: Comparison, scope: Scope, ccg_of: dict[str, str]) -> None:
    measure = found.measure
    chosen = chosen_in(page, ccg_of)
    place = page.snapshot.areas.get(next(iter(chosen))) if len(chosen) == 1 else None
    links = _links(page, measure, [*(one.one for one in found.areas), *(one for one, _ in found.others)], ccg_of)
    draw_chart(
        page,
        Chart(
            key=f"funnel_{measure.id}",
            title=f"{measure.name}: {funnel.finding(found, scope.what)}",
            figure=funnel.chart(found, chosen, place.name if place else page.selection.place.name, scope.what),
            alt=funnel.sentence(found, scope.what),
            table=_table(found, scope, chosen, links),
            leads=links,
            rows=_rows(found),
            about=about([measure]) + f'<div class="ch-dl">{_READ}</div>',
            sql=sql_behind([measure], ["figures"]),
            under=_under(found),
            first="Funnel",
        ),
    )
