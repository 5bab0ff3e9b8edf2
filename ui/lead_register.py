"""The page of the clinical lead register: gaps by area, what moved, leads by their homes, and every home with its lead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.charts import bars, words
from carehomes.charts import lead_register as told
from carehomes.charts.bars import Series
from carehomes.charts.lead_register import Counts
from carehomes.charts.readings import day, known
from carehomes.measures import Lead, LeadRegister, sql_behind
from carehomes.measures.alignments import SEVERAL
from carehomes.measures.lead_register import MOVES, SILENT, STATES
from carehomes.snapshots import Snapshot
from ui.cards import draw_cards
from ui.care_homes_data import code_and_name, homes_here, lists_of
from ui.chart_card import Chart, draw_chart
from ui.downloads import draw_files
from ui.frame import Page
from ui.la_form import short_card
from ui.navigation import address
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc, say

#: What the role is, and what it is not (DOMAIN: the letter of 1 May 2020 as the trade press told it).
ROLE = (
    "A clinical lead supports the home, a GP or not, alone or as a job share, and takes no resident over: each resident's registered GP "
    "stays responsible (letter of 1 May 2020, as Pulse of 15 May and Croner of 19 May tell it)."
)
_RECENT_WEEKS = 4
_MOST_COPIED = 200
#: The key of the address that names the list shown.
_LIST = "leads"
_GAPS = ("not named", "no lead", *SILENT)
_LISTS = {
    "": "All homes",
    "gaps": "Every gap: no lead, none by name, not said",
    "no_lead": "No lead",
    "not_named": "A lead without a name",
    "silent": "Not said",
    "moved": f"Moved in the last {_RECENT_WEEKS} weeks",
    "several": "Served by several practices or PCNs",
    "unlike": "Lead told with several professions or employers",
}
_MEANING = (
    "Counted from homes' own rows alone: what an area reported as totals names no home. One name in one CCG is one lead; the same name in "
    "two CCGs is taken for two people. Names are never shown: a keyed hash stands for each, and the number of a lead is of this week "
    "alone. Silence is told apart and never taken for no lead."
)
_MOVED = (
    "A home gained a lead where its row said no the last time that it said anything, and now says yes; lost it the other way. It told "
    "of another one where the name is another than the last one given, or is spelt otherwise. A name left out moves nothing, nor does "
    "silence."
)
_COLUMNS = (
    Column("ID"),
    Column("Home"),
    Column("CCG"),
    Column("Clinical lead"),
    Column("Profession"),
    Column("Employer"),
    Column("Job share"),
    Column("Start, as told"),
    Column("Told so since the week ending"),
    Column("Last move"),
    Column("Homes of the lead", True),
)


@dataclass(frozen=True)
class Shown:
    """The chosen area's homes with their leads (``LEAD_COLUMNS`` beside those of the register), its moves, and its leads."""

    homes: pd.DataFrame
    moves: pd.DataFrame
    leads: list[Lead]
    several: pd.DataFrame

    @property
    def counts(self) -> Counts:
        """The homes by how they stand."""
        return _counts(self.homes)


@st.cache_resource(max_entries=16, show_spinner=False)
def _register(store: str, snapshot: str, _snapshot: Snapshot, week: date, permitted: Permitted) -> LeadRegister:
    return ask.lead_register(_snapshot, week, permitted=permitted)


def _counts(homes: pd.DataFrame) -> Counts:
    found = Counter(homes["state"])
    return Counts({state: found[state] for state in STATES})


def _read(page: Page, week: date) -> Shown:
    homes = homes_here(page, week)
    found = _register(str(page.store.folder), page.snapshot.key, page.snapshot, week, page.permitted)
    both = homes.merge(found.homes.drop(columns="ccg"), how="inner", on="home_id")
    moves = found.moves[found.moves["home_id"].isin(both["home_id"])]
    lists = lists_of(page, week, both)
    return Shown(both, moves, ask.leads_of(both), lists[lists["list"] == SEVERAL])


def draw_lead_register(page: Page) -> None:
    """Draw the page of the chosen area and week."""
    week = page.selection.week
    if week is None:
        return
    shown = _read(page, week)
    block(f'<p class="ch-muted">{esc(ROLE)}</p>')
    if shown.homes.empty:
        nothing = f"The register lists no home in {page.selection.label} in the {words.week(week)}."
        say(nothing if page.snapshot.has_register(week) else "There is no register, so no home is known. Load one on the Reference page.")
        return
    draw_cards(_cards(shown, week))
    _draw_states(page, shown)
    left, right = st.columns([1.25, 1], gap="small")
    with left:
        _draw_moves(page, shown, week)
    with right:
        _draw_held(page, shown)
    _draw_homes(page, shown, week)


def _recent(moves: pd.DataFrame, week: date) -> pd.DataFrame:
    """Return the moves of the last weeks up to ``week``."""
    first = week - timedelta(weeks=_RECENT_WEEKS - 1)
    return moves[pd.Series([first <= one <= week for one in moves["week"]], index=moves.index, dtype=bool)]


def _cards(shown: Shown, week: date) -> list[str]:
    counts, moved = shown.counts, Counter(_recent(shown.moves, week)["move"])
    named, of = counts.of("named"), f"of {words.plural(counts.homes, 'home')}"
    bare, exempt = counts.of("not named"), counts.of("not applicable")
    more = (f"; {words.count(bare)} more without a name" if bare else "") + (f"; {words.count(exempt)} not applicable" if exempt else "")
    most = f"the most for one: {words.plural(len(shown.leads[0].homes), 'home')}" if shown.leads else "no home names one"
    several = shown.several["home_id"].nunique()
    by_name = f"{of} ({words.share(named, counts.homes)}){more}"
    by_rows = f"{of}, by their own rows"
    if counts.unsaid:
        by_name = by_rows = most = f"none {of} says: {counts.unsaid}"

    def number(value: int) -> str:
        return words.NOT_AVAILABLE if counts.unsaid else words.count(value)

    return [
        short_card("Lead by name", number(named), by_name),
        short_card("No lead", number(counts.of("no lead")), by_rows),
        short_card("Not said", words.count(counts.silent), f"{of}; {words.count(counts.states['no return'])} of them no return"),
        short_card("Leads", number(len(shown.leads)), most),
        short_card(
            f"Moved in {_RECENT_WEEKS} weeks",
            words.count(sum(moved.values())),
            ", ".join(f"{words.count(moved[move])} {move}" for move in MOVES)
            + (f"; {words.count(several)} {'home has' if several == 1 else 'homes have'} several practices" if several else ""),
        ),
    ]


def _by_area(page: Page, shown: Shown) -> dict[str, Counts]:
    """Return the counts by PCN within one CCG, by CCG elsewhere."""
    inside = page.selection.place.level == "ccg"
    names = page.snapshot.pcn_names
    found = {}
    for code, homes in shown.homes.groupby("pcn" if inside else "ccg_shown"):
        area = page.snapshot.areas.get(str(code)) if code else None
        label = area.label if area else code_and_name(str(code), names.get(str(code), "")) if code else "Not aligned to a PCN"
        found[label] = _counts(homes)
    return found


def _draw_states(page: Page, shown: Shown) -> None:
    by_area, where = _by_area(page, shown), page.selection.place.name
    labels = [*STATES[:4], *SILENT]
    rows = [[name, *(words.count(one.states[state]) for state in labels), words.count(one.homes)] for name, one in told.ranked(by_area)]
    rows.insert(0, [page.selection.label, *(words.count(shown.counts.states[state]) for state in labels), words.count(shown.counts.homes)])
    columns = [Column("Area"), *(Column(words.capital(state), True) for state in labels), Column("Homes", True)]
    more = len(by_area) - told.MOST
    cut = f"The first {told.MOST} of {len(by_area)} areas; the table has all. " if more > 0 else ""
    frame = pd.DataFrame([{"area": name, **one.states, "homes": one.homes} for name, one in told.ranked(by_area)])
    draw_chart(
        page,
        Chart(
            key="lead_states",
            title=told.finding(shown.counts, where),
            figure=told.chart(by_area),
            alt=told.sentence(shown.counts, by_area, where),
            table=html_table("Homes by what they say of their lead; most without one or silent first", columns, rows, whole=1),
            rows=frame,
            about=_about(_MEANING),
            sql=sql_behind([], ["lead_homes"]),
            under=f"{cut}Homes on the register, by their own rows; most without a lead or silent first",
        ),
    )


def _about(*lines: str) -> str:
    return '<div class="ch-dl">' + "".join(f"<p>{esc(line)}</p>" for line in (*lines, ROLE)) + "</div>"


def _draw_moves(page: Page, shown: Shown, week: date) -> None:
    weeks = [one for one in page.snapshot.weeks if one <= week][1:][-told.WEEKS :]
    counted = Counter(zip(shown.moves["week"], shown.moves["move"], strict=True))
    moves = {one: {move: counted[one, move] for move in MOVES} for one in weeks}
    where = page.selection.place.name
    rows = [[words.day(one), *(words.count(moves[one][move]) for move in MOVES)] for one in reversed(weeks)]
    columns = [Column("Week ending Sunday"), *(Column(words.capital(move), True) for move in MOVES)]
    draw_chart(
        page,
        Chart(
            key="lead_moves",
            title=told.moves_finding(moves, where),
            figure=told.moves_chart(moves),
            alt=told.moves_sentence(moves, where),
            table=html_table("Homes whose lead moved, the newest week first", columns, rows),
            rows=pd.DataFrame([{"week": one, **moves[one]} for one in weeks], columns=["week", *MOVES]),
            about=_about(_MOVED, _MEANING),
            sql=sql_behind([], ["lead_moves"]),
            under="Against the last row before in which the home said whether it has one",
        ),
    )


def _draw_held(page: Page, shown: Shown) -> None:
    counts, where = told.held(shown.leads), page.selection.place.name
    whole = len(shown.leads)
    texts = tuple(f"{words.count(number)} ({words.share(number, whole)})" for number in counts.values())
    pcns = shown.homes.set_index("home_id")["pcn"]
    rows = [
        [
            _lead_name(page, one.ccg, one.number),
            words.count(len(one.homes)),
            words.count(len({pcns[home] for home in one.homes if pcns[home]})),
            ", ".join(one.professions) or words.NOT_AVAILABLE,
            ", ".join(one.employers) or words.NOT_AVAILABLE,
        ]
        for one in shown.leads
    ]
    columns = [Column("Lead"), Column("Homes", True), Column("PCNs", True), Column("Profession"), Column("Employer")]
    title = told.held_finding(shown.leads, where, shown.counts.unsaid)
    odd = len(told.unlike(shown.leads))
    under = (
        f"{words.count(odd)} of them told with several professions or employers by their homes: one is wrong, or two bear one name"
        if odd
        else ""
    )
    draw_chart(
        page,
        Chart(
            key="lead_held",
            title=title,
            figure=bars.chart(
                list(counts),
                [Series("leads", tuple(counts.values()), texts)],
                "leads",
                none=words.capital(title.removeprefix(f"{where}: ")),
            ),
            alt=f"{title}. Leads by homes: {', '.join(map(' '.join, zip(counts, texts, strict=True)))}." if counts else f"{title}.",
            table=html_table("Leads by a number within their CCG, never by name; those with most homes first", columns, rows),
            rows=pd.DataFrame(
                [{"ccg": one.ccg, "lead": one.number, "homes": len(one.homes)} for one in shown.leads], columns=["ccg", "lead", "homes"]
            ),
            about=_about(_MEANING),
            sql=sql_behind([], ["lead_homes"]),
            under=under,
        ),
    )


def _lead_name(page: Page, ccg: str, number: int) -> str:
    area = page.snapshot.areas.get(ccg)
    return f"Lead {number} of {area.label if area else ccg}"


def _choose() -> str:
    """Return the key of the list that the address names, all homes where it names none."""
    asked = st.query_params.get(_LIST, "")
    if asked not in _LISTS:
        say(f"The address asks for the list “{words.shorten(asked)}”, which is not known here. All homes are shown.")
    st.session_state["lead_list"] = asked if asked in _LISTS else ""

    def moved() -> None:
        chosen = str(st.session_state["lead_list"])
        if chosen:
            st.query_params[_LIST] = chosen
        else:
            st.query_params.pop(_LIST, None)

    st.selectbox("Show", list(_LISTS), format_func=lambda key: _LISTS[key], key="lead_list", on_change=moved, width=420)
    return str(st.session_state["lead_list"])


def _cut(shown: Shown, chosen: str, week: date) -> pd.DataFrame:
    homes = shown.homes
    if chosen in ("gaps", "no_lead", "not_named", "silent"):
        wanted = {"gaps": _GAPS, "no_lead": ("no lead",), "not_named": ("not named",), "silent": SILENT}[chosen]
        return homes[homes["state"].isin(wanted)]
    found = {
        "moved": lambda: set(_recent(shown.moves, week)["home_id"]),
        "several": lambda: set(shown.several["home_id"]),
        "unlike": lambda: {home for one in told.unlike(shown.leads) for home in one.homes},
    }
    return homes[homes["home_id"].isin(found[chosen]())] if chosen in found else homes


def _lead_words(row: dict[str, Any]) -> str:
    return f"Lead {int(row['lead'])} of {row['ccg']}" if row["state"] == "named" else words.capital(str(row["state"]))


def _cells(row: dict[str, Any]) -> list[str]:
    started, since = day(row["started"] or None), day(row["since"])
    answered = [str(row[name]) or words.NOT_AVAILABLE for name in ("profession", "employer", "job_share")]
    has_lead = row["state"] in ("named", "not named")
    return [
        str(row["home_id"]),
        str(row["name"] or words.NOT_AVAILABLE),
        code_and_name(str(row["ccg_shown"]), str(row["ccg_name"])),
        _lead_words(row),
        *(answered if has_lead else [""] * 3),
        (words.day(started) if started else words.NOT_AVAILABLE) if has_lead else "",
        words.day(since) if since and row["state"] not in SILENT else "",
        str(row["last_move"]),
        words.count(int(row["holds"])) if known(row["holds"]) else "",
    ]


_FILE = (
    "home_id", "name", "ccg_shown", "ccg_name", "la", "pcn", "postcode", "state", "lead", "profession", "employer", "job_share", "started",
    "since", "last_move", "holds",
)  # fmt: skip


def _draw_homes(page: Page, shown: Shown, week: date) -> None:
    with st.container(key="card_lead_homes"):
        block('<h2 class="ch-title">Every home and its lead</h2>')
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="lead_choice"):
            chosen = _choose()
            rows = st.container(width=200)
        frame = _cut(shown, chosen, week)
        counted = f"{_LISTS[chosen]}: {words.count(len(frame))} of {words.plural(len(shown.homes), 'home')}"
        block(f'<p class="ch-muted">{esc(counted)}. A home leads to what it said week by week.</p>')
        if frame.empty:
            block('<p class="ch-muted">No home is on this list.</p>')
            return
        frame = _with_why(frame, shown, chosen)
        links = {str(home): address({**page.params, "home": str(home)}, "care_homes") for home in frame["home_id"]}
        why = "why" in frame.columns
        columns = [*_COLUMNS, *([Column("Practices and PCNs")] if why else [])]

        def cells(row: dict[str, Any]) -> list[str]:
            return [*_cells(row), *([str(row["why"])] if why else [])]

        draw_paged("lead_homes_from", "home", columns, frame, cells, beside=rows, links=links)
        told_columns = [*_FILE, *(["why"] if why else [])]
        draw_files(page, "lead_register", f"Lead register: {_LISTS[chosen]}", frame[told_columns].rename(columns={"ccg_shown": "ccg"}))
        _offer_copy(frame)


def _with_why(frame: pd.DataFrame, shown: Shown, chosen: str) -> pd.DataFrame:
    """Return the homes with the practices and PCNs that serve them, on the list of those with several."""
    if chosen != "several":
        return frame
    why = shown.several.drop_duplicates("home_id").set_index("home_id")["why"]
    return frame.assign(why=frame["home_id"].map(why))


def _offer_copy(frame: pd.DataFrame) -> None:
    """Offer the list as text to paste into a message: a home a line, how it stands behind it."""
    with st.popover("Copy the list", key="copy_leads"):
        rows = frame.head(_MOST_COPIED).to_dict("records")
        lines = [f"{row['name'] or row['home_id']}, {row['home_id']}, {row['ccg_shown']}: {_lead_words(row).lower()}" for row in rows]
        left = len(frame) - len(rows)
        st.code("\n".join([*lines, *([f"and {left:,} more: the CSV has all"] if left > 0 else [])]), language=None)
