"""Findings for reading: what repeats down a column is told once, with the cells in which it stands again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from carehomes.intake.cells import column_letters, position
from carehomes.ledger.model import Finding

#: Findings of one sort in one column that are told one by one; the receipt has each.
ONE_BY_ONE = 20
#: Runs of rows that are named.
_RUNS = 4
_Group = list[Finding]


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in their order, those that say the same of several cells of a column as one that names these cells.

    Of more than ``ONE_BY_ONE`` of one code in one column the others are told in a single finding. Nothing is lost by it: the
    receipt as CSV, the marked workbook and JSON have each finding by itself.
    """
    same: dict[tuple[str, ...], _Group] = {}
    for one in findings:
        same.setdefault((*_sort(one), one.field, one.value, one.reason, _without_place(one)), []).append(one)
    sorts: dict[tuple[str, ...], list[_Group]] = {}
    for group in same.values():
        sorts.setdefault(_sort(group[0]), []).append(group)
    last = {id(one): rest for groups in sorts.values() if (rest := groups[ONE_BY_ONE:]) for one in groups[ONE_BY_ONE]}
    left_out = {id(one) for rest in last.values() for group in rest for one in group}
    told: list[Finding] = []
    for group in same.values():
        first = group[0]
        if id(first) in last:
            told.append(_rest_of(last[id(first)]))
        elif id(first) not in left_out:
            told.append(_repeated(group))
    return told


def _sort(one: Finding) -> tuple[str, ...]:
    column = position(one.cell)[1]
    return one.code, one.severity, one.sheet, column_letters(column) if column else ""


def _without_place(one: Finding) -> str:
    """Return what a finding says beside where; one without a cell of its own is like no other."""
    if not position(one.cell)[1]:
        return f"{one.cell} {one.message}"
    return one.message.replace(f"cell {one.cell}", "").replace(f"Cell {one.cell}", "")


def _repeated(group: _Group) -> Finding:
    first, *others = group
    if not others:
        return first
    counted = f"{len(others):,} more {'cell' if len(others) == 1 else 'cells'}"
    return replace(first, message=f"{first.message} The same stands in {counted}: {_cells(others)}.")


def _rest_of(groups: Sequence[_Group]) -> Finding:
    """Return one finding for many of a sort."""
    every = [one for group in groups for one in group]
    first = every[0]
    where = f" in {_cells(every)}" if position(first.cell)[1] else ""
    message = f"{len(every):,} more of the same sort{where}. The receipt and the marked workbook have each."
    return replace(first, message=message, value="")


def _cells(findings: Sequence[Finding]) -> str:
    """Return cells of one column in words: ``K3 to K58, K60 and 2 more``."""
    places = sorted({position(one.cell) for one in findings})
    letters = column_letters(places[0][1])
    rows = [row for row, _ in places]
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    told = [f"{letters}{start}" if start == end else f"{letters}{start} to {letters}{end}" for start, end in runs[:_RUNS]]
    more = sum(end - start + 1 for start, end in runs[_RUNS:])
    if more:
        return f"{', '.join(told)} and {more:,} more"
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
