"""The briefing page: choose the slides, make the pack, look through it, take it away; packs made before."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from carehomes import briefing
from carehomes.aside import do_aside
from carehomes.briefing import SORTS, Pack
from carehomes.charts import words
from carehomes.ledger.audit import taken
from carehomes.ledger.trouble import StoreError
from ui.arranging import draw_arranging
from ui.downloads import not_given
from ui.frame import Page
from ui.many_packs import draw_many
from ui.navigation import address
from ui.tables import Column, html_table
from ui.text import block, esc, say
from ui.turns import PACKS, in_turn

_deck = st.components.v2.component("deck", js=Path(__file__).with_name("deck.js").read_text(encoding="utf-8"), isolate_styles=False)
#: In the address, the pack that is looked at.
_PACK = "pack"
#: Packs that the list shows.
_MOST = 12


def draw_briefing(page: Page) -> None:
    """Draw the page: what to make, the pack that the address names, the packs made before."""
    asked = st.query_params.get(_PACK, "")
    pack, problem = _asked(page, asked) if asked else (None, "")
    if problem:
        say(problem)
    left, right = st.columns([1, 3], gap="small")
    with left, st.container(key="card_make"):
        _draw_making(page)
    with left, st.container(key="card_packs"):
        block(f'<h2 class="ch-title">Packs made before</h2>{_listed(page)}')
    with right, st.container(key="card_pack"):
        if pack:
            _draw_pack(page, pack)
        else:
            block('<h2 class="ch-title">No pack is open</h2>')
            say("Make the pack of the area and week chosen above, or open one that was made before.")


def _asked(page: Page, asked: str) -> tuple[Pack | None, str]:
    try:
        found = briefing.find(page.store, asked, beyond=page.snapshot.beyond or 0)
    except ValueError as error:
        return None, str(error)
    return found, "" if found else f"There is no pack “{words.shorten(asked)}” in this store. Make it anew, or open one of the list."


def _draw_making(page: Page) -> None:
    about = f"{page.selection.label}, {words.week(page.selection.week)}"
    block(f'<h2 class="ch-title">Make a pack</h2><p class="ch-muted">{esc(about)}</p>')
    arranged = draw_arranging(page.store)
    few = briefing.too_few(page.returned, page.selection.week) if page.returned and page.selection.week else ""
    if few:
        say(few)
    sure = st.checkbox("Make it all the same") if few else True
    if st.button("Make the pack", type="primary", disabled=not (arranged.kinds and sure), key="make_pack"):
        try:
            with st.spinner("Putting the slides together"), in_turn(PACKS):
                made = do_aside(briefing.make_kept, page.store, page.snapshot, page.selection, permitted=page.permitted, arranged=arranged)
        except StoreError as error:
            say(str(error), "stop")
        else:
            st.query_params[_PACK] = made.id
            st.rerun()
    draw_many(page, arranged, allowed=sure)


def _draw_pack(page: Page, pack: Pack) -> None:
    about = f"{pack.title}: {pack.area}, {words.week(date.fromisoformat(pack.week))}"
    block(
        f'<h2 class="ch-title">{esc(about)}</h2><p class="ch-muted">Pack {esc(pack.id)}: it keeps its own figures.{_unlike(page, pack)}</p>'
    )
    if unusable := briefing.house_problem():
        say(unusable)
        return
    problem = briefing.missing()
    if problem:
        say(problem)
    with st.container(horizontal=True, gap="small", key="files_pack"):
        for ending, sort in SORTS.items():
            if problem and sort.laid_out:
                continue
            st.download_button(
                f"Download {sort.name}",
                data=taken(page.store, f"pack {pack.id}", partial(sort.write, pack), {"file": f"{pack.file_name}.{ending}"}),
                file_name=f"{pack.file_name}.{ending}",
                mime=sort.mime,
                key=f"pack_{ending}",
                disabled=bool(not_given()),
                help=not_given(),
                on_click="ignore",
            )
    slides = briefing.slides_html(pack)
    _deck(key="deck", data={"style": briefing.STYLE, "slides": slides})


def _unlike(page: Page, pack: Pack) -> str:
    """Return, where the pack is not about what is chosen above, a sentence with the link that chooses it, as HTML."""
    if dict(pack.params) == page.selection.params():
        return ""
    link = address(dict(pack.params) | {_PACK: pack.id}, "briefing")
    return f' It is not about the area and week chosen above: <a href="{esc(link)}" target="_self">choose those</a>.'


def _listed(page: Page) -> str:
    small = page.snapshot.beyond or 0
    found, every = briefing.packs(page.store, _MOST, beyond=small), briefing.count_packs(page.store, beyond=small)
    if not found:
        return '<p class="ch-muted">None yet.</p>'
    rows = [[one.id, f"{one.area}, {words.day(date.fromisoformat(one.week))}"] for one in found]
    links = {one.id: address(dict(one.params) | {_PACK: one.id}, "briefing") for one in found}
    caption = "The one made last first" + (f"; {words.count(every - len(found))} more" if every > len(found) else "")
    return html_table(caption, [Column("Pack"), Column("Area, week ending")], rows, scroll=False, links=links)
