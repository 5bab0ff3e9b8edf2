"""The deadline of a week by the clock of London, and how far away it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from carehomes.charts import words

_LONG_AGO = timedelta(weeks=4)
_NAMES = {"BST": "British Summer Time", "GMT": "Greenwich Mean Time"}


def clock_name(due: datetime) -> str:
    """Return which clock holds in London at the deadline: British Summer Time or Greenwich Mean Time."""
    name = due.astimezone(words.LONDON).tzname() or ""
    return _NAMES.get(name, name)


def left(due: datetime, now: datetime) -> str:
    """Return how long there is until ``due`` (both aware), or since then up to four weeks; the deadline itself is on time."""
    if now > due:
        return f"passed {_span(now - due)} ago" if now - due <= _LONG_AGO else "passed"
    return f"{_span(due - now)} left"


def _span(between: timedelta) -> str:
    minutes = between // timedelta(minutes=1)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        parts = [words.plural(days, "day"), words.plural(hours, "hour") if hours and days < 14 else ""]
    else:
        parts = [words.plural(hours, "hour") if hours else "", words.plural(minutes % 60, "minute")]
    return words.listed([one for one in parts if one])
