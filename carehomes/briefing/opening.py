"""The first slides: what the pack is about and who has returned; the headlines."""

from __future__ import annotations

from carehomes.briefing.asking import Brief
from carehomes.briefing.content import Grid, Slide
from carehomes.catalogue import Measure
from carehomes.charts import broken, change, words
from carehomes.charts.readings import Reading, kind_of
from carehomes.charts.told import told_short
from carehomes.provenance import covering, whose

#: CCGs without a return that the cover names; of the others it tells how many they are.
_NAMED = 12


def cover(brief: Brief) -> Slide:
    """Return the cover: the area, the week, as known when, and who has returned."""
    one, place = brief.returned, brief.selection.label
    told = f"{words.count(one.n)} of {words.plural(one.expected, 'CCG')}{whose(brief.selection)} returned"
    points = [told + covering(one, brief.selection) + "."]
    numbers = (("came late", one.late), ("sent a correction", one.revised), ("sent a nil return", one.nil))
    points += [f"{words.count(number)} {what}." for what, number in numbers if number]
    if one.missing:
        names = [area.label for area in one.missing[:_NAMED]]
        rest = len(one.missing) - len(names)
        points.append(f"No return: {words.listed([*names, *([f'{rest} more'] if rest else [])])}.")
    known = brief.selection.as_at or brief.snapshot.known_at
    return Slide(
        kind="cover",
        heading="Care home support: weekly progress",
        title=f"{place}, {words.week(brief.week)}",
        under=f"Data as at {words.moment(known)}",
        points=tuple(points),
        notes=(
            f"This pack is about {place} in the {words.week(brief.week)}, as known at {words.moment(known)}.",
            "A home whose CCG did not return, or that left a question blank, counts as not answered: never as no, and never as zero.",
        ),
    )


def headlines(brief: Brief) -> Slide | None:
    """Return the headline measures: counts first, the share, the range that silence leaves, the step since the week before."""
    rows, notes = [], []
    for measure in brief.headlines:
        one = brief.own.get(measure.id)
        if one is None:
            continue
        step = _step(brief, measure)
        rows.append((measure.name, told_short(one, measure), _range(one, measure), _target(measure), step))
        told = f"{measure.name}: {told_short(one, measure)}"
        notes.append(f"{told}{f'; since the week before {step}' if step != words.NOT_AVAILABLE else ''}.")
    if not rows:
        return None
    table = Grid(
        ("Measure", "Counts, and share of all", "Range that silence leaves", "Target", "Since the week before"),
        tuple(rows),
        (2.6, 2.0, 1.8, 1.6, 3.4),
        (False, False, False, False, False),
    )
    first = next((brief.own[one.id] for one in brief.headlines if one.id in brief.own), None)
    title = f"{brief.headlines[0].name}: {told_short(first, brief.headlines[0])}" if first else brief.headlines[0].name
    return Slide("headline", "Headlines", title, brief.selection.label, grid=table, alt=" ".join(notes), notes=tuple(notes))


def _range(one: Reading, measure: Measure) -> str:
    if kind_of(measure) != "homes":
        return words.gave(one, kind_of(measure)) if one.homes_gave else words.NOT_AVAILABLE
    if not one.all:
        return words.NOT_APPLICABLE
    told = words.span(one.yes, (one.yes or 0) + one.silent, one.all).removeprefix("range ")
    return f"{told}; {words.silence(one)}" if one.silent else "all answered"


def _target(measure: Measure) -> str:
    if measure.target is None:
        return "none set"
    told = "all" if measure.target == 100 else f"{measure.target}%"
    return f"{told}, by {words.day(measure.target_date)}" if measure.target_date else told


def _step(brief: Brief, measure: Measure) -> str:
    if parted := broken.step(measure, brief.week):
        return ": ".join(parted)
    found = brief.matched(measure)
    if found:
        step, counts = change.short(found)
        return f"{step}: {counts}"
    rows = {one.week: one for one in brief.weeks_of(measure)}
    now, before = rows.get(brief.week), rows.get(brief.before)
    told = change.short_of_answered(now, before, kind_of(measure)) if now and before else None
    return f"{told[0]} {told[1]}" if told else words.NOT_AVAILABLE
