"""The headline cards of an area: counts, share, the step since the week before, the icon of the process chart, the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken
from carehomes.charts import change as moves
from carehomes.charts import trend as trend_chart
from carehomes.charts.process import process
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.selection import split
from ui.behind import behind
from ui.cards import card, draw_cards, moved, spark
from ui.frame import Page
from ui.icons import icon_image
from ui.kept import kept
from ui.navigation import measure_address
from ui.notes import notes_of

#: What a headline card says besides its own figure: the other measure, and how it is told.
_BESIDE = {
    "checked_in": ("missed_two_weeks", "{yes} missed two weeks running"),
    "residents_with_pcsp": ("new_residents_in_time", "new residents in time: {numerator} of {whole}"),
    "homes_with_oximeter": ("oximeters_outstanding", "{numerator} units outstanding"),
}


def headlines(page: Page) -> list[Measure]:
    """Return the headline measures, in the order of the catalogue."""
    return [one for one in page.snapshot.measures.values() if one.headline]


def asked_beside(page: Page) -> list[str]:
    """Return the other measures that headline cards tell of: they are to be asked for with the headlines."""
    return [other for other, _ in _BESIDE.values() if other in page.snapshot.measures]


def draw_headlines(page: Page, wanted: tuple[str, ...]) -> None:
    """Draw the cards of the chosen area, each leading to the page of its measure; ``wanted`` are the measures that the page asks for."""
    draw_cards(_cards(page, wanted))


@kept
def _cards(page: Page, wanted: tuple[str, ...]) -> list[str]:
    heads, params, place = headlines(page), page.selection.params(), page.selection.label
    own, _ = readings_of(page, wanted)
    leads = behind(page, list(own.values()), heads)
    weeks = page.asked.trend(page.selection, tuple(one.id for one in heads))
    lines = readings(weeks)
    upto = weeks[weeks["week"] <= page.selection.week] if page.selection.week else weeks
    told = [page.told(one) for one in heads]
    return [
        card(
            own.get(one.id),
            one,
            title=one.short,
            link=measure_address(one, params),
            trend=spark(lines, one, page.selection.week, trend_chart.sentence(weeks, one, place)),
            extra=_beside(one.id, own),
            change=_change(page, one, upto, lines),
            lead=leads.get((page.selection.place.level, page.selection.place.code, one.id)),
        )
        for one in told
    ]


@kept
def readings_of(page: Page, wanted: tuple[str, ...]) -> tuple[dict[str, Reading], list[Reading]]:
    """Return the readings of the chosen area by measure, and those of the areas that it is compared by."""
    return split(page.asked.figures(page.selection, wanted), page.selection)


@kept
def parts_of(page: Page, wanted: tuple[str, ...]) -> pd.DataFrame:
    """Return the figures of the areas that the chosen one is compared by."""
    frame = page.asked.figures(page.selection, wanted)
    return frame[(frame["code"] != page.selection.place.code) | (frame["within"] != "")]


def _beside(measure: str, own: dict[str, Reading]) -> str:
    other, text = _BESIDE.get(measure, ("", ""))
    found = own.get(measure), own.get(other)
    # Where no home answered either there is nothing to tell: a 0 would be made of silence.
    if any(one and one.suppressed for one in found):
        return ""
    if not all(one and (one.answered if one.numerator is None else one.homes_gave) for one in found):
        return ""
    one = found[1]
    values = {
        name: f"{value:,}" if value is not None else "[x]"
        for name, value in (("yes", one.yes), ("numerator", one.numerator), ("whole", one.whole))
    }
    if one.counted == "beds":
        values["yes"] += " beds"
    return text.format(**values)


def step_of(page: Page, measure: Measure, lines: Sequence[Reading]) -> tuple[str, str] | None:
    """Return the step since the week before and its counts: of matched homes, else of those that answered; None where neither is known.

    ``lines`` are the readings of the area's weeks. Across a break there is no step: that and why are told in its place. Nor is there one
    where nobody has returned: what last week settles by itself (rule 11: who was checked in with then is not missed twice) is no news.
    """
    week = page.selection.week
    if week is None:
        return None
    if parted := broken.step(measure, week):
        return parted
    if page.returned and not page.returned.n:
        return None
    change = page.asked.matched(page.selection, measure.id, week).get(week)
    if change:
        return moves.short(change)
    two = {one.week: one for one in lines if one.measure == measure.id}
    now, before = two.get(week), two.get(week - timedelta(weeks=1))
    return moves.short_of_answered(now, before, kind_of(measure)) if now and before else None


def _change(page: Page, measure: Measure, upto: pd.DataFrame, lines: Sequence[Reading]) -> str:
    """Return the step, and what the process chart says of the week shown (rule 14); ``upto`` are the weeks up to it."""
    week, told = page.selection.week, step_of(page, measure, lines)
    if told is None:
        return ""
    here, _ = notes_of(page, measure.id)
    if measure.unit == "beds":
        # Beds have no process chart: those of one home move together.
        return moved(*told)
    chart = process(upto, measure, broken.anew(measure, here))
    variation = str(chart.last[1]["variation"] or "") if chart and chart.last[0].week == week else ""
    return moved(*told, icon_image(variation, 26) if variation else "")
