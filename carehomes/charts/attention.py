"""What needs attention in an area, each in one line: who is missing, homes with nothing in place, missed check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import Reading, day, kind_of
from carehomes.measures import Returned


class Line(NamedTuple):
    """A line in two pieces: who or how many it is about, which stands out, and the rest of the sentence."""

    about: str
    told: str

    @property
    def plain(self) -> str:
        """The whole line."""
        return self.about + self.told


def last_return(received: pd.DataFrame, code: str, before: date | None) -> date | None:
    """Return the newest week before ``before`` for which the CCG has a home or area return that stands."""
    rows = received[(received["submitter"] == code) & received["standing"].astype(bool) & received["kind"].isin(["home", "area"])]
    weeks = [week for week in (day(value) for value in rows["week"]) if week and (before is None or week < before)]
    return max(weeks, default=None)


def _missing(
    returned: Returned, own: dict[str, Reading], below: Sequence[Reading], received: pd.DataFrame, week: date | None
) -> list[Line]:
    """Return a line for each CCG that is missing, or one for all where there are more than two."""
    if len(returned.missing) > 2:
        names = [area.label for area in returned.missing[:3]]
        more = [f"{len(returned.missing) - 3} more"] if len(returned.missing) > 3 else []
        return [Line(f"{len(returned.missing)} CCGs", f" have not returned: {words.listed([*names, *more])}")]
    homes = {one.code: one.registered for one in below if one.level == "ccg"}
    # Of the homes that the page counts: all of them, or those for older people, of an authority, of a group.
    whole = max((one.registered or 0 for one in own.values()), default=0)
    lines = []
    for area in returned.missing:
        held = homes.get(area.code)
        told = f" ({words.count(held)} of {words.plural(whole, 'home')})" if held and whole else ""
        last = last_return(received, area.code, week)
        after = f"; last return {words.day(last)}" if last else "; no earlier return"
        lines.append(Line(area.label, f" has not returned{told}{after}"))
    return lines


def _homes(own: dict[str, Reading], below: Sequence[Reading], measure: str, told: str) -> list[Line]:
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
        if tied and (most.yes or 0) * len(parts) == one.yes
        else f", in {words.plural(len(parts), 'area')}"
        if tied
        else f": {words.count(most.yes)} in {name}"
    )
    return [Line(words.plural(one.yes, "home"), f" {told}{where}")]


def _few(below: Sequence[Reading], measures: Sequence[Measure], missing: set[str]) -> list[Line]:
    """Return one line an area, at most two, for what too few answered there to compare."""
    found: dict[str, list[str]] = {}
    for measure in measures:
        kind = kind_of(measure)
        for one in below:
            few = one.measure == measure.id and one.level not in ("not aligned", "not attributed") and one.code not in missing and one.all
            if few and one.standing(kind) == "too few answered":
                found.setdefault(one.name or one.label, []).append(measure.short)
    worst = sorted(found, key=lambda name: (-len(found[name]), name))
    lines = [Line(name, f": too few answered to compare {words.listed(found[name])}") for name in worst[:2]]
    left = words.plural(len(worst) - 2, "more area")
    return [*lines, Line(left, ": too few answered")] if len(worst) > 2 else lines


def attention(
    own: dict[str, Reading],
    below: Sequence[Reading],
    measures: Sequence[Measure],
    returned: Returned | None,
    received: pd.DataFrame,
    week: date | None,
) -> list[Line]:
    """Return what needs attention in the chosen area, the most pressing first.

    ``own`` are the readings of the area by measure, ``below`` those of its parts, ``received`` the returns that were received.
    """
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
        lines.append(Line("Returns", f" of this week: {words.listed(told)}"))
    carried = {one.carried for one in own.values() if one.carried}
    if carried:
        lines.append(Line(words.plural(max(carried), "home"), f": oximeter counts carried from an earlier week {words.CARRIED}"))
    if any("excess homes" in one.marks for one in own.values()):
        lines.append(Line("More homes", " were counted than the register holds: see the table's notes"))
    return lines
