"""Reporting weeks: Monday to Sunday, named by the Sunday; due the Wednesday after, 17:00 in London (a setting)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SUNDAY = 6


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


def due_moment(week: date, *, days: int = 3, at: time = time(17, 0)) -> datetime:
    """Return the moment (UTC) by which a return for ``week`` is on time, that moment included.

    ``days`` after the Sunday, at ``at`` by the clock of London, summer time or not.
    """
    return datetime.combine(week + timedelta(days=days), at, tzinfo=LONDON).astimezone(UTC)
