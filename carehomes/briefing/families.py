"""A slide for each family of measures: its first measure week by week, and what its others say."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.briefing.asking import Brief
from carehomes.briefing.content import Graph, Series, Slide
from carehomes.catalogue import Measure, events_of
from carehomes.catalogue.measures import FAMILIES
from carehomes.charts import broken, template, trend, words
from carehomes.charts.readings import Reading, kind_of
from carehomes.charts.told import told_short

#: What one slide has room for beside its chart.
MOST_POINTS = 7


def families(brief: Brief) -> list[Slide]:
    """Return a slide for each family that has a figure; where one has more measures than fit, further slides go on with them."""
    found = []
    for family, heading in FAMILIES.items():
        measures = [one for one in brief.counted if one.family == family and one.id in brief.own]
        if measures:
            found += _slides(brief, heading, measures)
    return found


def _slides(brief: Brief, heading: str, measures: Sequence[Measure]) -> list[Slide]:
    first = next((one for one in measures if one.headline), measures[0])
    told = [_told(brief, one) for one in measures]
    rows = brief.trend[brief.trend["measure"] == first.id]
    place = brief.selection.label
    finding = trend.finding(rows, first, brief.week)
    parted = broken.lines(first, [one.week for one in brief.weeks_of(first) if one.week])
    told = [*told, *(f"{words.BROKEN} {text}" if not text.startswith(words.BROKEN) else text for text in parted)]
    weeks = [one.week for one in brief.weeks_of(first) if one.week]
    events = events_of(first, weeks) if weeks else []
    told += [f"{words.day(one.day)}: {one.name} (in the week ending {words.short_day(one.week)})" for one in events]
    sentence = trend.sentence(rows, first, place, brief.week, events=events)
    notes = [sentence, first.definition, *told]
    slides = [
        Slide(
            kind="family",
            heading=heading,
            title=finding,
            under=f"{place}. {first.name}, week by week{_young(brief)}; every measure of the family beside it",
            points=tuple(told[:MOST_POINTS]),
            graph=_graph(brief.weeks_of(first), first),
            alt=sentence,
            notes=tuple(notes),
        )
    ]
    rest = told[MOST_POINTS:]
    for start in range(0, len(rest), 2 * MOST_POINTS):
        points = tuple(rest[start : start + 2 * MOST_POINTS])
        slides.append(Slide("family", heading, f"{heading}: further measures", place, points=points, notes=points))
    return slides


def _young(brief: Brief) -> str:
    """Return which weeks may still move, in words."""
    young = sorted(week for week in brief.provisional if week <= brief.week)
    if not young:
        return ""
    return (
        f"; from {words.day(young[0])} on provisional [p]" if young[0] < brief.week else f"; that of {words.day(young[0])} provisional [p]"
    )


def _told(brief: Brief, measure: Measure) -> str:
    one = brief.own[measure.id]
    silent = f", {words.silence(one)}" if kind_of(measure) == "homes" and one.silent else ""
    return f"{measure.name}: {told_short(one, measure)}{silent}"


def _graph(rows: Sequence[Reading], measure: Measure) -> Graph | None:
    """Return the weeks as lines: the share of all and of those that answered, or the units; a week without an answer is a gap."""
    kind = kind_of(measure)
    by_week = {one.week: one for one in rows if one.week}
    if not by_week:
        return None
    weeks = template.every_week(list(by_week))
    drawn = [trend.point_value(by_week[week], kind) if week in by_week else None for week in weeks]
    if not any(value is not None for value in drawn):
        return None
    # Between two weeks that a break parts stands a place without a point: no line is joined there.
    names = broken.beside(measure, weeks, [words.short_day(week) for week in weeks], words.BROKEN)

    def cut(values: Sequence[float | None]) -> tuple[float | None, ...]:
        return tuple(broken.cut(measure, weeks, values)[1])

    if kind == "units":
        return Graph("lines", tuple(names), (Series(words.capital(measure.unit), "units", cut(drawn)),), measure.unit)
    lines = [Series(f"Share of all {measure.unit}" if kind == "homes" else f"Share of {measure.unit}", "share", cut(drawn))]
    if kind == "homes":
        among = [
            words.share_value(by_week[week].yes, by_week[week].answered) if value is not None else None
            for week, value in zip(weeks, drawn, strict=True)
        ]
        lines.append(Series("Share of those that answered", "answered", cut(among)))
    if measure.target is not None:
        lines.append(Series("Target", "target", (float(measure.target),) * len(names)))
    return Graph("lines", tuple(names), tuple(lines), "%", 100.0)
