"""What needs attention on the Overview, each in one line: who is missing, homes with nothing in place, missed check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import Reading, day, kind_of
from carehomes.measures import Returned
from carehomes.statistics import Alert
from ui.text import esc

#: Lines on one screen.
MOST = 6
#: Alerts on one screen; the page Compare areas has all.
MOST_ALERTS = 4


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
        told = f" ({words.plural(held, 'home')}, {words.share(held, whole)} of the homes here)" if held and whole else ""
        last = last_return(received, area.code, week)
        after = f"; last return {words.week(last)}" if last else "; no earlier return"
        lines.append(f"<b>{esc(area.label)}</b> has not returned{esc(told)}{esc(after)}")
    return lines


def _homes(own: dict[str, Reading], below: Sequence[Reading], measure: str, told: str) -> list[str]:
    one = own.get(measure)
    if one is None or not one.yes:
        return []
    most = max((part for part in below if part.measure == measure and part.yes), key=lambda part: part.yes or 0, default=None)
    name = (most.name or most.label) if most else ""
    where = (
        ""
        if most is None
        else f": all in {name}"
        if most.yes == one.yes > 1
        else f": in {name}"
        if one.yes == 1
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
    lines: list[str] = []
    if returned:
        lines += _missing(returned, own, below, received, week)
    lines += _homes(own, below, "nothing_in_place", "have nothing in place (no lead, check-in, plans or medicines support)")
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
    return lines[:MOST]


def alert_lines(found: Sequence[Alert], looks: int, link: str) -> str:
    """Return the alerts as HTML, each with its sentence and its evidence; of how many ``looks``, and where the others are (``link``)."""
    if not looks:
        return ""
    lines = [
        f"<li><b>{esc(one.area)}</b>{esc(one.sentence.removeprefix(one.area))}. <span>{esc(one.evidence)}</span></li>"
        for one in found[:MOST_ALERTS]
    ]
    told = words.plural(len(found), "alert") if found else "No alert"
    shown = f", {MOST_ALERTS} shown" if len(found) > MOST_ALERTS else ""
    head = f'{esc(told)} in {esc(words.plural(looks, "look"))}{shown} (<a href="{esc(link)}" target="_self">Compare areas</a>)'
    return f'<p class="ch-muted">{head}</p><ul class="ch-list ch-alerts">{"".join(lines)}</ul>'
