"""Disclosure control of counts of people: small counts are suppressed, and with them as many others as keep them from being worked out.

Only counts that somebody could subtract are known here, as plain keys and sums; what counts people and what is published is said by
whoever asks. Exact: whole numbers and fractions, no floating point.

Method: primary suppression of small counts; secondary suppression until every suppressed count has another value that fits all that is
left (a *witness*: whole numbers, none below zero, every sum kept). It is the cell suppression of official statistics (Willenborg and
de Waal, *Elements of Statistical Disclosure Control*, 2001, chapter 4), greedy: it may suppress more than the least that would do.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Sum(Generic[K]):
    """What everybody knows of some counts: ``total`` is what ``parts`` add up to. One part: the two are the same count told twice."""

    total: K
    parts: tuple[K, ...]


def small(value: int, most: int) -> bool:
    """Return whether a count of people is small: 1 to ``most``. None at all is told."""
    return 1 <= value <= most


def suppressed(
    values: Mapping[K, int], sums: Sequence[Sum[K]], *, keep: Collection[K] = (), most: int = 4, tied: Iterable[Collection[K]] = ()
) -> frozenset[K]:
    """Return the keys of the counts that are not to be told.

    ``values`` are all counts that are told or follow from what is told (the others of a whole, say), ``sums`` what is known of them;
    every key of a sum is one of ``values``, and every sum adds up. ``keep`` are counts that are told whatever they are, such as those of
    whole CCGs: they are suppressed only where nothing else keeps a small one from following. ``most`` is the largest small count; 0
    suppresses nothing. ``tied`` are counts that are told together or not at all. Raises ``ValueError`` where a count is below zero or a
    sum does not add up.
    """
    _check(values, sums)
    ties = {key: frozenset(group) for group in tied for key in group}
    first = {each for key, value in values.items() if key not in keep and small(value, most) for each in ties.get(key, {key})}
    gone = set(first)
    groups = [(group, [one for one in sums if one.total in group]) for group in _groups(values, sums)]
    while True:
        found = ((group, inside, _exposed(values, inside, gone & group)) for group, inside in groups)
        group, inside, bare = next((one for one in found if one[2]), (set[K](), [], []))
        if not bare:
            break
        one = _complement(values, inside, gone & group, bare, keep)
        gone |= ties.get(one, {one})
    # What was suppressed on the way and is not needed in the end is told.
    for key in sorted(gone - first, key=lambda one: -values[one]):
        less = gone - ties.get(key, {key})
        if not any(_exposed(values, inside, less & group) for group, inside in groups if group & (gone - less)):
            gone = less
    return frozenset(gone)


def exposed(values: Mapping[K, int], sums: Sequence[Sum[K]], gone: Collection[K]) -> frozenset[K]:
    """Return those of the counts ``gone`` for which no other value is known to fit all that is left."""
    return frozenset(_exposed(values, sums, gone))


def _check(values: Mapping[K, int], sums: Sequence[Sum[K]]) -> None:
    below = [key for key, value in values.items() if value < 0]
    if below:
        raise ValueError(f"A count of people cannot be below zero: {below[0]}.")
    wrong = [one for one in sums if values[one.total] != sum(values[part] for part in one.parts)]
    if wrong:
        raise ValueError(f"The parts of {wrong[0].total} do not add up to it, so nothing can be said of what follows from them.")


def _groups(values: Mapping[K, int], sums: Sequence[Sum[K]]) -> list[set[K]]:
    """Return the counts that hang together by sums, group by group; one in no sum is nobody's to work out."""
    of: dict[K, set[K]] = {}
    for one in sums:
        joined = {one.total, *one.parts}
        for key in list(joined):
            joined |= of.get(key, set())
        of |= dict.fromkeys(joined, joined)
    # In the order of the counts, so that the same counts always give the same suppression.
    found: dict[int, set[K]] = {id(of[key]): of[key] for key in values if key in of}
    return list(found.values())


def _exposed(values: Mapping[K, int], sums: Sequence[Sum[K]], gone: Collection[K]) -> list[K]:
    """Return the suppressed counts without a witness, in the order of ``values``."""
    unknown = [key for key in values if key in gone]
    safe: set[K] = set()
    for step in (*_steps(unknown, sums), *_raises(gone, sums)):
        for sign in (1, -1):
            moved = {key: values[key] + sign * by for key, by in step.items()}
            if all(value >= 0 for value in moved.values()):
                safe |= moved.keys()
    named = {key for one in sums for key in (one.total, *one.parts)}
    return [key for key in unknown if key in named and key not in safe]


def _steps(unknown: Sequence[K], sums: Sequence[Sum[K]]) -> Iterable[dict[K, int]]:
    """Yield ways in which suppressed counts can move together so that every sum is kept, in whole numbers without a common factor."""
    place = {key: number for number, key in enumerate(unknown)}
    rows: list[list[Fraction]] = []
    for one in sums:
        row = [Fraction(0)] * len(unknown)
        for key, by in ((one.total, -1), *((part, 1) for part in one.parts)):
            if key in place:
                row[place[key]] += by
        if any(row):
            rows.append(row)
    pivots = _reduce(rows, len(unknown))
    for free in (column for column in range(len(unknown)) if column not in pivots):
        moved = {free: Fraction(1)} | {pivot: -rows[number][free] for pivot, number in pivots.items() if rows[number][free]}
        scale = lcm(*(one.denominator for one in moved.values()))
        yield {unknown[column]: int(by * scale) for column, by in moved.items()}


def _raises(gone: Collection[K], sums: Sequence[Sum[K]]) -> Iterable[dict[K, int]]:
    """Yield for each suppressed count that is no sum itself how the sums above it grow with it, where all of those are suppressed too."""
    totals = {one.total for one in sums}
    for leaf in (key for key in gone if key not in totals):
        moved = {leaf: 1}
        grown = True
        while grown:
            grown = False
            for one in sums:
                by = sum(moved.get(part, 0) for part in one.parts)
                if by and moved.get(one.total, 0) < by:
                    moved[one.total], grown = by, True
        kept = all(moved.get(one.total, 0) == sum(moved.get(part, 0) for part in one.parts) for one in sums)
        if kept and moved.keys() <= {*gone}:
            yield moved


def _reduce(rows: list[list[Fraction]], width: int) -> dict[int, int]:
    """Bring ``rows`` to reduced echelon form in place; return the row of each pivot by its column."""
    pivots: dict[int, int] = {}
    for column in range(width):
        top = len(pivots)
        found = next((number for number in range(top, len(rows)) if rows[number][column]), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        lead = rows[top][column]
        rows[top] = [one / lead for one in rows[top]]
        for number, row in enumerate(rows):
            if number != top and row[column]:
                by = row[column]
                rows[number] = [one - by * own for one, own in zip(row, rows[top], strict=True)]
        pivots[column] = top
    return pivots


def _complement(values: Mapping[K, int], sums: Sequence[Sum[K]], gone: Collection[K], bare: Collection[K], keep: Collection[K]) -> K:
    """Return the count that is suppressed next: one that stands in a sum with an exposed one, those to keep only at the last.

    Of several that which leaves the fewest exposed, then the least; none at all hides nothing where it is a part, so it comes last. There
    is always one: where every count of a group is suppressed each can be one more, and what it is a part of too.
    """
    order = {key: number for number, key in enumerate(values)}
    named = [(one.total, *one.parts) for one in sums]
    near = {key for keys in named if {*keys} & {*bare} for key in keys} - {*gone}
    far = {key for keys in named for key in keys} - {*gone}

    def cost(key: K) -> tuple[bool, int, bool, int, int]:
        return key in keep, len(_exposed(values, sums, {*gone, key})), values[key] == 0, values[key], order[key]

    return min(near or far, key=cost)
