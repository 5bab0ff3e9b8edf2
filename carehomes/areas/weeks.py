"""Reporting weeks: Monday to Sunday, named by the Sunday; due the Wednesday after, 17:00 in London (a setting)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SUNDAY = 6
#: Years that a moment of knowledge can lie in.
_YEARS = (2000, 2999)


def week_problem(day: date) -> str:
    """Return '' where ``day`` names a reporting week, else a plain sentence with the Sundays around it."""
    if day.weekday() == SUNDAY:
        return ""
    before = day - timedelta(days=day.weekday() + 1)
    after = before + timedelta(days=7)
    return (
        f"{day.day} {day:%B %Y} is a {day:%A}; a reporting week is named by its last day, a Sunday: "
        f"{before.day} {before:%B} or {after.day} {after:%B %Y}."
    )


def week_label(week: date) -> str:
    """Return ``week ending Sunday 17 May 2020`` (the day is named as it is, so that a slip is seen)."""
    return f"week ending {week:%A} {week.day} {week:%B %Y}"


def read_moment(text: str) -> datetime:
    """Read a moment of knowledge: ``2020-05-20T12:00``, by the clock of London unless it has an offset; a day alone is its end.

    Raises ``ValueError`` with a plain sentence, also for an hour that comes twice in the night when the clocks go back.
    """
    try:
        found = datetime.fromisoformat(text)
        if len(text) == len("2020-05-20"):
            found = datetime.combine(found.date(), time.max)
        here = found if found.tzinfo else found.replace(tzinfo=LONDON)
        moment = here.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not _YEARS[0] <= moment.year <= _YEARS[1]:
        raise ValueError(f"{text!r} is no moment; write it as 2020-05-20T12:00 or 2020-05-20T12:00+01:00")
    if found.tzinfo is None and comes_twice(here):
        raise ValueError(f"{text!r} comes twice, since the clocks go back that night; write it as {text}+01:00 or {text}+00:00")
    return moment


def comes_twice(here: datetime) -> bool:
    """Return whether a time by the clock of London comes twice: in the hour after the clocks went back."""
    offsets = [here.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1)]
    return offsets[0] > offsets[1]


def due_moment(week: date, *, days: int = 3, at: time = time(17, 0)) -> datetime:
    """Return the moment (UTC) by which a return for ``week`` is on time, that moment included.

    ``days`` after the Sunday, at ``at`` by the clock of London, summer time or not.
    """
    return datetime.combine(week + timedelta(days=days), at, tzinfo=LONDON).astimezone(UTC)
