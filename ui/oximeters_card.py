"""Pulse oximeters by area, side by side: allocated, delivered, needed and outstanding, with the homes that told it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from carehomes.charts import bars, words
from carehomes.charts.bars import Series
from carehomes.charts.readings import Reading, readings
from carehomes.measures import sql_behind
from ui.chart_card import Chart, about
from ui.frame import Page
from ui.tables import Column, html_table

_GAP = "oximeters_outstanding"
#: What is drawn: of which measure, and whether it is what the figure is a part of.
_PARTS: dict[str, tuple[str, bool]] = {
    "Allocated": ("oximeters_allocated", False),
    "Delivered": ("oximeters_delivered", False),
    "Needed": (_GAP, True),
    "Outstanding": (_GAP, False),
}
_MEASURES = tuple(dict.fromkeys(measure for measure, _ in _PARTS.values()))
#: Areas with four bars each that fit a card.
_MOST = 10
_TITLE = "Pulse oximeters allocated, delivered, needed and outstanding, by area"
_Area = dict[str, Reading]


def oximeters_by_area(page: Page, week: date, frame: pd.DataFrame) -> Chart | None:
    """Return the chart of the areas of ``frame`` (figures of ``week``), most outstanding first; None where there is none to tell."""
    found = _areas(page, frame)
    if not found:
        return None
    units = {name: [_units(each[measure], whole=whole) for each in found] for name, (measure, whole) in _PARTS.items()}
    series = [Series(name, *zip(*told[:_MOST], strict=True)) for name, told in units.items()]
    cells = [[each[_GAP].label, *(told[place][1] for told in units.values())] for place, each in enumerate(found)]
    columns = [Column("Area"), *(Column(name, True) for name in units)]
    left = f", the {_MOST} with most outstanding of {len(found)} areas; the table has all" if len(found) > _MOST else ""
    title = _finding(found[0][_GAP])
    return Chart(
        key="oximeters_by_area",
        title=title,
        figure=bars.chart([words.plain_area(each[_GAP]) for each in found[:_MOST]], series, "units"),
        alt=f"{title}. {_TITLE}. {_sentences(cells[:_MOST])}.",
        table=html_table(f"{_TITLE}: units, and the homes that gave them", columns, cells),
        rows=frame[frame["measure"].isin(_MEASURES)],
        about=about([page.snapshot.measures[one] for one in _MEASURES])
        + '<p class="ch-dl">Needed and outstanding are of the homes that told what was delivered to them: those in brackets.</p>',
        sql=sql_behind([page.snapshot.measures[one] for one in _MEASURES], ["figures"]),
        under=f"{page.selection.label}. Units, then the homes that gave them; most outstanding first{left}",
    )


def _finding(most: Reading) -> str:
    """Return what the chart says: where most is outstanding, of how many needed; ``most`` is the area that stands first."""
    if not most.homes_gave:
        return "Pulse oximeters by area: no area told what was delivered"
    if not most.numerator:
        return "Pulse oximeters by area: none outstanding where homes told what was delivered"
    of = f"{words.count(most.numerator)} of {words.count(most.whole)} needed"
    return f"Pulse oximeters by area: most outstanding in {words.plain_area(most)}, {of}"


def _areas(page: Page, frame: pd.DataFrame) -> list[_Area]:
    """Return the areas within the chosen one that have a reading of every measure, most outstanding first, those without a count last."""
    place = page.selection.place
    by_area: dict[tuple[str, str], _Area] = {}
    for one in readings(frame[frame["measure"].isin(_MEASURES)]):
        chosen = one.code == place.code and one.level == place.level and not one.within
        if one.level != "not attributed" and not chosen:
            by_area.setdefault((one.level, one.code), {})[one.measure] = one

    def gap(each: _Area) -> tuple[bool, int, str]:
        return not each[_GAP].homes_gave, -(each[_GAP].numerator or 0), each[_GAP].label

    return sorted((each for each in by_area.values() if len(each) == len(_MEASURES)), key=gap)


def _units(one: Reading, *, whole: bool) -> tuple[int | None, str]:
    """Return the units of a reading, or of its ``whole``, and their words with the homes that they come from."""
    if not one.homes_gave:
        return None, words.NOT_AVAILABLE
    value = one.whole if whole else one.numerator
    carried = f" {words.CARRIED}" if one.carried else ""
    return value, f"{words.count(value)}{carried} ({words.count(one.homes_gave)} of {words.count(one.homes)} homes)"


def _sentences(cells: Sequence[Sequence[str]]) -> str:
    told = []
    for name, *units in cells:
        told.append(f"{name}: " + ", ".join(f"{part.lower()} {text}" for part, text in zip(_PARTS, units, strict=True)))
    return "; ".join(told)
