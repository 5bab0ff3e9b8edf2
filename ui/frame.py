"""The frame of every page: opened first, closed last. Header, navigation, filter bar, provenance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from carehomes.access import Permitted, Person
from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.covered import covered
from carehomes.ledger import groups as kept
from carehomes.ledger.acting import act_as
from carehomes.ledger.notes import notes
from carehomes.measures import Returned, seen_group, seen_groups
from carehomes.provenance import Provenance, covering, short, whose
from carehomes.selection import VIEWS, Pcn, Selection, for_others, group_params, moment_asked
from carehomes.settings import read_only
from carehomes.snapshots import Snapshot
from carehomes.store import Store
from ui import saved_views, screenshot
from ui.data import Asked
from ui.drawing import begin_drawing, end_drawing
from ui.filters import draw_chips, draw_filters, draw_links, draw_problems, read_address, write_address
from ui.fresh import offer_new_data
from ui.greeting import draw_greeting
from ui.group_maker import draw_maker, say_saved
from ui.links import draw_revised, made_in, made_problem, newest, page_params, pinned
from ui.navigation import PRODUCT, address, draw_navigation, path_of
from ui.people import draw_account, reader
from ui.pin import pin_week
from ui.search import draw_search
from ui.session import open_current
from ui.style import SHEET
from ui.successors import offers
from ui.text import block, esc, say


@dataclass(frozen=True)
class Page:
    """An opened page: what it shows, whom it may ask, and where its figures come from.

    ``params`` are the codes that every link on it carries: of what was chosen, also where nothing on this page can be limited by it;
    ``noted`` numbers the notes that stand.
    """

    title: str
    store: Store
    snapshot: Snapshot
    asked: Asked
    permitted: Permitted
    selection: Selection
    provenance: Provenance
    params: Mapping[str, str]
    screenshot: bool = False
    noted: tuple[int, ...] = ()

    @property
    def in_homes(self) -> Page:
        """This page for what stays in homes where the rest is told in beds."""
        if not self.selection.in_beds:
            return self
        selection = replace(self.selection, stays=True)
        return replace(self, selection=selection, provenance=replace(self.provenance, selection=selection))

    def told(self, measure: Measure) -> Measure:
        """Return ``measure`` in the words of what the page counts: homes, or their beds."""
        return covered(measure) if self.selection.in_beds else measure

    @property
    def not_beyond(self) -> str:
        """What stands beyond the team in the place of what single homes said: why, and what to do."""
        told = "This tells what single homes said, counts of people among it, so it is not given beyond the team."
        return told if self.store.beyond_only else f"{told} Take the filter “beyond the team” away to see it."

    @property
    def returned(self) -> Returned | None:
        """Who has returned in the chosen area and week; None while no week has a return."""
        return self.provenance.returned


def _open(as_at: datetime | None, person: Person, beyond: bool) -> tuple[Store, Snapshot, bool]:
    """Wait until this page may be drawn and open its session's snapshot; a setting that cannot be read is said in its own words."""
    try:
        begin_drawing()
        return open_current(as_at, person, beyond=beyond)
    except ValueError as error:
        say(f"The data cannot be opened. {error}", "stop")
        st.stop()


def _pcns(asked: Asked, snapshot: Snapshot) -> list[Pcn]:
    # The list is that of the week asked for; an unknown week falls back to the newest one, as the page does.
    asked_week = st.query_params.get("week", "")
    week = next((one for one in snapshot.weeks if one.isoformat() == asked_week), snapshot.latest_week)
    return asked.pcns(week, "now" if st.query_params.get("areas", "").strip().lower() == "now" else "then")


def _here(asked: Asked, snapshot: Snapshot, selection: Selection, returned: Returned | None) -> int | None:
    """Return how many registered homes the chosen area, group or kind of home has; None where that is not known."""
    if selection.place.level not in (*VIEWS, "pcn") and not selection.older:
        return returned.registered if returned and returned.registered else None
    found = asked.figures(replace(selection, stays=True), (next(iter(snapshot.measures)),))
    own = found[(found["code"] == selection.place.code) & (found["within"] == "")] if len(found) else found
    return int(own["registered"].iloc[0]) if len(own) else None


def _returned_line(returned: Returned | None, selection: Selection) -> str:
    if returned is None:
        return ""
    # Nobody is missing before the deadline.
    over = returned.due is None or (selection.as_at or datetime.now(UTC)) > returned.due
    silent = "missing" if over else "not yet in"
    numbers = {"late": returned.late, "revised": returned.revised, "nil": returned.nil, silent: len(returned.missing)}
    counts = "".join(f" · {words.count(number)} {word}" for word, number in numbers.items() if number)
    expected = f"{words.plural(returned.expected, 'CCG')}{whose(selection)}"
    return f"<b>{words.count(returned.n)} of {esc(expected)} returned</b>{esc(covering(returned, selection))}{counts}"


def _header(title: str, snapshot: Snapshot, selection: Selection, line: str) -> None:
    marks = [*(["Copy for reading"] if read_only() else []), *Provenance(snapshot, selection, None).marks]
    mark = " ".join(f'<div class="ch-demo">{esc(short(one))}</div>' for one in marks) + "<br>" * bool(marks)
    about = " · ".join([selection.label, words.week(selection.week)] if selection.week else [selection.label])
    block(
        f'<div class="ch-head" id="content" tabindex="-1"><div><h1>{esc(title)}</h1><p>{esc(about)}</p></div>'
        f'<div class="right">{mark}{line}</div></div>'
    )


def open_page(
    title: str,
    *,
    needs_week: bool = True,
    filters: bool = True,
    source: str = "weekly CCG returns",
    homes_apply: bool = True,
    beds_apply: bool = False,
    received: Callable[[Asked, Selection], str] | None = None,
    for_team: bool = False,
) -> Page:
    """Open a page: call it first, before anything else of Streamlit.

    It sets the page, opens this session's snapshot, reads the address, and draws navigation, header and filter bar. A page
    that needs a week (``needs_week``) ends here, with what to do, while there is none. ``homes_apply`` is False where nothing on the
    page can be limited to homes for older people: it then says so, and its figures are of all homes. Only where
    ``beds_apply`` can its figures of homes be told in their beds. ``received`` tells who has sent what the page shows, where that is not
    the CCGs' returns. ``for_team``: it tells what single homes said; beyond the team it ends here, with a sentence.
    """
    st.set_page_config(page_title=f"{title} - {PRODUCT}" if title != PRODUCT else PRODUCT, layout="wide", initial_sidebar_state="auto")
    block(SHEET)
    picture = screenshot.wanted()
    if picture:
        screenshot.draw_sheet()
    person = reader()
    act_as(person.id)
    as_at, moment_problem = moment_asked(st.query_params, datetime.now(UTC))
    store, snapshot, moved = _open(as_at, person, for_others(st.query_params)[0])
    permitted = store.permitted
    unknown_view = saved_views.open_asked(store, path_of(title), snapshot.latest_week)
    asked = Asked(str(store.folder), snapshot, permitted)
    pcns = _pcns(asked, snapshot)
    groups = seen_groups(snapshot, [one.group for one in kept.groups(store)])
    chosen, problems = read_address(snapshot, pcns, lambda group_id: seen_group(snapshot, kept.find(store, group_id)), groups, as_at)
    problems = [text for text in (unknown_view, moment_problem, *problems, made_problem(snapshot.entry) if filters else "") if text]
    chosen = replace(chosen, stays=chosen.beds and not beds_apply)
    pin_week(chosen)
    params = chosen.params()
    if not picture:
        draw_navigation(params, lambda: draw_search(asked.finder, params), draw_account)
    selection = chosen if homes_apply else replace(chosen, older=False)
    returned = asked.returned(selection)
    told = received(asked, selection) if received else ""
    _header(title, snapshot, selection, f"<b>{esc(words.capital(told))}</b>" if told else _returned_line(returned, selection))
    if filters and not picture and (snapshot.weeks or as_at):
        draw_filters(snapshot, chosen, pcns)
        draw_chips(store, snapshot, chosen, groups, offer_new_data, homes_apply=homes_apply)
        draw_maker(store, asked.finder, lambda group: write_address(group_params(chosen, group)))
        say_saved(selection.group, address(params))
    elif not picture and not store.empty:
        draw_links(chosen, offer_new_data)
    elif not picture:
        offer_new_data()
    if not picture:
        own = page_params()
        made = snapshot.entry if filters else 0
        saved_views.draw_views(store, title, path_of(title), pinned=pinned(chosen, own, made), newest=newest(chosen, own))
    if moved:
        problems = ["The snapshot that you were looking at is not kept any more; the newest one is shown.", *problems]
    meant = st.query_params.to_dict()
    instead = offers(meant, chosen, snapshot.areas, page_params(), lambda code: asked.finder().find(code)) if problems else []
    draw_problems(problems, instead)
    if filters and not picture:
        draw_revised(asked.revised(store, selection, made_in()), chosen, snapshot.areas)
    page = Page(
        title,
        store,
        snapshot,
        asked,
        permitted,
        selection,
        Provenance(snapshot, selection, returned, source, here=_here(asked, snapshot, selection, returned), received=told),
        params,
        picture,
        tuple(one.number for one in notes(store, as_at)),
    )
    if store.empty:
        draw_greeting(store, link=title != "Returns")
    elif needs_week and not snapshot.weeks:
        nothing = "No return has been accepted yet. Upload one on the Returns page."
        if snapshot.gate and snapshot.gate.hides:
            nothing = "No week has been published yet. Viewers see a week once it is signed off and published."
        say(f"At {words.moment(as_at)} no return had been accepted. Reset shows what is known now." if as_at else nothing)
    if for_team and snapshot.beyond is not None:
        say(page.not_beyond)
    if (needs_week and not snapshot.weeks) or (for_team and snapshot.beyond is not None):
        close_page(page)
        st.stop()
    return page


def close_page(page: Page) -> None:
    """Close a page: the provenance of its figures, in the order that never changes."""
    marks = page.provenance.marks
    # Several in full would make a line of their own, which the Overview has no room for; the header has them too, and files have all of it.
    mark = "".join(f"<b>{esc(one if len(marks) == 1 else short(one))}</b> · " for one in marks)
    block(
        '<div class="ch-foot" role="note" aria-label="Where the figures come from">'
        f"<span>{mark}{esc(' · '.join(page.provenance.lines))}</span>"
        f"<span>{esc(page.provenance.stamp)}</span></div>"
    )
    end_drawing()
