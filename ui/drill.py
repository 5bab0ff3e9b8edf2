"""From a figure one level down: an area to its own view, what has no parts to the homes and cells behind it. By link, and by click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import Reading
from carehomes.selection import VIEWS, without_area
from ui.behind import behind
from ui.frame import Page
from ui.navigation import address

_clicks = st.components.v2.component("drill", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False)


def steps(page: Page, rows: Sequence[Reading], measure: Measure, own: Mapping[str, str]) -> dict[str, str]:
    """Return by the label of each area of ``rows`` where it leads: this page for that area, every other filter kept,
    and what the page has of its ``own`` in the address.

    A PCN has no parts: it leads to the homes and cells behind its figure of ``measure``, where there is such a page. What completes a
    CCG is no area; and a row within a view of homes holds only some of the homes of the area that it is called by: neither leads anywhere.
    """
    if page.selection.place.level in VIEWS:
        return {}
    homes = behind(page, [one for one in rows if one.level == "pcn"], [measure])
    found = {one.label: lead.link for one in rows if (lead := homes.get((one.level, one.code, one.measure)))}
    kept = without_area(page.selection) | dict(own) | {"measure": measure.id}
    return found | {one.label: address(kept | {"area": one.code}) for one in rows if one.level in ("region", "stp", "ccg")}


def draw_clicks(key: str, holds: Sequence[str], leads: Mapping[str, str]) -> None:
    """Let a click on what is called by a label of ``leads`` in the drawings of the elements ``holds`` follow its link."""
    _clicks(key=f"leads_{key}", data={"holds": list(holds), "leads": {words.safe(label): link for label, link in leads.items()}})
