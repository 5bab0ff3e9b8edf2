"""``python -m benchmarks.search``: what a key press in the search box costs in a country of 15,500 homes, beside lower-casing their names.

Seeded by its own words; nothing here is a test: that the same country is searched rightly is held by ``tests/unit/test_search.py``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from carehomes.areas import AreaList
from carehomes.areas.search import Finder, HomeName

HOMES = 15_500
TOWNS = ("Amber", "Birch", "Cedar", "Daisy", "Elder", "Fern", "Gorse", "Hazel", "Iris", "Juniper")
ENDS = ("beck", "wick", "stow", "leigh", "fold", "hurst", "gate", "den", "combe", "ton")


def country() -> list[HomeName]:
    """Return 15,500 made-up homes, of a hundred names of places and ten second words."""
    return [
        HomeName(f"1-{number}", f"{TOWNS[number % 10]}{ENDS[number // 10 % 10]} {TOWNS[number // 100 % 10]} House", f"L{number}", "01T")
        for number in range(HOMES)
    ]


def _seconds(action: Callable[[], object], times: int = 9) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the table."""
    homes = country()
    finder = Finder(AreaList([]), [], homes)
    bare = _seconds(lambda: [one.name.lower() for one in homes])
    print(f"Lower-casing {HOMES:,} names: {1000 * bare:.1f} ms\n\n| typed | milliseconds | ratio |\n|---|---|---|")
    for text in ("junipre hazle", "hazelton", "house", "1-15"):
        took = _seconds(lambda text=text: finder.find(text))
        print(f"| {text} | {1000 * took:.1f} | {took / bare:.1f} |")


if __name__ == "__main__":
    main()
