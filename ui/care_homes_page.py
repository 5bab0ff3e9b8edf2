"""The homes of the chosen area, the alignment lists, and the register against the returns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from carehomes.charts import words
from carehomes.charts.readings import day, known
from carehomes.selection import VIEWS, Selection
from ui.alignment_lists import draw_alignment
from ui.cards import draw_cards
from ui.care_homes_data import Shown, code_and_name, found_by, read_shown
from ui.downloads import draw_files
from ui.frame import Page
from ui.home_history import draw_history
from ui.home_lists import HOME_LISTS, homes_listed, said_of_list
from ui.navigation import address
from ui.paged import draw_paged
from ui.register_against import draw_against
from ui.tables import Column
from ui.text import block, esc, say

#: What the list of homes can be cut to by the register and the returns: the key in the address, the title, the column that says so.
_KEPT = {
    "": ("All homes", ""),
    "older": ("For older people", "older"),
    "not_aligned": ("Not aligned to a PCN", "not_aligned"),
    "two_ccgs": ("Commissioned by another CCG", "two_ccgs"),
    "no_row": ("Without a row in this week's returns", "no_row"),
    "dormant": ("Dormant", "is_dormant"),
}
#: Homes in the text to paste; a message has no use for more.
_MOST_COPIED = 200
#: The key of the list in the address.
_LIST = "list"
_ALIGNED_BY = {"file": "alignment file", "return": "return", "claimed by two": "claimed by two", "none": "not aligned"}
_HOME_COLUMNS = (
    Column("ID"),
    Column("Name"),
    Column("CCG"),
    Column("Commissioned by"),
    Column("Local authority"),
    Column("PCN, and how it is known"),
    Column("Beds", True),
    Column("Older people"),
    Column("Registered"),
    Column("Postcode"),
    Column("Row this week"),
)


def draw_care_homes(page: Page) -> None:
    """Draw the headline counts and the three parts of the page."""
    week = page.selection.week
    if week is None:
        return
    shown = read_shown(page, week)
    if shown.homes.empty:
        _say_empty(page, week)
    else:
        draw_cards(_cards(page, shown, week))
    homes, alignment, against = st.tabs(["Homes", "Alignment lists", "Register against returns"], key="parts")
    with homes, st.container(key="card_homes"):
        _draw_homes(page, shown, week)
    with alignment, st.container(key="card_alignment"):
        draw_alignment(page, shown)
    with against:
        draw_against(page, shown, week)


def _say_empty(page: Page, week: date) -> None:
    if not page.snapshot.has_register(week):
        say("There is no register, so no home is known beside those in the returns. Load one on the Reference page.")
    else:
        say(f"The register lists no home in {page.selection.label} in the {words.week(week)}.")


def _card(title: str, big: str, *small: str) -> str:
    told = "".join(f'<p class="small">{esc(line)}</p>' for line in small if line)
    return f'<div class="ch-kpi"><h2>{esc(title)}</h2><div class="row"><span class="big">{esc(big)}</span></div>{told}</div>'


def _cards(page: Page, shown: Shown, week: date) -> list[str]:
    homes = shown.homes
    total, older, loose = len(homes), int(homes["older"].sum()), int(homes["not_aligned"].sum())
    claimed = int((homes["aligned_by"] == "claimed by two").sum())
    unsaid = int(homes["beds"].isna().sum())
    dormant, other = int(homes["is_dormant"].sum()), int(homes["two_ccgs"].sum())
    says_older = bool((homes["older_told"] != "not said").any())
    of_total = f"of {words.plural(total, 'home')}"
    differ = int(shown.against.differences["ccg"].isin(shown.ccgs).sum())
    own = shown.against.ccgs[shown.against.ccgs["ccg"].isin(shown.ccgs)]
    missing = int((own["state"] == "no return").sum())
    return [
        _card(
            "Homes on the register",
            words.count(total),
            f"{words.count(other)} commissioned by another CCG",
            f"{words.count(dormant)} dormant; dormant homes count",
        ),
        _card(
            "Beds",
            words.count(int(homes["beds"].fillna(0).sum())),
            f"{words.plural(unsaid, 'home')} without a number" if unsaid else "every home has its number",
        ),
        _card(
            "For older people",
            words.count(older if says_older else None),
            f"{words.share(older, total)} {of_total}" if says_older else "the register does not say",
            "by the register's service-user band",
        ),
        _card(
            "Without one PCN",
            words.count(loose),
            f"{words.share(loose, total)} {of_total}" + (f", {words.count(claimed)} claimed by two" if claimed else ""),
            _since(page, shown, week),
        ),
        _card(
            "Homes that differ",
            words.count(differ),
            "between register and home returns" + _whose(page.selection),
            f"{words.plural(missing, 'CCG')} not returned" if missing else "every CCG here has returned",
        ),
    ]


def _whose(selection: Selection) -> str:
    """Say where the differences are those of whole CCGs, because a return lists homes by CCG."""
    if selection.place.level == "pcn":
        return " of its CCG"
    return " of the whole CCGs" if selection.older or selection.place.level in VIEWS else ""


def _since(page: Page, shown: Shown, week: date) -> str:
    """Return how many had no PCN in the first week, where the area is one whose weeks are counted."""
    counted = page.selection.place.level in ("england", "region", "stp", "ccg") and not page.selection.older
    first = day(shown.weeks["week"].min()) if counted else None
    if first is None or first >= week:
        return "must shrink to zero"
    then = int(shown.weeks[shown.weeks["week"] == first]["not_aligned"].sum())
    return f"{words.count(then)} on {words.day(first)}; must shrink to zero"


def _row_words(row: dict[str, Any]) -> str:
    if row["has_row"]:
        return "yes" if row["sender"] == row["ccg"] else f"from {row['sender']}"
    return "in totals" if row["area_row"] else "no"


def _home_cells(row: dict[str, Any]) -> list[str]:
    start = day(row["start_date"])
    pcn = (
        code_and_name(row["pcn"], row["pcn_name"]) + f", {_ALIGNED_BY[row['aligned_by']]}" if row["pcn"] else _ALIGNED_BY[row["aligned_by"]]
    )
    return [
        row["home_id"],
        (row["name"] or words.NOT_AVAILABLE) + (" (dormant)" if row["is_dormant"] else ""),
        row["ccg_shown"],
        row["commissioning_then"] if row["two_ccgs"] else "",
        code_and_name(row["la"], row["la_told"]),
        pcn,
        words.count(int(row["beds"])) if known(row["beds"]) else words.NOT_AVAILABLE,
        row["older_told"],
        words.day(start) if start else words.NOT_AVAILABLE,
        row["postcode"] if known(row["postcode"]) else words.NOT_AVAILABLE,
        _row_words(row),
    ]


_HOME_FILE = (
    "home_id", "name", "ccg_shown", "ccg_name", "commissioning_ccg", "la", "la_told", "pcn", "pcn_name", "aligned_by", "beds",
    "older_people", "dormant", "start_date", "end_date", "postcode", "has_row", "sender",
)  # fmt: skip


def _choose_list(titles: dict[str, str]) -> str:
    """Return the key of the list that the address names, all homes where it names none."""
    asked = st.query_params.get(_LIST, "")
    if asked not in titles:
        say(f"The address asks for the list “{words.shorten(asked)}”, which is not known here. All homes are shown.")
    st.session_state["kept_homes"] = asked if asked in titles else ""

    def moved() -> None:
        chosen = st.session_state["kept_homes"]
        if chosen:
            st.query_params[_LIST] = chosen
        else:
            st.query_params.pop(_LIST, None)

    st.selectbox("Show", list(titles), format_func=lambda key: titles[key], key="kept_homes", on_change=moved)
    return str(st.session_state["kept_homes"])


def _cut(shown: Shown, chosen: str, listed: dict[str, frozenset[str]]) -> pd.DataFrame:
    if chosen in listed:
        return shown.homes[shown.homes["home_id"].isin(listed[chosen])]
    column = _KEPT[chosen][1]
    return shown.homes[shown.homes[column]] if column else shown.homes


def _offer_copy(frame: pd.DataFrame) -> None:
    """Offer the list as text to paste into a message: a home a line."""
    with st.popover("Copy the list", key="copy_homes"):
        shown = frame.head(_MOST_COPIED).to_dict("records")
        lines = [
            ", ".join(str(text) for text in (row["name"], row["home_id"], row["ccg_shown"], row["postcode"]) if known(text) and text)
            for row in shown
        ]
        left = len(frame) - len(shown)
        st.code("\n".join([*lines, *([f"and {left:,} more: the CSV has all"] if left > 0 else [])]), language=None)


def _draw_homes(page: Page, shown: Shown, week: date) -> None:
    listed = {} if shown.homes.empty else homes_listed(page, week)
    here = set(shown.homes["home_id"])
    said = {one.key: f"{one.title} ({words.count(len(listed[one.key] & here))})" for one in HOME_LISTS if one.key in listed}
    titles = {"": _KEPT[""][0]} | said | {key: title for key, (title, _) in _KEPT.items() if key}
    columns = st.columns([2, 1.4, 1.6], gap="small", vertical_alignment="bottom")
    with columns[0]:
        asked = st.query_params.get("home", "")
        if asked and st.session_state.get("home_asked") != asked:
            # A link to one home (the search's) fills the box once; the reader may then look for another.
            st.session_state["home_asked"] = st.session_state["find_home"] = asked
        text = st.text_input("Find a home", key="find_home", placeholder="ID, name, postcode, CCG, local authority or PCN") or ""
    with columns[1]:
        chosen = _choose_list(titles)
    frame = found_by(_cut(shown, chosen, listed), text)
    if chosen in listed:
        block(f'<p class="ch-muted">{esc(said_of_list(page, chosen, len(listed[chosen] & here)))}</p>')
    if frame.empty:
        told = f"None of the {words.plural(len(shown.homes), 'home')} here is what was asked for. Shorten the words, or show all homes."
        block(f'<p class="ch-muted">{esc("No home of a register stands here." if shown.homes.empty else told)}</p>')
        return
    links = {str(home): address(page.selection.params() | {"home": str(home)}, "care_homes") for home in frame["home_id"]}
    draw_paged("homes_from", "home", _HOME_COLUMNS, frame, _home_cells, beside=columns[2], links=links)
    names = {"ccg_shown": "ccg", "la_told": "la_name"}
    title = _KEPT[chosen][0] if chosen in _KEPT else next(one.title for one in HOME_LISTS if one.key == chosen)
    draw_files(
        page,
        "care_homes",
        f"Care homes: {title[0].lower()}{title[1:]}" + (f", found by “{text}”" if text else ""),
        frame[list(_HOME_FILE)].rename(columns=names),
    )
    _offer_copy(frame)
    if len(frame) == 1:
        draw_history(page, frame.iloc[0].to_dict(), week)
