"""Links from figures to the homes and cells behind them: a figure is a link that looks like a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carehomes.catalogue import Measure
from carehomes.charts.readings import Reading, kind_of
from carehomes.selection import VIEWS, without_area
from ui.frame import Page
from ui.navigation import address
from ui.text import esc

_NOBODY = ("not aligned", "not attributed")
#: Of a figure: its level, code and measure.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Behind:
    """Where a figure leads, and the words that say so."""

    link: str
    title: str

    def around(self, shown: str) -> str:
        """Return ``shown``, which is HTML already, as the link."""
        return f'<a class="behind" href="{esc(self.link)}" title="{esc(self.title)}" target="_self">{shown}</a>'


def behind(page: Page, figures: Sequence[Reading], measures: Sequence[Measure]) -> dict[Key, Behind]:
    """Return, for every figure that Where from can show, the link to it.

    What completes a CCG (not aligned, not attributed) is no area. An area within a view of homes holds only some of its homes here, and a
    PCN across a border only those of one CCG: Where from would show another figure.
    """
    known = {one.id: one for one in measures if kind_of(one) != "words"}
    chosen = page.selection
    listed = Counter(one.code for one in page.asked.pcns(chosen.week, chosen.basis))
    found = {}
    for one in figures:
        measure = known.get(one.measure)
        own = (one.level, one.code) == (chosen.place.level, chosen.place.code) and not one.within
        if measure is None or one.level in _NOBODY or (not own and (chosen.place.level in VIEWS or listed[one.code] > 1)):
            continue
        place = chosen.params() if own else without_area(chosen) | _area(one)
        found[one.level, one.code, one.measure] = Behind(
            address(place | {"measure": measure.id}, "where_from"), f"The homes and cells behind it: {measure.short}, {one.label}"
        )
    return found


def _area(one: Reading) -> Mapping[str, str]:
    return {"ccg": one.within, "pcn": one.code} if one.level == "pcn" else {"area": one.code}
