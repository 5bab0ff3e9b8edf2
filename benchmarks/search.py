"""``python -m benchmarks.search``: what a key press in the search box costs in a country of 15,500 homes, beside lower-casing their names.

Seeded by its own words; nothing here is a test: that the same country is searched rightly is held by ``tests/unit/test_search.py``.
"""

from __future__ import annotations

from benchmarks.costs import Cost, middle, tell
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


def main() -> None:
    """Print the table."""
    homes = country()
    finder = Finder(AreaList([]), [], homes)
    bare = 1000 * middle(lambda: [one.name.lower() for one in homes], 9)
    tell(
        Cost(
            f"“{text}” typed into the search box",
            1000 * middle(lambda text=text: finder.find(text), 9),
            "lower-casing every name",
            bare,
            "ms",
        )
        for text in ("junipre hazle", "hazelton", "house", "1-15")
    )


if __name__ == "__main__":
    main()
