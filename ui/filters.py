"""The filter bar: its state lives in the address as codes, never in a widget alone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.snapshots import Snapshot
from ui.selection import AREA_KEYS, Pcn, Selection, choices, read
from ui.session import follow_newest, follows_newest
from ui.text import block, esc, say

_LEVELS = ("region", "stp", "ccg", "pcn")
_NAMES = {"region": "Region", "stp": "STP", "ccg": "CCG", "pcn": "PCN"}


def read_address(snapshot: Snapshot, pcns: list[Pcn]) -> tuple[Selection, list[str]]:
    """Return the selection that the address asks for, and pin its week into the address."""
    params = {key: st.query_params[key] for key in st.query_params}
    selection, problems = read(params, weeks=snapshot.weeks, areas=snapshot.areas, pcns=pcns)
    if selection.week and not params.get("week"):
        follow_newest(True)
        st.query_params["week"] = selection.week.isoformat()
    elif selection.week and params.get("week") != selection.week.isoformat():
        follow_newest(True)
    return selection, problems


def _write(params: dict[str, str]) -> None:
    """Put ``params`` into the address in place of the selection there; what a page has of its own there stays."""
    own = {key: st.query_params[key] for key in st.query_params if key not in (*AREA_KEYS, "week", "areas")}
    st.query_params.from_dict({key: value for key, value in (own | params).items() if value})


def _week_moved(selection: Selection) -> None:
    follow_newest(False)
    _write(selection.params() | {"week": st.session_state["filter_week"]})


def _area_moved(selection: Selection, level: str) -> None:
    code = st.session_state[f"filter_{level}"]
    above = {"region": selection.place.region, "stp": selection.place.stp, "ccg": selection.place.ccg}
    higher = [above[one] for one in _LEVELS[: _LEVELS.index(level)] if above.get(one)]
    kept = {key: value for key, value in selection.params().items() if key not in AREA_KEYS}
    if code and level == "pcn":
        _write(kept | {"ccg": selection.place.ccg, "pcn": code})
    else:
        _write(kept | {"area": code or (higher[-1] if higher else "")})


def _basis_moved(selection: Selection) -> None:
    _write(selection.params() | {"areas": "now" if selection.basis == "then" else ""})


def reset() -> None:
    """Empty the address: the whole, the newest week, areas as then."""
    follow_newest(True)
    st.query_params.clear()


def _select(
    label: str, key: str, options: dict[str, str], value: str, moved: Callable[..., None], args: tuple[object, ...], off: bool = False
) -> None:
    st.session_state[key] = value if value in options else next(iter(options), None)
    st.selectbox(label, list(options), format_func=lambda code: options.get(code, code), key=key, on_change=moved, args=args, disabled=off)


def _area_options(areas: AreaList, selection: Selection, level: str, pcns: list[Pcn]) -> dict[str, str]:
    place = selection.place
    if level == "pcn":
        inside = [pcn for pcn in pcns if pcn.ccg == place.ccg] if place.ccg else []
        return {"": "All" if place.ccg else "Choose a CCG first"} | {pcn.code: f"{pcn.name} ({pcn.code})" for pcn in inside}
    within = {"region": "", "stp": place.region, "ccg": place.stp or place.region}[level]
    return {"": "All"} | {one.code: one.label for one in choices(areas, level, selection.week, selection.basis, within)}


def draw_filters(snapshot: Snapshot, selection: Selection, pcns: list[Pcn]) -> None:
    """Draw the bar: week, region, STP, CCG and PCN, each list cut to what lies within the one before."""
    newest = snapshot.latest_week
    weeks = {week.isoformat(): words.day(week) + (" (newest)" if week == newest else "") for week in reversed(snapshot.weeks)}
    with st.container(key="filters"):
        columns = st.columns([1.15, 1.2, 1.2, 1.3, 1.3], gap="small")
        with columns[0]:
            _select(
                "Week ending Sunday", "filter_week", weeks, selection.week.isoformat() if selection.week else "", _week_moved, (selection,)
            )
        for column, level in zip(columns[1:], _LEVELS, strict=True):
            with column:
                options = _area_options(snapshot.areas, selection, level, pcns)
                off = level == "pcn" and not selection.place.ccg
                _select(_NAMES[level], f"filter_{level}", options, getattr(selection.place, level), _area_moved, (selection, level), off)


def draw_chips(selection: Selection, extra: Callable[[], None]) -> None:
    """Draw the line under the bar: what is shown, areas as then or now, one reset; ``extra`` fills its end."""
    with st.container(key="chips", horizontal=True, vertical_alignment="center", gap="small"):
        followed = "newest week" if follows_newest() else "pinned"
        chips = [f"{words.week(selection.week)}, {followed}", selection.place.label, f"areas as {selection.basis}"]
        block('<div class="ch-chips">Shown: ' + "".join(f'<span class="ch-chip">{esc(chip)}</span>' for chip in chips) + "</div>")
        extra()
        label = "Areas as now" if selection.basis == "then" else "Areas as then"
        st.button(label, key="filter_basis", type="tertiary", on_click=_basis_moved, args=(selection,))
        st.button("Reset", key="filter_reset", type="tertiary", on_click=reset)


def draw_problems(problems: list[str]) -> None:
    """Say what the address asks for that cannot be shown."""
    for problem in problems:
        say(problem)
