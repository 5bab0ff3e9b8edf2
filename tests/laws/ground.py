"""Worlds that are loaded once and shared by the laws, and copies of them to which something more happens."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import figures, returned
from carehomes.snapshots import Snapshot, open_moment, open_snapshot, records
from carehomes.store import Store, open_store
from tests.conftest import WORLDS
from tests.oracle.compare import COUNTS, SHARES
from tests.oracle.knowledge import Knowledge
from tests.oracle.model import World
from tests.oracle.reading import load_world
from tests.worlds import Made, make_world

EXAMPLES = WORLDS
#: The laws share the worlds of a few seeds: loading is what costs.
SEEDS = st.integers(0, EXAMPLES - 1)
LATER = datetime(2022, 1, 1, 9, tzinfo=UTC)
#: Only home rows over one register: there what a change does can be told exactly.
HOME_ROWS_ONLY: dict[str, Any] = {"area_returns": False, "registers": 1, "register_late": False, "las": True, "older": True}
#: One register, local authorities and older people's homes; nothing that cannot be withdrawn.
ONE_REGISTER: dict[str, Any] = {"registers": 1, "nils": False, "las": True, "older": True}

law = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: For laws that load a world again, or publish many times.
dear_law = settings(law, max_examples=max(1, EXAMPLES // 2))

Key = tuple[str, str, str, str]
Row = dict[str, Any]
Rows = dict[Key, Row]


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN or pandas' own."""
    return value is None or str(value) in ("nan", "<NA>")


def plain(row: Row) -> Row:
    """A row with None for every missing value, so that rows can be held against each other."""
    return {name: None if is_missing(value) else value for name, value in row.items()}


def by_key(rows: Iterable[Row]) -> Rows:
    """Rows by measure, level, code and what they are within."""
    return {(row["measure"], row["level"], row["code"], row["within"]): plain(row) for row in rows}


def rows_of(snapshot: Snapshot, week: date, areas: str = "then", **view: Any) -> Rows:
    """Every row of the figures of a week."""
    return by_key(records(figures(snapshot, week, permitted=EVERYWHERE, areas=areas, **view)))


def counts(row: Row, but: Iterable[str] = ()) -> dict[str, int]:
    """The counts of a row; a share is not a count, and all homes are the denominator less not applicable."""
    return {name: int(row.get(name) or 0) for name in COUNTS if name != "all" and name not in set(but)}


def added(rows: Iterable[Row]) -> dict[str, int]:
    """The counts of several rows."""
    each = [counts(row) for row in rows]
    return {name: sum(one[name] for one in each) for name in COUNTS if name != "all"}


def told(before: Rows, after: Rows, but: Iterable[str] = (), *, words: bool = True) -> list[str]:
    """What two sets of rows say differently, in words; rows of nothing on one side only are no difference."""
    nothing = counts({}, but)
    found = []
    for key in sorted(before.keys() | after.keys()):
        mine, theirs = before.get(key, {}), after.get(key, {})
        if counts(mine, but) == counts(theirs, but) == nothing:
            continue
        left, right = counts(mine, but), counts(theirs, but)
        if words:
            left, right = left | _said(mine), right | _said(theirs)
        found += [f"{key} {name}: {left[name]} became {right[name]}" for name in left if left[name] != right[name]]
    return found


def _said(row: Row) -> dict[str, Any]:
    marks, homes_by_word = row.get("marks"), row.get("words")
    shares = {name: row.get(name) for name in SHARES}
    return shares | {"marks": sorted([] if marks is None else marks), "words": {k: v for k, v in (homes_by_word or {}).items() if v}}


class Loaded:
    """A world in a store: what was made, and what the product says of it."""

    def __init__(self, made: Made, store: Store) -> None:
        self.made, self.store = made, store
        self._rows: dict[tuple[date, str], Rows] = {}

    @cached_property
    def snapshot(self) -> Snapshot:
        """Everything known, as of now."""
        return open_snapshot(self.store)

    @cached_property
    def world(self) -> World:
        """The files, as the witness reads them."""
        return load_world(self.made.folder)

    @cached_property
    def known(self) -> Knowledge:
        """What the files say in the end."""
        return Knowledge(self.world)

    def rows(self, week: date, areas: str = "then") -> Rows:
        """The figures of a week, asked once."""
        if (week, areas) not in self._rows:
            self._rows[week, areas] = rows_of(open_moment(self.store, as_at=None, week=week), week, areas)
        return self._rows[week, areas]

    def england(self, week: date, measure: str) -> Row:
        """The row of England."""
        top = self.snapshot.areas.top.code
        return self.rows(week)[measure, "england", top, ""]

    def returns(self, week: date) -> list[tuple[str, dict[str, dict[str, str]]]]:
        """The standing home returns of a week: the CCG and its rows by home."""
        return [(ccg, {home: dict(row) for home, row in self.known.home_rows(ccg, week).items()}) for ccg in self.known.senders(week)]

    def returned(self, week: date) -> tuple[int, int, int, int]:
        """n, N, homes covered and CCGs on time of England."""
        snapshot = open_moment(self.store, as_at=None, week=week)
        found = returned(snapshot, week, snapshot.areas.top.code, permitted=EVERYWHERE)
        return (found.n, found.expected, found.covered, found.on_time)


def send(loaded: Loaded, content: bytes, name: str) -> None:
    """Load one more file, after everything else."""
    receipt = receive(
        loaded.store,
        content,
        name,
        hints=Hints(received_at=LATER),
        reasons={"*": "a law of counting"},
        decided_at=LATER,
        publish_after=False,
    )
    assert receipt.outcome == "accepted", (name, receipt.sentences)


def home_return(rows: Mapping[str, Mapping[str, str]]) -> bytes:
    """Rows by home as the file that they came from."""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names, *([row.get(name, "") for name in names] for row in rows.values())])
    return out.getvalue().encode()


class Worlds:
    """The worlds of a session, by seed and switches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[Any, Loaded] = {}
        self._fitting: dict[Any, list[int]] = {}

    def of(self, seed: int, size: str = "tiny", **switches: Any) -> Loaded:
        """The world of a seed, loaded; nobody changes it."""
        key = (seed, size, *sorted(switches.items()))
        if key not in self._loaded:
            folder = self.folder / f"{len(self._loaded)}"
            made = make_world(folder / "world", seed, size, **switches)
            store = open_store(folder / "store")
            assert load_demo(store, made.folder) == []
            self._loaded[key] = Loaded(made, store)
        return self._loaded[key]

    def fitting(self, number: int, fits: Callable[[Made, Knowledge], bool], **switches: Any) -> Loaded:
        """The world that is the number-th, by seed, of those that fit: so no example is thrown away."""
        seeds = self._fitting.setdefault((fits.__qualname__, *sorted(switches.items())), [])
        seed = seeds[-1] + 1 if seeds else 0
        while len(seeds) <= number:
            made = make_world(self.folder / "tried", seed, "tiny", **switches)
            if fits(made, Knowledge(load_world(made.folder))):
                seeds.append(seed)
            shutil.rmtree(made.folder)
            seed += 1
        return self.of(seeds[number], **switches)

    def copy(self, loaded: Loaded) -> Loaded:
        """The same world in a store of its own, to which more may happen."""
        folder = self.folder / f"copy{len(list(self.folder.glob('copy*')))}"
        shutil.copytree(loaded.store.folder, folder)
        return Loaded(loaded.made, open_store(folder))

    def with_lines(self, loaded: Loaded, change: Callable[[list[str]], list[str]]) -> Loaded:
        """The same world loaded from a manifest with other lines."""
        folder = self.folder / f"copy{len(list(self.folder.glob('copy*')))}"
        shutil.copytree(loaded.made.folder, folder / "world")
        manifest = folder / "world" / "manifest.csv"
        head, *lines = manifest.read_text(encoding="utf-8").splitlines()
        manifest.write_text("\n".join([head, *change(lines), ""]), encoding="utf-8")
        store = open_store(folder / "store")
        assert load_demo(store, folder / "world") == []
        return Loaded(loaded.made, store)
