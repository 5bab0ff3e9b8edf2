"""What changed since the week before and why; what needs attention."""

from __future__ import annotations

from carehomes.briefing.asking import Brief
from carehomes.briefing.content import Grid, Slide
from carehomes.charts import alerts, broken, noted, words
from carehomes.charts import changed as told
from carehomes.charts.attention import attention
from carehomes.selection import VIEWS, parts_level

#: Sentences that one slide has room for.
MOST_LINES = 10
_ORDER = ("answers", "returners", "revisions", "register")


def changed(brief: Brief) -> Slide | None:
    """Return the change of each headline since the week before, in the four causes that add up to it; None where it is not known."""
    rows, notes = [], []
    names = {one.code: one.name for one in brief.snapshot.areas.of_level("ccg")}
    for measure in brief.headlines:
        one = brief.changed.get(measure.id)
        if one is None:
            continue
        ends = (told.figure(one.old, measure), told.figure(one.new, measure))
        weeks = (brief.before, brief.week)
        if reason := broken.why(measure, *weeks):
            rows.append((measure.name, *ends, f"{broken.NOT_COMPARED}: {reason}", *[""] * 3))
            notes.append(told.headline(one, measure, brief.selection.label, weeks))
            continue
        causes = {each.name: told.step(each, measure) for each in one.causes}
        rows.append((measure.name, *ends, *(causes.get(name, words.NOT_AVAILABLE) for name in _ORDER)))
        why = told.sentences(one, measure, names, same_knowledge=True, same_week=False)
        notes += [told.headline(one, measure, brief.selection.label), *(f"{told.NAMES[name]}: {text}" for name, text in why.items())]
    if not rows:
        return None
    before = words.short_day(brief.before)
    columns = ("Measure", f"Week ending {before}", f"Week ending {words.short_day(brief.week)}", *(told.NAMES[name] for name in _ORDER))
    first = brief.headlines[0]
    known = brief.changed.get(first.id)
    title = told.headline(known, first, brief.selection.label, (brief.before, brief.week)) if known else ""
    return Slide(
        kind="changed",
        heading="What changed since the week before, and why",
        title=title or "What changed since the week before, and why",
        under="The four causes add up to the change: " + "; ".join(f"{told.NAMES[name].lower()}" for name in _ORDER),
        grid=Grid(columns, tuple(rows), (2.0, 1.8, 1.8, 1.6, 1.6, 1.6, 1.6), (False,) * 7),
        alt=" ".join(notes[:1]),
        notes=tuple(notes),
    )


def attend(brief: Brief) -> list[Slide]:
    """Return what needs attention, the most pressing first, and the notes of the week."""
    own, below = brief.readings
    lines = attention(own, below, brief.headlines, brief.returned, brief.received, brief.week)
    told_lines = [one.plain for one in lines] or ["Nothing: every CCG has returned, and no home has nothing in place."]
    names = {one.id: one.name for one in brief.snapshot.measures.values()}
    told_notes = [f"Note: {noted.told(one, brief.snapshot.areas, names)}" for one in brief.noted]
    points = [*told_lines, *_alerts(brief), *told_notes]
    title = points[0].rstrip(".")
    return [
        Slide(
            kind="attention",
            heading="Needs attention" + f" ({start // MOST_LINES + 1} of {-(-len(points) // MOST_LINES)})" * (len(points) > MOST_LINES),
            title=title,
            under=brief.selection.label,
            points=tuple(points[start : start + MOST_LINES]),
            notes=tuple(points[start : start + MOST_LINES]),
        )
        for start in range(0, len(points), MOST_LINES)
    ]


def _alerts(brief: Brief) -> list[str]:
    """Return the areas that stand out for the worse, or changed for the worse, by more than chance, each with its evidence."""
    selection = brief.selection
    if selection.older or selection.place.level in VIEWS:
        return []
    level = parts_level(brief.snapshot.areas, selection)
    areas = [one for one in brief.readings[1] if one.level == level]
    names = {one.code: one.label for one in areas}
    comparisons = alerts.looked_at(areas, brief.headlines)
    changes = [
        found
        for one in brief.headlines
        if one.id in brief.weekly
        for found in alerts.changing(brief.weekly[one.id], one, brief.week, names, brief.rebases(one, sorted(names)))
    ]
    raised = alerts.alerts(comparisons, f"all of {selection.place.name}", changes)
    return [f"{one.sentence}. {one.evidence}" for one in raised]
