"""The witness of what two counts of homes say for certain: every way to lay the one side's homes over the other's, by plain counting."""

from __future__ import annotations

from collections.abc import Iterator


def ways(counted: int, total: int, yes: int, no: int, homes: int) -> Iterator[tuple[int, int]]:
    """Yield (refused, uncounted) of every way in which both sides can be true, the smaller list of homes within the larger.

    Of the second side's ``homes`` so many say ``yes`` and ``no``; the others are open and agree with whatever the first side says of them.
    ``refused`` are counted by the first side and told as no, ``uncounted`` stand on both lists, are told as yes, and not counted.
    """
    open_ = homes - yes - no
    only_second, only_first = max(0, homes - total), max(0, total - homes)
    for yes_out in range(min(yes, only_second) + 1):
        for no_out in range(min(no, only_second - yes_out) + 1):
            if only_second - yes_out - no_out > open_:
                continue
            yes_in, no_in, open_in = yes - yes_out, no - no_out, open_ - (only_second - yes_out - no_out)
            for of_yes in range(min(yes_in, counted) + 1):
                for of_no in range(min(no_in, counted - of_yes) + 1):
                    if counted - of_yes - of_no <= open_in + only_first:
                        yield of_no, yes_in - of_yes


def least(counted: int, total: int, yes: int, no: int, homes: int) -> tuple[int, int, int]:
    """Return the least ``refused``, the least ``uncounted``, and the least of both together."""
    found = list(ways(counted, total, yes, no, homes))
    return min(one for one, _ in found), min(one for _, one in found), min(one + other for one, other in found)
