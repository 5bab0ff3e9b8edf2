"""The snapshot that this session looks at: opened once a process, kept by its number, moved only when the reader asks."""

from __future__ import annotations

import atexit
import contextlib
import gc
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock

import streamlit as st

from carehomes.access import EVERYBODY, Permitted, Person
from carehomes.ledger.in_force import record_in_force
from carehomes.ledger.releases import Gate
from carehomes.settings import people_file, store_folder, suppress_to
from carehomes.snapshots import MOMENTS_KEPT, Snapshot, anew, current_number, open_moment, open_snapshot, publish
from carehomes.store import Store, open_store

_NUMBER = "snapshot_number"
_FOLLOWS = "follows_newest_week"
_KEPT = 3


class Shelf:
    """The store of this process and the snapshots that its sessions look at, by number; the last three are kept."""

    def __init__(self, folder: Path) -> None:
        # It opens everything; whoever asks for it sees her part.
        self.store: Store = open_store(folder, person=EVERYBODY)
        self._held: OrderedDict[int, Snapshot] = OrderedDict()
        self._moments: OrderedDict[tuple[int, datetime | None, Permitted, Gate | None, bool], Snapshot] = OrderedDict()
        self._seen: dict[tuple[str, Permitted, Gate | None, int | None], Snapshot] = {}
        self._lock = Lock()
        self._people: tuple[int, int] | None = None

    def look_at_settings(self) -> None:
        """Have it told in the audit where settings, or who may do what, are other than before: at the start, and with a new people file."""
        path = people_file()
        told = (path.stat().st_mtime_ns, path.stat().st_size) if path and path.exists() else (0, 0)
        if told != self._people:
            self._people = told
            # Where nothing can be written down, or the file cannot be read, the page says so itself and shows what may be shown.
            with contextlib.suppress(ValueError):
                record_in_force(self.store)

    def take(self, number: int | None) -> Snapshot:
        """Return the snapshot ``number`` while it is kept, else the current one (None: the current one)."""
        # Nobody who only looks waits for somebody who publishes.
        wanted = publish(self.store, wait=False) if number is None else number
        with self._lock:
            held = self._held.get(wanted) or self._open(wanted)
            self._held[held.number] = held
            self._held.move_to_end(held.number)
            while len(self._held) > _KEPT:
                # Not closed here: a run of another session may be reading it.
                self._held.popitem(last=False)
            return held

    def take_moment(self, number: int, as_at: datetime | None, store: Store) -> Snapshot:
        """Return what was known at ``as_at`` (None: now) to whoever holds ``store``, for a session at the snapshot ``number``."""
        asked = (number, as_at, store.permitted, store.gate(), store.beyond_only)
        with self._lock:
            held = self._moments.get(asked) or open_moment(store, as_at=as_at)
            self._moments[asked] = held
            self._moments.move_to_end(asked)
            while len(self._moments) > MOMENTS_KEPT:
                self._moments.popitem(last=False)
            return held

    def seen(self, snapshot: Snapshot, permitted: Permitted, gate: Gate | None, small: int | None) -> Snapshot:
        """Return ``snapshot`` as a reader of these areas sees it. It is kept as long as the snapshot, whose file and memory it holds."""
        with self._lock:
            held = {one.key for one in (*self._held.values(), *self._moments.values())}
            self._seen = {asked: shown for asked, shown in self._seen.items() if asked[0] in held}
            asked = (snapshot.key, permitted, gate, small)
            if asked not in self._seen:
                shown = (replace(snapshot, gate=gate) if gate else snapshot).seen_by(permitted)
                self._seen[asked] = shown if small is None else shown.for_others()
            return self._seen[asked]

    def _open(self, number: int) -> Snapshot:
        try:
            return open_snapshot(self.store, number)
        except FileNotFoundError:
            return anew(lambda: open_snapshot(self.store, publish(self.store, wait=False)))

    @property
    def number(self) -> int:
        """The number of the current snapshot; reads only the pointer."""
        return current_number(self.store)


@st.cache_resource(show_spinner="Opening the data")
def _shelf(folder: str) -> Shelf:
    shelf = Shelf(Path(folder))
    shelf.take(None)
    # What is loaded by now stays for good: not looked at again by every collection (STACK.md 1.3).
    gc.collect()
    gc.freeze()
    # At the end it must be seen again, or DuckDB complains of what was never released.
    atexit.register(gc.unfreeze)
    return shelf


def shelf() -> Shelf:
    """Return the shelf of the store that ``CAREHOMES_STORE`` names."""
    return _shelf(str(store_folder().resolve()))


def open_current(as_at: datetime | None, person: Person, *, beyond: bool = False) -> tuple[Store, Snapshot, bool]:
    """Return the store, the snapshot of this session - or that of the past moment ``as_at`` - and whether it had to move.

    Both as ``person`` holds them: her rights, her areas. ``beyond``: in the view beyond the team, which some always have.

    The snapshot is the current one at first, then the same until ``move_on``, or until it is not kept any more.
    """
    here = shelf()
    here.look_at_settings()
    store = here.store.held_by(person)
    asked = st.session_state.get(_NUMBER)
    snapshot = here.take(asked)
    st.session_state[_NUMBER] = snapshot.number
    gate = store.gate()
    small = suppress_to() if beyond or store.beyond_only else None
    if as_at or (gate and gate.hides):
        with st.spinner("Working out what was known then"):
            then = here.take_moment(snapshot.number, as_at, store)
            return store, here.seen(then, store.permitted, gate, small), False
    shown = here.seen(snapshot, store.permitted, gate, small)
    return store, shown, asked is not None and asked != snapshot.number


def newer() -> bool:
    """Return whether a newer snapshot than this session's has been published."""
    shown = st.session_state.get(_NUMBER)
    return shown is not None and shelf().number != shown


def move_on() -> None:
    """Let the next run take the current snapshot; a week that followed the newest one follows it again."""
    st.session_state[_NUMBER] = None
    if st.session_state.get(_FOLLOWS):
        st.query_params.pop("week", None)


def follow_newest(follows: bool) -> None:
    """Remember whether the shown week is the newest one because nobody chose a week."""
    st.session_state[_FOLLOWS] = follows


def follows_newest() -> bool:
    """Return whether the shown week follows the newest one."""
    return bool(st.session_state.get(_FOLLOWS))
