"""The filter bar: its state lives in the address as codes, never in a widget alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from carehomes.areas import AreaList, Group, due_moment
from carehomes.areas.weeks import LONDON
from carehomes.charts import words
from carehomes.selection import AREA_KEYS, KEYS, OLDER, VIEW, Pcn, Selection, choices, moment_code, read, without_area
from carehomes.snapshots import Snapshot
from carehomes.store import Store
from ui.group_maker import offer_group
from ui.links import draw_copy_link, page_params
from ui.navigation import address
from ui.saved_views import offer_views
from ui.screenshot import take_link
from ui.session import follow_newest, follows_newest
from ui.successors import Offer
from ui.text import block, esc, say

_LEVELS = ("region", "stp", "ccg", "pcn")
#: Letters that the box of a level holds on a screen of 1600 pixels.
_FITS = {"region": 27, "stp": 39, "ccg": 28, "pcn": 28}
_NAMES = {"region": "Region", "stp": "STP", "ccg": "CCG", "pcn": "PCN"}


def read_address(
    snapshot: Snapshot,
    pcns: list[Pcn],
    find_group: Callable[[str], Group | None],
    groups: Sequence[Group],
    as_at: datetime | None,
) -> tuple[Selection, list[str]]:
    """Return the selection that the address asks for; a week that nobody chose follows the newest.

    ``groups`` are the current ones: a link to an older one shows what its sender saw, and says that there is a newer one.
    """
    params = {key: st.query_params[key] for key in st.query_params}
    gated = snapshot.gate is not None and snapshot.gate.hides
    selection, problems = read(
        params, weeks=snapshot.weeks, areas=snapshot.areas, pcns=pcns, find_group=find_group, as_at=as_at, gated=gated
    )
    if selection.week and params.get("week") != selection.week.isoformat():
        follow_newest(True)
    shown = selection.group
    if shown and any(one.name.casefold() == shown.name.casefold() and one != shown for one in groups):
        problems.append(f"{shown.label} is shown as it was when the link was made; a newer one has this name. More filters has it.")
    return selection, problems


def write_address(params: dict[str, str]) -> None:
    """Put ``params`` into the address in place of the selection there; what a page has of its own there stays."""
    own = {key: st.query_params[key] for key in st.query_params if key not in (*KEYS, VIEW)}
    st.query_params.from_dict({key: value for key, value in (own | params).items() if value})


def _week_moved(selection: Selection) -> None:
    follow_newest(False)
    write_address(selection.params() | {"week": st.session_state["filter_week"]})


def _area_moved(selection: Selection, level: str) -> None:
    code = st.session_state[f"filter_{level}"]
    above = {"region": selection.place.region, "stp": selection.place.stp, "ccg": selection.place.ccg}
    higher = [above[one] for one in _LEVELS[: _LEVELS.index(level)] if above.get(one)]
    if code and level == "pcn":
        write_address(without_area(selection) | {"ccg": selection.place.ccg, "pcn": code})
    else:
        write_address(without_area(selection) | {"area": code or (higher[-1] if higher else "")})


def _view_moved(selection: Selection, level: str) -> None:
    """Show a local authority or an own group: it takes the place of every other area."""
    write_address(without_area(selection) | {level: st.session_state[f"filter_{level}"]})


def _homes_moved(selection: Selection) -> None:
    write_address(selection.params() | {"homes": st.session_state["filter_homes"]})


def _counted_moved(selection: Selection) -> None:
    write_address(selection.params() | {"in": st.session_state["filter_in"]})


def _others_moved(selection: Selection) -> None:
    write_address(selection.params() | {"for": st.session_state["filter_for"]})


def _basis_moved(selection: Selection) -> None:
    write_address(selection.params() | {"areas": "now" if st.session_state["filter_basis"] == "now" else ""})


def _moment_moved(selection: Selection, key: str) -> None:
    chosen = st.session_state[key]
    text = moment_code(chosen.replace(tzinfo=LONDON)) if isinstance(chosen, datetime) else chosen
    write_address(selection.params() | {"as_at": text or ""})


def reset() -> None:
    """Empty the address: the whole, the newest week, all homes, areas as then, what is known now."""
    follow_newest(True)
    st.query_params.clear()


def _wide(text: str) -> float:
    """Return about how many letters of middling width ``text`` is as wide as."""
    return sum(0.5 if letter in " iljtfr.,()'" else 1.3 if letter in "mwMWNOQGCDHUSA" else 1 for letter in text)


def _fitted(text: str, code: str, fits: int) -> str:
    """Return ``text`` cut behind a word so that it fits, the cut marked; its code is never cut."""
    end = f" ({code})" if text.endswith(f" ({code})") else ""
    name = text.removesuffix(end)
    while _wide(name + end) > fits and " " in name:
        name = name.rstrip("…").rpartition(" ")[0].rstrip(",") + "…"
    return name + end


def _select(
    label: str,
    key: str,
    options: dict[str, str],
    value: str,
    moved: Callable[..., None],
    args: tuple[object, ...],
    *,
    off: bool = False,
    fits: int = 40,
) -> None:
    st.session_state[key] = value if value in options else next(iter(options), None)

    def told(code: str) -> str:
        # Only what is chosen stands in the box and must fit it, its code uncut; the list tells every name in full.
        text = options.get(code, code)
        return _fitted(text, code, fits) if code == value else text

    st.selectbox(label, list(options), format_func=told, key=key, on_change=moved, args=args, disabled=off)


def _switch(label: str, key: str, options: dict[str, str], value: str, moved: Callable[..., None], selection: Selection) -> None:
    st.session_state[key] = value
    st.segmented_control(
        label, list(options), format_func=lambda one: options[one], key=key, on_change=moved, args=(selection,), required=True
    )


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
        columns = st.columns([2.12, 2.4, 3.36, 2.5, 2.66], gap="xsmall")
        with columns[0]:
            _select(
                "Week ending Sunday", "filter_week", weeks, selection.week.isoformat() if selection.week else "", _week_moved, (selection,)
            )
        for column, level in zip(columns[1:], _LEVELS, strict=True):
            with column:
                options = _area_options(snapshot.areas, selection, level, pcns)
                off = level == "pcn" and not selection.place.ccg
                value = getattr(selection.place, level)
                args = (selection, level)
                _select(_NAMES[level], f"filter_{level}", options, value, _area_moved, args, off=off, fits=_FITS[level])


def _draw_more(store: Store, snapshot: Snapshot, selection: Selection, groups: Sequence[Group]) -> None:
    """Draw the filters behind the button: local authority, own group, which homes, in homes or beds, for whom, areas as then or now."""
    place = selection.place
    las = {one.code: one.label for one in choices(snapshot.areas, "la", selection.week, selection.basis)}
    if place.level == "la":
        las.setdefault(place.code, place.label)
    _select("Local authority", "filter_la", {"": "All"} | las, place.code if place.level == "la" else "", _view_moved, (selection, "la"))
    held = {one.id: one.name for one in groups}
    if selection.group:
        held.setdefault(selection.group.id, f"{selection.group.name} (not in the list any more)")
    chosen = selection.group.id if selection.group else ""
    _select("Own group", "filter_group", {"": "None"} | held, chosen, _view_moved, (selection, "group"))
    homes = {"": "All", "older": "For older people only"}
    _switch("Homes", "filter_homes", homes, "older" if selection.older else "", _homes_moved, selection)
    counted = {"": "Homes", "beds": "Beds covered"}
    _switch("Shares in", "filter_in", counted, "beds" if selection.beds else "", _counted_moved, selection)
    _switch("Areas", "filter_basis", {"then": "As then", "now": "As now"}, selection.basis, _basis_moved, selection)
    if not store.beyond_only:
        whose = {"": "The team", "others": "Others: no small counts of people"}
        _switch("For", "filter_for", whose, "others" if selection.others else "", _others_moved, selection)
    _draw_moments(snapshot, selection)
    offer_group(store, selection, groups)


def _draw_moments(snapshot: Snapshot, selection: Selection) -> None:
    """Draw the choice of the moment of knowledge: now, when the week fell due, or any other."""
    moments = {"": "Now"}
    if selection.week:
        due = due_moment(selection.week, days=snapshot.settings.due_days, at=snapshot.settings.due_time)
        moments[moment_code(due)] = f"When the week fell due: {words.moment(due)}"
    chosen = moment_code(selection.as_at) if selection.as_at else ""
    if selection.as_at:
        moments.setdefault(chosen, words.capital(words.moment(selection.as_at)))
    _select("As known at", "filter_as_at", moments, chosen, _moment_moved, (selection, "filter_as_at"))
    st.session_state["filter_moment"] = selection.as_at.astimezone(LONDON).replace(tzinfo=None) if selection.as_at else None
    st.datetime_input(
        "Another moment, by the clock of London",
        key="filter_moment",
        format="DD/MM/YYYY",
        on_change=_moment_moved,
        args=(selection, "filter_moment"),
    )


@dataclass(frozen=True)
class Chip:
    """What is shown, in words; where it is not the default, ``without`` is the selection as codes with that filter taken away."""

    text: str
    without: dict[str, str] | None = None


def chips(selection: Selection, *, follows: bool, homes_apply: bool, always_beyond: bool = False) -> list[Chip]:
    """Return a chip for each filter. ``follows`` is whether the week is the newest one because nobody chose it.

    ``always_beyond``: the reader has the view beyond the team whatever the address says.
    """
    params = selection.params()
    if follows:
        # What nobody chose is not pinned by taking another filter away.
        params.pop("week", None)

    def less(*keys: str) -> dict[str, str]:
        return {key: value for key, value in params.items() if key not in keys}

    week = words.week(selection.week) + (", newest week" if follows else ", pinned") * (selection.week is not None)
    found = [
        Chip(week, None if follows or selection.week is None else less("week")),
        Chip(selection.place.label, None if selection.place.level == "england" else less(*AREA_KEYS)),
        Chip(f"areas as {selection.basis}", less("areas") if selection.basis == "now" else None),
    ]
    if selection.as_at:
        found.append(Chip(f"as known at {words.moment(selection.as_at)}", less("as_at")))
    if selection.older:
        found.append(Chip(OLDER if homes_apply else "all homes (this page cannot limit them)", less("homes")))
    if selection.beds:
        found.append(Chip("in homes here" if selection.stays else "in beds", less("in")))
    if selection.others or always_beyond:
        found.append(Chip("beyond the team", None if always_beyond else less("for")))
    return found


def _chip_html(chip: Chip, own: dict[str, str]) -> str:
    if chip.without is None:
        return f'<span class="ch-chip">{esc(chip.text)}</span>'
    link = esc(address(chip.without | own))
    told = esc(f"Take this filter away: {chip.text}")
    return f'<span class="ch-chip">{esc(chip.text)}<a href="{link}" target="_self" aria-label="{told}" title="{told}">×</a></span>'


def draw_chips(
    store: Store, snapshot: Snapshot, selection: Selection, groups: Sequence[Group], extra: Callable[[], None], *, homes_apply: bool = True
) -> None:
    """Draw the line under the bar: what is shown, links to it, more filters, one reset; ``extra`` fills its end.

    ``homes_apply`` is False on a page whose figures cannot be limited to some homes: the chip then says so.
    """
    with st.container(key="chips", horizontal=True, vertical_alignment="center", gap="small"):
        own = page_params()
        found = chips(selection, follows=follows_newest(), homes_apply=homes_apply, always_beyond=store.beyond_only)
        block('<div class="ch-chips">Shown: ' + "".join(_chip_html(chip, own) for chip in found) + "</div>")
        extra()
        draw_copy_link(selection, snapshot.entry)
        offer_views()
        block(take_link(selection.params()), width="content")
        with st.popover("More filters", type="tertiary", key="more_filters"):
            _draw_more(store, snapshot, selection, groups)
        st.button("Reset", key="filter_reset", type="tertiary", on_click=reset)


def draw_links(selection: Selection, extra: Callable[[], None]) -> None:
    """Draw the line of a page without filters: the links to it; ``extra`` stands before them."""
    with st.container(key="chips", horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"):
        extra()
        draw_copy_link(selection, 0)
        offer_views()


def draw_problems(problems: Sequence[str], instead: Sequence[Offer] = ()) -> None:
    """Say what the address asks for that cannot be shown, and offer what to open ``instead``."""
    for problem in problems:
        say(problem)
    if instead:
        links = " · ".join(f'<a href="{esc(one.link)}" target="_self">{esc(one.label)}</a>' for one in instead)
        block(f'<div class="ch-warn">Open instead: {links}</div>')
