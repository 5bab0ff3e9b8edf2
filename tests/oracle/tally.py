"""The sums of an area, which add up to the sums of the areas above, and the shares made of them (rules 2, 3, 4 and 14)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .answers import NA, NO, UNITS, WITH, WITHOUT, YES, Said
from .catalogue import Measure

NOT_ANSWERED = "not answered"
COMPARED_FROM = 80
WITHOUT_BEDS = "homes without a number of beds"
NO_SHARE_LEVEL = "not attributed"
_PLAIN = ("registered", "denominator", "answered", "blank", "no_return", "not_in_return", "in_totals", "carried")
_ADDED = (*_PLAIN, "gave", "bedless", "bedless_answered", "bedless_yes")


@dataclass
class Tally:
    """Integers that add up."""

    registered: int = 0
    denominator: int = 0
    answered: int = 0
    blank: int = 0
    no_return: int = 0
    not_in_return: int = 0
    in_totals: int = 0
    carried: int = 0
    gave: int = 0
    bedless: int = 0
    bedless_answered: int = 0
    bedless_yes: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def add(self, other: Tally) -> None:
        """Pool another part."""
        for name in _ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.counts.update(other.counts)
        self.marks |= other.marks
        self.sources |= other.sources

    def take(self, said: Said, source: str) -> None:
        """Count what a source says."""
        self.answered += said.homes
        self.carried += said.carried
        self.counts.update(said.counts)
        if said.homes:
            self.sources.add(source)
        if said.carried:
            self.marks.add("carried [e]")


def in_beds(one: Tally, measure: Measure, beds: int | None) -> Tally:
    """What one home adds where homes are told by their beds: its beds in the place of 1, or apart where it has no number of beds."""
    if not beds:
        yes = mapped_states(measure, one.counts)[0]
        kept = one.marks - {"carried [e]", "reported as totals"}
        return Tally(
            bedless=one.registered, bedless_answered=one.answered, bedless_yes=yes, marks=kept | {WITHOUT_BEDS}, sources=one.sources
        )
    weighed = {name: beds * getattr(one, name) for name in _PLAIN}
    gave = sum(mapped_states(measure, one.counts)[:2])
    return Tally(
        **weighed, gave=gave, counts=Counter({word: beds * n for word, n in one.counts.items()}), marks=one.marks, sources=one.sources
    )


def total(tallies: list[Tally]) -> Tally:
    """The sum of parts."""
    result = Tally()
    for tally in tallies:
        result.add(tally)
    return result


def percent(part: int, whole: int) -> float | None:
    """Rule 14: one rounding, half away from zero, one decimal; nothing where there is nothing to divide by."""
    if whole <= 0:
        return None
    tenths = Fraction(part * 1000, whole)
    sign = -1 if tenths < 0 else 1
    return sign * int(abs(tenths) + Fraction(1, 2)) / 10


def columns(measure: Measure, tally: Tally, level: str) -> dict[str, Any]:
    """The figures of a row in the documented shape; None where the measure has no use for a column."""
    row: dict[str, Any] = dict.fromkeys(
        ["yes", "no", "not_applicable", "not_answered", "blank", "no_return", "not_in_return", "carried", "all", "share", "share_low"]
        + ["share_high", "share_answered", "answered_share", "compared", "numerator", "whole", "homes_gave", "words"]
        + ["bedless", "bedless_answered", "bedless_yes"]
    )
    row |= {"registered": tally.registered, "denominator": tally.denominator, "in_totals": tally.in_totals, "marks": sorted(tally.marks)}
    row["source"] = "none" if not tally.sources else tally.sources.copy().pop() if len(tally.sources) == 1 else "mixed"
    has_share = level != NO_SHARE_LEVEL
    if is_of_homes(measure):
        row |= _homes_columns(measure, tally, has_share)
    elif measure.shape == "ladder":
        row |= _states(tally, tally.counts[NA])
        row["words"] = {w: n for w, n in tally.counts.items() if n and w != NA}
    elif measure.shape == "split":
        row |= _states(tally, tally.counts[NA])
        row["words"] = {w: n for w, n in tally.counts.items() if n} | ({NOT_ANSWERED: tally.blank} if tally.blank else {})
    elif measure.shape == "share_of_people":
        people = tally.counts[WITH] + tally.counts[WITHOUT]
        row |= {"numerator": tally.counts[WITH], "whole": people, "homes_gave": tally.answered}
        row["share"] = percent(tally.counts[WITH], people) if has_share else None
    elif measure.shape == "stock":
        row |= {"numerator": tally.counts[UNITS], "homes_gave": tally.answered, "carried": tally.carried}
    else:  # outstanding: units of the units needed
        row |= {"numerator": tally.counts[UNITS], "whole": tally.counts["need"], "homes_gave": tally.answered, "carried": tally.carried}
        row["share"] = percent(tally.counts[UNITS], tally.counts["need"])
    return row


def is_of_homes(measure: Measure) -> bool:
    """Whether the measure counts homes in four states."""
    return measure.shape in ("share_of_homes", "composite") or measure.id in ("missed_two_weeks", "outbreak_unchecked")


def _states(tally: Tally, not_applicable: int) -> dict[str, Any]:
    return {
        "not_applicable": not_applicable,
        "not_answered": tally.denominator - tally.answered,
        "blank": tally.blank,
        "no_return": tally.no_return,
        "not_in_return": tally.not_in_return,
        "carried": tally.carried,
        "all": tally.denominator - not_applicable,
    }


def _homes_columns(measure: Measure, tally: Tally, has_share: bool) -> dict[str, Any]:
    """Rules 2, 3 and 4: the four states, the headline with its range, and whether the area can be compared."""
    yes, no, not_applicable = mapped_states(measure, tally.counts)
    row = _states(tally, not_applicable) | {"yes": yes, "no": no}
    answered, everyone = yes + no, row["all"]
    row["compared"] = has_share and answered > 0 and answered * 100 >= COMPARED_FROM * everyone
    if has_share:
        row["share"] = row["share_low"] = percent(yes, everyone)
        row["share_high"] = percent(yes + row["not_answered"], everyone)
        row["share_answered"] = percent(yes, answered)
        row["answered_share"] = percent(answered, everyone)
    return row


def mapped_states(measure: Measure, counts: Counter[str]) -> tuple[int, int, int]:
    """Yes, no and not applicable; a measure over words maps them: words of neither list are a no."""
    if not measure.yes_words:
        return counts[YES], counts[NO], counts[NA]
    yes = sum(counts[w] for w in measure.yes_words)
    not_applicable = counts[NA] + sum(counts[w] for w in measure.na_words)
    return yes, counts.total() - yes - not_applicable, not_applicable
