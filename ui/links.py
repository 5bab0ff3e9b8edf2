"""Links to what is shown: copied, pinned to its week or always the newest one; an old one says what was revised since it was made."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.ledger.revised import Revised
from carehomes.selection import KEYS, LINK_KEYS, MADE, Selection, moment_code
from ui.navigation import address
from ui.screenshot import KEY as SCREENSHOT
from ui.text import block, esc

#: CCGs that are named; the others are counted.
_NAMED = 3


def page_params() -> dict[str, str]:
    """Return what the page has of its own in its address: neither of the selection, nor of the link that opened it."""
    return {key: st.query_params[key] for key in st.query_params if key not in (*KEYS, *LINK_KEYS, SCREENSHOT)}


def pinned(selection: Selection, own: Mapping[str, str], decision: int) -> dict[str, str]:
    """Return the codes of a link that opens the week shown; ``made``, the number of the last decision in it, tells what came later.

    A past moment never changes, so a link to one needs no such number.
    """
    made = {} if selection.as_at or not decision else {MADE: str(decision)}
    return selection.params() | dict(own) | made


def newest(selection: Selection, own: Mapping[str, str]) -> dict[str, str]:
    """Return the codes of a link that opens the newest week there is; it is meant to move on, so it tells no revision."""
    return {key: value for key, value in (selection.params() | dict(own)).items() if key != "week"}


def full(params: Mapping[str, str]) -> str:
    """Return the full address of this page with ``params``."""
    return f"{st.context.url or ''}{address(params)}"


def draw_copy_link(selection: Selection, decision: int) -> None:
    """Draw the button with the two links to copy; ``decision`` is 0 on a page that tells no revision."""
    own = page_params()
    with st.popover("Copy link", type="tertiary", key="copy_link"):
        week = words.week(selection.week) if selection.week else "what is shown"
        told = "It says what was revised since the link was made." if decision and not selection.as_at else "It stays at this week."
        block(f'<p class="ch-link"><b>Pinned to the {esc(week)}</b><br>{told}</p>')
        st.code(full(pinned(selection, own, decision)), language=None, wrap_lines=True)
        block('<p class="ch-link"><b>Always the newest week</b><br>The same area, filters and page, whenever it is opened.</p>')
        st.code(full(newest(selection, own)), language=None, wrap_lines=True)


def made_in() -> int:
    """Return the number of the decision that the address was made after, 0 where it says none that can be read."""
    asked = st.query_params.get(MADE, "").strip()
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else 0


def made_problem(last: int) -> str:
    """Return why the address's ``made`` tells nothing - no number, or none of the decisions up to ``last`` - or ''."""
    asked = st.query_params.get(MADE, "").strip()
    if not asked or 0 < made_in() <= last:
        return ""
    told = f"The address says “{MADE}={words.shorten(asked, 20)}”, which is no decision of this store"
    return f"{told}: what was revised since the link was made cannot be told. Ask its sender to copy it again."


def revised_words(found: Revised, areas: AreaList) -> str:
    """Return what was revised, in one sentence."""
    parts = list(found.lists)
    if found.returns:
        names = [one.label if (one := areas.get(code)) else code for code in found.ccgs]
        more = len(names) - _NAMED
        named = names[:_NAMED] + ([f"{more} more"] if more > 0 else [])
        parts.insert(0, f"{words.plural(found.returns, 'return')} of this week, from {words.listed(named)}")
    return f"Revised since this link was made, {words.moment(found.moment)}: {words.listed(parts)}."


def draw_revised(found: Revised | None, selection: Selection, areas: AreaList) -> None:
    """Say what of the page was revised since its link was made, with the page as it was then; nothing where nothing was."""
    if found is None:
        return
    then = address(selection.params() | page_params() | {"as_at": moment_code(found.moment)})
    block(
        f'<div class="ch-warn" role="status">{esc(revised_words(found, areas))} '
        f'<a href="{esc(then)}" target="_self">As it was when the link was made</a></div>'
    )
