"""The week shown, kept in the address where it names none: a link to what is on the screen stays at it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from carehomes.selection import Selection

_pin = st.components.v2.component("pin", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False)


def pin_week(selection: Selection) -> None:
    """Write the week shown into an address that names none, in the reader's browser.

    ``st.query_params`` would make it an entry of the history, to which Back returns only to be sent on again.
    """
    if selection.week and not st.query_params.get("week"):
        _pin(key="leads_pin", data={"week": selection.week.isoformat()})
