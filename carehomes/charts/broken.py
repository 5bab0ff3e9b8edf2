"""Breaks in a series: no line joins the weeks before and after, the mark [b] stands between them, limits begin anew, and words say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from carehomes.catalogue import Break, Measure, between
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.ledger.notes import Note, rebases
from carehomes.statistics import NHS_ENGLAND

#: How limits begin anew: here that always means that weeks are not measured as before, so that no pattern runs on from them. (NHS England's
#: tool lets runs go on, for re-bases of a process that is measured as ever.)
ANEW: Final = replace(NHS_ENGLAND, rules_across_rebase=())
#: Instead of a step across a break.
NOT_COMPARED = f"not comparable {say.BROKEN}"
#: What a file calls the column that marks the first week after a break.
COLUMN = "break"


def breaks_in(measure: Measure, weeks: Sequence[date]) -> list[Break]:
    """Return the breaks that part ``weeks``: a week stands before them and one after."""
    return between(measure.breaks, weeks[0], weeks[-1]) if weeks else []


def since(measure: Measure, week: date) -> date | None:
    """Return the first week that may be compared with ``week``: that of the last break up to it; None where no break was before it."""
    return max((one.week for one in measure.breaks if one.week <= week), default=None)


def comparable(measure: Measure, weeks: Iterable[date], week: date) -> list[date]:
    """Return those of ``weeks`` that no break parts from ``week``."""
    return [one for one in weeks if not between(measure.breaks, one, week)]


def why(measure: Measure, before: date, after: date) -> str:
    """Return why two weeks are not compared: ``its answer options changed``; '' where they are."""
    return " and ".join(dict.fromkeys(one.short for one in between(measure.breaks, before, after)))


def step(measure: Measure, week: date) -> tuple[str, str] | None:
    """Return what stands in the place of the step since the week before where a break lies between: short words, and why."""
    reason = why(measure, week - timedelta(weeks=1), week)
    return (NOT_COMPARED, f"with the week before: {reason}") if reason else None


def told(one: Break) -> str:
    """Return a break in one line: from when, what changed of which question, what old answers became, who says so."""
    what = "is worded anew" if one.changed == "wording" else "has other answer options"
    text = f"From the week ending {say.day(one.week)} “{one.question}” {what}. {changed(one)} Weeks before and after are not compared."
    return f"{say.BROKEN} {text} Source: {one.source}."


def changed(one: Break) -> str:
    """Return what changed, and what old answers became."""
    return f"{say.capital(f'since {say.day(one.day)} {one.what}')}.{_became(one)}"


def _became(one: Break) -> str:
    lines = []
    for old, new in one.became:
        now = f"is now {_or(new)}" if new else "is no answer any more"
        lines.append(f"what was “{old}” {now}")
    return f" {say.capital('; '.join(lines))}." if lines else ""


def _or(words: Sequence[str]) -> str:
    quoted = [f"“{one}”" for one in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def sign(measure: Measure, week: date) -> str:
    """Return `` [b]`` for the first week after a break, else ''."""
    return f" {say.BROKEN}" * any(one.week == week for one in measure.breaks)


def week_told(measure: Measure, week: date) -> str:
    """Return the week's day as a table tells it: ``16 August 2020 [b]`` where it is the first after a break."""
    return say.day(week) + sign(measure, week)


def lines(measure: Measure, weeks: Sequence[date]) -> tuple[str, ...]:
    """Return the breaks that part ``weeks`` in words, for beneath a chart and its files."""
    return tuple(told(one) for one in breaks_in(measure, weeks))


def short_lines(measure: Measure, weeks: Sequence[date]) -> tuple[str, ...]:
    """Return the breaks that part ``weeks`` in a few words each, for a chart beside another one that tells them whole."""
    found = {one.week: why(measure, one.week - timedelta(weeks=1), one.week) for one in breaks_in(measure, weeks)}
    return tuple(f"{say.BROKEN} From the week ending {say.day(week)}: {reason}; no line is joined there." for week, reason in found.items())


def known(measure: Measure, latest: date | None) -> tuple[str, ...]:
    """Return the breaks up to the week ``latest`` in words: what an answer of one week was before, or is since then."""
    return tuple(told(one) for one in measure.breaks if latest and one.week <= latest)


def left_out(measure: Measure, weeks: Sequence[date], week: date) -> str:
    """Return that ``weeks`` before the last break up to ``week`` are not spoken of; '' where none is."""
    first = since(measure, week)
    if first is None or not any(one < first for one in weeks):
        return ""
    return f"earlier weeks are not compared {say.BROKEN}"


def cut(measure: Measure, weeks: Sequence[date], values: Sequence[float | None]) -> tuple[list[str], list[float | None]]:
    """Return days and values of a line with a gap of its own where a break parts two weeks."""
    weeks_broken = {one.week for one in measure.breaks}
    across: list[str] = []
    up: list[float | None] = []
    for week, value in zip(weeks, values, strict=True):
        if week in weeks_broken and across:
            across.append(_between_weeks(week).isoformat())
            up.append(None)
        across.append(week.isoformat())
        up.append(value)
    return across, up


def beside(measure: Measure, weeks: Sequence[date], texts: Sequence[str], gap: str = "") -> list[str]:
    """Return what stands beside the points of ``cut``: ``texts`` by week, ``gap`` in its gaps."""
    weeks_broken = {one.week for one in measure.breaks}
    found: list[str] = []
    for week, text in zip(weeks, texts, strict=True):
        found += [gap] * (week in weeks_broken and bool(found)) + [text]
    return found


def _between_weeks(week: date) -> date:
    """Return the day at which the break is drawn: half a week before the first week after it."""
    return week - timedelta(days=3)


def draw(chart: Drawing, measure: Measure, weeks: Sequence[date]) -> list[date]:
    """Draw a line between the weeks that a break parts, and return the days at which the mark [b] is to stand, one a week."""
    days = sorted({_between_weeks(one.week) for one in breaks_in(measure, weeks)})
    for day in days:
        chart.add_vline(x=day.isoformat(), line={"color": look.INK, "width": 1.5, "dash": "dashdot"}, layer="below")
    return days


def anew(measure: Measure, notes: Iterable[Note] = ()) -> dict[date, str]:
    """Return the weeks from which limits of ``measure`` begin anew, with the reason: breaks, and notes that its definition changed.

    A break and a note of one week are one new beginning, with the words of both.
    """
    reasons: dict[date, list[str]] = {}
    for one in measure.breaks:
        reasons.setdefault(one.week, []).append(f"{one.short}, {one.what}")
    for week, text in rebases(notes, measure.id).items():
        reasons.setdefault(week, []).append(text)
    return {week: "; ".join(dict.fromkeys(texts)) for week, texts in sorted(reasons.items())}


def marked(measure: Measure, weeks: Iterable[date | None]) -> dict[str, list[str]]:
    """Return the column of a file that marks the first week after a break, by its name; nothing for a measure without breaks."""
    weeks_broken: Mapping[date | None, str] = {one.week: say.BROKEN for one in measure.breaks}
    return {COLUMN: [weeks_broken.get(week, "") for week in weeks]} if weeks_broken else {}
