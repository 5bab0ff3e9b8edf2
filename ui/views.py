"""Why a view of homes (a local authority, an own group, homes for older people) has nothing to show."""

from __future__ import annotations

from collections.abc import Mapping

from carehomes.charts import words
from carehomes.charts.readings import Reading
from carehomes.selection import VIEWS
from ui.frame import Page

_LOAD = "Load a register: python -m carehomes reference FILE."


def nothing_counted(page: Page, own: Mapping[str, Reading]) -> str:
    """Return in one sentence why no home is counted in the chosen view; '' where there is one, or no view is chosen."""
    selection = page.selection
    week = selection.week
    level = selection.place.level
    if week is None or (level not in VIEWS and not selection.older) or any(one.registered or one.bedless for one in own.values()):
        return ""
    if not page.asked.has_register(week):
        if selection.older:
            return f"The register says which homes are for older people, and there is none for the {words.week(week)}. {_LOAD}"
        if level == "la":
            return f"The register says in which local authority a home stands, and there is none for the {words.week(week)}. {_LOAD}"
    register = page.snapshot.register_label(week)
    if selection.older and not page.asked.older_known(selection):
        return f"Which homes are for older people is not said by the {register}. Choose all homes under More filters."
    if selection.older:
        return f"No home of {selection.place.label} is for older people, by the {register}."
    return f"No home of {selection.place.label} is on the {register}."
