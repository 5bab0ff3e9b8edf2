"""The card of the deciles: how CCGs or PCNs spread week by week, with the chosen area among them."""

from __future__ import annotations

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken, spread
from carehomes.charts.compared import LEAST
from carehomes.measures import sql_behind
from ui.chart_card import Chart, about, draw_chart
from ui.data import Neighbours
from ui.frame import Page
from ui.scopes import Scope, chosen_in
from ui.tables import Column, html_table


def draw_spread(page: Page, measure: Measure, ask: Neighbours, scope: Scope, ccg_of: dict[str, str]) -> None:
    """Draw the deciles of the areas of ``scope`` week by week, with the chosen area where it is one; nothing where no week has ten areas.

    ``ccg_of`` gives the CCG of each of the areas.
    """
    chosen = chosen_in(page, ccg_of)
    code = next(iter(chosen)) if len(chosen) == 1 else ""
    area = page.snapshot.areas.get(code) if code else None
    name = area.name if area else page.selection.place.name if code else ""
    weeks = spread.spread(ask.weekly(scope.level, tuple(sorted(ccg_of)), measure.id), code)
    if not any(one.tenths for one in weeks):
        return
    columns = [
        Column("Week ending Sunday"),
        Column(f"{scope.what} compared", True),
        *(Column(f"{tenth}%", True) for tenth in range(10, 100, 10)),
    ]
    columns.append(Column(name or "Chosen area", True))
    rows = [[broken.week_told(measure, one.week), *spread.cells(one)] for one in reversed(weeks)]
    caption = f"{measure.name}: the share of answered, in percent, below which so many of the {scope.what} lie"
    draw_chart(
        page,
        Chart(
            key=f"spread_{measure.id}",
            title=f"{measure.name}: {spread.title(weeks, scope.what, page.selection.week)}",
            figure=spread.chart(weeks, measure, name, page.selection.week),
            alt=spread.sentence(weeks, measure, scope.what, name, page.selection.week),
            table=html_table(caption, columns, rows),
            rows=pd.DataFrame(
                [[measure.id, one.week, one.areas, *(one.tenths or [None] * 9), *(one.own or (None, None))] for one in weeks],
                columns=["measure", "week", "areas", *(f"decile_{tenth}" for tenth in range(10, 100, 10)), "yes", "answered"],
            ),
            about=about([measure]),
            sql=sql_behind([measure], ["figures"]),
            under=f"{scope.label}, week by week; only areas where enough homes answered to compare, and at least {LEAST}.",
            notes=broken.lines(measure, [one.week for one in weeks]),
        ),
    )
