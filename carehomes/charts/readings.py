"""Rows of the one shape of figures (ARCHITECTURE.md) as plain values: whole numbers, dates and words, nothing missing by accident."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.measures.disclosed import SUPPRESSED

#: What a figure counts: homes in four states, people of a whole, units of a stock, homes by word.
Kind = Literal["homes", "people", "units", "words"]
#: How a figure stands among others: only what is *compared* may be ranked (rule 4).
Standing = Literal["compared", "too few answered", "no return", "not available", "not applicable", "answers only", "suppressed"]

_KINDS: dict[str, Kind] = {
    "share_of_homes": "homes",
    "composite": "homes",
    "share_of_people": "people",
    "stock": "units",
    "ladder": "words",
    "split": "words",
}


def kind_of(measure: Measure) -> Kind:
    """Return what ``measure`` counts; a measure with SQL of its own is told by its unit."""
    if measure.shape in _KINDS:
        return _KINDS[measure.shape]
    if measure.unit in ("homes", "beds"):
        return "homes"
    return "units" if measure.unit == "units" else "people"


def known(value: Any) -> bool:
    """Return whether ``value`` is there at all (None, NaN and NA are not)."""
    return value is not None and not (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def number(value: Any) -> int | None:
    """Return ``value`` as a whole number, or None where there is none."""
    return int(value) if known(value) else None


def day(value: Any) -> date | None:
    """Return ``value`` (a date, a moment or ISO text) as a date, or None where there is none."""
    if not known(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])


@dataclass(frozen=True)
class Reading:
    """One figure: a measure in an area in a week. Counts that the measure has no use for are None.

    ``words`` leaves *not answered* out: silence is ``not_answered`` in every shape. ``counted`` is what the four states hold: homes or
    beds, and of beds ``bedless`` are the homes without a number of them, which stand apart.
    """

    measure: str
    week: date | None
    level: str
    code: str
    name: str
    within: str = ""
    registered: int | None = None
    denominator: int | None = None
    yes: int | None = None
    no: int | None = None
    not_applicable: int | None = None
    not_answered: int | None = None
    blank: int | None = None
    no_return: int | None = None
    not_in_return: int | None = None
    in_totals: int | None = None
    carried: int | None = None
    all: int | None = None
    numerator: int | None = None
    whole: int | None = None
    homes_gave: int | None = None
    bedless: int | None = None
    bedless_answered: int | None = None
    bedless_yes: int | None = None
    counted: str = "homes"
    compared: bool = False
    source: str = ""
    marks: tuple[str, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name and code; the rows that complete a CCG, and an own group, say what they are."""
        if self.level == "not aligned":
            return "Not aligned to a PCN"
        if self.level == "not attributed":
            return "Not attributed to a PCN"
        if self.level in ("totals", "property"):
            return self.name
        if self.level == "group":
            return f"{self.name} (own group)"
        return f"{self.name} ({self.code})" if self.name else self.code

    @property
    def answered(self) -> int:
        """Homes (or their beds) that said yes or no."""
        return (self.yes or 0) + (self.no or 0)

    @property
    def homes_behind(self) -> int:
        """How many homes a share is of: those that said yes or no, or that gave the counts; of beds the homes that have them."""
        return self.answered if self.yes is not None and self.counted == "homes" else self.homes_gave or 0

    @property
    def silent(self) -> int:
        """Homes (or their beds) that did not answer; a surplus of answers over homes is no silence."""
        return max(0, self.not_answered or 0)

    @property
    def homes(self) -> int | None:
        """The homes that a people or stock figure is told *of*."""
        return self.denominator if self.denominator is not None else self.registered

    @property
    def suppressed(self) -> bool:
        """Whether its counts of people are not told: beyond the team."""
        return SUPPRESSED in self.marks

    def standing(self, kind: Kind) -> Standing:
        """Return how this figure stands among others."""
        if self.suppressed:
            return "suppressed"
        if self.level in ("not attributed", "totals"):
            return "answers only"
        if kind == "homes":
            if self.yes is None or self.all is None:
                return "not available"
            if not self.all:
                # No home of these has a number of beds.
                return "not available" if self.bedless and not self.not_applicable else "not applicable"
            if self.answered == 0:
                return "no return" if self.silent and (self.no_return or 0) >= self.silent else "too few answered"
            return "compared" if self.compared else "too few answered"
        if kind == "words":
            return "compared" if any(self.words.values()) else "not available"
        if not self.homes_gave or (kind == "people" and not self.whole):
            return "no return" if self.no_return and self.homes and self.no_return >= self.homes else "not available"
        return "compared"


_COUNTS = (
    "registered",
    "denominator",
    "yes",
    "no",
    "not_applicable",
    "not_answered",
    "blank",
    "no_return",
    "not_in_return",
    "in_totals",
    "carried",
    "all",
    "numerator",
    "whole",
    "homes_gave",
    "bedless",
    "bedless_answered",
    "bedless_yes",
)


_TEXTS = ("measure", "level", "code", "name", "within", "source")
_OTHERS = ("counted", "week", "compared", "marks", "words")


def _values(column: pd.Series) -> list[Any]:
    """Return a column as plain values, None where there is none."""
    values = column.to_numpy(dtype=object)
    missing = pd.isna(values)
    return [None if gone else value for value, gone in zip(values, missing, strict=True)]


def _reading(row: Mapping[str, Any]) -> Reading:
    words, marks = row.get("words"), row.get("marks")
    pairs = words.items() if isinstance(words, Mapping) else words if isinstance(words, (list, tuple)) else ()
    texts: dict[str, Any] = {name: "" if (value := row.get(name)) is None else str(value) for name in _TEXTS}
    counts: dict[str, Any] = {name: None if (value := row.get(name)) is None else int(value) for name in _COUNTS}
    return Reading(
        counted=str(row.get("counted") or "homes"),
        week=day(row.get("week")),
        compared=bool(row.get("compared")),
        marks=tuple(str(mark) for mark in marks) if isinstance(marks, (list, tuple)) else (),
        words={str(word): int(count) for word, count in pairs if known(count) and str(word).lower() != "not answered"},
        **texts,
        **counts,
    )


#: The readings of the frames that are in use, by identity: every chart, table and sentence of a page reads the same ones.
_READ: dict[int, tuple[weakref.ref[pd.DataFrame], list[Reading]]] = {}


def readings(frame: pd.DataFrame) -> list[Reading]:
    """Return the rows of ``frame`` as readings, in its order. They are read once: a frame of figures is never changed in place."""
    number = id(frame)
    held = _READ.get(number)
    if held is None or held[0]() is not frame:
        held = _READ[number] = (weakref.ref(frame, lambda _: _READ.pop(number, None)), _read(frame))
    return list(held[1])


def _read(frame: pd.DataFrame) -> list[Reading]:
    # Column by column: a cell at a time costs a page more than all else that it does.
    names = [name for name in (*_TEXTS, *_COUNTS, *_OTHERS) if name in frame.columns]
    columns = [_values(frame[name]) for name in names]
    return [_reading(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
