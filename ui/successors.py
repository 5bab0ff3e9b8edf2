"""What an address that cannot be shown may have meant: the successor of a closed area, or what its code is like. No Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from carehomes.areas import AreaList
from carehomes.areas.search import Found
from carehomes.selection import AREA_KEYS, Selection, without_area
from ui.navigation import address
from ui.search import result_link

#: Areas that a code that nobody knows may have meant.
_LIKE = 3


@dataclass(frozen=True)
class Offer:
    """An area to open instead: its label and the link that opens this page for it, every other filter kept."""

    label: str
    link: str


def offers(
    asked: Mapping[str, str], selection: Selection, areas: AreaList, own: Mapping[str, str], find: Callable[[str], list[Found]]
) -> list[Offer]:
    """Return what to open instead of the area that ``asked``, an address, names, where ``selection`` could not show that.

    For an area that was not open in the week: the one that it stood for then, or all that it was made of. For an unknown code: the areas
    that are found by it. ``own`` is what the page has of its own in its address.
    """
    key = next((one for one in AREA_KEYS if asked.get(one, "").strip()), "")
    code = asked.get(key, "").strip()
    if not code or key == "group" or selection.place.code.upper() == code.upper():
        return []
    area = areas.get(code)
    if area is None:
        found = [one for one in find(code) if one.kind not in ("home", "england")]
        return [Offer(one.label, result_link(one, selection.params(), own)) for one in found[:_LIKE]]
    if selection.week is None or area.open_on(selection.week):
        return []
    meant = {areas.open_in(area.code, selection.week), *(one.code for one in areas.of_level(area.level) if one.successor == area.code)}
    instead = [one for one in (areas.get(each) for each in sorted(meant)) if one and one.open_on(selection.week)]
    return [Offer(one.label, address(without_area(selection) | {"area": one.code} | dict(own))) for one in instead]
