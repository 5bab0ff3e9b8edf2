"""What needs attention on the Overview, each in one line: who is missing, homes with nothing in place, missed check-ins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import unescape

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import Reading, day, kind_of
from carehomes.measures import Returned
from carehomes.statistics import Alert
from ui.text import esc

#: Letters of a line of the list on a screen of 1600 pixels, and the heights in pixels of a line of text and of what is around a point.
_LETTERS, _LINE, _AROUND = 48, 19, 15
_ALERT_LETTERS, _ALERT_LINE, _ALERT_AROUND = 52, 18, 9
#: What the line that says how many are left takes.
_MORE = 24
#: What the line takes that says how many alerts there are.
_HEAD = 22
_TAG = re.compile(r"<[^>]*>")


def last_return(received: pd.DataFrame, code: str, before: date | None) -> date | None:
    """Return the newest week before ``before`` for which the CCG has a home or area return that stands."""
    rows = received[(received["submitter"] == code) & received["standing"].astype(bool) & received["kind"].isin(["home", "area"])]
    weeks = [week for week in (day(value) for value in rows["week"]) if week and (before is None or week < before)]
    return max(weeks, default=None)


def _missing(returned: Returned, own: dict[str, Reading], below: Sequence[Reading], received: pd.DataFrame, week: date | None) -> list[str]:
    """Return a line for each CCG that is missing, or one for all where there are more than two."""
    if len(returned.missing) > 2:
        names = [area.label for area in returned.missing[:3]]
        more = [f"{len(returned.missing) - 3} more"] if len(returned.missing) > 3 else []
        return [f"<b>{len(returned.missing)} CCGs</b> have not returned: {esc(words.listed([*names, *more]))}"]
    homes = {one.code: one.registered for one in below if one.level == "ccg"}
    # Of the homes that the page counts: all of them, or those for older people, of an authority, of a group.
    whole = max((one.registered for one in own.values()), default=0)
    lines = []
    for area in returned.missing:
        held = homes.get(area.code)
        told = f" ({words.count(held)} of {words.plural(whole, 'home')})" if held and whole else ""
        last = last_return(received, area.code, week)
        after = f"; last return {words.day(last)}" if last else "; no earlier return"
        lines.append(f"<b>{esc(area.label)}</b> has not returned{esc(told)}{esc(after)}")
    return lines


def _homes(own: dict[str, Reading], below: Sequence[Reading], measure: str, told: str) -> list[str]:
    one = own.get(measure)
    if one is None or not one.yes:
        return []
    parts = [part for part in below if part.measure == measure and part.yes]
    most = max(parts, key=lambda part: part.yes or 0, default=None)
    name = (most.name or most.label) if most else ""
    # With as many elsewhere no area is named as if it had the most.
    tied = most is not None and sum(part.yes == most.yes for part in parts) > 1
    where = (
        ""
        if most is None
        else f": all in {name}"
        if most.yes == one.yes > 1
        else f": in {name}"
        if one.yes == 1
        else f": {words.count(most.yes)} in each of {words.plural(len(parts), 'area')}"
        if tied and most.yes * len(parts) == one.yes
        else f", in {words.plural(len(parts), 'area')}"
        if tied
        else f": {words.count(most.yes)} in {name}"
    )
    return [f"<b>{words.plural(one.yes, 'home')}</b> {esc(told)}{esc(where)}"]


def _few(below: Sequence[Reading], measures: Sequence[Measure], missing: set[str]) -> list[str]:
    """Return one line an area, at most two, for what too few answered there to compare."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        kind = kind_of(measure)
        for one in below:
            few = one.measure == measure.id and one.level not in ("not aligned", "not attributed") and one.code not in missing and one.all
            if few and one.standing(kind) == "too few answered":
                found.setdefault(one.name or one.label, []).append(measure.short)
    worst = sorted(found, key=lambda name: (-len(found[name]), name))
    lines = [f"<b>{esc(name)}</b>: too few answered to compare {esc(words.listed(found[name]))}" for name in worst[:2]]
    left = words.plural(len(worst) - 2, "more area")
    return [*lines, f"<b>{esc(left)}</b>: too few answered"] if len(worst) > 2 else lines


def attention(
    own: dict[str, Reading],
    below: Sequence[Reading],
    measures: Sequence[Measure],
    returned: Returned | None,
    received: pd.DataFrame,
    week: date | None,
) -> list[str]:
    """Return the lines as HTML, everything from data escaped, the most pressing first."""
    lines = _homes(own, below, "nothing_in_place", "with nothing in place (no lead, check-in, plans or medicines support)")
    lines += _homes(own, below, "outbreak_unchecked", "with an outbreak and no check-in this week")
    if returned:
        lines += _missing(returned, own, below, received, week)
    lines += _homes(own, below, "missed_two_weeks", "missed the check-in two weeks running")
    lines += _few(below, measures, {area.code for area in returned.missing} if returned else set())
    if returned and (returned.late or returned.revised):
        told = [f"{words.count(returned.late)} came late"] * bool(returned.late) + [f"{words.count(returned.revised)} revised"] * bool(
            returned.revised
        )
        lines.append(f"<b>Returns</b> of this week: {esc(words.listed(told))}")
    carried = {one.carried for one in own.values() if one.carried}
    if carried:
        lines.append(f"<b>{esc(words.plural(max(carried), 'home'))}</b>: oximeter counts carried from an earlier week {words.CARRIED}")
    if any("excess homes" in one.marks for one in own.values()):
        lines.append("<b>More homes</b> were counted than the register holds: see the table's notes")
    return lines


def alert_lines(found: Sequence[Alert]) -> list[str]:
    """Return the alerts as HTML, each with its sentence and its evidence."""
    return [f"<b>{esc(one.area)}</b>{esc(one.sentence.removeprefix(one.area))}. <span>{esc(one.evidence)}</span>" for one in found]


def _high(line: str, alert: bool) -> int:
    """Return about how high a line is on a screen, in pixels."""
    letters, one, around = (_ALERT_LETTERS, _ALERT_LINE, _ALERT_AROUND) if alert else (_LETTERS, _LINE, _AROUND)
    return around + one * -(-len(unescape(_TAG.sub("", line))) // letters)


def _fitting(lines: Sequence[str], room: int, alert: bool = False) -> tuple[int, int]:
    """Return how many lines stand within ``room`` pixels, one at least, and how many pixels are left."""
    for place, line in enumerate(lines):
        high = _high(line, alert)
        if place and high > room:
            return place, room
        room -= high
    return len(lines), room


def _list(lines: Sequence[str], kind: str) -> str:
    return f'<ul class="ch-list{kind}">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def attention_list(lines: Sequence[str], raised: Sequence[str], looks: int, link: str, room: int) -> str:
    """Return the list as HTML within ``room`` pixels: the lines, then the alerts ``raised`` in so many ``looks``.

    What there is no room for stands behind a line that says how much it is; ``link`` leads to the page with every alert.
    """
    head = ""
    if looks:
        told = words.plural(len(raised), "alert") if raised else "No alert"
        every = f'<a href="{esc(link)}" target="_self">Compare areas</a>'
        head = f'<p class="ch-muted">{esc(told)} in {esc(words.plural(looks, "look"))} ({every})</p>'
    above = _HEAD if looks else 0
    # All of it where it fits; else one alert at least stands beside the lines, and a line says how many are left.
    if sum(_high(one, False) for one in lines) + above + sum(_high(one, True) for one in raised) <= room:
        shown, alerts = len(lines), len(raised)
    else:
        kept = _high(raised[0], True) if raised else 0
        shown, left = _fitting(lines, room - _MORE - above - kept)
        alerts, _ = _fitting(raised, left + kept, True)
    rest = [*lines[shown:], *raised[alerts:]]
    more = f'<details class="ch-more"><summary>{len(rest)} more</summary>{_list(rest, "")}</details>' if rest else ""
    return _list(lines[:shown], "") + head + _list(raised[:alerts], " ch-alerts") + more
